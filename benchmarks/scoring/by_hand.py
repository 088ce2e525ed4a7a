"""By hand: the benchmark's standard as thirty Python functions, and as Polars expressions, as a person would write them.

Each function takes the flat answers and returns 1 (met), 0 (not met) or -1 (a fact is missing).
"""

from typing import Any

Answers = dict[str, Any]


def c01(a: Answers) -> int:
    return -1 if a["no_serious_crime"] is None else 1 if a["no_serious_crime"] else 0


def c02(a: Answers) -> int:
    return -1 if a["fatal_fire"] is None else 0 if a["fatal_fire"] else 1


def c03(a: Answers) -> int:
    return -1 if a["plan_signed"] is None else 1 if a["plan_signed"] else 0


def c04(a: Answers) -> int:
    return -1 if a["self_managed_team"] is None else 1 if a["self_managed_team"] else 0


def c05(a: Answers) -> int:
    return -1 if a["camera_at_gate"] is None else 1 if a["camera_at_gate"] else 0


def c06(a: Answers) -> int:
    return -1 if a["hotline_published"] is None else 1 if a["hotline_published"] else 0


def c07(a: Answers) -> int:
    return -1 if a["convention_signed"] is None else 1 if a["convention_signed"] else 0


def c08(a: Answers) -> int:
    return -1 if a["reports_late"] is None else 0 if a["reports_late"] else 1


def c09(a: Answers) -> int:
    return -1 if a["thefts"] is None else 1 if a["thefts"] <= 5 else 0


def c10(a: Answers) -> int:
    return -1 if a["traffic_violations"] is None else 1 if a["traffic_violations"] <= 20 else 0


def c11(a: Answers) -> int:
    return -1 if a["drug_cases"] is None else 0 if a["drug_cases"] else 1


def c12(a: Answers) -> int:
    return -1 if a["fire_drills"] is None else 1 if a["fire_drills"] >= 2 else 0


def c13(a: Answers) -> int:
    return -1 if a["meetings"] is None else 1 if a["meetings"] >= 4 else 0


def c14(a: Answers) -> int:
    return -1 if a["extinguishers"] is None else 1 if a["extinguishers"] >= 10 else 0


def c15(a: Answers) -> int:
    part, whole = a["committed"], a["households"]
    return -1 if part is None or not whole else 1 if part * 10 >= whole * 9 else 0


def c16(a: Answers) -> int:
    part, whole = a["trained"], a["members"]
    return -1 if part is None or not whole else 1 if part * 1000 >= whole * 755 else 0


def c17(a: Answers) -> int:
    part, whole = a["declared"], a["residents"]
    return -1 if part is None or not whole else 1 if part * 100 >= whole * 95 else 0


def c18(a: Answers) -> int:
    part, whole = a["in_time"], a["handled"]
    return -1 if part is None or not whole else 1 if part * 100 >= whole * 95 else 0


def c19(a: Answers) -> int:
    part, whole = a["solved"], a["reported"]
    return -1 if part is None or not whole else 1 if part * 10 >= whole * 8 else 0


def c20(a: Answers) -> int:
    part, whole = a["volunteers"], a["adults"]
    return -1 if part is None or not whole else 1 if part * 100 >= whole * 5 else 0


def c21(a: Answers) -> int:
    part, whole = a["alarms_working"], a["alarms"]
    return -1 if part is None or not whole else 1 if part * 10 >= whole * 9 else 0


def c22(a: Answers) -> int:
    part, whole = a["without_complaint"], a["homes"]
    return -1 if part is None or not whole else 1 if part * 100 >= whole * 98 else 0


def c23(a: Answers) -> int:
    return -1 if a["culture_score"] is None else 1 if a["culture_score"] >= 60 else 0


def c24(a: Answers) -> int:
    return -1 if a["patrols"] is None else 1 if a["patrols"] >= 4 else 0


def c25(a: Answers) -> int:
    part, whole = a["mediated"], a["disputes"]
    return -1 if part is None or not whole else 1 if part * 3 >= whole * 2 else 0


def c26(a: Answers) -> int:
    return -1 if a["response_minutes"] is None else 1 if a["response_minutes"] <= 20 else 0


def c27(a: Answers) -> int:
    return -1 if a["news_posts"] is None else 1 if a["news_posts"] >= 1 else 0


def c28(a: Answers) -> int:
    exit_marked, wiring, hydrants = a["exit_marked"], a["wiring_checked"], a["hydrants"]
    if exit_marked is False or wiring is False or (hydrants is not None and hydrants < 1):
        return 0
    return -1 if exit_marked is None or wiring is None or hydrants is None else 1


def c29(a: Answers) -> int:
    guard, cameras = a["guard"], a["cameras"]
    if guard or (cameras is not None and cameras >= 8):
        return 1
    return -1 if guard is None or cameras is None else 0


def c30(a: Answers) -> int:
    found = 1
    for now, before in ((a["crimes"], a["crimes_before"]), (a["evils"], a["evils_before"])):
        if now is None or before is None:
            found = min(found, -1) if found else 0
        elif not (now < before or now == before == 0):
            found = 0
    return found


FUNCTIONS = (
    c01, c02, c03, c04, c05, c06, c07, c08, c09, c10, c11, c12, c13, c14, c15,
    c16, c17, c18, c19, c20, c21, c22, c23, c24, c25, c26, c27, c28, c29, c30,
)  # fmt: skip


def concluded(codes: list[int]) -> str:
    """All criteria must be met; a missing fact leaves it open unless something else has failed."""
    return "not_met" if 0 in codes else "undecided" if -1 in codes else "met"


def polars_expressions() -> list[Any]:
    """A Boolean column for each criterion, null where a fact is missing, and the verdict as one more."""
    import polars as pl

    def share(part: str, whole: str, over: int, of: int) -> Any:
        return pl.when(pl.col(whole) > 0).then(pl.col(part) * of >= pl.col(whole) * over)

    def fell(now: str, before: str) -> Any:
        return (pl.col(now) < pl.col(before)) | ((pl.col(now) == 0) & (pl.col(before) == 0))

    def falls(now: str, before: str) -> Any:
        # One of the two alone says nothing, even where it is 0 or more than could be undercut.
        return pl.when(pl.col(now).is_not_null() & pl.col(before).is_not_null()).then(fell(now, before))

    col = pl.col
    criteria = [
        col("no_serious_crime"), ~col("fatal_fire"), col("plan_signed"), col("self_managed_team"), col("camera_at_gate"),
        col("hotline_published"), col("convention_signed"), ~col("reports_late"), col("thefts") <= 5,
        col("traffic_violations") <= 20, col("drug_cases") == 0, col("fire_drills") >= 2, col("meetings") >= 4,
        col("extinguishers") >= 10, share("committed", "households", 9, 10), share("trained", "members", 755, 1000),
        share("declared", "residents", 95, 100), share("in_time", "handled", 95, 100), share("solved", "reported", 8, 10),
        share("volunteers", "adults", 5, 100), share("alarms_working", "alarms", 9, 10),
        share("without_complaint", "homes", 98, 100), col("culture_score") >= 60, col("patrols") >= 4,
        share("mediated", "disputes", 2, 3), col("response_minutes") <= 20, col("news_posts") >= 1,
        col("exit_marked") & col("wiring_checked") & (col("hydrants") >= 1), col("guard") | (col("cameras") >= 8),
        falls("crimes", "crimes_before") & falls("evils", "evils_before"),
    ]  # fmt: skip
    named = [one.alias(f"C{number:02}") for number, one in enumerate(criteria, 1)]
    return [*named, pl.all_horizontal(criteria).alias("verdict")]
