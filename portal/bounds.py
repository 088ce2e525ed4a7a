"""Bounds: how much may be sent to a page; counted while it comes, whatever the request says of its length."""

from starlette.middleware.body_limit import RequestBodyLimitMiddleware
from starlette.requests import Request
from starlette.responses import Response
from starlette.types import ASGIApp, Receive, Scope, Send

from domain.texts import Text
from portal.pages import page
from portal.uploads import DRAINED, MB

# Forms of words. The longest is a batch of references.
LARGEST = 2 * MB
# Pages that take photos and documents: they say themselves, with the file's name, what is too large, and read on to be
# there to say it; here is only where that ends.
TAKE_FILES = ("/dang-ky/", "/dinh-kem/", "/kiem-tra/")


class Bounded:
    """Lets a body in up to the bound of its page."""

    def __init__(self, app: ASGIApp) -> None:
        self.words = RequestBodyLimitMiddleware(app, LARGEST)
        self.files = RequestBodyLimitMiddleware(app, DRAINED)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "http":
            bound = self.files if scope["path"].startswith(TAKE_FILES) else self.words
            length = dict(scope["headers"]).get(b"content-length", b"")
            if length.isdigit() and int(length) > bound.max_body_size:
                await too_large(Request(scope))(scope, receive, send)
                return
            await bound(scope, receive, send)
        else:
            await self.words(scope, receive, send)


def too_large(request: Request) -> Response:
    told = Text(
        vi="Nội dung gửi lên quá lớn nên không nhận. Chưa có gì được ghi.",
        en="What was sent is too large and was not taken. Nothing was recorded.",
    )
    return page(request, "refused.html", status=413, refused=told, status_code=413, written=())
