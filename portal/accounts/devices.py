"""Devices: what a browser says of itself, in words that somebody recognises their own device by."""

_SYSTEMS = (
    ("iPhone", "iPhone"), ("iPad", "iPad"), ("Android", "Android"), ("CrOS", "Chromebook"), ("Windows", "Windows"),
    ("Mac OS X", "Mac"), ("Linux", "Linux"),
)  # fmt: skip
# Each pretends to be those after it.
_BROWSERS = (
    ("coc_coc", "Cốc Cốc"), ("Edg", "Edge"), ("OPR/", "Opera"), ("SamsungBrowser", "Samsung Internet"),
    ("Firefox/", "Firefox"), ("CriOS", "Chrome"), ("Chrome/", "Chrome"), ("Safari/", "Safari"),
)  # fmt: skip


def named(agent: str) -> str:
    """“Android · Chrome”; what is unknown is cut short."""
    known = [next((name for sign, name in table if sign in agent), "") for table in (_SYSTEMS, _BROWSERS)]
    return " · ".join(filter(None, known)) or agent[:40] or "?"
