"""Files that questionnaires show or play."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"


def upgrade() -> None:
    """Add the table of the files."""
    op.create_table(
        "media",
        sa.Column(
            "name",
            sa.String(length=50),
            nullable=False,
            comment="32 digits of the content's SHA-256 and the ending",
        ),
        sa.Column("content", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("name"),
    )
