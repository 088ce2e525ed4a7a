"""Portal: `antoan portal`, the process that serves the pages and the API."""

from typing import Annotated

import typer

from domain.settings import settings
from portal.cli import opening


def portal(
    port: Annotated[
        int | None, typer.Option(min=1, max=65535, help="cổng, mặc định ANTOAN_PORTAL_PORT / port")
    ] = None,
) -> None:
    """Chạy cổng: các trang cho người đăng ký, người kiểm tra, người phê duyệt, và API. Động cơ có thể chạy riêng.

    Serve the pages for whoever registers, inspects and decides, and the API. The engine may run elsewhere; people's acts
    succeed without it. Behind a proxy that ends HTTPS, set ANTOAN_PORTAL_PROXY to the proxy's address.

    Ví dụ / Example: `antoan portal --port 8080`
    """
    opening.database().close()  # refuses in a sentence when there is none, or a migration is missing
    import uvicorn  # a second of importing that no other command needs

    chosen = settings()
    uvicorn.run(
        "portal.web:from_settings",
        factory=True,
        host=chosen.portal_host,
        port=port or chosen.portal_port,
        log_level="warning",
        access_log=False,
        server_header=False,
        proxy_headers=bool(chosen.portal_proxy),
        forwarded_allow_ips=chosen.portal_proxy or None,
        timeout_graceful_shutdown=10,
    )
