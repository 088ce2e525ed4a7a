"""Filters: what a list's address asks for, and the address of the same list asked otherwise.

What cannot be understood in an address is not asked: a list that somebody kept opens, whatever became of its parts.
"""

from collections.abc import Mapping
from dataclasses import dataclass, fields, replace
from typing import Any
from urllib.parse import urlencode

from domain.lifecycle import STATE_NAMES, State
from domain.listing import GROUPS, STILL_OPEN, TAKING_PART, TURNED_DOWN, VERDICTS, Due, Order
from domain.texts import Text

GROUP_NAMES = {
    TAKING_PART: Text(vi="đang tham gia, trừ đã rút", en="all but withdrawn"),
    STILL_OPEN: Text(vi="chưa quyết định", en="not decided yet"),
    TURNED_DOWN: Text(vi="không công nhận hoặc thu hồi", en="not recognised or revoked"),
}
STATES: Mapping[str, Text] = {**GROUP_NAMES, **{state.value: name for state, name in STATE_NAMES.items()}}
DUES: Mapping[str, Text] = {
    Due.LATE.value: Text(vi="quá hạn", en="late"),
    Due.ON_TIME.value: Text(vi="còn hạn", en="on time"),
}
ORDERS: Mapping[str, Text] = {
    Order.NAME.value: Text(vi="tên đơn vị", en="name of the unit"),
    Order.REFERENCE.value: Text(vi="số hồ sơ", en="application number"),
    Order.PLACE.value: Text(vi="nơi", en="place"),
    Order.DUE.value: Text(vi="hạn, sớm nhất trước", en="due date, earliest first"),
}
# Field to the name that it has in an address.
NAMES = {
    "search": "q", "season": "nam", "kind": "loai", "state": "trang-thai", "place": "noi", "verdict": "ket-qua", "due": "han",
    "inspector": "nguoi-kiem-tra", "criterion": "tieu-chi", "order": "sap-xep", "descending": "nguoc", "after": "sau", "before": "truoc",
}  # fmt: skip


@dataclass(frozen=True)
class Filters:
    """`place` is a code, `criterion` a standard and a code in it (“vn/antt-2021/commune:XA-1”)."""

    season: int
    search: str = ""
    kind: str = ""
    state: str = ""
    place: str = ""
    verdict: str = ""
    due: str = ""
    inspector: int | None = None
    criterion: str = ""
    order: Order = Order.NAME
    descending: bool = False
    after: int | None = None
    before: int | None = None

    def address(self, where: str = "/ho-so", **changed: Any) -> str:
        """The address of this list, or of one that differs in something; a change starts at the first page."""
        if changed and not changed.keys() & {"after", "before"}:
            changed |= {"after": None, "before": None}
        query = {NAMES[name]: value for name, value in replace(self, **changed).said().items()}
        return f"{where}?{urlencode(query)}"

    def said(self) -> dict[str, str]:
        """What is asked, by field, as an address says it."""
        found = {}
        for one in fields(self):
            value = getattr(self, one.name)
            if one.name == "season" or (value != one.default and value not in ("", None)):
                found[one.name] = "1" if value is True else str(value)
        return found

    @property
    def narrowed(self) -> bool:
        """Whether anything beyond the season and the search is asked."""
        kept = {"season", "search", "order", "descending", "after", "before"}
        return bool(self.said().keys() - kept)


def read(query: Mapping[str, str], season: int) -> Filters:
    """What an address asks for; `season` is the one that is meant where it names none."""

    def said(name: str) -> str:
        return "".join(filter(str.isprintable, query.get(NAMES[name], ""))).strip()[:200]

    def among(name: str, values: Any) -> str:
        return said(name) if said(name) in values else ""

    return Filters(
        season=_number(said("season")) or season,
        search=said("search"),
        kind=said("kind")[:40],
        state=among("state", {*GROUPS, *map(str, State)}),
        place=said("place")[:32],
        verdict=among("verdict", VERDICTS),
        due=among("due", DUES),
        inspector=_number(said("inspector")),
        criterion=said("criterion"),
        order=Order(among("order", ORDERS) or Order.NAME),
        descending=said("descending") == "1",
        after=_number(said("after")),
        before=_number(said("before")),
    )


def _number(text: str) -> int | None:
    return int(text) if text.isascii() and text.isdecimal() and len(text) < 10 else None
