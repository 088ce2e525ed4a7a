"""Bulk: the certificates of a whole season, made a slice at a time; what is there already is left as it is."""

import os
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field

from domain import certificate_tokens, documents
from domain.cases import instant, reference
from domain.catalogue import Catalogue
from domain.database import Session, Sql
from domain.documents import Made
from domain.errors import Refused
from domain.settings import settings
from domain.store import transaction
from domain.texts import Text
from portal import certificates
from portal.documents import keeping
from portal.documents.frame import Paper
from portal.documents.keeping import Make, Sheet
from portal.documents.serving import prepared
from portal.site import Site

# How many certificates are in memory at once, each of some fifty kilobytes; and noted with one fsync.
SLICE = 200

_OF = (
    "from certificate c join application a on a.id = c.application where c.season = :season and c.revoked_at is null"
    " and a.state in ('recognised', 'in-question') and substr(c.place, 1, length(:place)) = :place"
)
_COUNT = Sql(f"select count(*) {_OF}")
_NEXT = Sql(f"select a.id {_OF} and a.id > :after order by a.id limit :most")


@dataclass
class Tally:
    """What became of a season's certificates; `refused` says by reference why one could not be made."""

    made: int = 0
    there: int = 0
    refused: dict[str, Text] = field(default_factory=dict)

    @property
    def done(self) -> int:
        return self.made + self.there + len(self.refused)


def certificates_of(
    site: Site,
    season: int,
    place: str = "/",
    note: Callable[[int, int], None] = lambda done, every: None,
) -> Tally:
    """Make every certificate of a season that is in force, at and below a place. Stopped and started again it goes on."""
    tally = Tally()
    with site.database.reading() as session:
        found = session.row(_COUNT, season=season, place=place)
    every = int(found[0]) if found else 0
    note(0, every)
    # Typst and the signature leave Python alone while they work.
    with ThreadPoolExecutor(os.cpu_count()) as threads:
        for ids in _slices(site, season, place):
            _make(site, season, ids, tally, threads)
            note(tally.done, every)
    return tally


def _slices(site: Site, season: int, place: str) -> Iterator[list[int]]:
    after = 0
    while True:
        with site.database.reading() as session:
            rows = session.rows(_NEXT, season=season, place=place, after=after, most=SLICE)
        ids = [row[0] for row in rows]
        if not ids:
            return
        yield ids
        after = ids[-1]


def _make(site: Site, season: int, ids: list[int], tally: Tally, threads: ThreadPoolExecutor) -> None:
    by = certificate_tokens.signer(settings(), site.now, site.home)
    with transaction(site.database, site.now) as store:
        tokens = certificate_tokens.tokens_for(store, ids, by)
    catalogue, papers = site.catalogue, []
    with site.database.reading() as session:
        for id in ids:
            try:
                papers.append(_paper(session, catalogue, by, reference(season, id), tokens.get(id)))
            except Refused as refusal:
                tally.refused[reference(season, id)] = refusal.text
        wanted = [(paper, *prepared(site, paper, "pdf")) for paper in papers]
        known = {
            (form, subject): made
            for form in {sheet.form for _, sheet, _ in wanted}
            for subject, made in documents.known_many(
                session, "certificate", form, [paper.subject for paper in papers]
            ).items()
        }

    at = instant(site.now)
    new: list[tuple[Sheet, Made, bytes]] = []

    def work(wish: tuple[Paper, Sheet, Make]) -> tuple[Sheet, Made | None, bytes | Refused]:
        _, sheet, make = wish
        made = known.get((sheet.form, sheet.subject))
        try:
            if made is None:
                content = make(at)
                return sheet, keeping.described(content, at), content
            file = sheet.file(site.home)
            if keeping.as_it_was(file, made) is None:
                keeping.write(file, keeping.again(sheet, made, make))
        except Refused as refusal:
            return sheet, None, refusal
        return sheet, None, b""

    for (paper, *_), (sheet, first, content) in zip(wanted, threads.map(work, wanted), strict=True):
        if isinstance(content, Refused):
            tally.refused[paper.data["reference"]] = content.text
        elif first is None:
            tally.there += 1
        else:
            new.append((sheet, first, content))
    with transaction(site.database, site.now) as store:
        noted = [keeping.noted(store, sheet, first) for sheet, first, _ in new]
    for (sheet, first, content), stands in zip(new, noted, strict=True):
        # Where somebody asked for it meanwhile, theirs was noted and written.
        if stands.sha256 == first.sha256:
            keeping.write(sheet.file(site.home), content)
        tally.made += 1


def _paper(
    session: Session, catalogue: Catalogue, by: certificate_tokens.Signer, quoted: str, token: str | None
) -> Paper:
    data = certificates.said(session, catalogue, None, quoted)
    return certificates.paper(certificates.with_code(data, by, token) if token else data)
