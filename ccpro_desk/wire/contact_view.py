"""A contact, as desks see it. Apart from the other views: the workstation reads it before its first paint."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID

from ccpro_desk.domain.contact import NO_REASON, Origin, Reason
from ccpro_desk.domain.identification import UNIDENTIFIED, Identification
from ccpro_desk.domain.matter import Matter, MatterKind
from ccpro_desk.domain.values import Channel, Message, MotifOutcome, Role, State, Status


@dataclass(frozen=True, slots=True)
class AgentView:
    """Who is signed in, with what they may take."""

    id: UUID
    login: str
    name: str
    role: Role
    status: Status
    centre: str = ""
    plateau: str = ""
    skills: tuple[str, ...] = ()
    channels: tuple[Channel, ...] = ()
    slots: Mapping[Channel, int] = field(default_factory=dict)
    after_current: Status | None = None
    office: str = ""
    """The code of an officer's SIE."""


@dataclass(frozen=True, slots=True)
class UsagerRef:
    """The usager that a contact is linked to."""

    siren: str
    name: str


@dataclass(frozen=True, slots=True)
class LeaseView:
    """Whose hands a contact is in, until when."""

    agent: UUID
    expires_at: datetime
    token: UUID | None = None
    """Only for the holder, and only where the contract says."""
    agent_name: str = ""


@dataclass(frozen=True, slots=True)
class LateDraftView:
    """A text that another agent could not send before the contact moved on."""

    agent: UUID
    at: datetime
    text: str
    agent_name: str = ""


@dataclass(frozen=True, slots=True)
class MergedRef:
    """A contact that goes on in another one."""

    id: UUID
    channel: Channel
    received_at: datetime
    subject: str = ""


@dataclass(frozen=True, slots=True)
class StepView:
    """A state that a matter took."""

    state: str
    at: datetime
    by: str = ""
    """The name of whose doing it was."""


@dataclass(frozen=True, slots=True)
class MatterView:
    """An act, an appointment or a referral. `detail` and `steps` only where it is read by itself."""

    id: UUID
    kind: MatterKind
    version: int
    state: str
    code: str
    siren: str
    contact_id: UUID
    centre: str
    author: UUID
    at: datetime
    title: str
    author_name: str = ""
    office: str | None = None
    due_at: datetime | None = None
    detail: Mapping[str, Any] | None = None
    masked: bool | None = None
    """Whether the reader's level does not open what was said."""
    steps: tuple[StepView, ...] | None = None
    pending: bool | None = None
    """True: recorded at this workstation, not done. The central never says so."""

    @classmethod
    def of(cls, matter: Matter, author_name: str, *, pending: bool | None = None) -> MatterView:
        """As lists and contacts show it: without its detail."""
        return cls(
            id=matter.id,
            kind=matter.kind,
            version=matter.version,
            state=matter.state,
            code=matter.code,
            siren=matter.siren,
            contact_id=matter.contact_id,
            centre=matter.centre,
            author=matter.author,
            at=matter.at,
            title=matter.title,
            author_name=author_name,
            office=matter.office,
            due_at=matter.due_at,
            pending=pending,
        )


@dataclass(frozen=True, slots=True)
class ContactView:
    """A contact as its holder sees it. In lists: without messages, origin and usager."""

    id: UUID
    version: int
    state: State
    channel: Channel
    external_id: str
    received_at: datetime
    due_at: datetime
    subject: str = ""
    origin: Origin | None = None
    usager: UsagerRef | None = None
    identification: Identification = UNIDENTIFIED
    motifs: tuple[MotifOutcome, ...] = ()
    messages: tuple[Message, ...] = ()
    draft: str | None = None
    late_drafts: tuple[LateDraftView, ...] = ()
    owner: UUID | None = None
    owner_name: str = ""
    resume_at: datetime | None = None
    reason: Reason = NO_REASON
    lease: LeaseView | None = None
    connector: UUID | None = None
    department: str | None = None
    guessed: str | None = None
    """The motif that intake guessed, until the agent says one."""
    pinned: tuple[str, ...] = ()
    """Ids of the answers pinned for its crisis line."""
    closed_at: datetime | None = None
    reopen_until: datetime | None = None
    """Until when whoever closed it may take it again."""
    merged_into: UUID | None = None
    """The contact in which it goes on."""
    merged: tuple[MergedRef, ...] = ()
    """Contacts that go on here: what was said there stands among `messages`."""
    matters: tuple[MatterView, ...] | None = None
    """What followed from it, the first made first; none: nothing did."""
