"""Server: Prefect's command line, for a server on SQLite that does not turn its clients away.

Prefect 3.8 begins its writing transactions on SQLite as readers. One that has read and then wants to write while another
has written fails at once, whatever the busy timeout; the server answers 503 and the client sleeps for two seconds. With
two flows under way that happens every few runs, and such a run takes 2.5 s instead of 0.3 s. Here a transaction takes the
lock when it begins, as Prefect itself does where it asks `with_for_update`; reads have no transaction and wait for nobody.

`python -m flows.server server start …` is `prefect server start …`.
"""

import runpy
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager

from prefect.server.database.configurations import AioSqliteConfiguration
from sqlalchemy.ext.asyncio import AsyncSession, AsyncSessionTransaction

_plain = AioSqliteConfiguration.begin_transaction


@asynccontextmanager
async def _at_once(
    self: AioSqliteConfiguration, session: AsyncSession, with_for_update: bool = True
) -> AsyncGenerator[AsyncSessionTransaction, None]:
    async with _plain(self, session, with_for_update=True) as transaction:
        yield transaction


if __name__ == "__main__":
    AioSqliteConfiguration.begin_transaction = _at_once  # type: ignore[method-assign]
    runpy.run_module("prefect", run_name="__main__", alter_sys=True)
