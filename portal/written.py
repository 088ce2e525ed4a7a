"""Written: what somebody put into a form, where the form as a whole is not taken."""

from starlette.datastructures import FormData
from starlette.exceptions import HTTPException
from starlette.requests import ClientDisconnect, Request

from portal.uploads import MB

# Words that only their owner may know: of a form that holds one, nothing is kept. A test looks for others.
SECRETS = frozenset({"password", "again", "present"})
FORMS = ("application/x-www-form-urlencoded", "multipart/form-data")
# What a page hands on with spaces in it.
_HANDED_ON = frozenset({"settles"})


def kind(request: Request) -> str:
    """What the body says it is, without its parameters."""
    return request.headers.get("content-type", "").partition(";")[0].strip().lower()


def fits(request: Request) -> bool:
    """Whether the body says how long it is, and is no longer than what is read for its words."""
    length = request.headers.get("content-length", "")
    return length.isdecimal() and int(length) <= MB


async def form_of(request: Request) -> FormData | None:
    """The form that was sent, also where a page has read it before; None where there is none to be had."""
    # `uploads.sent` was there before: a body comes once, and waiting for it again would be for ever.
    if hasattr(request.state, "sent"):
        found: FormData | None = request.state.sent
        return found
    try:
        return await request.form()
    except (HTTPException, ClientDisconnect, RuntimeError):
        return None


async def in_words(request: Request) -> tuple[str, ...]:
    """What somebody wrote in words of their own, for the page that refuses it to show: whatever has a space in it, and
    is no secret. A reason or a note that took a while is then copied and not typed a second time."""
    form = await form_of(request) if kind(request) in FORMS and fits(request) else None
    said = [
        value.strip()
        for name, value in (form.multi_items() if form else ())
        if isinstance(value, str) and name not in SECRETS | _HANDED_ON
    ]
    return tuple(dict.fromkeys(one for one in said if " " in one))
