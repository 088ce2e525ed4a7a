"""Remarks: what is unusual about applications that wait for a decision, so that nobody passes over it in a long list."""

from collections.abc import Mapping, Sequence
from typing import Any

import orjson

from domain.calendar import today
from domain.cases import moment
from domain.catalogue import Catalogue
from domain.database import Session, Sql, listed
from domain.errors import Refused
from domain.rulebook import figures
from domain.rulebook.facts import Fact
from domain.standards import Standard
from domain.texts import Text

_APPLICATIONS = Sql(
    "select id, season, standard, sha256, registered_at from application where id in {numbers:ids} order by id"
)
_FACTS = Sql("select application, source, document from facts where application in {numbers:ids}")
_HAPPENED = Sql(
    "select application, name, count(*) from event where application in {numbers:ids} and name in {texts:names}"
    " group by application, name"
)
# Events that are remarkable by having happened at all. A decision that came too late is told of in lists of the late.
_TELLING = {
    "inspection-deadline-missed": Text(vi="Kiểm tra đã quá hạn", en="The inspection was overdue"),
    "decision-deadline-missed": Text(vi="Quyết định đã quá hạn", en="The decision is overdue"),
    "inspector-recused": Text(
        vi="Đã có người kiểm tra từ chối vì xung đột lợi ích", en="An inspector recused themselves"
    ),
    "application-returned": Text(
        vi="Đã bị trả lại để kiểm tra bổ sung", en="Was returned for further inspection"
    ),
    "edition-changed": Text(
        vi="Đã chuyển sang bản tiêu chuẩn khác", en="Was moved to another edition of the standard"
    ),
    "recognition-questioned": Text(
        vi="Căn cứ công nhận đã thay đổi", en="The grounds of its recognition have changed"
    ),
}
# How many facts a remark names before it says how many more there are.
_NAMED = 2


def remarks(session: Session, catalogue: Catalogue, ids: Sequence[int]) -> dict[int, list[Text]]:
    """The remarks on each application that calls for any, in a constant number of statements."""
    applications = session.rows(_APPLICATIONS, ids=listed(ids))
    sources: dict[int, dict[str, Any]] = {}
    for id, source, document in session.rows(_FACTS, ids=listed(ids)):
        sources.setdefault(id, {})[source] = orjson.loads(document)
    happened: dict[int, set[str]] = {}
    for id, name, many in session.rows(
        _HAPPENED, ids=listed(ids), names=listed([*_TELLING, "application-registered"])
    ):
        if name in _TELLING or many > 1:
            happened.setdefault(id, set()).add(name)
    found: dict[int, list[Text]] = {}
    for id, season, path, sha256, registered_at in applications:
        told = _of_events(happened.get(id, set()))
        try:
            standard = catalogue.pinned(path, sha256)
        except Refused as refusal:  # an edition that is not at hand is remarkable enough
            found[id] = [refusal.text, *told]
            continue
        told = [
            *_late(standard, season, registered_at),
            *_differences(standard, sources.get(id, {})),
            *_excused(sources.get(id, {})),
            *told,
        ]
        if told:
            found[id] = told
    return found


def differing(standard: Standard, sources: Mapping[str, Any]) -> list[tuple[str, str]]:
    """Criterion and fact of what the applicant and the inspector both answered, and not alike."""
    applicant, inspector = sources.get("applicant", {}), sources.get("inspector", {})
    return [
        (criterion.code, name)
        for criterion in standard.criteria
        for name, fact in criterion.facts.items()
        if (ours := applicant.get(criterion.code, {}).get(name)) is not None
        and (theirs := inspector.get(criterion.code, {}).get(name)) is not None
        and _core(fact, ours) != _core(fact, theirs)
    ]


def _core(fact: Fact, value: Any) -> Any:
    """What of an answer has to agree: how many, whether it holds, which day; not the words that it is backed with."""
    if isinstance(value, list):
        return len(value)
    if isinstance(value, dict):
        return next((value[part] for part in ("holds", "rating", "date") if part in value), value)
    return value


def _late(standard: Standard, season: int, registered_at: str) -> list[Text]:
    window = standard.registration_window(season)
    on = today(moment(registered_at))
    if window is None or on <= window[1]:
        return []
    said = Text(vi="Đăng ký ngày {day}, sau hạn {last}", en="Registered on {day}, after {last}")
    return [said.filled(day=figures.day(on), last=figures.day(window[1]))]


def _differences(standard: Standard, sources: Mapping[str, Any]) -> list[Text]:
    found = differing(standard, sources)
    if not found:
        return []
    named = [standard.by_code[code].facts[name].label for code, name in found[:_NAMED]]
    more = len(found) - len(named)
    said = Text(
        vi="Đơn vị và người kiểm tra ghi khác nhau: {names}{more}",
        en="The applicant and the inspector differ on: {names}{more}",
    )
    return [
        said.filled(
            names=Text(vi="; ".join(n.vi for n in named), en="; ".join(n.en for n in named)),
            more=Text(vi=f" và {more} nội dung khác", en=f" and {more} more") if more else "",
        )
    ]


def _excused(sources: Mapping[str, Any]) -> list[Text]:
    counted = sources.get("inspector") or sources.get("applicant") or {}
    many = sum(
        1
        for answers in counted.values()
        for value in answers.values()
        if isinstance(value, list)
        for entry in value
        if entry.get("excused_as")
    )
    if not many:
        return []
    en = "{many} incident excused, with a reason" if many == 1 else "{many} incidents excused, with reasons"
    return [Text(vi="{many} vụ việc được xin miễn tính, có lý do", en=en).filled(many=many)]


def _of_events(names: set[str]) -> list[Text]:
    again = [Text(vi="Đã rút rồi đăng ký lại", en="Was withdrawn and registered again")]
    return [
        *(again if "application-registered" in names else []),
        *(said for name, said in _TELLING.items() if name in names),
    ]
