"""Loading: the sample season goes into an empty database, all of it or nothing."""

from collections.abc import Iterator
from datetime import datetime

from domain import people, seasons, units
from domain.calendar import today
from domain.catalogue import Catalogue
from domain.database import Database, Session, Sql, insert
from domain.errors import BadInput
from domain.settings import settings
from domain.store import transaction
from domain.tables import Account, Unit
from portal.sample.parts import parts
from portal.sample.stories import SEASON
from portal.sample.world import DEFAULT, Plan, World, applicant
from portal.sample.world import Account as SampleAccount

_ANY = Sql("select 1 from account limit 1")
_UNIT, _ACCOUNT = insert(Unit), insert(Account)
_ROLE = Sql(
    "insert into role (account, role, path, starts, ends)"
    " select id, :role, :path, '0001-01-01', null from account where login = :login"
)
_SLICE = 5_000


def is_empty(database: Database) -> bool:
    """Whether nobody has an account yet, so that the sample can do no harm."""
    with database.reading() as session:
        return session.row(_ANY) is None


def load(database: Database, catalogue: Catalogue, now: datetime, plan: Plan = DEFAULT) -> None:
    """Write official units, sample units and accounts, and open season 2026. Raises BadInput in production, or where
    there are accounts already; NotFound where a kind of applicant has no standard in the catalogue."""
    if settings().env == "production":
        raise BadInput(
            "Không nạp mùa mẫu vào hệ thống đang vận hành (ANTOAN_ENV=production): tài khoản mẫu ai cũng biết.",
            "The sample season is not loaded in production (ANTOAN_ENV=production): everybody knows its accounts.",
        )
    world = World(plan, tuple(units.official_units(today(now))))
    for kind in _kinds(plan):
        catalogue.for_kind(kind, SEASON)
    with transaction(database, now) as store:
        session = store.session
        if session.row(_ANY) is not None:
            raise BadInput(
                "Cơ sở dữ liệu đã có tài khoản; mùa mẫu chỉ nạp vào cơ sở dữ liệu trống.",
                "The database has accounts already; the sample season is loaded into an empty database only.",
            )
        officials = world.officials()
        operator = next(officials)
        _keep(session, [operator])
        by = people.person(session, operator.login, today(now).isoformat())
        units.apply(store, units.plan(units.existing(store), units.official_versions()), by)
        seasons.open_season(store, SEASON, by)
        for accounts in parts(officials, _SLICE):
            _keep(session, accounts)
        for some in parts(world.units(), _SLICE):
            session.many(_UNIT, [unit.row() for unit in some])
            _keep(session, [applicant(unit) for unit in some])
        for accounts in parts(world.communes(), _SLICE):
            _keep(session, accounts)


def _kinds(plan: Plan) -> Iterator[str]:
    yield "residential-area"
    if plan.communes:
        yield "commune"
    if plan.others or plan.cases:
        yield from ("agency", "enterprise", "school")


def _keep(session: Session, accounts: list[SampleAccount]) -> None:
    session.many(_ACCOUNT, [account.row() for account in accounts])
    session.many(_ROLE, [dict(login=a.login, role=a.role.value, path=a.path) for a in accounts])
