"""Unit checks: what must hold inside one row of an import file, between its rows, and against the units that are known."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from pydantic import JsonValue

from domain.texts import Text
from domain.unit_import.bad_files import Problems, quoted
from domain.unit_import.sheet_cells import UNREADABLE
from domain.unit_import.unit_columns import spelling, title
from domain.unit_rows import COMMUNES, KINDS, UnitRow

OFFICIAL_DIGITS = {"province": 2, **dict.fromkeys(COMMUNES, 5)}
DEEPEST = 12  # units inside each other; a province's smallest is the fourth or fifth


@dataclass(slots=True)
class Draft:
    """One row, its cells read, before it is known to fit with the others."""

    number: int
    values: dict[str, Any] = field(default_factory=dict)
    attributes: dict[str, JsonValue] = field(default_factory=dict)

    def get(self, key: str) -> Any:
        """The value, or None when it is absent or already among the problems."""
        value = self.values.get(key)
        return None if value == UNREADABLE else value


class Checks:
    """The rules between the cells of a row, and between the rows of a file and what is known."""

    def __init__(
        self, allowed: frozenset[str], known: Mapping[str, UnitRow], since: date | None, problems: Problems
    ) -> None:
        self.drafts: dict[str, Draft] = {}
        self.known, self.since, self.problems = known, since, problems
        self.kinds = {spelling(kind): kind for kind in allowed}
        for kind in allowed & KINDS.keys():
            self.kinds |= {spelling(name): kind for name in (KINDS[kind].vi, KINDS[kind].en)}
        named = [(KINDS[kind].vi if kind in KINDS else kind, kind) for kind in sorted(allowed)]
        self.allowed = Text(
            vi=", ".join(vi for vi, _ in named) or "–", en=", ".join(en for _, en in named) or "–"
        )

    def row(self, draft: Draft) -> None:
        """Judge one row by itself and keep it under its code."""
        number, problems = draft.number, self.problems
        for key in ("code", "name", "kind"):
            if key not in draft.values:
                problems.row(number, "thiếu {title}.", "the {title} is missing.", title=title(key))
        self._kind(draft)
        code, start, end = (draft.get(key) for key in ("code", "valid_from", "valid_until"))
        if code is None:
            return
        if code in self.drafts:
            problems.row(
                number,
                "mã {code} đã có ở dòng {first}.",
                "code {code} is already in row {first}.",
                code=code,
                first=self.drafts[code].number,
            )
            return
        self.drafts[code] = draft
        start = start or (self.known[code].valid_from if code in self.known else self.since)
        if start is None:
            problems.row(number, "thiếu ngày hiệu lực từ.", "the day it is valid from is missing.")
        elif end is not None and end < start:
            problems.row(
                number,
                "hiệu lực đến trước ngày hiệu lực từ.",
                "it is valid until a day before it is valid from.",
            )

    def _kind(self, draft: Draft) -> None:
        number, problems, code = draft.number, self.problems, draft.get("code")
        written = draft.get("kind")
        if written is None:
            return
        kind = self.kinds.get(spelling(written))
        draft.values["kind"] = kind or UNREADABLE
        if kind is None:
            problems.row(
                number,
                "không có loại {kind}; được phép: {allowed}.",
                "there is no kind {kind}; allowed are: {allowed}.",
                kind=quoted(written),
                allowed=self.allowed,
            )
            return
        digits = OFFICIAL_DIGITS.get(kind)
        if digits and code and not (code.isdigit() and len(code) == digits):
            problems.row(
                number,
                "mã {code} không phải {digits} chữ số; có thể bảng tính đã bỏ số 0 ở đầu, hãy định dạng cột là Văn bản.",
                "code {code} is not {digits} digits; perhaps the spreadsheet dropped the leading 0, format the column as text.",
                code=code,
                digits=digits,
            )
        was = self.known.get(code) if code else None
        if was and was.kind != kind and not {was.kind, kind} <= COMMUNES:
            problems.row(
                number,
                "mã {code} đang là của {name}, thuộc loại khác.",
                "code {code} belongs to {name}, which is of another kind.",
                code=code,
                name=quoted(was.name),
            )
        if kind == "province" and "parent" in draft.values:
            problems.row(
                number,
                "tỉnh không thuộc đơn vị nào; hãy để trống.",
                "a province has no parent; leave it empty.",
            )
        if kind != "province" and "parent" not in draft.values:
            problems.row(
                number, "thiếu thuộc (mã đơn vị cấp trên).", "the parent (code of the unit above) is missing."
            )

    def together(self) -> dict[str, str]:
        """Judge the rows against each other and what is known; the path of each unit whose units above are all there."""
        paths: dict[str, str] = {}
        for code, draft in self.drafts.items():
            self._named(draft, "successor")
            if self._named(draft, "parent"):
                self._above(draft)
            self._walk_up(code, paths)
        return paths

    def _named(self, draft: Draft, key: str) -> bool:
        """Whether the unit that a cell names is in the file or known."""
        other = draft.get(key)
        if other is None or other in self.drafts or other in self.known:
            return other is not None
        meant = [
            code for code in (other.zfill(2), other.zfill(5)) if code in self.drafts or code in self.known
        ]
        self.problems.row(
            draft.number,
            "cột {title}: mã {code} không có trong tệp này và chưa có trong hệ thống.{hint}",
            "column {title}: code {code} is neither in this file nor known.{hint}",
            title=title(key),
            code=other,
            hint=Text(vi=f" Có phải {meant[0]}?", en=f" Is it {meant[0]}?") if meant else "",
        )
        return False

    def _above(self, draft: Draft) -> None:
        """The unit above must be of a level that can hold this one, and still exist when this one begins."""
        code, parent, start = draft.get("code"), draft.get("parent"), draft.get("valid_from")
        above, was = self.drafts.get(parent), self.known.get(parent)
        kind = above.get("kind") if above else was.kind if was else None
        if draft.get("kind") in COMMUNES and kind not in (None, "province"):
            self.problems.row(
                draft.number,
                "xã, phường, đặc khu phải thuộc một tỉnh.",
                "a commune, ward or special zone must be in a province.",
            )
        if start is None:
            start = self.known[code].valid_from if code in self.known else self.since
        if above is None and was and was.valid_until and start and was.valid_until < start:
            self.problems.row(
                draft.number,
                "đơn vị cấp trên {code} chỉ có hiệu lực đến {end}.",
                "the unit above, {code}, is valid only until {end}.",
                code=parent,
                end=was.valid_until.strftime("%d/%m/%Y"),
            )

    def _walk_up(self, code: str, paths: dict[str, str]) -> None:
        """Write the path of a unit and of those above it. Units in a circle or too deep get a mistake and no real one."""
        chain: dict[str, None] = {}
        at: str | None = code
        while at is not None and at not in paths and at not in chain:
            chain[at] = None
            if at in self.drafts:
                at = self.drafts[at].get("parent")
            else:
                at = self.known[at].parent_code if at in self.known else None
        members = list(chain)
        if at in chain:
            self._circle(members[members.index(at) :])
        path = paths.get(at, "/") if at is not None else "/"
        for member in reversed(members):
            if path == "/" and member in self.known and member not in self.drafts:
                path = self.known[member].path  # the units above a known unit need not all be given
            else:
                path = f"{path}{member}/"
            if path.count("/") > DEEPEST + 1 and member in self.drafts:
                self.problems.row(
                    self.drafts[member].number,
                    "có hơn {most} cấp đơn vị thuộc nhau.",
                    "more than {most} units are inside each other.",
                    most=DEEPEST,
                )
                path = "/"
            paths[member] = path

    def _circle(self, members: list[str]) -> None:
        listed = ", ".join(sorted(members)[:5]) + (" …" if len(members) > 5 else "")
        for draft in [self.drafts[member] for member in members if member in self.drafts]:
            self.problems.row(
                draft.number,
                "các đơn vị {circle} thuộc lẫn nhau thành vòng.",
                "the units {circle} are inside each other in a circle.",
                circle=listed,
            )
