"""Peers: the benchmark's standard said in other rule engines, each in the fastest form that it has and, for zen, with trace.

An engine is made once (its rules are compiled, parsed or loaded) and then takes flat answers, a plain dict each. It returns
for each application the codes of the thirty criteria (1 met, 0 not met, -1 a fact is missing) and the verdict.
"""

import json
from collections.abc import Callable
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

from benchmarks.scoring.by_hand import FUNCTIONS, concluded
from domain.rulebook.mistakes import Shape
from domain.rulebook.shares import ratio
from domain.rules import AllOf, AnyOf, Counted, No, NoneOf, Reduced, Share, Yes
from domain.standards import Standard

Answers = dict[str, Any]
Verdicts = list[tuple[list[int], str]]
Engine = Callable[[list[Answers]], Verdicts]


@dataclass(frozen=True)
class Style:
    """How a language of the C family writes what is asked here; every one of them knows null, and whole numbers exactly."""

    both: str = " and "
    either: str = " or "
    negated: str = "not {}"

    def expression(self, rule: Shape) -> str:
        """The code of a rule: 1, 0 or -1."""
        match rule:
            case Yes(yes=name):
                return f"({name} == null ? -1 : {name} ? 1 : 0)"
            case No(no=name):
                return f"({name} == null ? -1 : {name} ? 0 : 1)"
            case Counted(counted=name, at_least=int(limit)):
                return f"({name} == null ? -1 : {name} >= {limit} ? 1 : 0)"
            case Counted(counted=name, at_most=int(limit)):
                return f"({name} == null ? -1 : {name} <= {limit} ? 1 : 0)"
            case NoneOf(none=(name,)):
                return f"({name} == null ? -1 : {name} == 0 ? 1 : 0)"
            case Share(share=(part, whole)):
                over, of = ratio(rule.at_least)
                known = self.either.join([f"{part} == null", f"{whole} == null", f"{whole} == 0"])
                return f"({known} ? -1 : {part} * {of} >= {whole} * {over} ? 1 : 0)"
            case AllOf() | AnyOf():
                found = [
                    self.expression(part) for part in (rule.all if isinstance(rule, AllOf) else rule.any)
                ]
                first, last = (0, 1) if isinstance(rule, AllOf) else (1, 0)
                some, open_ = (self.either.join(f"{one} == {code}" for one in found) for code in (first, -1))
                return f"({some} ? {first} : {open_} ? -1 : {last})"
            case Reduced(reduced=series):
                fell = [
                    f"({now} == null{self.either}{before} == null ? -1 : {now} < {before}{self.either}"
                    f"({now} == 0{self.both}{before} == 0) ? 1 : 0)"
                    for now, before in series
                ]
                some, open_ = (self.either.join(f"{one} == {code}" for one in fell) for code in (0, -1))
                return f"({some} ? 0 : {open_} ? -1 : 1)"
        raise NotImplementedError(type(rule))


ZEN = Style()
CEL = Style(both=" && ", either=" || ")


def by_hand(standard: Standard) -> Engine:
    def run(applications: list[Answers]) -> Verdicts:
        found = []
        for one in applications:
            codes = [function(one) for function in FUNCTIONS]
            found.append((codes, concluded(codes)))
        return found

    return run


def zen_list(standard: Standard) -> Engine:
    """zen-engine's fastest form: one compiled expression that is the list of all codes; no graph, no trace."""
    import zen

    text = ", ".join(ZEN.expression(criterion.rule) for criterion in standard.criteria)
    evaluate = zen.compile_expression(f"[{text}]").evaluate

    def run(applications: list[Answers]) -> Verdicts:
        found = []
        for one in applications:
            codes = evaluate(one)
            found.append((codes, concluded(codes)))
        return found

    return run


def zen_graph(standard: Standard) -> Engine:
    """zen-engine's decision graph with its trace: the form that can say something about why."""
    import zen

    decision = zen.ZenEngine().create_decision(json.dumps(graph(standard)))
    codes = standard.codes

    def run(applications: list[Answers]) -> Verdicts:
        found = []
        for one in applications:
            said = decision.evaluate(one, {"trace": True})["result"]
            found.append(([int(said[code]) for code in codes], said["verdict"]))
        return found

    return run


