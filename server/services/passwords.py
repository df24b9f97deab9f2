"""Password hashes (argon2id) and opaque tokens."""

from __future__ import annotations

import hashlib
import secrets

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

from server.settings import PasswordCost

SHORTEST = 8  # characters


class Passwords:
    """Hashes and checks passwords at one cost."""

    def __init__(self, cost: PasswordCost) -> None:
        self._hasher = PasswordHasher(time_cost=cost.rounds, memory_cost=cost.memory_kib, parallelism=1)
        self._nobody = self._hasher.hash(secrets.token_hex())

    def hash(self, password: str) -> str:
        """Return the hash to store."""
        return self._hasher.hash(password)

    def match(self, stored: str | None, password: str) -> bool:
        """Check a password; without an account it takes just as long, so that names cannot be guessed by the clock."""
        try:
            self._hasher.verify(stored or self._nobody, password)
        except (VerificationError, InvalidHashError):
            return False
        return stored is not None

    def outdated(self, stored: str) -> bool:
        """Tell whether a hash was made at another cost and should be made anew at the next sign-in."""
        return self._hasher.check_needs_rehash(stored)


def new_token() -> str:
    """Return 256 random bits to hand to a device."""
    return secrets.token_urlsafe(32)


def token_hash(token: str) -> str:
    """Return what is stored of a token."""
    return hashlib.sha256(token.encode()).hexdigest()
