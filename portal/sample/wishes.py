"""Wishes: what somebody of the sample wants to do about an application, and the key that makes it one act."""

from collections.abc import Sequence
from datetime import datetime
from typing import NamedTuple

from pydantic import BaseModel

from domain import acts
from domain.acts import Assignment, WithFacts
from domain.cases import instant
from domain.people import Deed
from domain.registration import Registration
from domain.rulebook.truth import NOT_MET, UNKNOWN
from domain.scorecard import Scorecard
from domain.standards import Standard
from portal.sample import sheets
from portal.sample.cases import story_of
from portal.sample.stories import SEASON, STORIES
from portal.sample.todo import Applicant, Application


class Wish(NamedTuple):
    """An order of an account. `application` and `number` say what it had seen; both 0 where there is none yet."""

    deed: Deed
    account: int
    request: BaseModel
    key: str
    application: int = 0
    number: int = 0


def register(who: Applicant) -> Wish:
    request = Registration(unit=who.unit, season=SEASON)
    return Wish(Deed.REGISTER, who.account, request, f"register:{SEASON}:{who.unit}")


def hand_in(who: Applicant, standard: Standard, reference: str) -> Wish:
    """The unit's own account of itself."""
    sheet = sheets.applicant(standard, SEASON, who.unit)
    for change in STORIES[story_of(who.unit, standard.kind)].applicant:
        change(sheet)
    request = WithFacts(reference=reference, facts=sheet)
    return Wish(Deed.SUBMIT_DOSSIER, who.account, request, f"dossier:{reference}")


def inspect(of: Application, standard: Standard, inspector: int) -> Wish:
    """What the inspector finds; what was lacking may be there at the second visit."""
    sheet = sheets.inspector(standard, SEASON, of.unit)
    story = STORIES[story_of(of.unit, of.kind)]
    if not (story.mended and of.inspected_by is not None):
        for change in story.inspector:
            change(sheet)
    request = WithFacts(reference=of.reference, facts=sheet)
    return Wish(Deed.INSPECT, inspector, request, f"inspect:{of.id}:{of.number}", of.id, of.number)


def assign(of: Application, office: int, inspector: str) -> Wish:
    request = Assignment(reference=of.reference, inspector=inspector)
    return Wish(Deed.ASSIGN, office, request, f"assign:{of.id}:{of.number}", of.id, of.number)


def decide(of: Application, card: Scorecard | None, approver: int) -> Wish:
    """Approve what is met; decline what is not, and return what is undecided, with the criteria that it hangs on.

    `card` is needed for a reason only, so not for what is met.
    """
    deed, begins, letter = _DECISIONS[of.verdict or ""]
    reason = f"{begins}: {_criteria(card, letter)}." if card else ""
    return _of(deed, of, approver, reason, seen=of.number)


def decided_together(wanted: Sequence[Wish], now: datetime) -> list[Wish]:
    """The same wishes; those that decide in one place are one decision with a list."""
    key = f"sample {instant(now)}"
    return [
        one._replace(request=one.request.model_copy(update={"decision": key}))
        if one.deed in (Deed.APPROVE, Deed.DECLINE)
        else one
        for one in wanted
    ]


def withdraw(of: Application) -> Wish:
    return _of(Deed.WITHDRAW, of, of.registered_by, "Đơn vị sắp sáp nhập (mẫu)")


def recuse(of: Application, inspector: int) -> Wish:
    return _of(Deed.RECUSE, of, inspector, "Có quan hệ họ hàng với trưởng khu dân cư (mẫu)")


def revoke(of: Application, approver: int) -> Wish:
    return _of(Deed.REVOKE, of, approver, "Phát hiện hồ sơ khai không đúng sau khi công nhận (mẫu)")


_DECISIONS = {
    "met": (Deed.APPROVE, "", ""),
    "not_met": (Deed.DECLINE, "Chưa đạt", NOT_MET),
    "undecided": (Deed.RETURN, "Chưa đủ căn cứ, đề nghị kiểm tra bổ sung", UNKNOWN),
}


def _criteria(card: Scorecard, letter: str) -> str:
    codes = [code for code, own in zip(card.by.codes, card.letters, strict=True) if own == letter]
    return "; ".join(f"{code} ({card.by.by_code[code].cites})" for code in codes)


def _of(deed: Deed, of: Application, account: int, reason: str, seen: int | None = None) -> Wish:
    request = acts.REQUESTS[deed](reference=of.reference, reason=reason, seen=seen)
    return Wish(deed, account, request, f"{deed}:{of.id}:{of.number}", of.id, of.number)
