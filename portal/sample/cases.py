"""Cases: every situation that the sample season shows on purpose: which unit lives it, and how it must end.

They lie in Lạng Sơn and exist where a plan asks for `cases`. The communes here are real, what befalls them is invented.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from domain.lifecycle import State
from portal.sample.stories import usual


class Conduct(StrEnum):
    """What somebody does of their own accord in a case, beyond the ordinary course."""

    ORDINARY = ""
    WITHDRAWS = "withdraws"
    RECUSES = "recuses"
    REVOKES = "revokes"


@dataclass(frozen=True, slots=True)
class Case:
    """One situation: the unit, its story (`stories.STORIES`), what people do, and the outcome that must come of it.

    `criteria` are those that the scorecard must hold against it: not met, or unknown where the verdict is undecided.
    """

    unit: str
    story: str
    state: State
    verdict: str | None
    criteria: tuple[str, ...] = ()
    conduct: Conduct = Conduct.ORDINARY


_YES, _NO = State.RECOGNISED, State.NOT_RECOGNISED

CASES: Mapping[str, Case] = {
    "249 of 250 households": Case("MAU-06325-01", "one-household-short", _NO, "not_met", ("KDC-1c",)),
    "incident on 31 October": Case("MAU-06325-02", "last-day-of-the-window", _NO, "not_met", ("KDC-3e",)),
    "incident on 1 November": Case("MAU-06112-01", "day-after-the-window", _YES, "met"),
    "the same incident, for the commune": Case(
        "06112", "commune-day-after", _NO, "not_met", ("XA-2:KDC-3e",)
    ),
    "crime excused": Case("MAU-06325-03", "crime-excused", _YES, "met"),
    "fire by force majeure": Case("MAU-06325-04", "fire-excused", _YES, "met"),
    "fire reported at once": Case("MAU-06187-01", "fire-not-excused", _NO, "not_met", ("KDC-4d",)),
    "excuse without a reason": Case("MAU-06187-02", "crime-without-a-reason", _NO, "not_met", ("KDC-4b",)),
    "late registration": Case("MAU-06187-03", "registered-late", _NO, "not_met", ("KDC-1b",)),
    "meeting without the police": Case(
        "MAU-06325-06", "meeting-without-the-police", _NO, "not_met", ("D9-HOP-KDC",)
    ),
    "no registration": Case("MAU-06112-02", "no-registration", _NO, "not_met", ("KDC-1b",)),
    "attestation missing": Case(
        "MAU-06076-03", "attestation-missing", State.SCORED, "undecided", ("KDC-4b",)
    ),
    "commune that waits for it": Case("06076", "good", State.SCORED, "undecided", ("XA-4",)),
    "returned once": Case("MAU-06325-05", "attestation-late", _YES, "met"),
    "inspector recused": Case("MAU-06325-07", "good", _YES, "met", conduct=Conduct.RECUSES),
    "withdrawn": Case("MAU-06253-06", "good", State.WITHDRAWN, None, conduct=Conduct.WITHDRAWS),
    "commune of which one withdrew": Case("06253", "good", _NO, "not_met", ("XA-4",)),
    "commune exactly at 70 %": Case("06184", "good", _YES, "met"),
    "commune just under 70 %": Case("06187", "good", _NO, "not_met", ("XA-4",)),
    "revoked afterwards": Case("MAU-06529-01", "good", State.REVOKED, "met", conduct=Conduct.REVOKES),
    "commune put in question": Case("06529", "good", State.IN_QUESTION, "not_met", ("XA-4",)),
    "police: not eligible": Case("MAU-20-CQ1", "good", State.NOT_ELIGIBLE, None),
    "small enterprise: not eligible": Case("MAU-06613-DN1", "good", State.NOT_ELIGIBLE, None),
    "primary school: not eligible": Case("MAU-06613-GD2", "good", State.NOT_ELIGIBLE, None),
    "commune that does not count them": Case("06613", "good", _YES, "met"),
    "no Party organisation": Case("MAU-20-DN1", "no-party-organisation", _YES, "met"),
    "boarding school of the first article": Case("MAU-06613-GD1", "good", _YES, "met"),
}

# The stories of the areas of some communes, in order, so that their shares come out as the cases need.
AREAS: Mapping[str, tuple[str, ...]] = {
    "06325": ("one-household-short", "last-day-of-the-window", "crime-excused", "fire-excused", "attestation-late", "meeting-without-the-police", *["good"] * 3, "household-short", *["good"] * 2),
    "06112": ("day-after-the-window", "no-registration", "good", "good"),
    "06076": ("good", "good", "attestation-missing"),
    "06253": ("good",) * 6,
    "06184": (*["good"] * 7, "household-short", "violations-up", "team-below"),
    "06187": ("fire-not-excused", "crime-without-a-reason", "registered-late", *["good"] * 9),
    "06529": (*["good"] * 7, "household-short", "crimes-equal", "member-disciplined"),
    # With the two that are not eligible, 4 of 7 would be too few.
    "06613": ("good", "good", "good", "violations-up"),
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Other:
    """An agency, enterprise or school of the sample that has a part in a case or in the articles the project grew from."""

    code: str
    name: str
    kind: str
    place: str
    attributes: Mapping[str, Any]
    story: str = "good"


_LARGE = dict(armed_forces=False, sector="industry_construction", insured_workers=240, revenue=90_000_000_000, capital=60_000_000_000)  # fmt: skip

OTHERS: tuple[Other, ...] = (
    # Names from the articles: the organisations are real, their dossiers here are not. The police belong to the
    # people's armed forces (Luật Quốc phòng 2018, Điều 23), whom Điều 1 leaves out.
    Other("MAU-20-CQ1", "Công an tỉnh Lạng Sơn (mẫu)", "agency", "20", {"armed_forces": True}),
    Other("MAU-20-CQ2", "Ban Dân tộc tỉnh Lạng Sơn (mẫu)", "agency", "20", {"armed_forces": False}),
    Other("MAU-20-CQ3", "Ủy ban Mặt trận Tổ quốc Việt Nam tỉnh Lạng Sơn (mẫu)", "agency", "20", {"armed_forces": False}),
    Other("MAU-20-DN1", "Hợp tác xã môi trường Xứ Lạng (mẫu)", "enterprise", "20", _LARGE, "no-party-organisation"),
    Other("MAU-06613-GD1", "Trường Phổ thông dân tộc nội trú huyện Đình Lập (mẫu)", "school", "06613", {"armed_forces": False, "level": "lower_secondary"}),
    # Invented.
    Other("MAU-06613-GD2", "Trường Tiểu học Nà Lầu (mẫu)", "school", "06613", {"armed_forces": False, "level": "primary"}),
    Other("MAU-06613-DN1", "Công ty nhỏ Pác Sào (mẫu)", "enterprise", "06613",
          {**_LARGE, "sector": "trade_services", "insured_workers": 12, "revenue": 8_000_000_000, "capital": 4_000_000_000}),
    Other("MAU-06187-GD1", "Trường Trung học cơ sở Hoa Đào (mẫu)", "school", "06187", {"armed_forces": False, "level": "lower_secondary"}, "school-violence"),
)  # fmt: skip

_STORIES: Mapping[str, str] = {
    **{
        f"MAU-{place}-{n:02}": story for place, stories in AREAS.items() for n, story in enumerate(stories, 1)
    },
    **dict.fromkeys(AREAS, "good"),
    **{other.code: other.story for other in OTHERS},
    **{case.unit: case.story for case in CASES.values()},
}

# Units whose people are left to whoever tries the portal, and with which stage they wait. Their commune fails without them.
LEFT: Mapping[str, str] = {
    "MAU-06325-08": "recognition",
    "MAU-06325-09": "recognition",
    "MAU-06325-10": "recognition",
    "MAU-06325-11": "inspection",
    "MAU-06325-12": "registration",
}
# Who has what is left to inspect, so that it is known whom to try.
LEFT_TO = ("thuongtruc.06325", "kiemtra1.06325")

BY_UNIT: Mapping[str, Case] = {case.unit: case for case in CASES.values()}


def story_of(code: str, kind: str) -> str:
    """The name of the story that a unit lives: its case's, its commune's layout, or what chance gave it."""
    return _STORIES.get(code) or usual(code, kind)


def left_at(stage: str) -> list[str]:
    """The units that nobody of the sample takes through this stage."""
    return [unit for unit, waits in LEFT.items() if waits == stage]


def conducted(conduct: Conduct) -> list[str]:
    """The units of whose cases this conduct is a part."""
    return [case.unit for case in CASES.values() if case.conduct is conduct]
