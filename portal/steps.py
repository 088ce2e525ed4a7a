"""Steps: what comes next in an application, who owes it, and until when."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from domain import gate
from domain.cases import Case
from domain.lifecycle import State
from domain.rulebook import figures
from domain.standards import Standard
from domain.texts import Text
from portal.appeals import Standing

_DUE: Mapping[State, Text] = {
    State.INSPECTED: Text(vi="Hệ thống chấm theo tiêu chuẩn.", en="The system scores it under the standard."),
    State.RECOGNISED: Text(vi="Không còn việc nào: đơn vị được công nhận.", en="Nothing is left to do: the unit is recognised."),
    State.NOT_RECOGNISED: Text(vi="Không còn việc nào trong đợt này.", en="Nothing is left to do this season."),
    State.REVOKED: Text(vi="Không còn việc nào trong đợt này.", en="Nothing is left to do this season."),
    State.EXPIRED: Text(vi="Công nhận đã hết thời hạn; đăng ký đợt mới để được xét lại.", en="The recognition has expired; register for the new season."),
    State.NOT_ELIGIBLE: Text(vi="Không còn việc nào: đơn vị không thuộc đối tượng.", en="Nothing is left to do: the unit is not covered."),
    State.WITHDRAWN: Text(vi="Đơn vị đã rút; có thể đăng ký lại khi đợt còn mở.", en="The unit withdrew; it can register again while the season is open."),
}  # fmt: skip


@dataclass(frozen=True)
class Step:
    """What comes next, until when, and whether that day is over."""

    says: Text
    who: Text | None
    due_on: str | None
    late: bool


def step(
    found: Mapping[str, Any],
    case: Case,
    standard: Standard,
    appeals: Standing,
    on: date,
    lacks: Sequence[Text] = (),
) -> Step:
    """What comes next and who owes it, from where the application stands. `lacks` is what its procedure still asks for."""
    state = case.state
    assert state is not None
    deadline = standard.deadline(case.season)
    decision = deadline.isoformat() if deadline else None
    if appeals.against is not None and (said := _of_appeals(appeals)) is not None:
        return Step(said, None, None, False)
    if state in _DUE:
        return Step(_DUE[state], None, None, False)
    if state is State.REGISTERED:
        says = Text(vi="Phân công người kiểm tra.", en="An inspector is assigned.")
        who = Text(vi="hệ thống, hoặc thường trực Ban Chỉ đạo", en="the system, or the standing office")
        return _owed(says, who, decision, on)
    if state is State.UNDER_INSPECTION:
        inspector = found["inspector"]["name"] if found["inspector"] else "–"
        says = Text(vi="Kiểm tra và ghi kết quả.", en="The inspection is made and recorded.")
        return _owed(says, Text(vi=inspector, en=inspector), case.due_on, on)
    place = found["place"]["name"] or found["place"]["code"]
    who = Text(vi=f"người có thẩm quyền của {place}", en=f"the approver of {place}")
    if state is State.IN_QUESTION:
        return Step(
            Text(vi="Xem xét lại: giữ nguyên hoặc thu hồi.", en="It is considered again: upheld or revoked."),
            who,
            None,
            False,
        )
    # As the office's lists count it: an inspection that was given more time gives the decision that time too.
    due = max(filter(None, (decision, case.due_on)), default=None)
    if lacks:
        first = gate.together(lacks)
        says = Text(
            vi=f"Chưa công nhận được: {first.vi} Sau đó {who.vi} quyết định.",
            en=f"It may not be recognised yet: {first.en} After that {who.en} decides.",
        )
        return _owed(says, None, due, on)
    says = Text(
        vi="Quyết định công nhận, không công nhận, hoặc trả lại.",
        en="It is recognised, declined or returned.",
    )
    return _owed(says, who, due, on)


def _owed(says: Text, who: Text | None, due: str | None, on: date) -> Step:
    """A step until a day, where one is known; late when that is over."""
    return Step(says, who, due, bool(due and on.isoformat() > due))


def _of_appeals(appeals: Standing) -> Text | None:
    """What is left of a refusal or a revocation: the appeal that is under way, or that can still be lodged."""
    if any(one.state == "open" for one in appeals.lodged):
        return Text(
            vi="Khiếu nại đang được giải quyết; đơn vị sẽ được báo kết quả.",
            en="The appeal is decided; the unit is told the outcome.",
        )
    if appeals.why_not is not None or appeals.until is None:
        return None
    if appeals.until.last is None:
        return Text(
            vi="Nếu không đồng ý, đơn vị có thể khiếu nại; ngoài ra không còn việc nào trong đợt này.",
            en="The unit may appeal if it disagrees; nothing else is left to do this season.",
        )
    return Text(
        vi="Nếu không đồng ý, đơn vị có thể khiếu nại đến hết ngày {last}; ngoài ra không còn việc nào trong đợt này.",
        en="The unit may appeal until the end of {last} if it disagrees; nothing else is left to do this season.",
    ).filled(last=figures.day(appeals.until.last))
