"""What a decision may look at besides the contact: values, fetched before."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from types import MappingProxyType
from uuid import UUID

from ccpro_desk.domain.acts.catalogue import NO_ACTS, Catalogue
from ccpro_desk.domain.agent import Agent
from ccpro_desk.domain.appointments.office import Office
from ccpro_desk.domain.appointments.purposes import Purposes
from ccpro_desk.domain.contact import Contact
from ccpro_desk.domain.dispatch import Settings
from ccpro_desk.domain.events import Event
from ccpro_desk.domain.identification import Checks
from ccpro_desk.domain.leave import Leave
from ccpro_desk.domain.matter import Matter
from ccpro_desk.domain.motifs import Motifs
from ccpro_desk.domain.referral.perimeter import NO_PERIMETER, Perimeter
from ccpro_desk.domain.refusals import Refusal
from ccpro_desk.domain.usager import Usager
from ccpro_desk.domain.values import AttachmentRef, Channel


@dataclass(frozen=True, slots=True)
class Context:
    """All that a decision may look at besides the contact: values, fetched before."""

    actor: Agent
    now: datetime
    motifs: Motifs
    checks: Checks
    settings: Settings
    token: UUID
    """For the lease that this command may give."""
    free_slot: int | None = 1
    """A free slot of the actor on the contact's channel; none: capacity reached."""
    target: Agent | None = None
    """The agent that `transfer` names."""
    target_unknown: bool = False
    """Whether the store knows no such agent."""
    other: Contact | None = None
    """The contact that `merge` or `gather` names; none: not known here."""
    other_unknown: bool = False
    """Whether the store knows no such contact."""
    reaches_other: bool = True
    """Whether the actor may read the other contact, or it is of the same person as this one."""
    usager_name: str | None = None
    """The name of the usager that `link_usager` names; none: unknown."""
    deadline: datetime | None = None
    """The next fiscal deadline of that usager; none: not known."""
    attachments: Mapping[UUID, AttachmentRef] = field(default_factory=lambda: MappingProxyType({}))
    """The attachments that the command names and its author may send."""
    answer_levels: Callable[[], Mapping[str, int]] = dict
    """From which level each scripted answer may be given, by its id; one that is not here: from 0.

    Asked only for a reply that names one: the library is slow to read.
    """
    claimed: bool = False
    """Whether the reply that `take_back` names, or the act that `act.cancel` names, may have left already."""

    matter: Matter | None = None
    """The matter that the command names; none: not known here."""
    others: tuple[Matter, ...] = ()
    """The usager's latest matters of the kind that the command is about, the last made first."""
    usager: Usager | None = None
    """The file of the contact's usager; none: not known here."""
    as_of: datetime | None = None
    """Its date."""
    promises: tuple[Contact, ...] = ()
    """The calls that this usager is promised already."""
    leaves: tuple[Leave, ...] = ()
    """The days on which the actor will not be there."""
    acts: Catalogue = NO_ACTS
    office: Office | None = None
    """The office that an appointment is with; none: not known here."""
    office_unknown: bool = False
    """Whether it is known that it gives no appointments."""
    seats: Collection[str] = frozenset()
    """The seats of the slot that are taken."""
    purposes: Purposes | None = None
    """What an appointment may be about; none: not known here."""
    perimeter: Perimeter = NO_PERIMETER
    """Who handles what."""

    def lease_until(self, channel: Channel) -> datetime:
        return self.now + timedelta(seconds=self.settings.lease_s[channel])


Decision = list[Event] | Refusal
