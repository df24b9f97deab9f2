"""Small facts the program keeps: the device's id, who is signed in, how far the feed was read."""

from __future__ import annotations

import orjson
from sqlalchemy import Connection, select

from exchange.messages import Json
from storage.database.tables import setting

_PUT = "INSERT INTO setting (key, value) VALUES (?, ?) ON CONFLICT (key) DO UPDATE SET value = excluded.value"
_CURSOR = "feed.cursor:"


class Settings:
    """The settings inside one transaction."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def get(self, key: str) -> Json:
        """Return a setting, None if it was never put."""
        found = self._connection.execute(select(setting.c.value).where(setting.c.key == key)).scalar_one_or_none()
        value: Json = None if found is None else orjson.loads(found)
        return value

    def text(self, key: str) -> str:
        """Return a setting that is a text, "" if it was never put."""
        value = self.get(key)
        return value if isinstance(value, str) else ""

    def put(self, key: str, value: Json) -> None:
        """Keep a setting."""
        self._connection.exec_driver_sql(_PUT, (key, orjson.dumps(value).decode()))


class Feed:
    """How far each server's change feed has been taken in."""

    def __init__(self, settings: Settings) -> None:
        self._settings = settings

    def cursor(self, server_id: str) -> str:
        """Return where the next pull starts, "" for the beginning."""
        return self._settings.text(_CURSOR + server_id)

    def move(self, server_id: str, cursor: str) -> None:
        """Note the next start; call it in the transaction that adopts the page's records."""
        self._settings.put(_CURSOR + server_id, cursor)
