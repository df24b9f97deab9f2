"""Accounts, their tokens and their failed sign-ins."""

from __future__ import annotations

from dataclasses import dataclass

import orjson
import sqlalchemy as sa

from server.store.tables import account, sign_in_failure, token

_ADD_FAILURE = sa.text(
    'INSERT INTO sign_in_failure ("user", "count", last_at) VALUES (:user, 1, :now) '
    'ON CONFLICT ("user") DO UPDATE SET last_at = excluded.last_at, '
    '"count" = CASE WHEN sign_in_failure.last_at <= :lapsed THEN 1 ELSE sign_in_failure."count" + 1 END'
)


@dataclass(frozen=True, slots=True)
class StoredAccount:
    """One account; ``password`` is its argon2id hash."""

    user: str
    name: str
    password: str
    areas: tuple[str, ...]
    active: bool


@dataclass(frozen=True, slots=True)
class Failures:
    """How often a sign-in failed in a row, and when last."""

    count: int
    last_at: str


class Accounts:
    """Reads and writes the three tables."""

    def __init__(self, connection: sa.Connection) -> None:
        self._connection = connection

    def find(self, user: str) -> StoredAccount | None:
        """Return an account by its user name."""
        row = self._connection.execute(sa.select(account).where(account.c.user == user)).first()
        if row is None:
            return None
        return StoredAccount(row.user, row.name, row.password, tuple(orjson.loads(row.areas)), row.active)

    def any(self) -> bool:
        """Tell whether there is an account at all."""
        return self._connection.execute(sa.select(account.c.user).limit(1)).first() is not None

    def add(self, new: StoredAccount, made_at: str) -> None:
        """Add an account."""
        areas = orjson.dumps(new.areas).decode()
        row = {"user": new.user, "name": new.name, "password": new.password, "active": new.active}
        self._connection.execute(sa.insert(account).values(**row, areas=areas, made_at=made_at))

    def set_password(self, user: str, password: str) -> None:
        """Store another password hash."""
        self._connection.execute(sa.update(account).where(account.c.user == user).values(password=password))

    def forget_tokens(self, user: str) -> None:
        """End every sign-in of an account."""
        self._connection.execute(sa.delete(token).where(token.c.user == user))

    def by_token(self, token_hash: str, now: str) -> StoredAccount | None:
        """Return whose token this is, if it has not expired."""
        query = sa.select(token.c.user).where(token.c.hash == token_hash, token.c.expires_at > now)
        user = self._connection.scalar(query)
        return None if user is None else self.find(str(user))

    def add_token(self, *, token_hash: str, user: str, device: str, made_at: str, expires_at: str) -> None:
        """Store a device's new token; its older ones and all expired ones go."""
        gone = sa.or_(sa.and_(token.c.user == user, token.c.device == device), token.c.expires_at <= made_at)
        self._connection.execute(sa.delete(token).where(gone))
        row = {"hash": token_hash, "user": user, "device": device, "made_at": made_at, "expires_at": expires_at}
        self._connection.execute(sa.insert(token).values(row))

    def failures(self, user: str) -> Failures:
        """Return the failed sign-ins under this name."""
        columns = (sign_in_failure.c["count"], sign_in_failure.c.last_at)
        row = self._connection.execute(sa.select(*columns).where(sign_in_failure.c.user == user)).first()
        return Failures(0, "") if row is None else Failures(*row)

    def add_failure(self, user: str, now: str, lapsed: str) -> None:
        """Count one more failed sign-in, from 1 again when the last was at ``lapsed`` or before.

        One statement does it, so that guesses made at the same moment are all counted. What has lapsed under other
        names goes: whoever tries names at random shall not fill the disk.
        """
        others = sa.and_(sign_in_failure.c.last_at <= lapsed, sign_in_failure.c.user != user)
        self._connection.execute(sa.delete(sign_in_failure).where(others))
        self._connection.execute(_ADD_FAILURE, {"user": user, "now": now, "lapsed": lapsed})

    def forget_failures(self, user: str) -> None:
        """Forget the failed sign-ins under this name."""
        self._connection.execute(sa.delete(sign_in_failure).where(sign_in_failure.c.user == user))
