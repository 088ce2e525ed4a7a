"""The sentences of the features: what each means in a world of its own.

Given steps must succeed; When steps may be refused, and the next step must then speak of the refusal; every Then step
asserts. A sentence is matched by exactly one step.
"""

import shutil
from collections.abc import Iterator
from datetime import datetime, time
from pathlib import Path

import parse
import pytest
from pytest_bdd import given, parsers, then, when
from sqlalchemy import event as hooks

from domain import outbox, schema, supplements
from domain.calendar import VIET_NAM
from domain.catalogue import Catalogue, load
from domain.database import Database, Sql
from domain.events import EVENTS
from domain.lifecycle import STATE_NAMES, State
from domain.people import Deed
from domain.proof import leaves
from tests.features.world import Table, World, day_of, rows_of

CRITERIA = Path(__file__).parents[2] / "criteria"

DEEDS = {
    "đăng ký cho": Deed.REGISTER,
    "rút hồ sơ của": Deed.WITHDRAW,
    "từ chối kiểm tra": Deed.RECUSE,
    "công nhận": Deed.APPROVE,
    "không công nhận": Deed.DECLINE,
    "trả lại hồ sơ của": Deed.RETURN,
    "giữ nguyên công nhận": Deed.UPHOLD,
    "thu hồi công nhận": Deed.REVOKE,
    "khôi phục công nhận": Deed.REINSTATE,
    "khiếu nại cho": Deed.APPEAL,
}
VERDICTS = {
    "đạt": "met",
    "chưa đạt": "not_met",
    "chưa rõ": "unknown",
    "không áp dụng": "not_applicable",
    "chưa đủ căn cứ": "undecided",
}


@parse.with_pattern("|".join(DEEDS))
def a_deed(words: str) -> Deed:
    return DEEDS[words]


@parse.with_pattern(r"(?:(?! kiểm tra )[^“”:,])+")
def a_name(words: str) -> str:
    """A unit's name. “kiểm tra” before it belongs to the sentence, also where an inspector's name holds it too."""
    return words


TYPES = {
    "Deed": a_deed,
    "Unit": a_name,
    "Word": parse.with_pattern("[^“”]+")(lambda said: said),
    "Day": parse.with_pattern(r"\d\d/\d\d/\d{4}")(day_of),
}


def words(sentence: str) -> parsers.parse:
    return parsers.parse(sentence, extra_types=TYPES)


