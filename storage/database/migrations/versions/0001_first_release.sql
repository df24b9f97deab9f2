CREATE TABLE draft_edit (
    seq INTEGER NOT NULL,
    entry_id TEXT DEFAULT '' NOT NULL,
    household_id TEXT DEFAULT '' NOT NULL,
    form_id TEXT DEFAULT '' NOT NULL,
    round TEXT DEFAULT '' NOT NULL,
    action TEXT DEFAULT '' NOT NULL,
    path TEXT DEFAULT '' NOT NULL,
    value TEXT,
    made_at TEXT DEFAULT '' NOT NULL,
    CONSTRAINT pk_draft_edit PRIMARY KEY (seq)
)

CREATE INDEX ix_draft_edit_entry_id ON draft_edit (entry_id)

CREATE INDEX ix_draft_edit_household_id_form_id_round ON draft_edit (household_id, form_id, round)

CREATE TABLE entry (
    seq INTEGER NOT NULL,
    id TEXT NOT NULL,
    head INTEGER NOT NULL,
    base_number INTEGER DEFAULT 0 NOT NULL,
    base_seq INTEGER,
    changed_at TEXT DEFAULT '' NOT NULL,
    removed INTEGER DEFAULT 0 NOT NULL,
    household_id TEXT DEFAULT '' NOT NULL,
    form_id TEXT DEFAULT '' NOT NULL,
    form_version TEXT DEFAULT '' NOT NULL,
    round TEXT DEFAULT '' NOT NULL,
    status TEXT DEFAULT 'draft' NOT NULL,
    author TEXT DEFAULT '' NOT NULL,
    errors INTEGER DEFAULT 0 NOT NULL,
    queries INTEGER DEFAULT 0 NOT NULL,
    CONSTRAINT pk_entry PRIMARY KEY (seq),
    CONSTRAINT uq_entry_id UNIQUE (id)
)

CREATE INDEX ix_entry_form_id_round_household_id ON entry (form_id, round, household_id)

CREATE INDEX ix_entry_household_id ON entry (household_id)

CREATE TABLE form (
    id TEXT NOT NULL,
    version TEXT NOT NULL,
    title TEXT DEFAULT '' NOT NULL,
    frequency TEXT DEFAULT '' NOT NULL,
    body BLOB NOT NULL,
    sha256 TEXT DEFAULT '' NOT NULL,
    source TEXT DEFAULT '' NOT NULL,
    installed_at TEXT DEFAULT '' NOT NULL,
    active INTEGER DEFAULT 1 NOT NULL,
    CONSTRAINT pk_form PRIMARY KEY (id, version)
)

CREATE TABLE household (
    seq INTEGER NOT NULL,
    id TEXT NOT NULL,
    head INTEGER NOT NULL,
    base_number INTEGER DEFAULT 0 NOT NULL,
    base_seq INTEGER,
    changed_at TEXT DEFAULT '' NOT NULL,
    removed INTEGER DEFAULT 0 NOT NULL,
    uscc TEXT DEFAULT '' NOT NULL,
    mobile TEXT DEFAULT '' NOT NULL,
    reg_no15 TEXT DEFAULT '' NOT NULL,
    shop_name TEXT DEFAULT '' NOT NULL,
    sign_name TEXT DEFAULT '' NOT NULL,
    owner_name TEXT DEFAULT '' NOT NULL,
    address TEXT DEFAULT '' NOT NULL,
    town_code TEXT DEFAULT '' NOT NULL,
    town_name TEXT DEFAULT '' NOT NULL,
    village_code TEXT DEFAULT '' NOT NULL,
    village_name TEXT DEFAULT '' NOT NULL,
    industry_code TEXT DEFAULT '' NOT NULL,
    operating_status TEXT DEFAULT '' NOT NULL,
    findable TEXT DEFAULT '' NOT NULL,
    search_seq INTEGER,
    CONSTRAINT pk_household PRIMARY KEY (seq),
    CONSTRAINT uq_household_id UNIQUE (id)
)

CREATE INDEX ix_household_mobile ON household (mobile) WHERE mobile <> ''

CREATE INDEX ix_household_reg_no15 ON household (reg_no15) WHERE reg_no15 <> ''

CREATE INDEX ix_household_search_seq ON household (search_seq) WHERE search_seq IS NOT NULL

CREATE INDEX ix_household_town_code_seq ON household (town_code, seq)

CREATE INDEX ix_household_unsearched ON household (seq) WHERE search_seq IS NULL

CREATE INDEX ix_household_uscc ON household (uscc) WHERE uscc <> ''

CREATE TABLE import_batch (
    id TEXT NOT NULL,
    kind TEXT DEFAULT '' NOT NULL,
    file TEXT DEFAULT '' NOT NULL,
    author TEXT DEFAULT '' NOT NULL,
    made_at TEXT DEFAULT '' NOT NULL,
    counts TEXT DEFAULT '{}' NOT NULL,
    undone_at TEXT DEFAULT '' NOT NULL,
    CONSTRAINT pk_import_batch PRIMARY KEY (id)
)

CREATE TABLE outbox_batch (
    id TEXT NOT NULL,
    made_at TEXT DEFAULT '' NOT NULL,
    body BLOB NOT NULL,
    sha256 TEXT DEFAULT '' NOT NULL,
    changes INTEGER DEFAULT 0 NOT NULL,
    done_at TEXT DEFAULT '' NOT NULL,
    CONSTRAINT pk_outbox_batch PRIMARY KEY (id)
)

