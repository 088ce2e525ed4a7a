"""Supply: whether somebody in the process can give each fact, and whether what excuses it has room for a reason."""

from collections.abc import Iterator

from domain.linting.findings import Finding, Subject, of_criterion
from domain.linting.texts import own
from domain.rulebook.facts import COUNTED
from domain.rules import NoneOf, refs, walk

# Who writes down what each office attests. There are accounts for applicants, inspectors, standing offices and approvers
# (domain/people.py); the inspector's record carries the words of the police and of whoever rates.
RECORDED_BY = {
    "inspector": "inspector",
    "commune-police": "inspector",
    "rating-authority": "inspector",
}
# An office called like this would be the applicant attesting for themselves; scoring never counts that.
_APPLICANT = {"applicant", "self", "unit"}
# The kinds of applicant that others lie under, and what can be counted of these (domain/judged_on.py, `units_under`).
PLACES = {"commune", "district", "province"}
COUNTED_UNDER = COUNTED


def what_the_system_supplies_exists(subject: Subject) -> Iterator[Finding]:
    """The system counts four things of the units under a place, and of nothing else."""
    for criterion in subject.standard.criteria:
        for name, fact in criterion.facts.items():
            if fact.supplied_by != "units-under":
                continue
            if subject.standard.kind not in PLACES:
                yield of_criterion(
                    criterion,
                    ("facts", name, "supplied_by"),
                    f"không ai cung cấp được “{name}”: không có đơn vị nào trực thuộc “{subject.standard.kind}”.",
                    f"nobody can supply “{name}”: no unit lies under a “{subject.standard.kind}”.",
                )
            elif fact.under is None and name not in COUNTED_UNDER:
                listed = ", ".join(COUNTED_UNDER)
                yield of_criterion(
                    criterion,
                    ("facts", name, "supplied_by"),
                    f"hệ thống không tính được “{name}”; chỉ tính được: {listed}.",
                    f"the system cannot work out “{name}”; it counts: {listed}.",
                )


def nobody_attests_for_themselves(subject: Subject) -> Iterator[Finding]:
    """What needs an attestation is never taken from the applicant, so an applicant cannot be the office."""
    for criterion in own(subject.standard):
        for name, fact in criterion.facts.items():
            if fact.attested_by in _APPLICANT:
                yield of_criterion(
                    criterion,
                    ("facts", name, "attested_by"),
                    f"không ai cung cấp được “{name}”: lời của chính đơn vị không được tính là xác nhận.",
                    f"nobody can supply “{name}”: an applicant's own word never counts as an attestation.",
                )


def every_office_has_somebody(subject: Subject) -> Iterator[Finding]:
    """An office without an account is recorded by the inspector, who needs a paper to go by."""
    for criterion in own(subject.standard):
        if criterion.evidence is not None:
            continue
        for name, fact in criterion.facts.items():
            office = fact.attested_by
            if office is not None and office not in RECORDED_BY and office not in _APPLICANT:
                yield of_criterion(
                    criterion,
                    ("facts", name, "attested_by"),
                    f"không tài khoản nào thay mặt “{office}”; người kiểm tra sẽ ghi thay, hãy nêu ở evidence giấy tờ nào chứng minh.",
                    f"no account acts for “{office}”; the inspector will record it, so say in evidence which paper shows it.",
                )


def nothing_happened_is_attested(subject: Subject) -> Iterator[Finding]:
    """“Nothing happened” is an attestation; an applicant who says it of themselves proves little."""
    for criterion in own(subject.standard):
        for rule in walk(criterion.rule):
            for name in rule.none if isinstance(rule, NoneOf) else ():
                fact = criterion.facts[name]
                if fact.attested_by is None and fact.supplied_by is None:
                    yield of_criterion(
                        criterion,
                        ("facts", name),
                        f"“{name}” là lời của chính đơn vị rằng không có vụ nào; nên có attested_by.",
                        f"“{name}” is the applicant's own word that nothing happened; name an attested_by.",
                    )


def an_excuse_has_room_for_a_reason(subject: Subject) -> Iterator[Finding]:
    """Only a dated entry can carry an excuse with its reason; a bare number cannot."""
    for criterion in own(subject.standard):
        if not criterion.excused_when:
            continue
        for rule in walk(criterion.rule):
            for name in rule.none if isinstance(rule, NoneOf) else ():
                if criterion.facts[name].within is None:
                    yield of_criterion(
                        criterion,
                        ("facts", name),
                        f"“{name}” không có “within” nên không ghi được vụ việc với lý do miễn trừ.",
                        f"“{name}” has no “within”, so that no entry of it can carry an excuse with its reason.",
                    )


def praise_needs_evidence(subject: Subject) -> Iterator[Finding]:
    """A judgement without evidence is somebody's word."""
    for criterion in own(subject.standard):
        for name, fact in criterion.facts.items():
            if fact.judgement == "alone" and name in refs(criterion.rule):
                yield of_criterion(
                    criterion,
                    ("facts", name, "judgement"),
                    f"“{name}” được tính là đạt mà không cần căn cứ nào.",
                    f"“{name}” counts as met without any evidence.",
                )
