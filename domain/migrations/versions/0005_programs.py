"""Which accounts are programs, without looking at everybody's."""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None

PROGRAM = "addresses like '%\"webhook\":%'"


def upgrade() -> None:
    op.create_index(
        "ix_account_program", "account", ["id"], sqlite_where=sa.text(PROGRAM), postgresql_where=sa.text(PROGRAM)
    )


def downgrade() -> None:
    op.drop_index("ix_account_program", table_name="account")
