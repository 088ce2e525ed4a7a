"""Numbers: whether the numbers that a criterion says are those of its rule, and the same in both languages."""

import re
from collections.abc import Iterator
from decimal import Decimal
from fractions import Fraction

from domain.linting.findings import Finding, Subject, of_criterion
from domain.linting.texts import comparable, own, spoken
from domain.rulebook import figures
from domain.rulebook.criteria_files import Criterion
from domain.rules import Counted, Share, walk
from domain.texts import Text

_PERCENT = re.compile(r"(\d+(?:[.,]\d+)?)\s*%")
# In Vietnamese a point groups thousands and a comma begins decimals; in English the other way round.
_NUMBER = {
    "vi": re.compile(r"\d+\.\d{1,2}(?!\d)|\d+(?:\.\d{3})*(?:,\d+)?"),
    "en": re.compile(r"\d+(?:,\d{3})*(?:\.\d+)?"),
}
_EVERY = {
    "vi": re.compile(r"\b(mọi|tất cả|toàn bộ|toàn thể)\b", re.I),
    "en": re.compile(r"\b(every|all|each|whole)\b", re.I),
}
_AT_LEAST = {
    "vi": re.compile(r"(?:ít nhất|tối thiểu)\s+(\d+)(?![\d.,]*\s*%)", re.I),
    "en": re.compile(r"(?:at least|no fewer than|a minimum of)\s+(\d+)(?![\d.,]*\s*%)", re.I),
}
_AT_MOST = {
    "vi": re.compile(r"(?:nhiều nhất|tối đa|không quá)\s+(\d+)(?![\d.,]*\s*%)", re.I),
    "en": re.compile(r"(?:at most|no more than|a maximum of)\s+(\d+)(?![\d.,]*\s*%)", re.I),
}
_MORE_THAN = {
    "vi": re.compile(r"(?:trên|hơn|vượt|>)\s*(\d+(?:[.,]\d+)?)\s*%", re.I),
    "en": re.compile(r"(?:more than|over|above|exceeds?|exceeding|>)\s*(\d+(?:[.,]\d+)?)\s*%", re.I),
}
_MONTHS = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
]
_MONTH = re.compile(rf"(\d+) ({'|'.join(_MONTHS)})|({'|'.join(_MONTHS)}) (\d+)")
_WHOLE = Fraction(1)


def languages_name_the_same_numbers(subject: Subject) -> Iterator[Finding]:
    """Vietnamese and English texts that people act on speak of the same numbers."""
    for code, place, text in spoken(subject.standard):
        vi, en = _numbers(text.vi, "vi"), _numbers(text.en, "en")
        for here, there, language, other in ((vi, en, "vi", "en"), (en, vi, "en", "vi")):
            for number in sorted(here - there):
                # “100%” may be said as “every household”.
                if number == 100 and _EVERY[other].search(text.in_(other)):
                    continue
                names = {"vi": ("tiếng Việt", "Vietnamese"), "en": ("tiếng Anh", "English")}
                yield Finding(
                    place,
                    Text(
                        vi=f"Số {number} có trong bản {names[language][0]} mà không có trong bản {names[other][0]}.",
                        en=f"The number {number} is in the {names[language][1]} text and not in the {names[other][1]} one.",
                    ),
                    code,
                )


def shares_are_as_asked(subject: Subject) -> Iterator[Finding]:
    """Where the question names percentages, the rule compares with exactly these."""
    for criterion in own(subject.standard):
        rules = [rule for rule in walk(criterion.rule) if isinstance(rule, Share)]
        known = comparable(criterion)
        used = {Fraction(*rule.asked) for rule in rules}
        for language in ("vi", "en"):
            # What a fact's own label says is counted by whoever records it.
            labels = " ".join(fact.label.in_(language) for fact in criterion.facts.values())
            said = _percents(criterion.ask.in_(language)) - (_percents(labels) - used)
            if _EVERY[language].search(criterion.ask.in_(language)):
                said = said | (used & {_WHOLE})
            if known and said and said != used:
                yield of_criterion(
                    criterion,
                    ("ask", language),
                    f"câu hỏi ({language}) nói {_listed(said, 'vi')}, quy tắc tính theo {_listed(used, 'vi')}.",
                    f"the question ({language}) says {_listed(said, 'en')}, the rule compares with {_listed(used, 'en')}.",
                )
                break
            strict = {Fraction(*rule.asked) for rule in rules if rule.strict}
            exceeded = {
                _fraction(number) for number in _MORE_THAN[language].findall(criterion.ask.in_(language))
            }
            if said and strict != exceeded & used:
                yield of_criterion(
                    criterion,
                    ("ask", language),
                    f"câu hỏi ({language}) và quy tắc không thống nhất giữa “từ … trở lên” (at_least) và “trên …” (more_than).",
                    f"the question ({language}) and the rule disagree between “or more” (at_least) and “more than” (more_than).",
                )
                break


