"""Tighter: the proof that a rule recognises nothing that another does not; compared part by part, exactly.

What is proven of every pair is: where the new rule is met or does not apply, the old one is met or does not apply.
Two rules whose relation nobody can tell from their words count as looser: an overlay may only say what is plain.
"""

from collections.abc import Mapping

from domain.rulebook.facts import Step
from domain.rulebook.mistakes import Shape
from domain.rules import (
    AllOf,
    AnyOf,
    Chosen,
    Counted,
    Dated,
    NoneOf,
    OnlyWhere,
    Rated,
    Reduced,
    Share,
    walk,
)

# For a rating: the steps of its scale, from the lowest to the highest.
Scales = Mapping[str, tuple[Step, ...]]


def tighter(new: Shape, old: Shape, scales: Scales) -> bool:
    """Whether `new` is `old`, or stricter. `scales` has the steps of every rating by the name of its fact."""
    if new == old:
        return True
    if isinstance(new, AllOf) and not isinstance(old, AllOf):
        return any(tighter(part, old, scales) for part in new.all)
    match old, new:
        case AllOf(), AllOf():
            return all(any(tighter(part, kept, scales) for part in new.all) for kept in old.all)
        case AnyOf(), AnyOf():
            # A part that does not apply is no reason to be met; where there are such parts, only the same will do.
            plain = not any(isinstance(one, OnlyWhere) for rule in (old, new) for one in walk(rule))
            return plain and all(any(tighter(part, kept, scales) for kept in old.any) for part in new.any)
        case OnlyWhere(), OnlyWhere():
            return new.only_where == old.only_where and tighter(new.then, old.then, scales)
        case Share(), Share():
            return _share(new, old)
        case Counted(), Counted():
            return new.counted == old.counted and _limit(new, old)
        case Rated(), Rated():
            steps = [step.code for step in scales.get(old.rated, ())]
            return (
                new.rated == old.rated
                and {new.at_least, old.at_least} <= set(steps)
                and (steps.index(new.at_least) >= steps.index(old.at_least))
            )
        case Chosen(), Chosen():
            return new.chosen == old.chosen and set(new.among) <= set(old.among)
        case NoneOf(), NoneOf():
            return set(new.none) >= set(old.none)
        case Reduced(), Reduced():
            return set(new.reduced) >= set(old.reduced) and all(
                before == after or after == "not_met"
                for before, after in (
                    (old.if_equal, new.if_equal),
                    (old.if_both_zero, new.if_both_zero),
                )
            )
        case Dated(), Dated():
            return new.dated == old.dated and old.within == "any-time"
    return False


def _share(new: Share, old: Share) -> bool:
    """A larger share of the same numbers, compared in whole numbers: 2/3 is less than 66,67 %."""
    if (new.share, new.pending) != (old.share, old.pending):
        return False
    left, right = new.asked[0] * old.asked[1], old.asked[0] * new.asked[1]
    return left > right or (left == right and (new.strict or not old.strict))


def _limit(new: Counted, old: Counted) -> bool:
    if new.at_least is not None and old.at_least is not None:
        return new.at_least >= old.at_least
    return new.at_most is not None and old.at_most is not None and new.at_most <= old.at_most
