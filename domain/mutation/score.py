"""Score: how many mutants of a standard its examples notice, and which they do not."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from domain.errors import BadInput
from domain.examples import Example, admits, differences, unsaid, wrong_exclusions
from domain.mutation.mutants import Mutant, mutants
from domain.rulebook import reasons
from domain.rulebook.deciding import Points
from domain.rulebook.inquiry import Inquiry
from domain.rulebook.truth import MET, WORDS
from domain.rulebook.verdicts import MALFORMED, compiled
from domain.rulebook.whereabouts import Whereabouts
from domain.rulebook.yamlfile import Problem
from domain.scorecard import concluded, judge
from domain.standards import Standard
from domain.texts import Text


@dataclass(frozen=True)
class Score:
    """How many mutants there are, and where those stand that no example noticed."""

    made: int
    survivors: tuple[Problem, ...]

    @property
    def noticed(self) -> int:
        return self.made - len(self.survivors)

    @property
    def percent(self) -> int:
        """Cut off, never rounded up: 100 only when every mutant is noticed."""
        return self.noticed * 100 // self.made if self.made else 100


@dataclass(frozen=True)
class _Judged:
    """An example with what the unchanged standard says of each criterion."""

    example: Example
    letters: str
    eligible: bool


def score(standard: Standard, examples: Sequence[Example], whereabouts: Whereabouts) -> Score:
    """Change the standard in every single place and see whether an example notices. The examples must pass."""
    ready = [_ready(example, standard) for example in examples]
    together = _together(standard)
    made = 0
    survivors = []
    for mutant in mutants(standard):
        if _taken_over(mutant, standard):
            continue
        made += 1
        if not any(_notices(one, mutant, standard, together) for one in ready):
            file, line = whereabouts.line(standard.path, mutant.place, mutant.code)
            survivors.append(Problem(file, line, _survived(standard, mutant)))
    return Score(made, tuple(survivors))


# What a standard calls the parts of a file that no criterion is in.
_PARTS = {
    "registration": "registration",
    "window": "window",
    "deadline": "closing",
    "not_eligible_when": "exclusions",
}


def _taken_over(mutant: Mutant, standard: Standard) -> bool:
    """Whether it changes what a place takes over as it is: the examples of the standard that it stands on see to that."""
    below = standard.extends
    if below is None:
        return False
    if mutant.code is not None:
        return below.by_code.get(mutant.code) == standard.by_code[mutant.code]
    part = _PARTS.get(str(mutant.place[0]))
    return part is not None and getattr(below, part) == getattr(standard, part)


def _ready(example: Example, standard: Standard) -> _Judged:
    card = judge(standard, example.season, example.unit, example.facts)
    return _Judged(example, card.letters, card.verdict != "not_eligible")


def _notices(one: _Judged, mutant: Mutant, standard: Standard, together: bool) -> bool:
    try:
        if mutant.place[:1] == ("not_eligible_when",):
            return any(True for _ in _other_exclusions(one, mutant.standard))
        # Dates touch every criterion: judge anew.
        if mutant.code is None or together:
            return any(True for _ in differences(one.example, mutant.standard))
        return any(True for _ in _differences(one, mutant, mutant.code, standard))
    except (BadInput, *MALFORMED):
        return True  # facts that were well formed no longer are


def _together(standard: Standard) -> bool:
    """Whether a criterion cannot be looked at alone: points are added up, or criteria come and go with the season."""
    return isinstance(standard.recognised_when, Points) or any(one.has_dates for one in standard.criteria)


def _other_exclusions(one: _Judged, changed: Standard) -> Iterator[Text]:
    frame = changed.frame(None, {})
    unit = one.example.unit
    barred = [
        exclusion for exclusion in changed.exclusions if compiled(exclusion.when, frame)({}, unit) == MET
    ]
    if bool(barred) == one.eligible:
        yield changed.title
    yield from wrong_exclusions(one.example, [reasons.excluded(exclusion) for exclusion in barred])


def _differences(one: _Judged, mutant: Mutant, code: str, standard: Standard) -> Iterator[Text]:
    """What the example says of the one criterion that changed; all others say what they said before."""
    example = one.example
    number = standard.codes.index(code)
    criterion = mutant.standard.criteria[number]
    own = example.facts.get(code) or {}
    frame = mutant.standard.frame(criterion, standard.bench(example.season).periods)
    letter = compiled(criterion.rule, frame)(own, example.unit)
    if letter != one.letters[number]:
        if not admits(example, code, WORDS[letter]):
            yield Text(vi=code, en=code)
        letters = one.letters[:number] + letter + one.letters[number + 1 :]
        if one.eligible and concluded(standard, letters) != example.expect.verdict:
            yield Text(vi=code, en=code)
    wanted = example.expect.criteria.get(code)
    if wanted is not None and wanted.why is not None:
        yield from unsaid(
            code, wanted.why, reasons.why(criterion, Inquiry(mutant.standard, frame, own, example.unit))
        )


def _survived(standard: Standard, mutant: Mutant) -> Text:
    subject = f"{standard.path} {mutant.code}" if mutant.code else standard.path
    return Text(
        vi=f"{subject}: không ví dụ nào nhận ra thay đổi “{mutant.what.vi}”; hãy thêm: {mutant.add.vi}.",
        en=f"{subject}: no example notices the change “{mutant.what.en}”; add: {mutant.add.en}.",
    )
