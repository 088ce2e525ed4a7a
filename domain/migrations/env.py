"""Env: how Alembic finds the tables and the connection; `domain/schema.py` is what runs it."""

from alembic import context

from domain.tables import METADATA

connection = context.config.attributes["connection"]
context.configure(
    connection=connection,
    target_metadata=METADATA,
    render_as_batch=True,
    transaction_per_migration=True,
    transactional_ddl=True,
)
with context.begin_transaction():
    context.run_migrations()
