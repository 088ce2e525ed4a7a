"""Registered: certificates for what `many` wrote, as the register finds them."""

from domain.database import Sql, insert
from domain.register import ON_REGISTER
from domain.tables import Certificate
from tests.portal.web import many


def write(session, rows, valid_until=None):
    """A certificate for each of these applications that has been recognised once; those that got one."""
    certified = [row for row in rows if row["state"] in ON_REGISTER]
    session.many(
        insert(Certificate, "application", "place", "season", "serial", "issued_at", "valid_until", "revoked_at"),
        [
            (
                row["id"], row["path"][: row["path"].rstrip("/").rfind("/") + 1], 2026, number, many.AT, valid_until,
                many.AT if row["state"] == "revoked" else None,
            )
            for number, row in enumerate(certified, start=1)
        ],
    )  # fmt: skip
    return certified


def happened(session, row, number, name, payload="{}"):
    """An event, as far as the register reads it."""
    session.run(
        Sql(
            "insert into event (application, number, name, at, account, payload, hash)"
            " values (:id, :number, :name, :at, null, :payload, '')"
        ),
        id=row["id"], number=number, name=name, at=many.AT, payload=payload,
    )  # fmt: skip
