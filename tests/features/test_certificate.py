"""A certificate that anybody can check, as its feature tells it.

Seen to fail with its rule broken: a code for what was revoked; one made anew each time; a stolen key's work kept; a
signature that is not asked; a stolen key believed; a list that counts for ever, or for what was signed after it.
"""

from datetime import datetime, time, timedelta

import pytest
from pytest_bdd import given, scenarios, then, when

from domain import certificate_status, certificate_tokens, envelopes, key_sets, signing_keys, status_lists
from domain.calendar import VIET_NAM, today
from domain.certificate_tokens import Signer
from domain.store import transaction
from domain.verification import Found, Verdict, verify
from tests.features.conftest import words
from tests.features.world import World

scenarios("certificate.feature")

ADDRESS = "https://antoan.example.vn"
SEEN = {
    "thật và đang có hiệu lực": Verdict.VALID,
    "thật, chưa biết còn hiệu lực không": Verdict.STATUS_UNKNOWN,
    "thật, nhưng danh sách đã cũ": Verdict.STATUS_OLD,
    "bị thu hồi": Verdict.REVOKED,
    "giả: chữ ký sai": Verdict.FORGED,
    "không phải do nơi này ký": Verdict.UNKNOWN_KEY,
    "không đọc được": Verdict.UNREADABLE,
    "ký bằng khóa bị lộ": Verdict.KEY_STOLEN,
}


class Office:
    """An authority's keys, the list it last published, and the codes it has made."""

    def __init__(self, world: World) -> None:
        self.world = world
        self.home = world.folder / "home"
        self.tokens: list[str] = []
        self.list: bytes | None = None
        self.found: Found | None = None

    def signer(self) -> Signer:
        if not signing_keys.held(self.home):
            signing_keys.new(self.home, self.world.now, trial=False)
        return Signer(signing_keys.held(self.home), ADDRESS, False)

    def make(self, unit: str) -> str | None:
        id = self.world.case(unit).id
        with transaction(self.world.database, self.world.now) as store:
            found = certificate_tokens.tokens_for(store, [id], self.signer()).get(id)
        if found:
            self.tokens.append(found)
        return found

    def publish(self) -> None:
        now, by = self.world.now, self.signer()
        with self.world.database.reading() as session:
            seen = certificate_status.seen(session, today(now))
        self.list = status_lists.published(seen.status, by.key(now), by.issuer, now, timedelta(days=7))

    def check(self, now: datetime) -> Verdict:
        keys = key_sets.read(key_sets.published(self.signer().keys, "antoan.example.vn", self.world.now))
        status = status_lists.read(self.list, keys) if self.list else None
        self.found = verify(self.tokens[-1], keys, status, now)
        return self.found.verdict


@pytest.fixture
def office(world: World) -> Office:
    return Office(world)


@given("cơ quan công bố danh sách thu hồi")
@when("cơ quan công bố danh sách thu hồi")
def the_list_is_published(office: Office) -> None:
    office.publish()


@when(words("lập mã của {unit:Unit}"))
def the_code_is_made(office: Office, unit: str) -> None:
    assert office.make(unit)


@then(words("{unit:Unit} chưa có mã kiểm tra"))
def there_is_no_code(office: Office, unit: str) -> None:
    assert office.make(unit) is None


@then("hai lần lập ra cùng một mã")
def both_are_the_same(office: Office) -> None:
    assert len(office.tokens) == 2
    assert len(set(office.tokens)) == 1


@then(words("mã nêu “{name:Word}”, mã đơn vị {code}, giấy số {number}, quyết định số {symbol}, nơi công nhận “{place:Word}”"))  # fmt: skip
def the_code_says(office: Office, name: str, code: str, number: str, symbol: str, place: str) -> None:
    office.check(office.world.now)
    assert office.found
    told = office.found.claims
    assert told
    assert (told.unit, told.unit_code, told.number) == (name, code, number)
    assert (told.decision, told.place, told.issuer) == (symbol, place, "antoan.example.vn")


@then(words("ai không có danh sách thu hồi thấy giấy “{seen:Word}”"))
def whoever_has_no_list_sees(office: Office, seen: str) -> None:
    assert office.list is None
    assert office.check(office.world.now) is SEEN[seen]


@then(words("người kiểm tra ngày {day:Day} thấy giấy “{seen:Word}”"))
def whoever_checks_sees(office: Office, day, seen: str) -> None:
    assert office.check(datetime.combine(day, time(8), VIET_NAM)) is SEEN[seen]


@then(words("kết quả ấy theo danh sách ngày {day:Day}"))
def by_the_list_of(office: Office, day) -> None:
    assert office.found
    assert office.found.listed_at
    assert today(office.found.listed_at) == day


@then(words("giấy bị thu hồi ngày {day:Day} theo quyết định số {symbol}"))
def revoked_on(office: Office, day, symbol: str) -> None:
    assert office.found
    assert office.found.revoked == (day, symbol)


@when("kẻ gian đổi tên đơn vị trong mã")
def another_name(office: Office) -> None:
    data = envelopes.untext(office.tokens[-1])
    changed = data.replace("Nà Pàn".encode(), "Nà Pán".encode())
    assert changed != data
    office.tokens.append(envelopes.text(changed))


def forged(office: Office, key_id: bytes | None = None) -> str:
    payload = envelopes.read(envelopes.untext(office.tokens[-1])).payload
    own = signing_keys.new(office.home / "forger", office.world.now, trial=False)
    if key_id is None:
        return envelopes.text(own.seal(payload))
    return envelopes.text(envelopes.seal(payload, own._cose, key_id))


@when("kẻ gian tự ký bằng khóa của mình")
def signed_by_a_forger(office: Office) -> None:
    office.tokens.append(forged(office))


@when("kẻ gian tự ký và ghi mã khóa của cơ quan")
def signed_in_our_name(office: Office) -> None:
    office.tokens.append(forged(office, office.signer().keys[0].public.id))


@when("kẻ gian bỏ chữ ký")
def unsigned(office: Office) -> None:
    office.tokens.append(envelopes.text(envelopes.untext(office.tokens[-1])[:-66] + b"\x40"))


@when("kẻ gian bỏ ký tự cuối của mã")
def cut_off(office: Office) -> None:
    office.tokens.append(office.tokens[-1][:-1])


@when("kẻ gian thêm một dấu bằng vào cuối mã")
def another_spelling(office: Office) -> None:
    office.tokens.append(office.tokens[-1] + "=")


@when("cơ quan thay khóa ký")
def the_key_is_changed(office: Office, *, stolen: bool = False) -> None:
    (old,) = signing_keys.held(office.home)
    signing_keys.new(office.home, office.world.now, trial=False)
    signing_keys.retire(office.home, old.public.id.hex(), office.world.now, stolen=stolen)


@when("cơ quan báo khóa ký bị lộ và thay khóa")
def the_key_was_stolen(office: Office) -> None:
    the_key_is_changed(office, stolen=True)