def graph(standard: Standard) -> dict[str, Any]:
    """The standard as a JDM graph: an expression node for the criteria, a decision table for the verdict."""
    codes = standard.codes
    written = [
        {"id": one.code, "key": one.code, "value": ZEN.expression(one.rule)} for one in standard.criteria
    ]
    listed = ", ".join(f"$.{code}" for code in codes)
    written += [
        {"id": "failed", "key": "failed", "value": f"some([{listed}], # == 0)"},
        {"id": "open", "key": "open", "value": f"some([{listed}], # < 0)"},
    ]
    rules = [
        {"_id": "r0", "f": "true", "o": "", "v": "'not_met'"},
        {"_id": "r1", "f": "", "o": "true", "v": "'undecided'"},
        {"_id": "r2", "f": "", "o": "", "v": "'met'"},
    ]
    inputs = [
        {"id": "f", "name": "failed", "type": "expression", "field": "failed"},
        {"id": "o", "name": "open", "type": "expression", "field": "open"},
    ]
    table = {
        "hitPolicy": "first",
        "passThrough": True,
        "inputs": inputs,
        "outputs": [{"id": "v", "name": "verdict", "type": "expression", "field": "verdict"}],
        "rules": rules,
    }
    nodes = [("in", "inputNode", None), ("criteria", "expressionNode", {"expressions": written})]
    nodes += [("verdict", "decisionTableNode", table), ("out", "outputNode", None)]
    return {
        "nodes": [
            {"id": id, "type": kind, "name": id, "position": {"x": place, "y": 0}} | ({"content": content} if content else {})
            for place, (id, kind, content) in enumerate(nodes)
        ],
        "edges": [
            {"id": f"e{place}", "sourceId": one[0], "targetId": other[0], "type": "edge"}
            for place, (one, other) in enumerate(pairwise(nodes))
        ],
    }  # fmt: skip


def cel(standard: Standard) -> Engine:
    """CEL in Rust (common-expression-language): one compiled expression that is the list of all codes."""
    import cel as rust

    text = ", ".join(CEL.expression(criterion.rule) for criterion in standard.criteria)
    execute = rust.compile(f"[{text}]").execute

    def run(applications: list[Answers]) -> Verdicts:
        found = []
        for one in applications:
            codes = execute(one)
            found.append((codes, concluded(codes)))
        return found

    return run


def datalogic(standard: Standard) -> Engine:
    """JSONLogic in Rust (datalogic-py): one compiled rule that is the list of all codes."""
    import datalogic_py

    engine = datalogic_py.Engine()
    rule = engine.compile([jsonlogic(criterion.rule) for criterion in standard.criteria])
    evaluate = engine.session().evaluate

    def run(applications: list[Answers]) -> Verdicts:
        found = []
        for one in applications:
            codes = evaluate(rule, one)
            found.append((codes, concluded(codes)))
        return found

    return run


def jsonlogic(rule: Shape) -> dict[str, Any]:
    """The code of a rule in JSONLogic."""

    def var(name: str) -> dict[str, Any]:
        return {"var": name}

    def missing(*names: str) -> dict[str, Any]:
        tests = [{"===": [var(name), None]} for name in names]
        return tests[0] if len(tests) == 1 else {"or": tests}

    def choice(unknown: Any, known: Any, yes: int = 1, no: int = 0) -> dict[str, Any]:
        return {"if": [unknown, -1, known, yes, no]}

    def joined(codes: list[Any], first: int) -> dict[str, Any]:
        some, open_ = ({"or": [{"===": [one, code]} for one in codes]} for code in (first, -1))
        return {"if": [some, first, open_, -1, 1 - first]}

    match rule:
        case Yes(yes=name):
            return choice(missing(name), var(name))
        case No(no=name):
            return choice(missing(name), var(name), 0, 1)
        case Counted(counted=name, at_least=int(limit)):
            return choice(missing(name), {">=": [var(name), limit]})
        case Counted(counted=name, at_most=int(limit)):
            return choice(missing(name), {"<=": [var(name), limit]})
        case NoneOf(none=(name,)):
            return choice(missing(name), {"===": [var(name), 0]})
        case Share(share=(part, whole)):
            over, of = ratio(rule.at_least)
            unknown = {"or": [*missing(part, whole)["or"], {"===": [var(whole), 0]}]}
            return choice(unknown, {">=": [{"*": [var(part), of]}, {"*": [var(whole), over]}]})
        case AllOf(all=parts):
            return joined([jsonlogic(part) for part in parts], 0)
        case AnyOf(any=parts):
            return joined([jsonlogic(part) for part in parts], 1)
        case Reduced(reduced=series):
            return joined(
                [
                    choice(
                        missing(now, before),
                        {
                            "or": [
                                {"<": [var(now), var(before)]},
                                {"and": [{"===": [var(now), 0]}, {"===": [var(before), 0]}]},
                            ]
                        },
                    )
                    for now, before in series
                ],
                0,
            )
    raise NotImplementedError(type(rule))
