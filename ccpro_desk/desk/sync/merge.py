"""Two drafts of one contact: the one typed here and the one that the central has.

What the central was last known to have says which moved. Both moved: the one under the agent's hands stays,
the other is kept beside it.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime
from uuid import UUID

from ccpro_desk.desk.model import Draft


@dataclass(frozen=True, slots=True)
class Merged:
    draft: Draft | None
    spare: str = ""
    """The text that lost, when nothing else holds it."""


def merge_draft(
    local: Draft | None, central: str, contact_id: UUID, now: datetime, *, elsewhere: bool = False
) -> Merged:
    """`elsewhere`: the central's was typed at another workstation since; both moved: it stays."""
    if local is None:
        return Merged(Draft(contact_id, central, now, central) if central else None)
    if central in (local.central or "", local.text):
        return Merged(replace(local, central=central))
    theirs = Draft(contact_id, central, now, central)
    if not local.unsent:
        return Merged(theirs, "" if elsewhere else _unless_within(local.text, central))
    if elsewhere:
        return Merged(theirs, _unless_within(local.text, central))
    return Merged(replace(local, central=central), _unless_within(central, local.text))


def _unless_within(text: str, other: str) -> str:
    """`text`, unless `other` says it all."""
    return "" if text.strip() in other else text
