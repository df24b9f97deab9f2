"""Every table of the desktop's database. What each is for is told in docs/database.md.

A record's content (household or entry) is written once, in its append-only revision; the record row points at
its newest revision (``head``) and at the one the server is known to hold (``base_seq``). Columns beside the
content exist only to list, filter and find. Only features of SQLite 3.34 are used.
"""

from __future__ import annotations

from sqlalchemy import Column, ForeignKey, Index, Integer, LargeBinary, MetaData, Table, Text, UniqueConstraint, text

from storage.database.columns import HOUSEHOLD_COLUMNS

metadata = MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "fk": "fk_%(table_name)s_%(column_0_N_name)s",
        "pk": "pk_%(table_name)s",
    }
)


def _text(name: str, default: str = "") -> Column[str]:
    return Column(name, Text, nullable=False, server_default=text(f"'{default}'"))


def _number(name: str, default: int = 0) -> Column[int]:
    return Column(name, Integer, nullable=False, server_default=text(str(default)))


def _record_columns() -> tuple[Column[int] | Column[str], ...]:
    return (
        Column("seq", Integer, primary_key=True),
        Column("id", Text, nullable=False, unique=True),
        Column("head", Integer, nullable=False),
        _number("base_number"),
        Column("base_seq", Integer),
        _text("changed_at"),
        _number("removed"),
    )


def _revision_table(name: str, record: str) -> Table:
    return Table(
        name,
        metadata,
        Column("seq", Integer, primary_key=True),
        Column("id", Text, nullable=False, unique=True),
        Column("record", Integer, ForeignKey(f"{record}.seq"), nullable=False, index=True),
        _number("base"),
        _text("hash"),
        _text("author"),
        _text("device"),
        _text("source"),
        _text("reason"),
        _text("made_at"),
        Column("import_batch", Text),
        _text("content"),
        Index(f"ix_{name}_import_batch", "import_batch", sqlite_where=text("import_batch IS NOT NULL")),
    )


household = Table(
    "household",
    metadata,
    *_record_columns(),
    *(_text(name) for name in HOUSEHOLD_COLUMNS),
    _text("findable"),
    Column("search_seq", Integer),
    Index("ix_household_town_code_seq", "town_code", "seq"),
    Index("ix_household_uscc", "uscc", sqlite_where=text("uscc <> ''")),
    Index("ix_household_reg_no15", "reg_no15", sqlite_where=text("reg_no15 <> ''")),
    Index("ix_household_mobile", "mobile", sqlite_where=text("mobile <> ''")),
    Index("ix_household_search_seq", "search_seq", sqlite_where=text("search_seq IS NOT NULL")),
    Index("ix_household_unsearched", "seq", sqlite_where=text("search_seq IS NULL")),
)
household_revision = _revision_table("household_revision", "household")

entry = Table(
    "entry",
    metadata,
    *_record_columns(),
    _text("household_id"),
    _text("form_id"),
    _text("form_version"),
    _text("round"),
    _text("status", "draft"),
    _text("author"),
    _number("errors"),
    _number("queries"),
    Index("ix_entry_form_id_round_household_id", "form_id", "round", "household_id"),
    Index("ix_entry_household_id", "household_id"),
)
entry_revision = _revision_table("entry_revision", "entry")

draft_edit = Table(
    "draft_edit",
    metadata,
    Column("seq", Integer, primary_key=True),
    _text("entry_id"),
    _text("household_id"),
    _text("form_id"),
    _text("round"),
    _text("action"),
    _text("path"),
    Column("value", Text),
    _text("made_at"),
    Index("ix_draft_edit_household_id_form_id_round", "household_id", "form_id", "round"),
    Index("ix_draft_edit_entry_id", "entry_id"),
)

outbox_batch = Table(
    "outbox_batch",
    metadata,
    Column("id", Text, primary_key=True),
    _text("made_at"),
    Column("body", LargeBinary, nullable=False),
    _text("sha256"),
    _number("changes"),
    _text("done_at"),
)

outbox = Table(
    "outbox",
    metadata,
    Column("position", Integer, primary_key=True),
    _text("kind"),
    Column("record", Integer, nullable=False),
    _text("state", "waiting"),
    Column("batch", Text, ForeignKey("outbox_batch.id")),
    Column("sent", Integer),
    UniqueConstraint("kind", "record"),
    Index("ix_outbox_batch", "batch", sqlite_where=text("batch IS NOT NULL")),
)

receipt = Table(
    "receipt",
    metadata,
    Column("seq", Integer, primary_key=True),
    _text("kind"),
    Column("record_id", Text, nullable=False, index=True),
    _text("revision"),
    _text("outcome"),
    _number("number"),
    _text("hash"),
    _text("clashes", "[]"),
    _text("problems", "[]"),
    _text("batch"),
    _text("received_at"),
)

form = Table(
    "form",
    metadata,
    Column("id", Text, primary_key=True),
    Column("version", Text, primary_key=True),
    _text("title"),
    _text("frequency"),
    Column("body", LargeBinary, nullable=False),
    _text("sha256"),
    _text("source"),
    _text("installed_at"),
    _number("active", 1),
)

round_table = Table(
    "round",
    metadata,
    Column("form_id", Text, primary_key=True),
    Column("code", Text, primary_key=True),
    _text("opens_on"),
    _text("closes_on"),
)

import_batch = Table(
    "import_batch",
    metadata,
    Column("id", Text, primary_key=True),
    _text("kind"),
    _text("file"),
    _text("author"),
    _text("made_at"),
    _text("counts", "{}"),
    _text("undone_at"),
)

setting = Table("setting", metadata, Column("key", Text, primary_key=True), _text("value"))


def _refuse(table: str, action: str) -> str:
    return (
        f"CREATE TRIGGER {table}_no_{action.lower()} BEFORE {action} ON {table} "
        f"BEGIN SELECT RAISE(ABORT, '{table} is append-only'); END"
    )


APPEND_ONLY = ("household_revision", "entry_revision", "receipt")

# What SQLAlchemy's MetaData cannot say: the search index and the triggers that keep history append-only.
EXTRA_DDL = (
    "CREATE VIRTUAL TABLE search USING fts5(words, content='', columnsize=0, detail=none, tokenize='ascii')",
    *(_refuse(table, action) for table in APPEND_ONLY for action in ("UPDATE", "DELETE")),
)
