"""Tests that change the schema itself: each has a PostgreSQL database of its own."""

import pytest

from tests.conftest import migrated_postgres


@pytest.fixture
def postgres_store(postgres: str) -> str:
    """A database that no other test sees."""
    return migrated_postgres(postgres, "changed")
