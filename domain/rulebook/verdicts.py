"""Verdicts: each rule of the vocabulary turned into a function of the recorded facts.

A rule becomes a closure once per season. A closure that meets a malformed answer raises one of `MALFORMED`; the
scorecard then asks `Standard.check_facts` for the sentence, so that well-formed answers pay nothing for it.
"""

from functools import singledispatch

from domain.rulebook import points
from domain.rulebook import verdicts_of_counts as counts
from domain.rulebook.answers import is_day
from domain.rulebook.rows import Row
from domain.rulebook.truth import MET, NOT_APPLICABLE, NOT_MET, UNKNOWN, Answers, Frame, Test, where
from domain.rules import (
    AllOf,
    AnyOf,
    Chosen,
    Counted,
    Dated,
    Judged,
    No,
    NoneOf,
    NotKnown,
    OnlyWhere,
    Rated,
    Reduced,
    Share,
    Yes,
)

MALFORMED = (ValueError, TypeError, AttributeError, KeyError)


@singledispatch
def compiled(rule: object, frame: Frame) -> Test:
    raise NotImplementedError(type(rule))


compiled.register(NoneOf)(counts.none_of)
compiled.register(Share)(counts.share)
compiled.register(Reduced)(counts.reduced)
compiled.register(Counted)(counts.counted)
compiled.register(Row)(points.row)


@compiled.register
def _(rule: Dated, frame: Frame) -> Test:
    name = rule.dated
    first, last = frame.periods[rule.within] if rule.within != "any-time" else ("0001-01-01", "9999-12-31")

    def dated(own: Answers, unit: Answers) -> str:
        day = own.get(name)
        if type(day) is dict:
            day = day["date"]
        elif day is None:
            return UNKNOWN
        elif day is False:
            return NOT_MET
        if not is_day(day):
            raise ValueError(day)
        return MET if first <= day <= last else NOT_MET

    return dated


@compiled.register
def _(rule: Rated, frame: Frame) -> Test:
    name = rule.rated
    steps = [step.code for step in frame.scales[frame.facts[name].rating or ""]]
    verdicts = {
        code: MET if place >= steps.index(rule.at_least) else NOT_MET for place, code in enumerate(steps)
    }

    def rated(own: Answers, unit: Answers) -> str:
        code = own.get(name)
        if type(code) is dict:
            code = code["rating"]
        elif code is None:
            return UNKNOWN
        return verdicts[code]

    return rated


@compiled.register
def _(rule: Judged, frame: Frame) -> Test:
    name = rule.judged
    needs_evidence = frame.facts[name].judgement == "with-evidence"

    def judged(own: Answers, unit: Answers) -> str:
        value = own.get(name)
        evidence = False
        if type(value) is dict:
            evidence = bool((value.get("evidence") or "").strip())
            value = value["holds"]
        elif value is None:
            return UNKNOWN
        if value is True:
            # Praise without evidence is not known to be true; blame needs no paper to stop a recognition.
            return MET if evidence or not needs_evidence else UNKNOWN
        if value is False:
            return NOT_MET
        raise TypeError(value)

    return judged


@compiled.register
def _(rule: Yes, frame: Frame) -> Test:
    return _answer(rule.yes, MET, NOT_MET)


@compiled.register
def _(rule: No, frame: Frame) -> Test:
    return _answer(rule.no, NOT_MET, MET)


def _answer(ref: str, if_true: str, if_false: str) -> Test:
    name, in_unit = where(ref)

    def answer(own: Answers, unit: Answers) -> str:
        value = (unit if in_unit else own).get(name)
        if value is True:
            return if_true
        if value is False:
            return if_false
        if value is None:
            return UNKNOWN
        raise TypeError(value)

    return answer


@compiled.register
def _(rule: Chosen, frame: Frame) -> Test:
    name, in_unit = where(rule.chosen)
    steps = frame.scales[frame.fact(rule.chosen).choice or ""]
    verdicts = {step.code: MET if step.code in rule.among else NOT_MET for step in steps}

    def chosen(own: Answers, unit: Answers) -> str:
        code = (unit if in_unit else own).get(name)
        return UNKNOWN if code is None else verdicts[code]

    return chosen


@compiled.register
def _(rule: NotKnown, frame: Frame) -> Test:
    return lambda own, unit: UNKNOWN


@compiled.register
def _(rule: AllOf, frame: Frame) -> Test:
    tests = [compiled(part, frame) for part in rule.all]

    def every(own: Answers, unit: Answers) -> str:
        found = "".join([test(own, unit) for test in tests])
        if NOT_MET in found:
            return NOT_MET
        if UNKNOWN in found:
            return UNKNOWN
        return MET if MET in found else NOT_APPLICABLE

    return every


@compiled.register
def _(rule: AnyOf, frame: Frame) -> Test:
    tests = [compiled(part, frame) for part in rule.any]

    def some(own: Answers, unit: Answers) -> str:
        found = "".join([test(own, unit) for test in tests])
        if MET in found:
            return MET
        if UNKNOWN in found:
            return UNKNOWN
        return NOT_MET if NOT_MET in found else NOT_APPLICABLE

    return some


@compiled.register
def _(rule: OnlyWhere, frame: Frame) -> Test:
    condition, then = compiled(rule.only_where, frame), compiled(rule.then, frame)

    def only_where(own: Answers, unit: Answers) -> str:
        applies = condition(own, unit)
        if applies == MET:
            return then(own, unit)
        return NOT_APPLICABLE if applies == NOT_MET else applies

    return only_where