CREATE TABLE receipt (
    seq INTEGER NOT NULL,
    kind TEXT DEFAULT '' NOT NULL,
    record_id TEXT NOT NULL,
    revision TEXT DEFAULT '' NOT NULL,
    outcome TEXT DEFAULT '' NOT NULL,
    number INTEGER DEFAULT 0 NOT NULL,
    hash TEXT DEFAULT '' NOT NULL,
    clashes TEXT DEFAULT '[]' NOT NULL,
    problems TEXT DEFAULT '[]' NOT NULL,
    batch TEXT DEFAULT '' NOT NULL,
    received_at TEXT DEFAULT '' NOT NULL,
    CONSTRAINT pk_receipt PRIMARY KEY (seq)
)

CREATE INDEX ix_receipt_record_id ON receipt (record_id)

CREATE TABLE round (
    form_id TEXT NOT NULL,
    code TEXT NOT NULL,
    opens_on TEXT DEFAULT '' NOT NULL,
    closes_on TEXT DEFAULT '' NOT NULL,
    CONSTRAINT pk_round PRIMARY KEY (form_id, code)
)

CREATE TABLE setting (
    "key" TEXT NOT NULL,
    value TEXT DEFAULT '' NOT NULL,
    CONSTRAINT pk_setting PRIMARY KEY ("key")
)

CREATE TABLE entry_revision (
    seq INTEGER NOT NULL,
    id TEXT NOT NULL,
    record INTEGER NOT NULL,
    base INTEGER DEFAULT 0 NOT NULL,
    hash TEXT DEFAULT '' NOT NULL,
    author TEXT DEFAULT '' NOT NULL,
    device TEXT DEFAULT '' NOT NULL,
    source TEXT DEFAULT '' NOT NULL,
    reason TEXT DEFAULT '' NOT NULL,
    made_at TEXT DEFAULT '' NOT NULL,
    import_batch TEXT,
    content TEXT DEFAULT '' NOT NULL,
    CONSTRAINT pk_entry_revision PRIMARY KEY (seq),
    CONSTRAINT uq_entry_revision_id UNIQUE (id),
    CONSTRAINT fk_entry_revision_record FOREIGN KEY(record) REFERENCES entry (seq)
)

CREATE INDEX ix_entry_revision_import_batch ON entry_revision (import_batch) WHERE import_batch IS NOT NULL

CREATE INDEX ix_entry_revision_record ON entry_revision (record)

CREATE TABLE household_revision (
    seq INTEGER NOT NULL,
    id TEXT NOT NULL,
    record INTEGER NOT NULL,
    base INTEGER DEFAULT 0 NOT NULL,
    hash TEXT DEFAULT '' NOT NULL,
    author TEXT DEFAULT '' NOT NULL,
    device TEXT DEFAULT '' NOT NULL,
    source TEXT DEFAULT '' NOT NULL,
    reason TEXT DEFAULT '' NOT NULL,
    made_at TEXT DEFAULT '' NOT NULL,
    import_batch TEXT,
    content TEXT DEFAULT '' NOT NULL,
    CONSTRAINT pk_household_revision PRIMARY KEY (seq),
    CONSTRAINT uq_household_revision_id UNIQUE (id),
    CONSTRAINT fk_household_revision_record FOREIGN KEY(record) REFERENCES household (seq)
)

CREATE INDEX ix_household_revision_import_batch ON household_revision (import_batch) WHERE import_batch IS NOT NULL

CREATE INDEX ix_household_revision_record ON household_revision (record)

CREATE TABLE outbox (
    position INTEGER NOT NULL,
    kind TEXT DEFAULT '' NOT NULL,
    record INTEGER NOT NULL,
    state TEXT DEFAULT 'waiting' NOT NULL,
    batch TEXT,
    sent INTEGER,
    CONSTRAINT pk_outbox PRIMARY KEY (position),
    CONSTRAINT uq_outbox_kind_record UNIQUE (kind, record),
    CONSTRAINT fk_outbox_batch FOREIGN KEY(batch) REFERENCES outbox_batch (id)
)

CREATE INDEX ix_outbox_batch ON outbox (batch) WHERE batch IS NOT NULL

CREATE VIRTUAL TABLE search USING fts5(words, content='', columnsize=0, detail=none, tokenize='ascii')

CREATE TRIGGER household_revision_no_update BEFORE UPDATE ON household_revision BEGIN SELECT RAISE(ABORT, 'household_revision is append-only'); END

CREATE TRIGGER household_revision_no_delete BEFORE DELETE ON household_revision BEGIN SELECT RAISE(ABORT, 'household_revision is append-only'); END

CREATE TRIGGER entry_revision_no_update BEFORE UPDATE ON entry_revision BEGIN SELECT RAISE(ABORT, 'entry_revision is append-only'); END

CREATE TRIGGER entry_revision_no_delete BEFORE DELETE ON entry_revision BEGIN SELECT RAISE(ABORT, 'entry_revision is append-only'); END

CREATE TRIGGER receipt_no_update BEFORE UPDATE ON receipt BEGIN SELECT RAISE(ABORT, 'receipt is append-only'); END

CREATE TRIGGER receipt_no_delete BEFORE DELETE ON receipt BEGIN SELECT RAISE(ABORT, 'receipt is append-only'); END
