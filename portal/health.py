"""Health: whether what follows people's acts is running behind, known without making anybody's page wait."""

import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from domain.cases import instant, moment
from domain.database import Database, Sql
from domain.errors import Refused
from domain.settings import settings
from domain.texts import Text
from portal.cli import orchestrator
from portal.cli.locks import engine_lock

# How old what is known may be, in seconds, before somebody looks again.
FRESH = 15.0
# How long work may wait before people are told. Not in any rule: what nobody notices.
PATIENCE = timedelta(minutes=2)
# Of a long queue, how many are looked at.
_SAMPLE = 200

_WAITING = Sql(
    "select min(e.at) from (select application, number from work where state = 'waiting' and due_at <= :now"
    f" limit {_SAMPLE}) w join event e on e.application = w.application and e.number = w.number"
)

ENGINE = Text(
    vi="Phần xử lý tự động đang tạm dừng. Việc bạn làm vẫn được ghi ngay; thư báo và bước tiếp theo sẽ đến sau.",
    en="Automatic processing is paused. What you do is recorded at once; letters and next steps will follow.",
)
PREFECT = Text(
    vi="Phần điều phối tự động đang tạm dừng. Việc bạn làm vẫn được ghi ngay; thư báo và bước tiếp theo sẽ đến sau.",
    en="Automatic scheduling is paused. What you do is recorded at once; letters and next steps will follow.",
)
LATE = Text(
    vi="Hệ thống đang nhiều việc. Việc bạn làm vẫn được ghi ngay; thư báo và bước tiếp theo sẽ đến chậm.",
    en="There is much to do just now. What you do is recorded at once; letters and next steps will be late.",
)


def look(database: Database, now: datetime) -> Text | None:
    """What people should be told of; None when all is well. Takes up to two seconds where Prefect does not answer."""
    url = settings().database_url
    lock = engine_lock(url)
    if lock is not None and lock.holder() is None:
        return ENGINE
    if not orchestrator.answers(orchestrator.api_url(), timeout=2):
        return PREFECT
    try:
        with database.reading() as session:
            oldest = (session.row(_WAITING, now=instant(now)) or (None,))[0]
    except Refused:
        return None  # whoever opens a page is told of the database itself
    return LATE if oldest is not None and now - moment(oldest) > PATIENCE else None


@dataclass(eq=False)
class Health:
    """Looks in a thread of its own, never more than one at a time; `told()` is what was seen last."""

    database: Database
    clock: Callable[[], datetime]
    _seen: Text | None = None
    _at: float = -FRESH
    _looking: threading.Lock = field(default_factory=threading.Lock)

    def told(self) -> Text | None:
        if time.monotonic() - self._at >= FRESH and self._looking.acquire(blocking=False):
            threading.Thread(target=self._look, name="health", daemon=True).start()
        return self._seen

    def _look(self) -> None:
        try:
            self._seen = look(self.database, self.clock())
        finally:
            self._at = time.monotonic()
            self._looking.release()
