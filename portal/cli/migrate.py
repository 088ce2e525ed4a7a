"""Migrate: brings the database to what this version needs."""

from domain import revisions, schema
from domain.database import Database
from domain.settings import settings
from portal.cli.printing import Format, FormatOption, emit, out, say


def migrate(how: FormatOption = Format.TABLE) -> None:
    """Tạo hoặc nâng cấp cơ sở dữ liệu; chạy lại cũng không sao.

    Create the database or bring it up to date. Safe to repeat.

    Ví dụ / Example: `antoan migrate`
    """
    database = Database(settings().database_url)
    schema.upgrade(database)
    has, _ = revisions.current(database)
    data = {"database": database.engine.url.render_as_string(hide_password=True), "revision": has}
    emit(
        data,
        how,
        lambda: out.print(
            say(
                f"Cơ sở dữ liệu {data['database']} đã ở phiên bản {has}.",
                f"Database {data['database']} is at revision {has}.",
            ),
            markup=False,
            highlight=False,
        ),
    )
