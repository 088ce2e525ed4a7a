"""Verdicts of counts: the rules about numbers: shares, incidents, this year against last, limits."""

from domain.rulebook.truth import MET, NOT_MET, UNKNOWN, Answers, Frame, Test, counter, where
from domain.rules import Counted, NoneOf, Reduced, Share


def none_of(rule: NoneOf, frame: Frame) -> Test:
    if len(rule.none) == 1:
        name = rule.none[0]
        slow = counter(name, frame)

        def nothing(own: Answers, unit: Answers) -> str:
            value = own.get(name)
            if type(value) is not int or value < 0:
                value = slow(own)
                if value is None:
                    return UNKNOWN
            return NOT_MET if value else MET

        return nothing

    counters = [(name, counter(name, frame)) for name in rule.none]

    def none_of_them(own: Answers, unit: Answers) -> str:
        verdict = MET
        # All are read, also after the first that happened: a malformed answer is never passed over.
        for name, count in counters:
            value = own.get(name)
            if type(value) is not int or value < 0:
                value = count(own)
            if value:
                verdict = NOT_MET
            elif value is None and verdict is MET:
                verdict = UNKNOWN
        return verdict

    return none_of_them


def share(rule: Share, frame: Frame) -> Test:
    part_of, whole_of = (counter(name, frame) for name in rule.share)
    pending_of = counter(rule.pending, frame) if rule.pending else None
    over, of = rule.asked
    # More than a share: one unit beyond it in whole numbers, so that one comparison serves both words.
    beyond = 1 if rule.strict else 0

    def judge_share(own: Answers, unit: Answers) -> str:
        part, whole = part_of(own), whole_of(own)
        if not whole or part is None:
            # Of nothing there is no share: 0 of 0 is unknown, and unknown never counts as met.
            if whole == 0 and part:
                raise ValueError(part)
            return UNKNOWN
        pending = (pending_of(own) or 0) if pending_of else 0
        if part + pending > whole:
            raise ValueError(part)
        needed = over * whole + beyond
        if part * of >= needed:
            return MET
        return UNKNOWN if (part + pending) * of >= needed else NOT_MET

    return judge_share


def reduced(rule: Reduced, frame: Frame) -> Test:
    series = [(counter(now, frame), counter(before, frame)) for now, before in rule.reduced]
    if_equal = MET if rule.if_equal == "met" else NOT_MET
    if_zero = MET if rule.if_both_zero == "met" else NOT_MET

    def judge_series(own: Answers, unit: Answers) -> str:
        verdict = MET
        for now_of, before_of in series:
            now, before = now_of(own), before_of(own)
            if now is None or before is None:
                step = UNKNOWN
            elif now == before:
                step = if_equal if now else if_zero
            else:
                step = MET if now < before else NOT_MET
            if step is NOT_MET:
                verdict = NOT_MET
            elif step is UNKNOWN and verdict is MET:
                verdict = UNKNOWN
        return verdict

    return judge_series


def counted(rule: Counted, frame: Frame) -> Test:
    name, in_unit = where(rule.counted)
    at_least = rule.at_least
    at_most = rule.at_most
    slow = counter(name, frame) if not in_unit else None

    def judge_number(own: Answers, unit: Answers) -> str:
        value = (unit if in_unit else own).get(name)
        if type(value) is not int or value < 0:
            if value is None:
                return UNKNOWN
            if slow is None:
                raise ValueError(value)
            value = slow(own) or 0
        if at_least is not None:
            return MET if value >= at_least else NOT_MET
        return MET if value <= (at_most or 0) else NOT_MET

    return judge_number
