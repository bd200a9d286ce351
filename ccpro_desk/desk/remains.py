"""What stands between an agent and the end of their service: nothing of it may be lost."""

from __future__ import annotations

from dataclasses import dataclass

from ccpro_desk.desk.state import DeskContact, DeskState, Sent
from ccpro_desk.domain.values import State

_IN_HAND = (State.OFFERED, State.ACTIVE, State.WRAP_UP)


@dataclass(frozen=True, slots=True)
class Remains:
    in_hand: tuple[DeskContact, ...] = ()
    """To be closed, set aside, handed over or returned before the service ends."""
    parked: tuple[DeskContact, ...] = ()
    """Stay the agent's until they come back."""
    unsent: int = 0
    """Commands that the central has not got: they stay on this workstation."""
    drafts: int = 0
    """Texts that the central has not got: they stay too."""
    refused: tuple[Sent, ...] = ()
    """Refused, and not yet read."""

    @property
    def may_end(self) -> bool:
        """Nobody would wait for an agent who has gone."""
        return not self.in_hand

    @property
    def stays_here(self) -> bool:
        """Something is only on this workstation."""
        return bool(self.unsent or self.drafts)


def remains(state: DeskState) -> Remains:
    mine = state.contacts
    return Remains(
        in_hand=tuple(c for c in mine if c.view.state in _IN_HAND),
        parked=tuple(c for c in mine if c.view.state is State.PARKED),
        unsent=state.link.pending,
        drafts=sum(1 for c in mine if c.draft_unsent),
        refused=tuple(sent for contact in mine for sent in contact.refusals),
    )
