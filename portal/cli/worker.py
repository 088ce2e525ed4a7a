"""Worker: `antoan worker`, a Prefect task worker that runs batches for engines on this or other machines."""

from typing import Annotated

import typer

from portal.cli import opening, orchestrator
from portal.cli.printing import say


def worker(
    limit: Annotated[int, typer.Option(min=1, help="số lô cùng lúc / batches at once")] = 4,
) -> None:
    """Chạy luồng cho động cơ có ANTOAN_LAUNCHER=workers; nhiều máy, mỗi máy bao nhiêu cũng được. Cần PostgreSQL và Prefect.

    Run flows for engines with ANTOAN_LAUNCHER=workers, on any number of machines; PostgreSQL and Prefect are shared.

    Ví dụ / Example: `PREFECT_API_URL=http://prefect.internal:4200/api antoan worker --limit 2`
    """
    opening.database().close()
    orchestrator.prepare_client()
    # Prefect takes seconds to import, and only this process and the engine need it.
    from prefect.task_worker import serve

    from flows.launchers import carry

    typer.echo(
        say("Máy chạy luồng đã sẵn sàng. Dừng bằng Ctrl-C.", "The worker is ready. Stop it with Ctrl-C.")
    )
    serve(carry, limit=limit)
