"""Scoring: what was inspected is judged, judged again when what it hangs on changed, and what a new verdict means."""

from collections.abc import Mapping, Sequence
from hashlib import sha256

from domain.cases import Case
from domain.catalogue import Catalogue
from domain.errors import Refused
from domain.events import ApplicationScored, RecognitionQuestioned
from domain.judged_on import Totals, counted_until, titles_held, to_judge, units_under
from domain.lifecycle import State, allowed
from domain.outbox import Piece, Treat
from domain.scorecard import judge
from domain.standards import Standard
from domain.store import Store


def _supplied(store: Store, catalogue: Catalogue, cases: Sequence[Case]) -> dict[int, Mapping[str, int]]:
    """What the process itself knows of the cases whose standards ask for it."""
    asking: list[tuple[Case, Standard]] = []
    for case in cases:
        try:
            asking.append((case, catalogue.pinned(case.standard, case.sha256)))
        except Refused:
            continue  # whoever treats this one is refused too, and alone
    return _known(store, catalogue, asking)


def supplied_under(
    store: Store, standard: Standard, catalogue: Catalogue, cases: Sequence[Case]
) -> dict[int, Mapping[str, int]]:
    """The same for cases that are to be judged by another edition than their own."""
    return _known(store, catalogue, [(case, standard) for case in cases])


def _known(
    store: Store, catalogue: Catalogue, cases: Sequence[tuple[Case, Standard]]
) -> dict[int, Mapping[str, int]]:
    result: dict[int, Mapping[str, int]] = {}
    groups: dict[tuple[int, str], list[Case]] = {}
    for case, standard in cases:
        if "units-under" in standard.supplied.values():
            groups.setdefault((case.season, counted_until(standard, case.season)), []).append(case)
    for (season, until), asking in groups.items():
        # A decision under them asks for them by the very row that the end of this judgement removes: none may come between.
        store.must_hold()
        places = {case.unit_code: case.path for case in asking}
        under = units_under(store.session, catalogue, season, list(places), until, places)
        result.update((case.id, under[case.unit_code]) for case in asking)
    for season, waiting in _asking_for_titles(cases).items():
        store.must_hold()
        wanted = sorted({line for _, standard in waiting for line in standard.titles})
        held = titles_held(store.session, catalogue, season, [case.unit_code for case, _ in waiting], wanted)
        for case, _ in waiting:
            known = result.get(case.id, {})
            if isinstance(known, Totals):
                known.update(held[case.unit_code])
            else:
                result[case.id] = held[case.unit_code]
    return result


def _asking_for_titles(
    cases: Sequence[tuple[Case, Standard]],
) -> dict[int, list[tuple[Case, Standard]]]:
    groups: dict[int, list[tuple[Case, Standard]]] = {}
    for case, standard in cases:
        if standard.titles:
            groups.setdefault(case.season, []).append((case, standard))
    return groups


def answer(store: Store, catalogue: Catalogue, cases: Sequence[Case]) -> Treat:
    """Judge what was inspected; judge again what depends on other units' recognitions."""
    store.read_facts(cases)
    supplied = _supplied(store, catalogue, cases)
    judged: set[int] = set()

    def treat(case: Case, piece: Piece) -> None:
        if case.id not in judged:
            judged.add(case.id)
            score(store, catalogue.pinned(case.standard, case.sha256), case, supplied.get(case.id, {}))

    return treat


def score(store: Store, standard: Standard, case: Case, supplied: Mapping[str, int]) -> None:
    """Judge a case. The same facts again change nothing, unless an inspector has said them again after a return;
    a recognition that its facts no longer bear is put in question."""
    recognised = case.state is State.RECOGNISED
    if not recognised and not allowed(case.state, ApplicationScored):
        return  # too early or too late: nothing to judge
    standard = standard.in_season(case.season)
    facts = to_judge(standard, store.facts(case), supplied)
    card = judge(standard, case.season, case.unit_facts, facts)
    verdict, document = str(card.verdict), card.pack()
    digest = sha256(document.encode()).hexdigest()
    if (digest == case.scorecard and case.state is not State.INSPECTED) or (recognised and verdict == "met"):
        return
    case.verdict, case.scorecard = verdict, digest
    happening = RecognitionQuestioned if recognised else ApplicationScored
    store.record(case, happening(verdict=verdict, scorecard_sha256=digest), None)
    store.keep_scorecard(case, verdict, digest, document)
