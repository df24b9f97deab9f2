"""The first release: every table, index and trigger, frozen as SQL so that later models cannot change the past."""

from pathlib import Path

from alembic import op

revision = "0001"
down_revision = None


def upgrade() -> None:
    statements = Path(__file__).with_suffix(".sql").read_text(encoding="utf-8")
    for statement in statements.split("\n\n"):
        op.get_bind().exec_driver_sql(statement)
