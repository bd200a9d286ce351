"""After a resync the central may have been restored from a backup: what it acknowledged is pushed again.

The ids make it harmless: what the central still has is answered `duplicate`.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime

from ccpro_desk.desk.model import KEPT, Entry, EntryState
from ccpro_desk.domain import commands as c

_OF_THE_MOMENT = (c.Accept, c.Decline, c.Resume, c.End, c.SaveDraft, c.SetStatus, c.TakeBack)
"""Whose hands a contact is in, and what was typed: no work to bring back."""


def lost_perhaps(entries: Iterable[Entry], now: datetime) -> tuple[Entry, ...]:
    """Acknowledged work of the last seven days, to be pushed again; a reply that was taken back is not."""
    applied = [entry for entry in entries if entry.state is EntryState.APPLIED]
    taken_back = {e.command.body.reply_id for e in applied if isinstance(e.command.body, c.TakeBack)}
    return tuple(
        replace(entry, state=EntryState.AGAIN)
        for entry in applied
        if entry.id not in taken_back
        and not isinstance(entry.command.body, _OF_THE_MOMENT)
        and entry.resolved_at is not None
        and now - entry.resolved_at <= KEPT
    )
