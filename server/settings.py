"""What the server is started with."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass

PROTOCOL = 1
MEGABYTE = 2**20


def utc_now() -> dt.datetime:
    """Return the present moment in UTC."""
    return dt.datetime.now(dt.UTC)


@dataclass(frozen=True, slots=True)
class PasswordCost:
    """The price of one password hash (argon2id); the default is OWASP's floor, about 30 ms on an office PC."""

    memory_kib: int = 19 * 1024
    rounds: int = 2


@dataclass(frozen=True, slots=True)
class Settings:
    """Limits and dependencies of one server. ``database_url`` is a SQLAlchemy URL."""

    database_url: str
    name: str = "户册服务器"
    max_batch: int = 500  # changes
    max_page: int = 1000  # records
    max_strangers: int = 64 * 1024  # of a body, unpacked, from whoever has not shown a token
    max_body: int = 4 * MEGABYTE  # as it travels
    max_unpacked: int = 32 * MEGABYTE  # after decompression
    token_days: int = 60
    failures_allowed: int = 5
    block_minutes: int = 15
    password_cost: PasswordCost = PasswordCost()
    clock: Callable[[], dt.datetime] = utc_now
