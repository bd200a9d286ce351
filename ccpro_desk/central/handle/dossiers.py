"""Usagers' files: opened at the level that a contact or a written reason allows, and searched."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from ccpro_desk.central.errors import ProblemError
from ccpro_desk.central.handle import officers
from ccpro_desk.central.handle.changes import audit
from ccpro_desk.central.handle.cursors import bad_cursor, cursor_of, page_size, read_cursor
from ccpro_desk.central.handle.home import Home
from ccpro_desk.central.store.values import Change, StoredUsager
from ccpro_desk.domain.agent import Agent
from ccpro_desk.domain.contact import Contact
from ccpro_desk.domain.identification import IdentityAlert
from ccpro_desk.domain.permissions import Right, may
from ccpro_desk.domain.text import clean
from ccpro_desk.domain.usager import PAGE, Usager, masked_fields
from ccpro_desk.domain.usager_words import wanted
from ccpro_desk.domain.values import State
from ccpro_desk.reference.nomenclatures import legal_label, naf_label
from ccpro_desk.wire.codec import adapter
from ccpro_desk.wire.problems import ProblemCode
from ccpro_desk.wire.views import DossierView, MoreView, UsagerHit

_REASON_MIN, _REASON_MAX = 20, 500
_LAST_PAGE = 10_000


async def dossier(
    home: Home, reader: Agent, siren: str, contact_id: UUID | None, reason: str | None
) -> DossierView:
    """A usager's file at the level that the contact, or a written reason, opens; audited.

    Raises `forbidden`, `invalid`, `not_found`.
    """
    level, detail = await opened(home, reader, siren, contact_id, reason)
    found = await _found(home, siren)
    await _audited(home, reader, siren, {**detail, "level": level})
    masked = masked_fields(level, found.usager.diffusion)
    more = {name: MoreView(n, _cursor(2)) for name, n in found.totals.items() if name not in masked}
    alert = await home.store.alert_of(siren, home.now)
    fields = {**_fields(found.usager, masked), **({"alert": _alert(alert)} if alert else {})}
    return DossierView(siren, level, found.as_of, masked, fields, more)


def _alert(alert: IdentityAlert) -> dict[str, Any]:
    """What the next agents are told of a flagged file, whatever their level."""
    return {"failures": alert.failures, "at": alert.at.isoformat(), "until": alert.until.isoformat()}


async def dossier_page(
    home: Home,
    reader: Agent,
    siren: str,
    name: str,
    *,
    contact_id: UUID | None,
    reason: str | None,
    cursor: str | None,
) -> tuple[list[Any], str | None]:
    """A page of one of a file's long lists, and the next one's cursor; the rights are the file's; audited.

    Raises `forbidden`, `invalid`, `not_found`.
    """
    page = _page(cursor)
    level, detail = await opened(home, reader, siren, contact_id, reason)
    found = await _found(home, siren)
    if name in masked_fields(level, found.usager.diffusion):
        title = "Cette partie du dossier ne s'ouvre pas à ce niveau d'identification."
        raise ProblemError(ProblemCode.FORBIDDEN, title)
    await _audited(home, reader, siren, {**detail, "level": level, "list": name, "page": page})
    items = _json(found.usager)[name] if page == 1 else await home.store.usager_page(siren, name, page)
    more = page * PAGE < found.totals.get(name, 0)
    return items, _cursor(page + 1) if more else None


async def _found(home: Home, siren: str) -> StoredUsager:
    found = await home.store.usager(siren) if siren.isascii() and siren.isdigit() else None
    if found is None:
        raise ProblemError(ProblemCode.NOT_FOUND, "Aucun dossier ne porte ce SIREN.")
    return found


async def _audited(home: Home, reader: Agent, siren: str, detail: dict[str, Any]) -> None:
    entry = audit(home.now, reader.id, "dossier.read", f"usager/{siren}", detail)
    await home.store.write(Change(audit=(entry,)))


def _cursor(page: int) -> str:
    return cursor_of("page", str(page))


def _page(cursor: str | None) -> int:
    """Raises `invalid`."""
    word, number = read_cursor(cursor) or ("page", "1")
    if word != "page" or not (number.isascii() and number.isdigit() and 0 < int(number) < _LAST_PAGE):
        raise bad_cursor()
    return int(number)


async def opened(
    home: Home, reader: Agent, siren: str, contact_id: UUID | None, reason: str | None
) -> tuple[int, dict[str, Any]]:
    """The level, and what the audit says of why. Raises `forbidden`, `invalid`."""
    if not (may(reader.role, Right.READ_DOSSIER) or may(reader.role, Right.ANSWER)):
        raise ProblemError(ProblemCode.FORBIDDEN, "Votre compte n'ouvre pas de dossier.")
    if not may(reader.role, Right.READ_DOSSIER):
        level = await officers.level_for(home, reader, siren, contact_id)
        return level, {"contact": str(contact_id), "office": reader.office}
    if contact_id is not None:
        found = await home.store.contact(contact_id)
        if found is None or found.siren != siren or not _is_at_hand(found, reader):
            title = "Ce dossier n'est pas celui d'un contact à votre poste."
            raise ProblemError(ProblemCode.FORBIDDEN, title)
        return found.identification.level, {"contact": str(contact_id)}
    if reason is None:
        title = "Indiquez pour quel contact, ou pourquoi, vous ouvrez ce dossier."
        raise ProblemError(ProblemCode.FORBIDDEN, title)
    sentence = clean(reason, keep_newlines=False)
    if not _REASON_MIN <= len(sentence) <= _REASON_MAX:
        raise ProblemError(ProblemCode.INVALID, "Le motif de consultation compte de 20 à 500 caractères.")
    return 1, {"reason": sentence}


def _is_at_hand(contact: Contact, reader: Agent) -> bool:
    held = contact.lease is not None and contact.lease.agent == reader.id
    return contact.owner == reader.id or (held and contact.state is not State.OFFERED)


def _fields(usager: Usager, masked: tuple[str, ...]) -> Mapping[str, Any]:
    values = _json(usager)
    values["activity"] = usager.activity or naf_label(usager.naf)
    values["legal_label"] = usager.legal_label or legal_label(usager.legal)
    values["dated"] = {name: day for name, day in values["dated"].items() if name not in masked}
    return {name: None if name in masked else value for name, value in values.items()}


def _json(usager: Usager) -> dict[str, Any]:
    values: dict[str, Any] = adapter(Usager).dump_python(usager, mode="json")
    return values


async def search_usagers(
    home: Home, reader: Agent, q: str, limit: int, cursor: str | None
) -> tuple[list[UsagerHit], str | None]:
    """Public fields only, whatever was found by. Raises `forbidden`, `invalid`."""
    if not may(reader.role, Right.READ_DOSSIER):
        raise ProblemError(ProblemCode.FORBIDDEN, "Votre compte ne cherche pas d'usagers.")
    query = clean(q, keep_newlines=False)
    if not 3 <= len(query) <= 200:
        raise ProblemError(ProblemCode.INVALID, "Saisissez de 3 à 200 caractères.")
    size = page_size(limit)
    found = await home.store.search_usagers(wanted(query), size + 1, read_cursor(cursor))
    shown = found[:size]
    hits = [UsagerHit(hit.siren, hit.name, hit.city, hit.state) for hit in shown]
    more = len(found) > size
    return hits, cursor_of(shown[-1].rank, shown[-1].siren) if more else None
