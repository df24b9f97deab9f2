"""The repositories of one open transaction; whoever holds it neither begins nor commits."""

from __future__ import annotations

import sqlalchemy as sa

from server.store.accounts import Accounts
from server.store.batches import Batches
from server.store.feed import Feed
from server.store.forms import Forms
from server.store.records import Records
from server.store.settings import Settings


class Transaction:
    """What services work with."""

    def __init__(self, connection: sa.Connection) -> None:
        self.accounts = Accounts(connection)
        self.batches = Batches(connection)
        self.feed = Feed(connection)
        self.forms = Forms(connection)
        self.records = Records(connection)
        self.settings = Settings(connection)
