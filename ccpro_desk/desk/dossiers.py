"""Dossiers as they came, masked: from the central, else from the cache of this workstation."""

from __future__ import annotations

import json
from datetime import datetime
from typing import Any
from uuid import UUID

from ccpro_desk.desk.errors import DeskRefused
from ccpro_desk.desk.ledger import Ledger
from ccpro_desk.desk.model import Access
from ccpro_desk.wire.views import DossierView, MoreView

_HEAD = ("siren", "level", "as_of", "masked", "more")
OFFLINE = DeskRefused(
    "offline",
    "Le centre ne répond pas et ce dossier n'est pas sur ce poste.",
    "Il s'affichera dès que la liaison reviendra.",
)


def read_dossier(raw: dict[str, Any]) -> DossierView:
    """The central's answer as a value; what this version does not know stays in `fields`."""
    fields = {name: value for name, value in raw.items() if name not in _HEAD}
    as_of = datetime.fromisoformat(str(raw["as_of"]))
    more = {name: MoreView(int(one["total"]), str(one["next"])) for name, one in raw.get("more", {}).items()}
    return DossierView(
        str(raw["siren"]), int(raw["level"]), as_of, tuple(raw.get("masked", ())), fields, more
    )


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
