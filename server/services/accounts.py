"""Signing in: who may, how often one may fail, and whose token this is."""

from __future__ import annotations

import datetime as dt

from exchange.messages import Account
from server.services.clock import stamp
from server.services.passwords import SHORTEST, Passwords, new_token, token_hash
from server.settings import Settings
from server.store.accounts import StoredAccount
from server.store.transaction import Transaction
from survey.problems import HuceError, Problem


def add_account(tx: Transaction, settings: Settings, passwords: Passwords, user: str, password: str) -> None:
    """Add an account. Raises HuceError C043 (name taken) or C044 (password too short)."""
    if tx.accounts.find(user) is not None:
        raise HuceError(Problem("C043", params={"user": user}))
    if len(password) < SHORTEST:
        raise HuceError(Problem("C044"))
    new = StoredAccount(user, user, passwords.hash(password), (), active=True)
    tx.accounts.add(new, stamp(settings.clock()))


def renew_password(tx: Transaction, passwords: Passwords, user: str, password: str) -> None:
    """Give an account another password and end all its sign-ins. Raises HuceError C048 when there is none such."""
    if tx.accounts.find(user) is None:
        raise HuceError(Problem("C048", params={"user": user}))
    tx.accounts.set_password(user, passwords.hash(password))
    tx.accounts.forget_tokens(user)
    tx.accounts.forget_failures(user)


def refuse_blocked(tx: Transaction, settings: Settings, user: str) -> None:
    """Raise HuceError C002 while too many sign-ins under this name have failed lately."""
    failures = tx.accounts.failures(user)
    since = stamp(settings.clock() - dt.timedelta(minutes=settings.block_minutes))
    if failures.count >= settings.failures_allowed and failures.last_at > since:
        raise HuceError(Problem("C002", params={"minutes": str(settings.block_minutes)}))


def note_failure(tx: Transaction, settings: Settings, user: str) -> None:
    """Count one more failed sign-in; failures before the last block have lapsed."""
    now = settings.clock()
    tx.accounts.add_failure(user, stamp(now), stamp(now - dt.timedelta(minutes=settings.block_minutes)))


def give_token(tx: Transaction, settings: Settings, account: StoredAccount, device: str) -> Account:
    """Make a token for a device, after its user has shown the password. Raises HuceError C004 when disabled."""
    if not account.active:
        raise HuceError(Problem("C004"))
    token, now = new_token(), settings.clock()
    tx.accounts.forget_failures(account.user)
    tx.accounts.add_token(
        token_hash=token_hash(token),
        user=account.user,
        device=device,
        made_at=stamp(now),
        expires_at=stamp(now + dt.timedelta(days=settings.token_days)),
    )
    return Account(account.user, account.name, token, account.areas)


def caller(tx: Transaction, settings: Settings, token: str) -> StoredAccount:
    """Return whose token this is. Raises HuceError C003 (unknown or expired) or C004 (disabled)."""
    account = tx.accounts.by_token(token_hash(token), stamp(settings.clock()))
    if account is None:
        raise HuceError(Problem("C003"))
    if not account.active:
        raise HuceError(Problem("C004"))
    return account
