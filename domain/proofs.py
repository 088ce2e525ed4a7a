"""Proofs: the proof of an application's newest verdict, from the store: what was judged, who had said it, and when."""

from collections.abc import Mapping
from hashlib import sha256
from typing import Any

import orjson

from domain.catalogue import Catalogue
from domain.database import Session, Sql, listed
from domain.proof import Said, Tree, proof
from domain.scorecard import Scorecard
from domain.telling import told

_SCORECARD = Sql(
    "select s.number, s.document, a.standard, a.sha256 from scorecard s join application a on a.id = s.application"
    " where s.application = :id order by s.number desc limit 1"
)
_FACTS = Sql("select source, document from facts where application = :id")
# What each source handed in before the verdict; later ones were not judged yet.
_HANDED_IN = Sql(
    "select name, number, at, account, payload from event where application = :id and number <= :until"
    " and name in ('dossier-submitted', 'inspection-submitted') order by number"
)
_ACCOUNTS = Sql("select id, login, name from account where id in {numbers:ids}")
_SOURCES = {"dossier-submitted": "applicant", "inspection-submitted": "inspector"}


def proof_of(session: Session, catalogue: Catalogue, id: int, on: str | None = None) -> Tree | None:
    """The proof in words, as things stand on that day; None when nothing was judged yet. Raises Refused when the
    edition it was judged by is not at hand."""
    found = session.row(_SCORECARD, id=id)
    if found is None:
        return None
    number, document, standard, edition = found
    card = Scorecard.unpack(document, catalogue.pinned(standard, edition))
    return told(card, proof(card, records(session, id, number), on))


def records(session: Session, id: int, until: int) -> list[Said]:
    """Who had said what when event `until` judged it. A document that was replaced since is told from its SHA-256."""
    documents: Mapping[str, str] = dict(session.rows(_FACTS, id=id))
    last = {_SOURCES[row[0]]: row[1:] for row in session.rows(_HANDED_IN, id=id, until=until)}
    names = _names(session, {row[2] for row in last.values()})
    said = []
    for source, (number, at, account, payload) in last.items():
        document = documents.get(source, "")
        same = sha256(document.encode()).hexdigest() == orjson.loads(payload)["facts_sha256"]
        said.append(Said(source, orjson.loads(document) if same else None, names.get(account), at, number))
    return said


def _names(session: Session, ids: set[int | None]) -> dict[int | None, dict[str, Any]]:
    rows = session.rows(_ACCOUNTS, ids=listed({id for id in ids if id is not None}))
    return {id: {"login": login, "name": name} for id, login, name in rows}
