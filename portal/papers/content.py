"""Content: what a paper says of a standard in one season and one language, before it is laid out."""

from dataclasses import dataclass
from datetime import date

from domain.rulebook import figures
from domain.rulebook.criteria_files import Criterion
from domain.rulebook.facts import SOURCES, Fact
from domain.standards import Standard
from domain.texts import Language, Text
from portal import sheets
from portal.papers.needs import needs

WORDS = {
    "yes": Text(vi="có", en="yes"),
    "no": Text(vi="không", en="no"),
    "holds": Text(vi="đạt", en="holds"),
    "fails": Text(vi="chưa đạt", en="does not hold"),
}


@dataclass(frozen=True)
class Asked:
    """One fact as people are asked for it. `key` is “KDC-1c.registered”, or “unit.level”."""

    key: str
    label: str
    needed: str
    fact: Fact
    who: str
    unit: str
    choices: tuple[tuple[str, str], ...]
    own: bool
    condition: bool
    unverified: tuple[str, ...]

    @property
    def dated(self) -> bool:
        return self.fact.within is not None


@dataclass(frozen=True)
class Row:
    """One criterion with what is recorded for it."""

    code: str
    cites: str
    ask: str
    evidence: str
    excuses: tuple[str, ...]
    # The same with their codes, for whoever says which one applied.
    excused_when: tuple[tuple[str, str], ...]
    conditional: bool
    facts: tuple[Asked, ...]
    unverified: tuple[str, ...]
    points: int | None
    earned: tuple[str, ...]

    @property
    def own(self) -> tuple[Asked, ...]:
        """The facts that the applicant can show; what is left is attested by others, or worked out."""
        return tuple(one for one in self.facts if one.own)


@dataclass(frozen=True)
class Paper:
    """A standard in one season and one language."""

    path: str
    edition: str
    language: Language
    season: int
    title: str
    cites: str
    dates: tuple[tuple[str, str], ...]
    registration_until: str
    authorities: tuple[tuple[str, str], ...]
    attributes: tuple[Asked, ...]
    exclusions: tuple[tuple[str, str, str], ...]
    rows: tuple[Row, ...]
    excuses: tuple[tuple[str, str], ...]
    unverified: tuple[str, ...]
    recognised: str
    way: tuple[str, ...]

    def say(self, vi: str, en: str) -> str:
        return en if self.language == "en" else vi

    @property
    def attested(self) -> dict[str, dict[str, list[str]]]:
        """Who attests what: for each office the labels of the facts that are its to say, with the codes of their criteria."""
        found: dict[str, dict[str, list[str]]] = {}
        for row in self.rows:
            for one in row.facts:
                if one.who and not one.own:
                    found.setdefault(one.who, {}).setdefault(one.label, []).append(row.code)
        return found


def paper(standard: Standard, season: int, language: Language) -> Paper:
    """Everything that the papers of a standard say. BadInput when it does not judge that season."""
    standard.bench(season)
    plain = standard.in_season(season)
    registration = standard.registration_window(season)
    return Paper(
        path=standard.path,
        edition=standard.sha256[:12],
        language=language,
        season=season,
        title=standard.title.in_(language),
        cites=standard.cites,
        dates=tuple(_dates(standard, season, language)),
        registration_until=figures.day(registration[1]).in_(language) if registration else "",
        authorities=tuple(_authorities(standard, season, language)),
        attributes=tuple(
            _asked(f"unit.{name}", fact, "", standard, False, language)
            for name, fact in standard.attributes.items()
        ),
        exclusions=tuple(
            (one.says.in_(language), one.cites, one.unverified.in_(language) if one.unverified else "")
            for one in standard.exclusions
        ),
        rows=tuple(_row(one, standard, season, language) for one in plain.criteria),
        excuses=tuple((code, text.in_(language)) for code, text in standard.words.excuses.items()),
        unverified=tuple(text.in_(language) for text in standard.unverified),
        recognised=_recognised(standard, season).in_(language),
        way=tuple(text.in_(language) for text in sheets.way(standard)),
    )


