"""Texts: whether what a criterion says to people is said in both languages, once, and as its rule has it."""

from collections.abc import Iterator

from domain.linting.findings import Finding, Subject, of_criterion
from domain.rulebook.criteria_files import Criterion
from domain.rulebook.yamlfile import Place
from domain.rules import NotKnown, Rated, Reading, walk
from domain.standards import Standard
from domain.texts import Text


def steps_are_as_asked(subject: Subject) -> Iterator[Finding]:
    """Where the question names steps of the scale, the step that the rule needs is one of them."""
    for criterion in own(subject.standard):
        for rule in walk(criterion.rule):
            if not isinstance(rule, Rated):
                continue
            steps = subject.standard.words.scales[criterion.facts[rule.rated].rating or ""]
            needed = next(step for step in steps if step.code == rule.at_least)
            for language in ("vi", "en"):
                rest, named = criterion.ask.in_(language).casefold(), set()
                # The longest first: “completed well” is not also “completed”.
                for step in sorted(steps, key=lambda one: -len(one.text.in_(language))):
                    if (label := step.text.in_(language).casefold()) in rest:
                        named.add(step.code)
                        rest = rest.replace(label, "")
                if named and needed.code not in named:
                    said = next(step for step in steps if step.code in named)
                    yield of_criterion(
                        criterion,
                        ("ask", language),
                        f"câu hỏi ({language}) nói “{said.vi}”, quy tắc cần “{needed.vi}”.",
                        f"the question ({language}) says “{said.en}”, the rule needs “{needed.en}”.",
                    )
                    break


def excuses_are_as_asked(subject: Subject) -> Iterator[Finding]:
    """Where the question speaks of an excuse in the words of the vocabulary, the criterion admits it."""
    for criterion in own(subject.standard):
        for excuse, label in subject.standard.words.excuses.items():
            if label.vi.casefold() in criterion.ask.vi.casefold() and excuse not in criterion.excused_when:
                yield of_criterion(
                    criterion,
                    ("ask", "vi"),
                    f"câu hỏi nói đến “{label.vi}” nhưng excused_when không có {excuse}.",
                    f"the question speaks of “{label.en}”, but excused_when does not admit {excuse}.",
                )


def languages_differ(subject: Subject) -> Iterator[Finding]:
    """A text that is the same in both languages was probably not translated."""
    for code, place, text in spoken(subject.standard):
        if text.vi == text.en and " " in text.vi.strip():
            yield Finding(
                place,
                Text(
                    vi="Hai ngôn ngữ giống hệt nhau; có lẽ chưa dịch.",
                    en="Both languages say the very same; this was probably not translated.",
                ),
                code,
            )


def texts_say_something(subject: Subject) -> Iterator[Finding]:
    """A text of blanks is no text."""
    for code, place, text in spoken(subject.standard):
        if not text.vi.strip() or not text.en.strip():
            yield Finding(
                place,
                Text(vi="Văn bản chỉ có khoảng trắng.", en="This text is made of blanks."),
                code,
            )


def questions_differ(subject: Subject) -> Iterator[Finding]:
    """Two criteria that ask the same are one, or one of them was copied and not changed."""
    asked: dict[str, str] = {}
    for criterion in subject.standard.criteria:
        first = asked.setdefault(criterion.ask.vi.casefold(), criterion.code)
        if first != criterion.code and criterion in own(subject.standard):
            yield of_criterion(
                criterion, ("ask",), f"hỏi đúng như {first}.", f"asks the very same as {first}."
            )


def labels_differ(subject: Subject) -> Iterator[Finding]:
    """Two facts of one criterion under one label cannot be told apart on a form."""
    for criterion in own(subject.standard):
        seen: dict[str, str] = {}
        for name, fact in criterion.facts.items():
            first = seen.setdefault(fact.vi.casefold(), name)
            if first != name:
                yield of_criterion(
                    criterion,
                    ("facts", name),
                    f"“{first}” và “{name}” có cùng tên gọi “{fact.vi}”.",
                    f"“{first}” and “{name}” have the same label “{fact.vi}”.",
                )


def comparable(criterion: Criterion) -> bool:
    """Whether a rule says all that the question asks: not where it is unknown, nor where a scorer gives the points."""
    return not any(isinstance(rule, NotKnown | Reading) for rule in walk(criterion.rule))


def own(standard: Standard) -> list[Criterion]:
    """The criteria that the standard's own file spells out. What it includes, or extends, is looked at where it stands;
    a place that tightens a rule leaves the question of the law as it is."""
    above = standard.extends.by_code if standard.extends is not None else {}
    return [one for one in standard.criteria if ":" not in one.code and one.code not in above]


def spoken(standard: Standard) -> Iterator[tuple[str | None, Place, Text]]:
    """Every text that people read and act on: the criterion, the place in it, the text."""
    yield None, ("title",), standard.title
    for number, exclusion in enumerate(standard.exclusions):
        yield None, ("not_eligible_when", number, "says"), exclusion.says
    for criterion in own(standard):
        yield criterion.code, ("ask",), criterion.ask
        if criterion.evidence is not None:
            yield criterion.code, ("evidence",), criterion.evidence
        for name, fact in criterion.facts.items():
            yield criterion.code, ("facts", name), fact.label
