"""What the screens show: frozen values, the central's last views with pending commands folded over them."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import TYPE_CHECKING
from uuid import UUID

from ccpro_desk.domain.values import AttachmentRef
from ccpro_desk.wire.contact_view import AgentView, ContactView

if TYPE_CHECKING:
    from ccpro_desk.wire.plateau import RenfortView, WordView


class LinkKind(StrEnum):
    UP_TO_DATE = "up_to_date"
    RECONNECTING = "reconnecting"
    OFFLINE = "offline"
    SIGNED_OUT = "signed_out"
    EXPIRED = "expired"
    """The session is over; everything typed is kept, the agent signs in again."""
    INCOMPATIBLE = "incompatible"
    """The central speaks another major version of the contract."""


@dataclass(frozen=True, slots=True)
class Link:
    """What the workstation knows of its line to the central."""

    kind: LinkKind = LinkKind.SIGNED_OUT
    since: datetime | None = None
    """Since when the central has not answered."""
    pending: int = 0
    """Commands that the central has not acknowledged (drafts apart)."""
    elsewhere: bool = False
    """The session is over because the agent went on at another workstation."""


class Needs(StrEnum):
    """What the workstation asks of the agent before anything else."""

    NOTHING = "nothing"
    PASSPHRASE = "passphrase"  # noqa: S105 — a name, not a secret
    """No system keyring: the passphrase that opens the local store (`Desk.unlock`)."""
    NEW_PASSPHRASE = "new_passphrase"  # noqa: S105 — a name, not a secret
    """No system keyring yet a first start: the agent chooses the passphrase (`Desk.unlock`)."""
    SIGN_IN = "sign_in"


class SendState(StrEnum):
    WAITING = "waiting"
    AT_CENTRAL = "at_central"
    HELD = "held"
    SENT = "sent"
    FAILED = "failed"
    REFUSED = "refused"
    UNSURE = "unsure"
    TAKEN_BACK = "taken_back"


SEND_WORDS = {
    SendState.WAITING: "En attente d'envoi",
    SendState.AT_CENTRAL: "Enregistré au centre",
    SendState.HELD: "Envoi annulable",
    SendState.SENT: "Expédié",
    SendState.FAILED: "Non remis",
    SendState.REFUSED: "Refusé",
    SendState.UNSURE: "À vérifier",
    SendState.TAKEN_BACK: "Envoi annulé",
}


@dataclass(frozen=True, slots=True)
class Sent:
    """One thing the agent did, and where it stands. A reply's `command_id` is the reply's id."""

    command_id: UUID
    contact_id: UUID | None
    kind: str
    """The command's type."""
    label: str
    """What it is, in French."""
    state: SendState
    at: datetime
    detail: str = ""
    """Why it was refused or could not be delivered."""
    until: datetime | None = None
    """Until when it may be taken back."""
    text: str = ""
    """The text of a refused reply or note: kept for the agent to take again."""
    code: str = ""
    """Of a refusal."""


@dataclass(frozen=True, slots=True)
class DeskContact:
    """A contact with all that the screens show of it."""

    view: ContactView
    """The central's view with pending commands over it; replies and closings never shown as done before."""
    token: UUID | None = None
    draft: str = ""
    draft_unsent: bool = False
    """What is typed is not at the central yet."""
    pending: tuple[Sent, ...] = ()
    refusals: tuple[Sent, ...] = ()
    """Refused and not yet looked at (`Desk.looked_at` clears them)."""
    unseen: bool = False
    """Changed by others since the agent looked."""
    enclosed: tuple[AttachmentRef, ...] = ()
    """Files that go with the reply once it is sent."""
    other_drafts: tuple[str, ...] = ()
    """Texts that lost to the present draft (another workstation's, a refused reply's), kept."""

    @property
    def id(self) -> UUID:
        return self.view.id


@dataclass(frozen=True, slots=True)
class Place:
    """Where the agent is: a contact, a pane of it, the caret in its draft."""

    contact_id: UUID
    pane: str = "message"
    caret: int = 0
    """Characters of the draft before it."""


@dataclass(frozen=True, slots=True)
class Around:
    """What the central said of the day besides the contacts; known only once it was reached."""

    word: WordView | None = None
    """The *mot du plateau*."""
    renfort: RenfortView | None = None
    """The last help asked for, with its answer."""
    awaiting: tuple[ContactView, ...] = ()
    """Contacts that wait for this agent alone: transfers, replies that came back, returns of the SIE."""
    place: Place | None = None
    """Where the agent was when this session began, perhaps at another workstation."""
    referrals: int = 0
    """How often a fiche de liaison that concerns us has moved: lists of them are read again."""


@dataclass(frozen=True, slots=True)
class DeskState:
    """Everything that the screens show, at one moment."""

    link: Link = field(default_factory=Link)
    agent: AgentView | None = None
    contacts: tuple[DeskContact, ...] = ()
    """Mine: offered, active, wrap-up, parked, and others with something unsent or refused."""
    sent: tuple[Sent, ...] = ()
    """Of the day, newest first."""
    notices: tuple[str, ...] = ()
    """Sentences that the agent should read, oldest first; `Desk.dismiss` takes one off."""
    needs: Needs = Needs.NOTHING
    around: Around = field(default_factory=Around)
    due: tuple[UUID, ...] = ()
    """Parked contacts whose hour has come."""

    def contact(self, contact_id: UUID) -> DeskContact | None:
        return next((contact for contact in self.contacts if contact.id == contact_id), None)