@pytest.fixture(scope="session")
def empty_database(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A database with all its tables and nothing in them, made once and copied for every scenario."""
    file = tmp_path_factory.mktemp("empty") / "antoan.db"
    database = Database(f"sqlite:///{file}")
    schema.upgrade(database)
    database.close()
    return file


@pytest.fixture(scope="session")
def catalogue() -> Catalogue:
    return load(CRITERIA)


@pytest.fixture
def world(tmp_path: Path, empty_database: Path, catalogue: Catalogue) -> Iterator[World]:
    file = shutil.copy(empty_database, tmp_path / "antoan.db")
    database = Database(f"sqlite:///{file}")
    # No power cut is spoken of here: waiting for the disk at each commit would take most of the time.
    hooks.listen(
        database.engine, "connect", lambda connection, _: connection.execute("pragma synchronous = off")
    )
    world = World(database, catalogue, tmp_path)
    yield world
    world.close()


# --- the scene ---------------------------------------------------------------------------------------


@given(words("hôm nay là ngày {day:Day}"))
@when(words("đến ngày {day:Day}"))
def it_is_the_day(world: World, day) -> None:
    world.now = datetime.combine(day, time(8), VIET_NAM)
    world.follow()


@given(words("bây giờ là {hour:d} giờ {minute:d} ngày {day:Day}"))
def it_is_the_minute(world: World, hour: int, minute: int, day) -> None:
    world.now = datetime.combine(day, time(hour, minute), VIET_NAM)


@given("các đơn vị sau:")
def units_exist(world: World, datatable: Table) -> None:
    world.take_over_units(datatable)


@given("những cán bộ sau:")
@when("có thêm cán bộ:")
def people_are_appointed(world: World, datatable: Table) -> None:
    world.appoint(datatable)


@given(words("đợt {season:d} đã mở"))
def the_season_is_open(world: World, season: int) -> None:
    world.open_season(season)


@given(words("đợt {season:d} đã khóa sổ"))
def the_season_is_closed(world: World, season: int) -> None:
    world.open_season(season)
    with world.database.transaction() as session:
        session.run(Sql("update season set closed_at = opened_at where year = :year"), year=season)


@given(words("{unit:Unit} đã đăng ký"))
def it_has_registered(world: World, unit: str) -> None:
    world.register([unit])


@given(words("{who} đã đăng ký cho {unit:Unit}"))
def somebody_has_registered_it(world: World, who: str, unit: str) -> None:
    somebody_acts(world, who, Deed.REGISTER, unit)
    world.nothing_is_left_unread()


@given(words("{unit:Unit} đã được kiểm tra, mọi nội dung đều đạt"))
def it_has_been_inspected(world: World, unit: str) -> None:
    world.inspect([unit])


@given(words("{unit:Unit} đã được kiểm tra, mọi nội dung đều đạt, riêng:"))
def it_has_been_inspected_but(world: World, unit: str, datatable: Table) -> None:
    world.inspect([unit], world.facts_but(unit, datatable))


@given(words("{names:Unit} đã được công nhận"))
@when(words("{names:Unit} được công nhận"))
def they_are_recognised(world: World, names: str) -> None:
    """One unit, or two with “và” between them, each carried from wherever it stands to its recognition."""
    for unit in names.split(" và "):
        found = world.rows(
            "select state from application where unit_code = :code and season = :season",
            code=world.code(unit),
            season=world.now.year,
        )
        if not found:
            world.register([unit])
        if not found or found[0][0] == State.UNDER_INSPECTION:
            world.inspect([unit])
        world.decide([unit], Deed.APPROVE)


@given(words("{unit:Unit} có {many:d} khu dân cư, trong đó {registered:d} khu dân cư đã đăng ký"))
def it_has_areas(world: World, unit: str, many: int, registered: int) -> None:
    names = _areas(world, unit, many)
    world.register(names[:registered])


@given(
    words(
        "{unit:Unit} có {many:d} khu dân cư đều đã đăng ký: {recognised:d} được công nhận, {declined:d} không được công nhận"
    )
)
def it_has_decided_areas(world: World, unit: str, many: int, recognised: int, declined: int) -> None:
    names = _areas(world, unit, many)
    world.register(names)
    world.inspect(names[: recognised + declined])
    world.decide(names[:recognised], Deed.APPROVE)
    world.decide(names[recognised : recognised + declined], Deed.DECLINE)


def _areas(world: World, commune: str, many: int) -> list[str]:
    """Residential areas “khu dân cư 1, 2, …” of a commune, each with a head who may register it."""
    parent = world.code(commune)
    names = [f"Khu dân cư {number}" for number in range(1, many + 1)]
    rows = [[f"{parent}-{n}", name, "khu dân cư", parent] for n, name in enumerate(names, 1)]
    world.take_over_units([["mã", "tên", "loại", "thuộc"], *rows])
    heads = [[f"Trưởng {name.lower()}", "người đăng ký", name] for name in names]
    world.appoint([["cán bộ", "vai trò", "nơi"], *heads])
    return names


# --- what people do ----------------------------------------------------------------------------------


@when(words("{who} {deed:Deed} {unit:Unit}"))
def somebody_acts(world: World, who: str, deed: Deed, unit: str, reason: str = "", **more) -> None:
    if deed is Deed.REGISTER:
        world.act(who, deed, unit=world.code(unit), season=world.now.year, **more)
    else:
        world.act(who, deed, reference=world.case(unit).reference, reason=reason, **more)


@given(words("{who} {deed:Deed} {unit:Unit} vì “{reason}”"))
@when(words("{who} {deed:Deed} {unit:Unit} vì “{reason}”"))
def somebody_acts_for_a_reason(world: World, who: str, deed: Deed, unit: str, reason: str) -> None:
    somebody_acts(world, who, deed, unit, reason)


@when(words("{who} {deed:Deed} {unit:Unit}, gửi hai lần"))
def somebody_sends_the_same_act_twice(world: World, who: str, deed: Deed, unit: str) -> None:
    for _ in range(2):
        somebody_acts(world, who, deed, unit, key="một việc")
        world.nothing_is_left_unread()


@when(words("{who} đăng ký vào đợt {season:d} cho {unit:Unit}"))
def somebody_registers_for_a_season(world: World, who: str, unit: str, season: int) -> None:
    world.act(who, Deed.REGISTER, unit=world.code(unit), season=season)


@given(words("{who} đã xem hồ sơ của {unit:Unit}"))
def somebody_has_seen_it(world: World, who: str, unit: str) -> None:
    world.seen[who] = world.case(unit).number


@when(words("{who} {deed:Deed} {unit:Unit}, theo hồ sơ đã xem"))
def somebody_acts_on_what_they_saw(world: World, who: str, deed: Deed, unit: str) -> None:
    somebody_acts(world, who, deed, unit, seen=world.seen[who])


@when(words("{who} phân công {inspector} kiểm tra {unit:Unit}"))
def somebody_assigns(world: World, who: str, inspector: str, unit: str) -> None:
    login = world.rows("select login from account where name = :name", name=inspector)[0][0]
    world.act(who, Deed.ASSIGN, reference=world.case(unit).reference, inspector=login)


@when(words("{who} ghi kết quả kiểm tra {unit:Unit}, mọi nội dung đều đạt"))
def somebody_inspects(world: World, who: str, unit: str) -> None:
    world.act(who, Deed.INSPECT, reference=world.case(unit).reference, facts=world.full_facts(unit))


@when(words("{who} ghi kết quả kiểm tra {unit:Unit}, mọi nội dung đều đạt, riêng:"))
def somebody_inspects_and_finds(world: World, who: str, unit: str, datatable: Table) -> None:
    facts = world.facts_but(unit, datatable)
    world.act(who, Deed.INSPECT, reference=world.case(unit).reference, facts=facts)


@given(words("{who} đã nộp hồ sơ của {unit:Unit}, kê khai mọi nội dung đều đạt, riêng:"))
@when(words("{who} nộp hồ sơ của {unit:Unit}, kê khai mọi nội dung đều đạt, riêng:"))
def somebody_submits_a_dossier_but(world: World, who: str, unit: str, datatable: Table) -> None:
    facts = world.facts_but(unit, datatable)
    world.act(who, Deed.SUBMIT_DOSSIER, reference=world.case(unit).reference, facts=facts)


@given(words("{who} đã nộp hồ sơ của {unit:Unit}, kê khai mọi nội dung đều đạt"))
@when(words("{who} nộp hồ sơ của {unit:Unit}, kê khai mọi nội dung đều đạt"))
def somebody_submits_a_dossier(world: World, who: str, unit: str) -> None:
    world.act(who, Deed.SUBMIT_DOSSIER, reference=world.case(unit).reference, facts=world.full_facts(unit))


@when(words("{who} yêu cầu {unit:Unit} bổ sung “{paper}” vì “{reason}”"))
def somebody_asks_for_a_paper(world: World, who: str, unit: str, paper: str, reason: str) -> None:
    case = world.case(unit)
    standard = world.catalogue.pinned(case.standard, case.sha256)
    named = [part.key for part in supplements.parts(standard, {}) if part.label.vi == paper] or [paper]
    world.act(who, Deed.ASK_SUPPLEMENT, reference=case.reference, parts=named, reason=reason)


@when(words("{unit:Unit} được kiểm tra, mọi nội dung đều đạt"))
def it_is_inspected(world: World, unit: str) -> None:
    world.inspect([unit])


@when(words("{unit:Unit} được kiểm tra, mọi nội dung đều đạt, riêng:"))
def it_is_inspected_but(world: World, unit: str, datatable: Table) -> None:
    world.inspect([unit], world.facts_but(unit, datatable))


@when(words("{unit:Unit} được kiểm tra, mọi nội dung đều đạt, nhưng có vụ việc:"))
def it_is_inspected_and_there_were_incidents(world: World, unit: str, datatable: Table) -> None:
    world.inspect([unit], world.facts_with_incidents(unit, datatable))


# --- what must hold ----------------------------------------------------------------------------------


@then(words("việc đó bị từ chối: “{sentence}”"))
def it_is_refused(world: World, sentence: str) -> None:
    assert world.refusal is not None, "it was not refused"
    assert world.refusal.in_("vi") == sentence
    world.refusal = None


@then("việc đó được chấp nhận")
def it_is_accepted(world: World) -> None:
    world.nothing_is_left_unread()
    assert world.answers


@then(words("cả hai lần đều nhận hồ sơ số {reference}"))
def both_were_answered_alike(world: World, reference: str) -> None:
    first, second = world.answers[-2:]
    assert first == second
    assert first["reference"] == reference


@then(words("số hồ sơ của {unit:Unit} là {reference}"))
def its_reference_is(world: World, unit: str, reference: str) -> None:
    assert world.case(unit).reference == reference


@then(words("hồ sơ của {unit:Unit} ở trạng thái “{state}”"))
def it_stands_at(world: World, unit: str, state: str) -> None:
    world.nothing_is_left_unread()
    case = world.case(unit)
    assert case.state is not None
    assert STATE_NAMES[case.state].vi == state


@then(words("người kiểm tra {unit:Unit} là {who}"))
def its_inspector_is(world: World, unit: str, who: str) -> None:
    world.nothing_is_left_unread()
    assert world.inspector(unit) == who


@then(words("{unit:Unit} chưa có người kiểm tra"))
def it_has_no_inspector(world: World, unit: str) -> None:
    assert world.case(unit).inspector is None


@then(words("hạn kiểm tra {unit:Unit} là ngày {day:Day}"))
def its_inspection_is_due(world: World, unit: str, day) -> None:
    assert world.case(unit).due_on == day.isoformat()


@then(words("kết quả chấm của {unit:Unit} là “{verdict:Word}”"))
def its_verdict_is(world: World, unit: str, verdict: str) -> None:
    world.nothing_is_left_unread()
    card = world.scorecard(unit)
    assert card.verdict == VERDICTS[verdict]
    assert world.case(unit).verdict == VERDICTS[verdict]


@then(words("tiêu chí {code} của {unit:Unit} là “{verdict:Word}”"))
def a_criterion_is(world: World, code: str, unit: str, verdict: str) -> None:
    found = {finding.code: finding.verdict for finding in world.scorecard(unit).findings}
    assert found[code] == VERDICTS[verdict]


@then(words("tiêu chí {code} của {unit:Unit} là “{verdict:Word}” vì “{why}”"))
def a_criterion_is_because(world: World, code: str, unit: str, verdict: str, why: str) -> None:
    a_criterion_is(world, code, unit, verdict)
    said = {
        criterion["code"]: criterion["why"]["vi"] for criterion in world.scorecard(unit).explain()["criteria"]
    }
    assert said[code] == why


@then(words("{unit:Unit} còn thiếu:"))
def it_still_lacks(world: World, unit: str, datatable: Table) -> None:
    standard = world.standard(unit)
    names = (missing.split(".")[:2] for missing in world.scorecard(unit).missing)
    lacking = [(code, standard.by_code[code].facts[name].vi) for code, name in names]
    assert lacking == [(row["tiêu chí"], row["nội dung"]) for row in rows_of(datatable)]


@then(words("để đạt, {unit:Unit} cần:"))
def it_needs(world: World, unit: str, datatable: Table) -> None:
    needed = world.proof(unit)["to_pass"]["this_season"]
    assert needed is not None, "nothing this season can make it pass"
    told = [(one["criterion"], one["says"]["vi"]) for one in needed]
    assert told == [(row["tiêu chí"], row["việc cần làm"]) for row in rows_of(datatable)]


@then(words("năm nay {unit:Unit} không còn cách nào để đạt, vì:"))
def nothing_can_make_it_pass_this_season(world: World, unit: str, datatable: Table) -> None:
    needed = world.proof(unit)["to_pass"]
    assert needed["this_season"] is None
    assert needed["says"]["vi"].startswith("Năm nay không còn cách nào để đạt")
    past = [one for one in needed["smallest"] if one["cannot_be_changed_this_season"]]
    assert [(one["criterion"], one["says"]["vi"]) for one in past] == [
        (row["tiêu chí"], row["điều không thay đổi được"]) for row in rows_of(datatable)
    ]


@then(words("“{label}” của tiêu chí {code} của {unit:Unit} được chứng minh là “{said}”"))
def a_fact_is_proven(world: World, label: str, code: str, unit: str, said: str) -> None:
    facts = world.standard(unit).by_code[code].facts
    (name,) = (name for name, fact in facts.items() if fact.vi == label)
    told = {
        leaf["says"]["vi"]
        for where, leaf in leaves(world.proof(unit))
        if (where, leaf["fact"]) == (code, name)
    }
    assert told == {said}


@then(words("chỉ riêng những dữ kiện sau quyết định kết quả của {unit:Unit}:"))
def these_facts_decide(world: World, unit: str, datatable: Table) -> None:
    standard = world.standard(unit)
    decisive = {(code, leaf["fact"]) for code, leaf in leaves(world.proof(unit)) if leaf.get("decisive")}
    told = sorted((code, standard.by_code[code].facts[name].vi) for code, name in decisive)
    assert told == sorted((row["tiêu chí"], row["nội dung"]) for row in rows_of(datatable))


@then(words("lịch sử hồ sơ của {unit:Unit} gồm:"))
def its_history_is(world: World, unit: str, datatable: Table) -> None:
    history = world.rows(
        "select e.name, c.name from event e left join account c on c.id = e.account where application = :id order by number",
        id=world.case(unit).id,
    )
    said = [(EVENTS[name].title.vi, who or "hệ thống") for name, who in history]
    assert said == [(row["việc"], row["người làm"]) for row in rows_of(datatable)]


@then(words("giấy công nhận của {unit:Unit} mang số {number}"))
def its_certificate_is(world: World, unit: str, number: str) -> None:
    found = world.rows(
        "select serial, season, revoked_at from certificate where application = :id", id=world.case(unit).id
    )
    assert [(f"{serial}/{season}", revoked) for serial, season, revoked in found] == [(number, None)]


@then(words("{unit:Unit} không có giấy công nhận còn giá trị"))
def it_has_no_valid_certificate(world: World, unit: str) -> None:
    world.nothing_is_left_unread()
    sql = "select 1 from certificate where application = :id and revoked_at is null"
    assert world.rows(sql, id=world.case(unit).id) == []


@then(words("hệ thống báo còn vướng: “{sentence}”"))
def the_office_is_told_what_hinders(world: World, sentence: str) -> None:
    with world.database.reading() as session:
        errors = [trouble.error for trouble in outbox.troubles(session)]
    assert errors == [sentence]
    world.known_troubles += errors
