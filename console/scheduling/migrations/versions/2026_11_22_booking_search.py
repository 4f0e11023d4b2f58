"""The index that finds a booking by any part of its name, e-mail, phone or reference.

PostgreSQL indexes the trigrams of `booking.search_text` itself. SQLite keeps them in a full-text table of their own,
which triggers keep in step; it stores no text, only where each trigram stands. Its rows are numbered by
`booking_search_row`, since the hidden row numbers of `booking` need not survive a VACUUM.
"""

from alembic import op

revision = "booking_search"
down_revision = "installation_key"
branch_labels = None
depends_on = None

NUMBER = "INSERT INTO booking_search_row (booking_id) VALUES (NEW.id);"
ADD = """
INSERT INTO booking_search (rowid, search_text)
SELECT id, NEW.search_text FROM booking_search_row WHERE booking_id = NEW.id;
"""
# A full-text table without text is told what to forget: https://www.sqlite.org/fts5.html#the_delete_command
FORGET = """
INSERT INTO booking_search (booking_search, rowid, search_text)
SELECT 'delete', id, OLD.search_text FROM booking_search_row WHERE booking_id = OLD.id;
"""
UNNUMBER = "DELETE FROM booking_search_row WHERE booking_id = OLD.id;"


def upgrade() -> None:
    if op.get_bind().dialect.name == "sqlite":
        _on_sqlite()
    else:
        op.execute("CREATE EXTENSION IF NOT EXISTS pg_trgm")
        op.execute("CREATE INDEX booking_search ON booking USING gin (search_text gin_trgm_ops)")


def _on_sqlite() -> None:
    op.execute("CREATE TABLE booking_search_row (id INTEGER PRIMARY KEY, booking_id TEXT NOT NULL UNIQUE)")
    op.execute(
        "CREATE VIRTUAL TABLE booking_search USING fts5(search_text, content='', tokenize='trigram case_sensitive 1')"
    )
    op.execute("INSERT INTO booking_search_row (booking_id) SELECT id FROM booking")
    op.execute(
        "INSERT INTO booking_search (rowid, search_text) SELECT booking_search_row.id, booking.search_text "
        "FROM booking_search_row JOIN booking ON booking.id = booking_search_row.booking_id"
    )
    op.execute(f"CREATE TRIGGER booking_search_insert AFTER INSERT ON booking BEGIN {NUMBER} {ADD} END")
    op.execute(
        "CREATE TRIGGER booking_search_update AFTER UPDATE OF search_text ON booking "
        f"WHEN NEW.search_text <> OLD.search_text BEGIN {FORGET} {ADD} END"
    )
    op.execute(f"CREATE TRIGGER booking_search_delete AFTER DELETE ON booking BEGIN {FORGET} {UNNUMBER} END")
