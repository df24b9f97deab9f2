"""Alembic's entry: works on the connection it is handed, in the transaction that is already open."""

from alembic import context

from storage.database.tables import metadata

context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=metadata,
    transactional_ddl=False,
    render_as_batch=True,
)
context.run_migrations()
