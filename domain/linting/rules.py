"""Rules: what the linter looks for, in one table; mistakes stop a file from being trusted, advice is for its author."""

from typing import NamedTuple

from domain.catalogue import Catalogue
from domain.linting import citations, dates, numbers, reach, supply, texts
from domain.linting.findings import Rule, Subject
from domain.rulebook.whereabouts import Whereabouts
from domain.rulebook.yamlfile import Problem

MISTAKES: tuple[Rule, ...] = (
    citations.every_rule_is_cited,
    texts.texts_say_something,
    numbers.languages_name_the_same_numbers,
    numbers.shares_are_as_asked,
    numbers.limits_are_as_asked,
    texts.steps_are_as_asked,
    texts.excuses_are_as_asked,
    reach.criteria_can_be_met_and_missed,
    reach.somebody_can_apply_and_be_recognised,
    supply.what_the_system_supplies_exists,
    supply.nobody_attests_for_themselves,
    supply.an_excuse_has_room_for_a_reason,
    dates.authorities_have_an_order,
    dates.one_row_per_kind,
    dates.scales_have_different_steps,
)
ADVICE: tuple[Rule, ...] = (
    citations.citations_name_a_place,
    citations.dates_are_cited,
    numbers.thresholds_are_said,
    texts.languages_differ,
    texts.questions_differ,
    texts.labels_differ,
    reach.limits_say_something,
    supply.every_office_has_somebody,
    supply.nothing_happened_is_attested,
    supply.praise_needs_evidence,
    dates.windows_follow_each_other,
    dates.decisions_come_after_the_window,
    dates.somebody_decides_on_every_day,
)


class Remark(NamedTuple):
    """One finding with its file and line, and whether it is a mistake or advice."""

    problem: Problem
    is_mistake: bool


def remarks(catalogue: Catalogue) -> list[Remark]:
    """Everything that the linter has to say of the standards that could be loaded, in the order of files and lines.

    What stands in a file that several standards share is said once.
    """
    whereabouts = Whereabouts(catalogue.root)
    found: dict[Remark, None] = {}
    for path, standard in catalogue.standards.items():
        subject = Subject(standard, catalogue)
        for rules, is_mistake in ((MISTAKES, True), (ADVICE, False)):
            for rule in rules:
                # What a place extends is told where it stands.
                above = set(rule(Subject(base, catalogue))) if (base := standard.extends) else set()
                for finding in set(rule(subject)) - above:
                    file, line = whereabouts.line(path, finding.place, finding.code)
                    found[Remark(Problem(file, line, finding.text), is_mistake)] = None
    return sorted(
        found, key=lambda one: (one.problem.file, one.problem.line, not one.is_mistake, one.problem.text.vi)
    )
