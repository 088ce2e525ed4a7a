"""Simulated: what a draft would change, as data for programs and as a CSV file for a spreadsheet."""

import csv
from pathlib import Path
from typing import Any

from domain.cases import place_of, reference
from domain.simulation import VERDICTS, Simulation
from domain.simulation_above import Above
from domain.simulation_judging import Fact, Flip
from domain.texts import Text

WORDS = {
    "met": Text(vi="đạt", en="met"),
    "not_met": Text(vi="chưa đạt", en="not met"),
    "undecided": Text(vi="chưa kết luận", en="undecided"),
    "not_eligible": Text(vi="không thuộc đối tượng", en="not eligible"),
}
_COLUMNS = {
    "reference": Text(vi="số hồ sơ", en="application"),
    "unit": Text(vi="mã đơn vị", en="unit code"),
    "name": Text(vi="tên đơn vị", en="unit"),
    "province": Text(vi="tỉnh", en="province"),
    "place": Text(vi="nơi xét", en="place"),
    "before": Text(vi="hiện hành", en="in force"),
    "after": Text(vi="theo dự thảo", en="under the draft"),
    "clauses": Text(vi="do tiêu chí", en="because of"),
    "standard": Text(vi="bộ tiêu chí", en="standard"),
}
# What a spreadsheet would take for the beginning of a formula, or would drop to find one behind it.
_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n")


def change(pair: tuple[str, str]) -> Text:
    """“đạt → chưa đạt”."""
    before, after = WORDS[pair[0]], WORDS[pair[1]]
    return Text(vi=f"{before.vi} → {after.vi}", en=f"{before.en} → {after.en}")


def label(found: Simulation, fact: Fact) -> Text:
    """What a fact of the draft is called."""
    code, name = fact
    criterion = found.draft.by_code.get(code)
    return criterion.facts[name].label if criterion and name in criterion.facts else Text(vi=name, en=name)


def as_data(found: Simulation, draft: str) -> dict[str, Any]:
    """Everything that was found, for programs. `draft` is the path or file that was asked for."""
    return {
        "draft": {"standard": draft, "sha256": found.draft.sha256, "title": found.draft.title.model_dump()},
        "against": {"standard": found.against.path, "sha256": found.against.sha256},
        "season": found.season,
        "rules_of": found.rules_of,
        "cases": found.cases,
        "not_judged_yet": found.not_judged,
        "verdicts": {
            verdict: {"in_force": found.before[verdict], "draft": found.after[verdict]} for verdict in VERDICTS
        },
        "flips": _flips(found.flipped),
        "provinces": [
            {"path": path, "name": found.name(path), "cases": counts.total(), "flips": _flips(counts)}
            for path, counts in found.provinces.items()
        ],
        "places": [
            {"path": path, "name": found.name(path), "cases": counts.total(), "flips": flips}
            for path, counts in sorted(found.places.items())
            if (flips := _flips(counts))
        ],
        "clauses": [
            {
                "code": code,
                "cites": criterion.cites if (criterion := found.criterion(code)) else None,
                "flips": many,
                "alone": found.alone[code],
            }
            for code, many in found.clauses.most_common()
        ],
        "look_again": found.look_again,
        "facts_needed": [
            {"criterion": fact[0], "fact": fact[1], "label": label(found, fact).model_dump(), "cases": many}
            for fact, many in found.needed.most_common()
        ],
        "not_carried_over": [
            {"criterion": fact[0], "fact": fact[1], "cases": many}
            for fact, many in found.not_carried_over.most_common()
        ],
        "above": [_above(one) for one in found.above],
    }  # fmt: skip


def _above(one: Above) -> dict[str, Any]:
    """What would follow under a standard that waits for the units of the draft."""
    return {
        "standard": one.standard.path,
        "registered": one.registered,
        "cases": one.verdicts.total(),
        "unregistered_no_longer_counted": one.fewer,
        "flips": _flips(one.verdicts),
        "units": [
            {"unit": flip.unit, "name": flip.name, "from": flip.before, "to": flip.after, "clauses": list(flip.clauses)}
            for flip in one.flips
        ],
        "refused": one.refused and one.refused.model_dump(),
    }  # fmt: skip


def _flips(counts: dict[tuple[str, str], int]) -> list[dict[str, Any]]:
    pairs = sorted(counts, key=lambda pair: -counts[pair])
    return [{"from": one[0], "to": one[1], "cases": counts[one]} for one in pairs if one[0] != one[1]]


def write_csv(found: Simulation, file: Path, language: str) -> None:
    """A line for each case that flips, and for each that would flip above. The byte order mark is for spreadsheets that else take UTF-8 for something older."""
    with file.open("w", encoding="utf-8-sig", newline="") as target:
        writer = csv.writer(target)
        writer.writerow([title.in_(language) for title in _COLUMNS.values()])
        for standard, flips in [
            (found.against.path, found.flips),
            *((one.standard.path, one.flips) for one in found.above),
        ]:
            for one in flips:
                writer.writerow(cell(text) for text in _row(found, standard, one, language))


def _row(found: Simulation, standard: str, one: Flip, language: str) -> tuple[str, ...]:
    province = "/".join(one.path.split("/")[:2]) + "/"
    return (
        reference(found.season, one.id) if one.id else "", one.unit, one.name, found.name(province),
        found.name(place_of(one.path)), WORDS[one.before].in_(language), WORDS[one.after].in_(language),
        ", ".join(one.clauses), standard,
    )  # fmt: skip


def cell(text: str) -> str:
    """The text, so that no spreadsheet takes it for a formula."""
    return f"'{text}" if text.startswith(_FORMULA) else text
