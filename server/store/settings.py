"""What the server knows of itself."""

from __future__ import annotations

import sqlalchemy as sa

from server.store.tables import setting


class Settings:
    """Named texts."""

    def __init__(self, connection: sa.Connection) -> None:
        self._connection = connection

    def get(self, key: str) -> str:
        """Return a setting, "" when it was never set."""
        found = self._connection.scalar(sa.select(setting.c.value).where(setting.c.key == key))
        return str(found or "")

    def put(self, key: str, value: str) -> None:
        """Set a setting."""
        self._connection.execute(sa.delete(setting).where(setting.c.key == key))
        self._connection.execute(sa.insert(setting).values(key=key, value=value))
