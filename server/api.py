"""The server in process: SyncApi on its services, one transaction a call. Routes call it, and so do tests."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

from exchange.ids import new_id
from exchange.messages import Account, Batch, FormNotice, Page, PushReply, ServerInfo, Summary
from server.services import accounts, forms, pull, push
from server.services.clock import stamp
from server.services.passwords import Passwords
from server.settings import PROTOCOL, Settings
from server.store.accounts import StoredAccount
from server.store.database import Database
from server.store.transaction import Transaction
from survey.problems import HuceError, Problem

T = TypeVar("T")


class Server:
    """What all callers share: the open database and the settings."""

    def __init__(self, settings: Settings) -> None:
        """Open the database; the first time, give the server its id. Raises HuceError C041, C042 or C047."""
        self.settings = settings
        self.passwords = Passwords(settings.password_cost)
        self.database = Database.open(settings.database_url)
        self.server_id = self.database.write(_server_id)

    def add_account(self, user: str, password: str) -> None:
        """Add an account. Raises HuceError C043 or C044."""
        self.database.write(lambda tx: accounts.add_account(tx, self.settings, self.passwords, user, password))

    def renew_password(self, user: str, password: str) -> None:
        """Give an account another password and end all its sign-ins. Raises HuceError C048."""
        self.database.write(lambda tx: accounts.renew_password(tx, self.passwords, user, password))

    def offer_form(self, form_id: str, version: str, title: str, body: bytes) -> None:
        """Put a questionnaire on offer; its files must be kept before."""
        notice = forms.notice_of(form_id, version, title, body)
        self.database.write(lambda tx: forms.offer(tx, self.settings, notice, body))

    def keep_media(self, name: str, content: bytes) -> None:
        """Keep a file that a questionnaire shows or plays under the name of its content."""
        self.database.write(lambda tx: tx.forms.keep_media(name, content))

    def close(self) -> None:
        """Close the database."""
        self.database.close()


class Api:
    """SyncApi for one caller; ``token`` is what the caller showed."""

    def __init__(self, server: Server, token: str = "") -> None:
        self._server, self._database, self._settings = server, server.database, server.settings
        self._token = token

    def info(self) -> ServerInfo:
        """Tell who the server is; needs no token."""
        settings = self._settings
        now = stamp(settings.clock())
        return ServerInfo(settings.name, self._server.server_id, PROTOCOL, settings.max_batch, now)

    def sign_in(self, user: str, password: str, device: str) -> Account:
        """Check a password. Raises HuceError C001 (wrong), C002 (too many tries), C004 (disabled).

        The slow hash is computed outside of any transaction, and a failure is counted in one of its own.
        """
        database, settings, passwords = self._database, self._settings, self._server.passwords
        database.read(lambda tx: accounts.refuse_blocked(tx, settings, user))
        found = database.read(lambda tx: tx.accounts.find(user))
        if not passwords.match(found.password if found else None, password) or found is None:
            database.write(lambda tx: accounts.note_failure(tx, settings, user))
            raise HuceError(Problem("C001"))
        if passwords.outdated(found.password):
            renewed = passwords.hash(password)
            database.write(lambda tx: tx.accounts.set_password(user, renewed))
        account = database.write(lambda tx: accounts.give_token(tx, settings, found, device))
        self._token = account.token
        return account

    def known(self) -> None:
        """Look at the token. Raises HuceError C003 or C004."""
        self._read(lambda _tx, _caller: None)

    def push(self, batch: Batch) -> PushReply:
        """Take a batch in, see server.services.push."""
        caller = self._read(lambda _, caller: caller)
        return self._database.write(lambda tx: push.push(tx, self._settings, caller.user, batch))

    def pull(self, cursor: str, limit: int) -> Page:
        """Give changes out, see server.services.pull."""
        return self._read(lambda tx, _: pull.pull(tx, self._settings, cursor, limit))

    def summary(self) -> Summary:
        """Tell count and fingerprint."""
        return self._read(lambda tx, _: pull.summary(tx))

    def forms(self) -> tuple[FormNotice, ...]:
        """List the questionnaires on offer."""
        return self._read(lambda tx, _: tx.forms.notices())

    def form(self, form_id: str, version: str) -> bytes:
        """Give one questionnaire."""
        return self._read(lambda tx, _: forms.body(tx, form_id, version))

    def media(self, name: str) -> bytes:
        """Give one file of a questionnaire."""
        return self._read(lambda tx, _: forms.media(tx, name))

    def _read(self, work: Callable[[Transaction, StoredAccount], T]) -> T:
        """Run work for the caller whose token this is. Raises HuceError C003 or C004 before it."""
        return self._database.read(lambda tx: work(tx, accounts.caller(tx, self._settings, self._token)))


def _server_id(tx: Transaction) -> str:
    if not tx.settings.get("server_id"):
        tx.settings.put("server_id", new_id())
    return tx.settings.get("server_id")
