"""Dossiers as they came, masked: from the central, else from the cache of this workstation."""

from __future__ import annotations

import asyncio
import json
from datetime import date, datetime
from typing import TYPE_CHECKING, Any
from uuid import UUID

from ccpro_desk.desk.errors import DeskRefused
from ccpro_desk.desk.ledger import Ledger
from ccpro_desk.desk.model import Access
from ccpro_desk.wire.views import DossierView, MoreView

if TYPE_CHECKING:
    from ccpro_desk.domain.obligations import Dues
    from ccpro_desk.domain.usager import Usager

_HEAD = ("siren", "level", "as_of", "masked", "more")
AHEAD_MONTHS = 12
"""How far ahead the calendar is worked out."""
OFFLINE = DeskRefused(
    "offline",
    "Le centre ne répond pas et ce dossier n'est pas sur ce poste.",
    "Il s'affichera dès que la liaison reviendra.",
)

UNREADABLE = DeskRefused(
    "unreadable",
    "Le dossier reçu du centre n'est pas lisible par cette version du poste.",
    "Prévenez le support ; le contact reste à votre poste.",
)

UNWRITABLE = DeskRefused(
    "unwritable",
    "Les échéances n'ont pas pu être écrites : le dossier de ce poste n'est pas utilisable.",
    "Elles restent affichées ; prévenez le support.",
)


def read_dossier(raw: dict[str, Any]) -> DossierView:
    """The central's answer as a value; what this version does not know stays in `fields`."""
    fields = {name: value for name, value in raw.items() if name not in _HEAD}
    as_of = datetime.fromisoformat(str(raw["as_of"]))
    more = {name: MoreView(int(one["total"]), str(one["next"])) for name, one in raw.get("more", {}).items()}
    return DossierView(
        str(raw["siren"]), int(raw["level"]), as_of, tuple(raw.get("masked", ())), fields, more
    )


def file_of(known: DossierView) -> Usager:
    """The whole file as values; what is masked is left at what nobody knows. Raises `DeskRefused`."""
    from ccpro_desk.domain.usager import Usager
    from ccpro_desk.wire.codec import Malformed, dumps, understand

    if isinstance(known.fields, Usager):
        return known.fields
    told = {name: value for name, value in known.fields.items() if value is not None}
    try:
        return understand(Usager, dumps(told | {"siren": known.siren}))
    except Malformed as fault:
        raise UNREADABLE from fault


async def expected(known: DossierView, today: date, months: int = AHEAD_MONTHS) -> Dues:
    """What the calendar expects from `today` on, and what it cannot tell; worked out beside the loop."""
    return await asyncio.to_thread(_expected, known, today, months)


def _expected(known: DossierView, today: date, months: int) -> Dues:
    from ccpro_desk.desk.deadlines import dues
    from ccpro_desk.domain.obligations import Dues
    from ccpro_desk.domain.obligations.periods import month_after, month_end
    from ccpro_desk.reference import DataError
    from ccpro_desk.reference.faults import ContentError

    end = month_after(today, months)
    try:
        return dues(known, today, month_end(end.year, end.month), today)
    except (ContentError, DataError):
        return Dues((), ("Le calendrier fiscal de ce poste n'est pas lisible : aucune échéance calculée.",))


def write_agenda(siren: str, dues: Dues, contact_id: UUID | None, now: datetime) -> str:
    """The path of an iCalendar file with what is still to be met; it goes with this workstation's copies."""
    from ccpro_desk.desk.agenda import ics
    from ccpro_desk.desk.attached.copies import Unsafe, keep

    try:
        return str(keep(str(contact_id or "dossier"), "echeances.ics", ics(siren, dues.dues, now)))
    except (OSError, Unsafe) as error:
        raise UNWRITABLE from error


async def keep(ledger: Ledger, contact_id: UUID | None, raw: dict[str, Any]) -> DossierView:
    """Cache what the central has just served."""
    view = read_dossier(raw)
    await ledger.store.put_dossier(view.siren, contact_id, json.dumps(raw, ensure_ascii=False))
    return view


async def from_cache(ledger: Ledger, siren: str, contact_id: UUID | None, reason: str | None) -> DossierView:
    """The cached dossier, at most at the contact's present level. Raises `DeskRefused` (`offline`)."""
    raw = await ledger.store.dossier(Access(siren, contact_id, reason, ledger.clock.now()))
    view = read_dossier(json.loads(raw)) if raw else None
    if view is None or not _still_allowed(ledger, view, contact_id):
        raise OFFLINE
    return view


def _still_allowed(ledger: Ledger, view: DossierView, contact_id: UUID | None) -> bool:
    if contact_id is None:
        return True
    held = ledger.model.contacts.get(contact_id)
    if held is None or not ledger.model.is_mine(contact_id) or held.view.usager is None:
        return False
    return held.view.usager.siren == view.siren and view.level <= held.view.identification.level
