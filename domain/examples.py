"""Examples: the cases beside the standards, read and held against what the standard says of them."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from domain.catalogue import Catalogue
from domain.errors import BadInput, NotFound
from domain.rulebook import reasons
from domain.rulebook.example_files import Case, ExampleFile, Expectation
from domain.rulebook.inquiry import Inquiry
from domain.rulebook.mistakes import place_of, sentence
from domain.rulebook.truth import WORDS
from domain.rulebook.yamlfile import Problem, read, yaml_files
from domain.scorecard import Scorecard, judge
from domain.standards import Standard
from domain.texts import Text

FOLDER = "examples"
Facts = Mapping[str, Mapping[str, Any]]


@dataclass(frozen=True, eq=False)
class Example:
    """One case of one standard, with all its facts in place."""

    file: str
    line: int
    title: Text
    standard: str
    season: int
    all_met: bool
    unit: Mapping[str, Any]
    facts: Facts
    expect: Expectation


@dataclass
class Examples:
    """What could be read of the examples, by standard, and what is wrong with the rest."""

    of: dict[str, list[Example]] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)


def load(catalogue: Catalogue) -> Examples:
    """Every example under the criteria folder, made ready with the facts of its standard."""
    found = Examples()
    for file in yaml_files(catalogue.root):
        inside = file.relative_to(catalogue.root).parts
        if FOLDER in inside[:-1]:
            for example in _of_file(file, inside, catalogue, found.problems):
                found.of.setdefault(example.standard, []).append(example)
    return found


def _of_file(
    file: Path, inside: tuple[str, ...], catalogue: Catalogue, problems: list[Problem]
) -> Iterator[Example]:
    reading = read(file)
    for fault in reading.faults:
        problems.append(Problem(str(file), fault.line, fault.text))
    if reading.faults:
        return
    try:
        said = ExampleFile.model_validate(reading.data)
    except ValidationError as mistakes:
        for error in mistakes.errors(include_url=False):
            problems.append(Problem(str(file), reading.line(place_of(error)), sentence(error)))
        return
    for path in standards_of(said, inside):
        try:
            standard = catalogue.get(path)
            start = standard.example_facts(said.season) if said.starts_from == "all-met" else {}
            standard.bench(said.season)
        except (NotFound, BadInput) as refusal:
            if path not in catalogue.standards and (catalogue.root / f"{path}.yaml").is_file():
                continue  # its own file is to blame, and is blamed
            problems.append(Problem(str(file), 1, refusal.text))
            continue
        cases = said.cases or ((Case(expect=said.expect),) if said.expect else ())
        for number, case in enumerate(cases):
            place: tuple[str | int, ...] = ("cases", number) if said.cases else ()
            unit = {**said.unit, **case.unit}
            facts = over(over(start, said.facts), case.facts)
            wrong = [*standard.check_unit(unit), *standard.check_facts(facts), *unknown_codes(standard, case)]
            for text in wrong:
                problems.append(Problem(str(file), reading.line(place), text))
            if not wrong:
                title = case.title or said.title
                yield Example(
                    file=str(file),
                    line=reading.line((*place, "expect")),
                    title=title,
                    standard=path,
                    season=said.season,
                    all_met=said.starts_from == "all-met",
                    unit=unit,
                    facts=facts,
                    expect=case.expect,
                )


def standards_of(said: ExampleFile, inside: tuple[str, ...]) -> list[str]:
    """The standards that an example speaks of: those it names, else the one that its folder under `examples` is called
    after. A name without a slash is a kind in the folder that holds `examples`."""
    at = inside.index(FOLDER)
    folder = "/".join(inside[:at])
    names = said.standard or inside[at + 1 : at + 2]
    return [name if "/" in name else f"{folder}/{name}" for name in names]


def unknown_codes(standard: Standard, case: Case) -> list[Text]:
    return [
        Text(
            vi=f"Ví dụ mong đợi tiêu chí “{code}” mà bộ tiêu chí {standard.path} không có.",
            en=f"The example expects something of “{code}”, which {standard.path} does not have.",
        )
        for code in case.expect.criteria
        if code not in standard.by_code
    ]


def over(facts: Facts, changes: Facts) -> dict[str, dict[str, Any]]:
    """`facts` with each fact of `changes` put in its place."""
    result = {code: dict(own) for code, own in facts.items()}
    for code, own in changes.items():
        result.setdefault(code, {}).update(own)
    return result


def check(example: Example, standard: Standard) -> Problem | None:
    """The first thing in which the standard does not say of the example what it expects."""
    text = next(differences(example, standard), None)
    return Problem(example.file, example.line, text) if text is not None else None


def differences(example: Example, standard: Standard) -> Iterator[Text]:
    """A sentence for everything in which the standard says something else than the example expects."""
    card = judge(standard, example.season, example.unit, example.facts)
    if card.verdict != example.expect.verdict:
        yield _other(Text(vi="Kết quả", en="The verdict"), example.expect.verdict, card.verdict)
    # A criterion with dates is judged in its seasons only.
    letters = dict(zip(card.by.codes, card.letters, strict=True))
    for code in {**letters, **example.expect.criteria}:
        if code in letters:
            yield from wrong_finding(example, card, code, WORDS[letters[code]])
        else:
            yield _other(
                Text(vi=code, en=code), example.expect.criteria[code].verdict, f"– ({example.season})"
            )
    yield from wrong_exclusions(example, reasons.exclusions(standard, example.season, example.unit))
    deadline = standard.deadline(example.season)
    if example.expect.deadline not in (None, deadline):
        yield _other(Text(vi="Hạn cuối", en="The last day"), str(example.expect.deadline), str(deadline))


def admits(example: Example, code: str, verdict: str) -> bool:
    """Whether the example has room for this verdict on this criterion."""
    wanted = example.expect.criteria.get(code)
    if wanted is not None:
        return wanted.verdict == verdict
    # Who cannot apply may well have criteria that nobody looked at.
    free = not example.all_met or example.expect.verdict == "not_eligible"
    return free or verdict in ("met", "not_applicable")


def wrong_finding(example: Example, card: Scorecard, code: str, verdict: str) -> Iterator[Text]:
    wanted = example.expect.criteria.get(code)
    if not admits(example, code, verdict):
        yield _other(Text(vi=code, en=code), wanted.verdict if wanted else "met", verdict)
    elif wanted is not None and wanted.why is not None:
        why = reasons.why(card.by.by_code[code], case_of(example, card.by, code))
        yield from unsaid(code, wanted.why, why)


def unsaid(code: str, wanted: Text, said: Text) -> Iterator[Text]:
    """A sentence when the reason does not contain what it must, in either language."""
    if wanted.vi not in said.vi or wanted.en not in said.en:
        yield Text(
            vi=f"{code}: lý do cần có “{wanted.vi}” / “{wanted.en}”, nhưng là “{said.vi}” / “{said.en}”.",
            en=f"{code}: the reason must say “{wanted.en}” / “{wanted.vi}”, but is “{said.en}” / “{said.vi}”.",
        )


def wrong_exclusions(example: Example, said: list[Text]) -> Iterator[Text]:
    wanted = example.expect.excluded
    agree = len(said) == len(wanted) and all(
        one.vi in other.vi and one.en in other.en for one, other in zip(wanted, said, strict=True)
    )
    if not agree:
        yield Text(
            vi=f"Trường hợp loại trừ cần là {_listed(wanted, 'vi')}, nhưng là {_listed(said, 'vi')}.",
            en=f"The exclusions must be {_listed(wanted, 'en')}, but are {_listed(said, 'en')}.",
        )


def case_of(example: Example, standard: Standard, code: str) -> Inquiry:
    """One criterion of an example, ready to be put into words."""
    criterion = standard.by_code[code]
    frame = standard.frame(criterion, standard.bench(example.season).periods)
    return Inquiry(standard, frame, example.facts.get(code) or {}, example.unit)


def _listed(texts: tuple[Text, ...] | list[Text], language: str) -> str:
    return ", ".join(f"“{text.in_(language)}”" for text in texts) or "—"


def _other(subject: Text, wanted: str, found: str) -> Text:
    return Text(
        vi=f"{subject.vi}: ví dụ mong đợi {wanted}, bộ tiêu chí cho {found}.",
        en=f"{subject.en}: the example expects {wanted}, the standard says {found}.",
    )
