"""Until when a closed contact may be taken again by whoever closed it."""

from __future__ import annotations

from datetime import datetime, timedelta

from ccpro_desk.domain.contact import Contact
from ccpro_desk.domain.dispatch.settings import Settings
from ccpro_desk.domain.values import State


def reopened_until(contact: Contact, settings: Settings) -> datetime | None:
    """None: it is not closed, goes on elsewhere, or nobody closed it."""
    if contact.state is not State.CLOSED or contact.closed_at is None or contact.owner is None:
        return None
    if contact.merged_into is not None:
        return None
    return contact.closed_at + timedelta(seconds=settings.reopen_s)