def limits_are_as_asked(subject: Subject) -> Iterator[Finding]:
    """Where the question says “at least 1”, the rule counts at least 1; and so with “at most”."""
    for criterion in own(subject.standard):
        rules = [rule for rule in walk(criterion.rule) if isinstance(rule, Counted)]
        known = comparable(criterion)
        for key, patterns in (("at_least", _AT_LEAST), ("at_most", _AT_MOST)):
            used = {limit for rule in rules if (limit := getattr(rule, key)) is not None}
            for language, pattern in patterns.items():
                said = {int(number) for number in pattern.findall(criterion.ask.in_(language))}
                if known and said and said != used:
                    yield of_criterion(
                        criterion,
                        ("ask", language),
                        f"câu hỏi ({language}) nói {_limits(key, said, 'vi')}, quy tắc đếm {_limits(key, used, 'vi')}.",
                        f"the question ({language}) says {_limits(key, said, 'en')}, the rule counts {_limits(key, used, 'en')}.",
                    )
                    break


def thresholds_are_said(subject: Subject) -> Iterator[Finding]:
    """Whoever is asked should read the threshold in the question."""
    for criterion in own(subject.standard):
        for rule in walk(criterion.rule):
            if isinstance(rule, Share):
                asked = Fraction(*rule.asked)
                # Where it names another share, that is a mistake and told as one.
                if not _percents(criterion.ask.vi) and not (
                    asked == _WHOLE and _EVERY["vi"].search(criterion.ask.vi)
                ):
                    yield _unsaid(criterion, _listed({asked}, "vi"), _listed({asked}, "en"))
            elif isinstance(rule, Counted) and not rule.counted.startswith("unit."):
                limit = rule.at_most if rule.at_least is None else rule.at_least
                named = any(one["vi"].search(criterion.ask.vi) for one in (_AT_LEAST, _AT_MOST))
                # “There is a model” says at least one.
                if (
                    rule.at_least != 1
                    and not named
                    and Decimal(limit or 0) not in _numbers(criterion.ask.vi, "vi")
                ):
                    yield _unsaid(criterion, str(limit), str(limit))


def _unsaid(criterion: Criterion, vi: str, en: str) -> Finding:
    return of_criterion(
        criterion,
        ("ask",),
        f"câu hỏi không nói đến ngưỡng {vi} mà quy tắc dùng.",
        f"the question does not speak of the threshold {en} that the rule uses.",
    )


def _numbers(text: str, language: str) -> set[Decimal]:
    if language == "en":
        text = _MONTH.sub(_month, text)
        return {Decimal(one.replace(",", "")) for one in _NUMBER["en"].findall(text)}
    return {Decimal(_pointed(one)) for one in _NUMBER["vi"].findall(text)}


def _pointed(number: str) -> str:
    """“1.234,5” as 1234.5; but “19.2” numbers a row of a list, in both languages."""
    if re.fullmatch(r"\d+\.\d{1,2}", number):
        return number
    return number.replace(".", "").replace(",", ".")


def _month(found: re.Match[str]) -> str:
    number = _MONTHS.index(found[2] or found[3]) + 1
    return f"{found[1] or found[4]} {number}"


def _percents(text: str) -> set[Fraction]:
    return {_fraction(number) for number in _PERCENT.findall(text)}


def _fraction(number: str) -> Fraction:
    return Fraction(number.replace(",", ".")) / 100


def _listed(shares: set[Fraction], language: str) -> str:
    named = [figures.threshold(one.numerator, one.denominator).in_(language) for one in sorted(shares)]
    return ", ".join(named) or {"vi": "không tỷ lệ nào", "en": "no share"}[language]


def _limits(key: str, limits: set[int], language: str) -> str:
    words = {
        "at_least": {"vi": "ít nhất", "en": "at least"},
        "at_most": {"vi": "nhiều nhất", "en": "at most"},
    }
    numbers = ", ".join(map(str, sorted(limits))) or {"vi": "không số nào", "en": "nothing"}[language]
    return f"{words[key][language]} {numbers}"
