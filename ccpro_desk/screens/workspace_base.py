"""What the two halves of the workspace know of each other: what is shown, and what keys do."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING
from uuid import UUID

from ccpro_desk.desk.state import DeskContact, DeskState, Sent
from ccpro_desk.domain.values import AnswerRef, AttachmentRef
from ccpro_desk.screens.base import SETTLING_S, DeskScreen
from ccpro_desk.widgets import words

if TYPE_CHECKING:
    from ccpro_desk.widgets.reply_editor import ReplyEditor
    from ccpro_desk.wire.contact_view import ContactView


@dataclass(frozen=True, slots=True)
class Used:
    """An answer that stands in a reply."""

    ref: AnswerRef
    title: str
    """« fiche TVA-021 v4 · BOI-TVA-DED-50-20-10 »."""


@dataclass(frozen=True, slots=True)
class Letter:
    """A reply as it leaves."""

    read: ContactView
    """The contact as the agent has read it."""
    text: str
    used: tuple[Used, ...] = ()
    attachments: tuple[AttachmentRef, ...] = ()
    signature: str = ""
    """Of the centre; empty: none."""
    unknown: tuple[str, ...] = ()
    """Words that the dictionary does not know."""

    @property
    def whole(self) -> str:
        return f"{self.text}\n\n{self.signature}" if self.signature else self.text


class WorkspaceBase(DeskScreen[None]):
    """Names only: the workspace itself gives them."""

    state: DeskState
    current: UUID | None
    unfolded: bool
    whole: bool
    """Whether the older messages of the conversation are shown too."""

    def __init__(self, classes: str | None = None) -> None:
        super().__init__(classes)
        self._used: dict[UUID, tuple[Used, ...]] = {}
        self._flying: dict[UUID, Letter] = {}
        """Reply → what was written, in case it is taken back or refused."""
        self._as_read: dict[UUID, ContactView] = {}
        """Contact → as the agent has read it: a reply that knows nothing of what came since is not sent."""
        self._opened_of: set[UUID] = set()
        """Contacts of which a file was opened: their copies go with them."""
        self._warned: dict[UUID, int] = {}
        """Contact → the version of which it was told that others wrote."""
        self._folder = "~/"
        """Where the last file that was joined lies."""
        self._telling: UUID | None = None
        """The reply of which the notice bar tells where it stands."""
        self._taking_back: dict[UUID, tuple[Sent, int]] = {}
        """Reply → what the central has been asked to give back, and the refusals known when it was asked."""
        self._closings: set[UUID] = set()
        """Contacts whose closing the central has not confirmed."""
        self._asking_next = False
        self._stirred_at = 0.0
        self.focus_of: dict[UUID, str] = {}
        """Contact → the pane where the agent was in it."""
        self._before_call: UUID | None = None
        """What was on the screen when a call was taken."""
        self._begun_notes: dict[UUID, str] = {}
        """Contact → a note that is not recorded yet."""

    def stirred(self) -> None:
        """The screen changed by something else than the key just pressed."""
        self._stirred_at = self.host.monotonic()

    @property
    def calm(self) -> bool:
        """Whether a key is meant for what stands here now."""
        return self.settled() and self.host.monotonic() - self._stirred_at >= SETTLING_S

    @property
    def notice(self) -> str:
        """What was said last."""
        raise NotImplementedError

    @property
    def contact(self) -> DeskContact | None:
        raise NotImplementedError

    @property
    def editor(self) -> ReplyEditor:
        raise NotImplementedError

    @property
    def last_sending(self) -> Sent | None:
        raise NotImplementedError

    @property
    def spoken(self) -> bool:
        """Whether what is written on this contact is the note of a call."""
        return self.contact is not None and words.is_spoken(self.contact.view)

    def say_where(self) -> None:
        raise NotImplementedError

    def back_from_call(self, closed: UUID) -> bool:
        raise NotImplementedError

    def go_to(self, pane: str) -> None:
        raise NotImplementedError

    def open_contact(self, contact: UUID | None, pane: str | None = None) -> None:
        raise NotImplementedError

    def show_state(self, state: DeskState) -> None:
        raise NotImplementedError