def _row(criterion: Criterion, standard: Standard, season: int, language: Language) -> Row:
    needed, conditions = needs(criterion, standard, season)
    return Row(
        code=criterion.code,
        cites=criterion.cites.replace(f"{standard.cites}, ", "", 1),
        ask=criterion.ask.in_(language),
        evidence=criterion.evidence.in_(language) if criterion.evidence else "",
        excuses=tuple(standard.words.excuses[one].in_(language) for one in criterion.excused_when),
        excused_when=tuple(
            (one, standard.words.excuses[one].in_(language)) for one in criterion.excused_when
        ),
        conditional=criterion.may_not_apply,
        facts=tuple(
            _asked(
                f"{criterion.code}.{name}",
                fact,
                needed[name].in_(language) if name in needed else "",
                standard,
                name in conditions,
                language,
            )
            for name, fact in criterion.facts.items()
        ),
        unverified=tuple(text.in_(language) for text in criterion.unverified),
        points=criterion.points,
        earned=tuple(text.in_(language) for text in sheets.row(criterion)),
    )


def _asked(
    key: str, fact: Fact, needed: str, standard: Standard, condition: bool, language: Language
) -> Asked:
    who = ""
    if fact.attested_by:
        who = standard.words.offices[fact.attested_by].in_(language)
    elif fact.supplied_by:
        who = SOURCES[fact.supplied_by].in_(language)
    steps = standard.words.scales.get(fact.rating or fact.choice or "", ())
    choices = tuple((step.code, step.text.in_(language)) for step in steps)
    if fact.answer:
        choices = (("true", WORDS["yes"].in_(language)), ("false", WORDS["no"].in_(language)))
    elif fact.judgement:
        choices = (("true", WORDS["holds"].in_(language)), ("false", WORDS["fails"].in_(language)))
    return Asked(
        key=key,
        label=fact.label.in_(language),
        needed=needed,
        fact=fact,
        who=who,
        unit=standard.words.nouns[fact.count].in_(language) if fact.count else "",
        choices=choices,
        own=not (fact.attested_by or fact.supplied_by),
        condition=condition,
        unverified=(fact.unverified.in_(language),) if fact.unverified else (),
    )


def _dates(standard: Standard, season: int, language: Language) -> list[tuple[str, str]]:
    names = {
        "registration": Text(vi="Đăng ký", en="Registration"),
        "window": Text(vi="Kỳ đánh giá", en="Evaluation window"),
        "deadline": Text(vi="Hạn cuối quyết định", en="Last day for the decision"),
    }
    registration, window = standard.registration_window(season), standard.evaluation_window(season)
    deadline = standard.deadline(season)
    known = {
        "registration": figures.days(*registration) if registration else None,
        "window": figures.days(*window) if window else None,
        "deadline": figures.day(deadline) if deadline else None,
    }
    missing = Text(vi="chưa rõ", en="not known")
    return [(name.in_(language), (known[key] or missing).in_(language)) for key, name in names.items()]


def _decided_by(standard: Standard, season: int) -> date:
    """The day whose authorities are told: the last one for the decision."""
    return standard.deadline(season) or date(season, 12, 31)


def _authorities(standard: Standard, season: int, language: Language) -> list[tuple[str, str]]:
    return [
        (one.decides.in_(language), one.unverified.in_(language) if one.unverified else "")
        for one in standard.authorities(_decided_by(standard, season))
    ]


def _recognised(standard: Standard, season: int) -> Text:
    if standard.recognised_when == "all" and not standard.authorities(_decided_by(standard, season)):
        # Targets that nobody recognises, and what only other standards build upon.
        return Text(
            vi="Đạt khi mọi tiêu chí được áp dụng đều đạt; một tiêu chí chưa đạt là chưa đạt.",
            en="Met when every criterion that applies is met; one that is not met is enough to fail.",
        )
    if standard.recognised_when == "all":
        return Text(
            vi="Công nhận khi mọi tiêu chí được áp dụng đều đạt; một tiêu chí chưa đạt là chưa đạt.",
            en="Recognised when every criterion that applies is met; one that is not met is enough to fail.",
        )
    return Text(
        vi="Công nhận theo cách tính ghi trong bộ tiêu chí, không phải mọi dòng đều phải đạt.",
        en="Recognised in the way that the standard lays down; not every row has to be met.",
    )
