"""World: the units and accounts of a sample season, told one after another and the same every time."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import lru_cache
from typing import Any

import orjson

from domain.names import fold, sort_key
from domain.people import Role
from domain.unit_rows import COMMUNES, UnitRow, local_type
from portal.sample import deliberation
from portal.sample.cases import AREAS, OTHERS
from portal.sample.sheets import chance

LANG_SON = "20"
SINCE = date(2025, 7, 1)

# Invented: no list of villages was used. The words are common in the north-east's place names.
_BEFORE = ("Nà", "Pác", "Khuổi", "Cốc", "Lũng", "Phai", "Co", "Kéo", "Thâm", "Bó")
_AFTER = ("Lầu", "Sào", "Mạ", "Lềnh", "Đào", "Hin", "Rọ", "Tẩu", "Vài", "Nhùng", "Tàn", "Lương")


@dataclass(frozen=True)
class Plan:
    """How large a sample world is. `applications` asks for so many residential areas in all, in place of `areas`."""

    provinces: tuple[str, ...] | None = (LANG_SON,)
    areas: tuple[int, int] = (3, 12)
    communes: bool = True
    others: bool = True
    cases: bool = True
    applications: int | None = None
    seed: int = 2026

    @property
    def sign(self) -> str:
        """How the codes of invented units begin: no official code has letters. Only MAU units live through cases."""
        return "MAU" if self.cases else "THU"

    @staticmethod
    def of_size(applications: int) -> "Plan":
        """So many residential areas spread over the communes of the whole country."""
        return Plan(provinces=None, communes=False, others=False, cases=False, applications=applications)


DEFAULT = Plan()


@dataclass(frozen=True, slots=True)
class Account:
    """One account and the one role that it holds in one place."""

    login: str
    name: str
    role: Role
    path: str
    language: str = "vi"

    def row(self) -> dict[str, Any]:
        """The row of its table. Nobody receives mail at example.vn."""
        return dict(
            login=self.login, name=self.name, language=self.language, active=1, sample=1,
            addresses=f'{{"email":"{self.login}@example.vn"}}',
        )  # fmt: skip


@dataclass(frozen=True, slots=True)
class SampleUnit:
    """An invented unit. Written by the hundred thousand, so its row is made without a model; a test makes both and compares."""

    code: str
    name: str
    kind: str
    parent: str
    path: str
    attributes: Mapping[str, Any] = field(default_factory=dict)

    def row(self) -> dict[str, Any]:
        folded, key, local = _words(self.name)
        return dict(
            code=self.code, name=self.name, kind=self.kind, local_type=local, parent_code=self.parent, path=self.path,
            valid_from=SINCE.isoformat(), valid_until=None, successor_code=None, folded=folded, sort_key=key,
            attributes=orjson.dumps(dict(self.attributes), option=orjson.OPT_SORT_KEYS).decode(), sample=1,
        )  # fmt: skip


@lru_cache(maxsize=20_000)
def _words(name: str) -> tuple[str, str, str]:
    return fold(name), sort_key(name), local_type(name)


@dataclass(frozen=True)
class World:
    """What a plan makes of the official units: sample units, then everybody's accounts, applicants in the order they register."""

    plan: Plan
    official: tuple[UnitRow, ...]

    def places(self) -> list[UnitRow]:
        """The communes, wards and special zones that take part, in the order of their codes."""
        chosen = [
            row
            for row in self.official
            if row.kind in COMMUNES
            and (self.plan.provinces is None or row.parent_code in self.plan.provinces)
        ]
        if self.plan.applications is None:
            return chosen
        # A few areas in few communes rather than one in each: whoever inspects and decides has several.
        return chosen[: max(1, min(len(chosen), self.plan.applications // 12))]

    def provinces(self) -> list[UnitRow]:
        wanted = {place.parent_code for place in self.places()}
        return [row for row in self.official if row.kind == "province" and row.code in wanted]

    def units(self) -> Iterator[SampleUnit]:
        """Every invented unit, commune by commune."""
        places = self.places()
        for number, place in enumerate(places):
            laid_out = AREAS.get(place.code) if self.plan.cases else None
            many = len(laid_out) if laid_out else self._areas(place, number, len(places))
            yield from self._residential(place, many)
            if self.plan.others and not laid_out:
                yield from self._ordinary(place)
        if self.plan.cases:
            paths = {row.code: row.path for row in (*places, *self.provinces())}
            for one in OTHERS:
                if one.place in paths:
                    yield SampleUnit(
                        one.code,
                        one.name,
                        one.kind,
                        one.place,
                        f"{paths[one.place]}{one.code}/",
                        one.attributes,
                    )

    def officials(self) -> Iterator[Account]:
        """Everybody who inspects, keeps the papers, decides, watches or runs the system; the operator first."""
        yield Account("van-hanh", "Người vận hành hệ thống (mẫu)", Role.OPERATOR, "/")
        for place in self.provinces():
            yield from _officials(place, inspectors=3)
            name = f"Người giám sát, {_within(place)} (mẫu)"
            yield Account(f"giamsat.{place.code}", name, Role.AUDITOR, place.path, "en")
        for place in self.places():
            yield from _officials(place, inspectors=2)
            if self.plan.cases and place.code == deliberation.PLACE:
                for login, name in deliberation.NAMES.items():
                    yield Account(login, name, Role.COUNCIL_MEMBER, place.path)

    def communes(self) -> Iterator[Account]:
        """Who applies for the communes themselves: after all that their share is counted of."""
        if self.plan.communes:
            for place in self.places():
                name = f"Văn phòng UBND {place.name} (mẫu)"
                yield Account(f"ubnd.{place.code}", name, Role.APPLICANT, place.path)

    def _areas(self, place: UnitRow, number: int, of: int) -> int:
        if self.plan.applications is not None:
            return self.plan.applications // of + (number < self.plan.applications % of)
        least, most = self.plan.areas
        return least + chance(place.code, f"{self.plan.seed}:areas") % (most - least + 1)

    def _residential(self, place: UnitRow, many: int) -> Iterator[SampleUnit]:
        word = {"commune": "Thôn", "ward": "Tổ dân phố"}.get(place.kind, "Khu dân cư")
        start = chance(place.code, f"{self.plan.seed}:names")
        for n in range(1, many + 1):
            stem = f"{_BEFORE[(start + n) % len(_BEFORE)]} {_AFTER[(start // 16 + n) % len(_AFTER)]}"
            code = f"{self.plan.sign}-{place.code}-{n:02}"
            yield SampleUnit(
                code, f"{word} {stem} {n} (mẫu)", "residential-area", place.code, f"{place.path}{code}/"
            )

    def _ordinary(self, place: UnitRow) -> Iterator[SampleUnit]:
        """An agency, an enterprise and a school, where chance puts them."""
        before, after = chance(place.code, "before"), chance(place.code, "after")
        stem = f"{_BEFORE[before % len(_BEFORE)]} {_AFTER[after % len(_AFTER)]}"
        for sign, share, name, kind, attributes in _KINDS:
            if chance(place.code, sign) % 100 < share:
                code = f"{self.plan.sign}-{place.code}-{sign}1"
                path = f"{place.path}{code}/"
                yield SampleUnit(code, f"{name} {stem} (mẫu)", kind, place.code, path, attributes)


_KINDS: tuple[tuple[str, int, str, str, Mapping[str, Any]], ...] = (
    ("CQ", 50, "Trung tâm Văn hóa", "agency", {"armed_forces": False}),
    ("DN", 35, "Công ty Chế biến lâm sản", "enterprise",
     {"armed_forces": False, "sector": "agriculture", "insured_workers": 180, "revenue": 70_000_000_000, "capital": 40_000_000_000}),
    ("GD", 70, "Trường Trung học cơ sở", "school", {"armed_forces": False, "level": "lower_secondary"}),
)  # fmt: skip

_HEADS = {
    "residential-area": ("kdc", "Trưởng khu dân cư"),
    "agency": ("cq", "Văn phòng"),
    "enterprise": ("dn", "Phòng Hành chính"),
    "school": ("gd", "Ban Giám hiệu"),
}


def applicant(unit: SampleUnit) -> Account:
    """Who applies for a unit: an office or a function, never somebody's name."""
    prefix, function = _HEADS[unit.kind]
    language = "en" if chance(unit.code, "language") % 50 == 0 else "vi"
    return Account(
        f"{prefix}.{unit.code.partition('-')[2].lower()}",
        f"{function}, {unit.name}",
        Role.APPLICANT,
        unit.path,
        language,
    )


def _within(place: UnitRow) -> str:
    """The name of a place inside a title, as Vietnamese writes it: Chủ tịch UBND xã Bắc Sơn."""
    return place.name[:1].lower() + place.name[1:]


def _officials(place: UnitRow, inspectors: int) -> Iterator[Account]:
    for n in range(1, inspectors + 1):
        language = "en" if n == 2 and chance(place.code, "language") % 20 == 0 else "vi"
        yield Account(
            f"kiemtra{n}.{place.code}",
            f"Người kiểm tra số {n}, {_within(place)} (mẫu)",
            Role.INSPECTOR,
            place.path,
            language,
        )
    yield Account(
        f"thuongtruc.{place.code}",
        f"Thường trực Ban Chỉ đạo {_within(place)} (mẫu)",
        Role.STANDING_OFFICE,
        place.path,
    )
    yield Account(f"chutich.{place.code}", f"Chủ tịch UBND {_within(place)} (mẫu)", Role.APPROVER, place.path)


def accounts_to_try(place: str = "06325") -> tuple[tuple[Role, str, str], ...]:
    """One account of each role, of a commune where much happens: role, login, place."""
    return (
        (Role.APPLICANT, f"kdc.{place}-12", f"/{LANG_SON}/{place}/MAU-{place}-12/"),
        (Role.INSPECTOR, f"kiemtra1.{place}", f"/{LANG_SON}/{place}/"),
        (Role.STANDING_OFFICE, f"thuongtruc.{place}", f"/{LANG_SON}/{place}/"),
        (Role.APPROVER, f"chutich.{place}", f"/{LANG_SON}/{place}/"),
        (Role.APPROVER, f"chutich.{LANG_SON}", f"/{LANG_SON}/"),
        # A commune whose council sits, and whose list is public first.
        (Role.COUNCIL_MEMBER, next(iter(deliberation.MEMBERS)), deliberation.PATH),
        (Role.STANDING_OFFICE, deliberation.OFFICE, deliberation.PATH),
        (Role.AUDITOR, f"giamsat.{LANG_SON}", f"/{LANG_SON}/"),
        (Role.OPERATOR, "van-hanh", "/"),
    )
