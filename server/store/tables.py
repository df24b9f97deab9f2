"""The server's tables. Times are ISO 8601 text in UTC; contents are canonical JSON text (see exchange.canonical)."""

from __future__ import annotations

import sqlalchemy as sa

metadata = sa.MetaData(
    naming_convention={"ix": "ix_%(table_name)s_%(column_0_N_name)s", "uq": "uq_%(table_name)s_%(column_0_N_name)s"}
)
ID = sa.String(36)
DIGEST = sa.String(64)
NAME = sa.String(200)
TIME = sa.String(40)
SEQUENCE = sa.BigInteger().with_variant(sa.Integer, "sqlite")

setting = sa.Table(
    "setting",
    metadata,
    sa.Column("key", NAME, primary_key=True),
    sa.Column("value", sa.Text, nullable=False),
)

account = sa.Table(
    "account",
    metadata,
    sa.Column("user", NAME, primary_key=True),
    sa.Column("name", NAME, nullable=False),
    sa.Column("password", sa.Text, nullable=False, comment="argon2id hash"),
    sa.Column("areas", sa.Text, nullable=False, comment="JSON list of area codes; empty: everything"),
    sa.Column("active", sa.Boolean, nullable=False),
    sa.Column("made_at", TIME, nullable=False),
)

token = sa.Table(
    "token",
    metadata,
    sa.Column("hash", DIGEST, primary_key=True, comment="SHA-256 of the token; the token itself is never stored"),
    sa.Column("user", NAME, sa.ForeignKey("account.user"), nullable=False, index=True),
    sa.Column("device", NAME, nullable=False),
    sa.Column("made_at", TIME, nullable=False),
    sa.Column("expires_at", TIME, nullable=False),
)

sign_in_failure = sa.Table(
    "sign_in_failure",
    metadata,
    sa.Column("user", NAME, primary_key=True, comment="as typed, also for users that do not exist"),
    sa.Column("count", sa.Integer, nullable=False),
    sa.Column("last_at", TIME, nullable=False),
)

device = sa.Table(
    "device",
    metadata,
    sa.Column("id", NAME, primary_key=True),
    sa.Column("user", NAME, nullable=False),
    sa.Column("last_batch", ID, nullable=False, comment="head of the device's chain of batches"),
    sa.Column("seen_at", TIME, nullable=False),
)

feed = sa.Table(
    "feed",
    metadata,
    sa.Column("id", sa.Integer, primary_key=True, comment="one row; its lock serialises pushes"),
    sa.Column("last", SEQUENCE, nullable=False),
    sa.Column("records", SEQUENCE, nullable=False),
    sa.Column("digest", DIGEST, nullable=False),
)

batch = sa.Table(
    "batch",
    metadata,
    sa.Column("id", ID, primary_key=True),
    sa.Column("device", NAME, nullable=False),
    sa.Column("user", NAME, nullable=False),
    sa.Column("fingerprint", DIGEST, nullable=False),
    sa.Column("reply", sa.LargeBinary, nullable=False),
    sa.Column("received_at", TIME, nullable=False),
)

revision = sa.Table(
    "revision",
    metadata,
    sa.Column("feed", SEQUENCE, primary_key=True, autoincrement=False, comment="place in the change feed, no gaps"),
    sa.Column("kind", sa.String(20), nullable=False),
    sa.Column("id", ID, nullable=False, comment="the record"),
    sa.Column("number", sa.Integer, nullable=False, comment="counts from 1 within the record"),
    sa.Column("revision", ID, nullable=False, unique=True, comment="the device's id of this change"),
    sa.Column("base", sa.Integer, nullable=False, comment="number the change was made on"),
    sa.Column("content", sa.Text, nullable=False, comment="the whole record afterwards"),
    sa.Column("hash", DIGEST, nullable=False, comment="of content"),
    sa.Column("sent", sa.Text, nullable=True, comment="the fields as sent, where content differs; else null"),
    sa.Column("names", sa.Text, nullable=False, comment="JSON list of the fields the device changed"),
    sa.Column("outcome", sa.String(20), nullable=False),
    sa.Column("author", NAME, nullable=False),
    sa.Column("device", NAME, nullable=False),
    sa.Column("source", sa.String(40), nullable=False),
    sa.Column("reason", sa.Text, nullable=False),
    sa.Column("made_at", TIME, nullable=False, comment="the device's clock; never orders anything"),
    sa.Column("received_at", TIME, nullable=False),
    sa.Column("batch", ID, nullable=False),
    sa.Column("sender", NAME, nullable=False, comment="device that sent it; it may send what others made"),
    sa.UniqueConstraint("kind", "id", "number"),
)

record = sa.Table(
    "record",
    metadata,
    sa.Column("kind", sa.String(20), primary_key=True),
    sa.Column("id", ID, primary_key=True),
    sa.Column("number", sa.Integer, nullable=False),
    sa.Column("feed", SEQUENCE, sa.ForeignKey("revision.feed"), nullable=False, unique=True),
)

clash = sa.Table(
    "clash",
    metadata,
    sa.Column("revision", ID, primary_key=True, comment="the change that met another one"),
    sa.Column("field", sa.Text, primary_key=True),
    sa.Column("kind", sa.String(20), nullable=False),
    sa.Column("id", ID, nullable=False, index=True),
    sa.Column("base", sa.Text, nullable=False, comment="JSON values: before, as the server had it, as sent"),
    sa.Column("ours", sa.Text, nullable=False),
    sa.Column("theirs", sa.Text, nullable=False),
    sa.Column("opened_at", TIME, nullable=False),
    sa.Column("resolved_at", TIME, nullable=True),
)

quarantine = sa.Table(
    "quarantine",
    metadata,
    sa.Column("revision", ID, primary_key=True),
    sa.Column("kind", sa.String(20), nullable=False),
    sa.Column("id", ID, nullable=False),
    sa.Column("change", sa.LargeBinary, nullable=False, comment="the change as sent, JSON"),
    sa.Column("problems", sa.LargeBinary, nullable=False),
    sa.Column("device", NAME, nullable=False),
    sa.Column("user", NAME, nullable=False),
    sa.Column("batch", ID, nullable=False),
    sa.Column("received_at", TIME, nullable=False),
)

form = sa.Table(
    "form",
    metadata,
    sa.Column("id", NAME, primary_key=True),
    sa.Column("version", NAME, primary_key=True),
    sa.Column("title", NAME, nullable=False),
    sa.Column("body", sa.LargeBinary, nullable=False),
    sa.Column("hash", DIGEST, nullable=False),
    sa.Column("offered_at", TIME, nullable=False),
)

media = sa.Table(
    "media",
    metadata,
    sa.Column("name", sa.String(50), primary_key=True, comment="32 digits of the content's SHA-256 and the ending"),
    sa.Column("content", sa.LargeBinary, nullable=False),
)
