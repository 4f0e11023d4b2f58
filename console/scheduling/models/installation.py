"""What belongs to the installation as a whole: its key, and when it was last seen alive."""

from sqlmodel import Field, SQLModel


class InstallationValue(SQLModel, table=True):
    """A named value: `key` signs links, `alive_at` is how the clock's acts know that Callboard was down."""

    __tablename__ = "installation"  # pyright: ignore[reportAssignmentType]

    name: str = Field(primary_key=True)
    value: str
