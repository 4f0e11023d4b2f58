"""The booking guard and the audit log's append-only rule.

Two live bookings of one person conflict when they overlap or when the gap between them is smaller than the larger of
the two facing buffers (CONTRACT 2.3). That is not one symmetric overlap of ranges, so triggers say it; on PostgreSQL an
exclusion constraint on the bare call times stands behind them as a second fence.
"""

from alembic import op

revision = "booking_guard"
down_revision = "first_tables"
branch_labels = None
depends_on = None

LIVE = "('scheduled', 'pending_confirmation', 'confirmed', 'started')"

# A neighbour begins at most 480 + 240 minutes before this call, and at most 240 minutes after its end: the bounds of
# durations and buffers. They let the index on (agent_id, scheduled_at) find the few candidates.
SQLITE_GUARD = f"""
SELECT RAISE(ABORT, 'callboard: slot taken') WHERE EXISTS (
  SELECT 1 FROM booking AS other
  WHERE other.agent_id = NEW.agent_id AND other.id <> NEW.id AND other.status IN {LIVE}
    AND other.scheduled_at > NEW.scheduled_at - 43200000 AND other.scheduled_at < NEW.ends_at + 14400000
    AND NEW.scheduled_at < other.ends_at + 60000 * MAX(other.buffer_after_minutes, NEW.buffer_before_minutes)
    AND other.scheduled_at < NEW.ends_at + 60000 * MAX(NEW.buffer_after_minutes, other.buffer_before_minutes)
);
"""  # noqa: S608

POSTGRES_GUARD = f"""
CREATE FUNCTION booking_guard() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF NEW.status IN {LIVE} THEN
    PERFORM pg_advisory_xact_lock(hashtextextended(NEW.agent_id, 0));
    IF EXISTS (
      SELECT 1 FROM booking AS other
      WHERE other.agent_id = NEW.agent_id AND other.id <> NEW.id AND other.status IN {LIVE}
        AND other.scheduled_at > NEW.scheduled_at - interval '12 hours'
        AND other.scheduled_at < NEW.ends_at + interval '4 hours'
        AND NEW.scheduled_at < other.ends_at
            + interval '1 minute' * GREATEST(other.buffer_after_minutes, NEW.buffer_before_minutes)
        AND other.scheduled_at < NEW.ends_at
            + interval '1 minute' * GREATEST(NEW.buffer_after_minutes, other.buffer_before_minutes)
    ) THEN
      RAISE EXCEPTION 'callboard: slot taken' USING ERRCODE = 'exclusion_violation';
    END IF;
  END IF;
  RETURN NEW;
END $$;
"""  # noqa: S608

GUARDED = "agent_id, status, scheduled_at, ends_at, buffer_before_minutes, buffer_after_minutes"


def upgrade() -> None:
    if op.get_bind().dialect.name == "sqlite":
        _on_sqlite()
    else:
        _on_postgres()


def _on_sqlite() -> None:
    for name, when in (("insert", "INSERT"), ("update", f"UPDATE OF {GUARDED}")):
        op.execute(
            f"CREATE TRIGGER booking_guard_{name} BEFORE {when} ON booking WHEN NEW.status IN {LIVE} BEGIN {SQLITE_GUARD} END"
        )
    for act in ("UPDATE", "DELETE"):
        op.execute(
            f"CREATE TRIGGER audit_entry_no_{act.lower()} BEFORE {act} ON audit_entry "
            "BEGIN SELECT RAISE(ABORT, 'callboard: the audit log is append-only'); END"
        )


def _on_postgres() -> None:
    op.execute("CREATE EXTENSION IF NOT EXISTS btree_gist")
    op.execute(POSTGRES_GUARD)
    op.execute(
        f"CREATE TRIGGER booking_guard BEFORE INSERT OR UPDATE OF {GUARDED} ON booking "
        "FOR EACH ROW EXECUTE FUNCTION booking_guard()"
    )
    op.execute(
        "ALTER TABLE booking ADD CONSTRAINT booking_never_overlaps EXCLUDE USING gist "
        f"(agent_id WITH =, tstzrange(scheduled_at, ends_at) WITH &&) WHERE (status IN {LIVE})"
    )
    op.execute(
        "CREATE FUNCTION audit_entry_is_append_only() RETURNS trigger LANGUAGE plpgsql AS "
        "$$ BEGIN RAISE EXCEPTION 'callboard: the audit log is append-only'; END $$"
    )
    op.execute(
        "CREATE TRIGGER audit_entry_append_only BEFORE UPDATE OR DELETE ON audit_entry "
        "FOR EACH ROW EXECUTE FUNCTION audit_entry_is_append_only()"
    )
