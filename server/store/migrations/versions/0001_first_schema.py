"""The first schema: accounts, batches, records with their history, clashes, quarantine, forms."""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    _account()
    _batch()
    _clash()
    _device()
    _feed()
    _form()
    _quarantine()
    _revision()
    _setting()
    _sign_in_failure()
    _record()
    _token()
    feed = sa.table("feed", sa.column("id"), sa.column("last"), sa.column("records"), sa.column("digest"))
    op.execute(sa.insert(feed).values(id=1, last=0, records=0, digest="0" * 64))


def _account() -> None:
    op.create_table(
        "account",
        sa.Column("user", sa.String(length=200), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("password", sa.Text(), nullable=False, comment="argon2id hash"),
        sa.Column("areas", sa.Text(), nullable=False, comment="JSON list of area codes; empty: everything"),
        sa.Column("active", sa.Boolean(), nullable=False),
        sa.Column("made_at", sa.String(length=40), nullable=False),
        sa.PrimaryKeyConstraint("user"),
    )


def _batch() -> None:
    op.create_table(
        "batch",
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("device", sa.String(length=200), nullable=False),
        sa.Column("user", sa.String(length=200), nullable=False),
        sa.Column("fingerprint", sa.String(length=64), nullable=False),
        sa.Column("reply", sa.LargeBinary(), nullable=False),
        sa.Column("received_at", sa.String(length=40), nullable=False),
        sa.PrimaryKeyConstraint("id"),
    )


def _clash() -> None:
    op.create_table(
        "clash",
        sa.Column("revision", sa.String(length=36), nullable=False, comment="the change that met another one"),
        sa.Column("field", sa.Text(), nullable=False),
        sa.Column("kind", sa.String(length=20), nullable=False),
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("base", sa.Text(), nullable=False, comment="JSON values: before, as the server had it, as sent"),
        sa.Column("ours", sa.Text(), nullable=False),
        sa.Column("theirs", sa.Text(), nullable=False),
        sa.Column("opened_at", sa.String(length=40), nullable=False),
        sa.Column("resolved_at", sa.String(length=40), nullable=True),
        sa.PrimaryKeyConstraint("revision", "field"),
    )
    op.create_index(op.f("ix_clash_id"), "clash", ["id"], unique=False)


def _device() -> None:
    op.create_table(
        "device",
        sa.Column("id", sa.String(length=200), nullable=False),
        sa.Column("user", sa.String(length=200), nullable=False),
        sa.Column("last_batch", sa.String(length=36), nullable=False, comment="head of the device's chain of batches"),
        sa.Column("seen_at", sa.String(length=40), nullable=False),
        sa.PrimaryKeyConstraint("id"),
    )


def _feed() -> None:
    op.create_table(
        "feed",
        sa.Column("id", sa.Integer(), nullable=False, comment="one row; its lock serialises pushes"),
        sa.Column("last", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("records", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.PrimaryKeyConstraint("id"),
    )


def _form() -> None:
    op.create_table(
        "form",
        sa.Column("id", sa.String(length=200), nullable=False),
        sa.Column("version", sa.String(length=200), nullable=False),
        sa.Column("title", sa.String(length=200), nullable=False),
        sa.Column("body", sa.LargeBinary(), nullable=False),
        sa.Column("hash", sa.String(length=64), nullable=False),
        sa.Column("offered_at", sa.String(length=40), nullable=False),
        sa.PrimaryKeyConstraint("id", "version"),
    )


def _quarantine() -> None:
    op.create_table(
        "quarantine",
        sa.Column("revision", sa.String(length=36), nullable=False),
        sa.Column("kind", sa.String(length=20), nullable=False),
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("change", sa.LargeBinary(), nullable=False, comment="the change as sent, JSON"),
        sa.Column("problems", sa.LargeBinary(), nullable=False),
        sa.Column("device", sa.String(length=200), nullable=False),
        sa.Column("user", sa.String(length=200), nullable=False),
        sa.Column("batch", sa.String(length=36), nullable=False),
        sa.Column("received_at", sa.String(length=40), nullable=False),
        sa.PrimaryKeyConstraint("revision"),
    )


def _revision() -> None:
    op.create_table(
        "revision",
        sa.Column(
            "feed",
            sa.BigInteger().with_variant(sa.Integer(), "sqlite"),
            autoincrement=False,
            nullable=False,
            comment="place in the change feed, no gaps",
        ),
        sa.Column("kind", sa.String(length=20), nullable=False),
        sa.Column("id", sa.String(length=36), nullable=False, comment="the record"),
        sa.Column("number", sa.Integer(), nullable=False, comment="counts from 1 within the record"),
        sa.Column("revision", sa.String(length=36), nullable=False, comment="the device's id of this change"),
        sa.Column("base", sa.Integer(), nullable=False, comment="number the change was made on"),
        sa.Column("content", sa.Text(), nullable=False, comment="the whole record afterwards"),
        sa.Column("hash", sa.String(length=64), nullable=False, comment="of content"),
        sa.Column("sent", sa.Text(), nullable=True, comment="the fields as sent, where content differs; else null"),
        sa.Column("names", sa.Text(), nullable=False, comment="JSON list of the fields the device changed"),
        sa.Column("outcome", sa.String(length=20), nullable=False),
        sa.Column("author", sa.String(length=200), nullable=False),
        sa.Column("device", sa.String(length=200), nullable=False),
        sa.Column("source", sa.String(length=40), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("made_at", sa.String(length=40), nullable=False, comment="the device's clock; never orders anything"),
        sa.Column("received_at", sa.String(length=40), nullable=False),
        sa.Column("batch", sa.String(length=36), nullable=False),
        sa.Column(
            "sender",
            sa.String(length=200),
            nullable=False,
            comment="device that sent it; it may send what others made",
        ),
        sa.PrimaryKeyConstraint("feed"),
        sa.UniqueConstraint("kind", "id", "number", name=op.f("uq_revision_kind_id_number")),
        sa.UniqueConstraint("revision", name=op.f("uq_revision_revision")),
    )


def _setting() -> None:
    op.create_table(
        "setting",
        sa.Column("key", sa.String(length=200), nullable=False),
        sa.Column("value", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("key"),
    )


def _sign_in_failure() -> None:
    op.create_table(
        "sign_in_failure",
        sa.Column("user", sa.String(length=200), nullable=False, comment="as typed, also for users that do not exist"),
        sa.Column("count", sa.Integer(), nullable=False),
        sa.Column("last_at", sa.String(length=40), nullable=False),
        sa.PrimaryKeyConstraint("user"),
    )


def _record() -> None:
    op.create_table(
        "record",
        sa.Column("kind", sa.String(length=20), nullable=False),
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("feed", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.ForeignKeyConstraint(
            ["feed"],
            ["revision.feed"],
        ),
        sa.PrimaryKeyConstraint("kind", "id"),
        sa.UniqueConstraint("feed", name=op.f("uq_record_feed")),
    )


def _token() -> None:
    op.create_table(
        "token",
        sa.Column(
            "hash",
            sa.String(length=64),
            nullable=False,
            comment="SHA-256 of the token; the token itself is never stored",
        ),
        sa.Column("user", sa.String(length=200), nullable=False),
        sa.Column("device", sa.String(length=200), nullable=False),
        sa.Column("made_at", sa.String(length=40), nullable=False),
        sa.Column("expires_at", sa.String(length=40), nullable=False),
        sa.ForeignKeyConstraint(
            ["user"],
            ["account.user"],
        ),
        sa.PrimaryKeyConstraint("hash"),
    )
    op.create_index(op.f("ix_token_user"), "token", ["user"], unique=False)
