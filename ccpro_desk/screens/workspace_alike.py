"""Contacts that belong with those at hand: found beside the work, told in a line, put together on request."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING
from uuid import UUID

from ccpro_desk.desk.state import DeskContact, LinkKind
from ccpro_desk.domain.values import State
from ccpro_desk.screens.workspace_places import WorkspacePlaces

if TYPE_CHECKING:
    from ccpro_desk.screens.alike import AlikeScreen, Together
    from ccpro_desk.wire.listing import AlikeView

_HANDS = (State.ACTIVE, State.WRAP_UP, State.PARKED)
FRESH_S = 60.0
"""How long what was found beside a contact is good enough when one comes back to it."""
ASKED = "Regroupement demandé au centre…"
DONE = "Regroupé : tout ce qui a été dit se lit maintenant ici."
GONE = "Regroupé : le contact continue dans l'autre."
REFUSED = {"contact.merge", "contact.gather"}


@dataclass(frozen=True, slots=True)
class _Asked:
    """What the central was asked about a contact, and when."""

    about: tuple[object, ...]
    at: float


class WorkspaceAlike(WorkspacePlaces):
    """The central is asked once a contact, and again when its usager is known or one comes back to it."""

    def __init__(self, classes: str | None = None) -> None:
        super().__init__(classes)
        self.alike: dict[UUID, tuple[AlikeView, ...]] = {}
        self._beside: dict[UUID, _Asked] = {}
        self._together: Together | None = None
        """What the central was asked to put together, until it has answered."""

    @property
    def beside(self) -> Mapping[UUID, int]:
        """How many contacts of the same person each of mine has."""
        return {key: sum(1 for view in views if view.why != ("text",)) for key, views in self.alike.items()}

    def look_beside(self) -> None:
        """Ask for what is not known yet; what the central cannot say now is asked for later."""
        if self.state.link.kind is not LinkKind.UP_TO_DATE:
            return
        held = [contact for contact in self.state.contacts if contact.view.state in _HANDS]
        for key in self.alike.keys() - {contact.id for contact in held}:
            self.alike.pop(key, None)
            self._beside.pop(key, None)
        for contact in held:
            if self._is_to_be_asked(contact):
                self._beside[contact.id] = _Asked(_about(contact), self.host.monotonic())
                job = self.host.desk.lists.alike(contact.id)
                self.attempt(job, partial(self._found_beside, contact.id), lambda _: None)

    def _is_to_be_asked(self, contact: DeskContact) -> bool:
        asked = self._beside.get(contact.id)
        return asked is None or asked.about != _about(contact)

    def look_again(self, contact: UUID | None) -> None:
        """One comes back to this contact: what was found beside it may be old."""
        asked = self._beside.get(contact) if contact else None
        if contact and asked and self.host.monotonic() - asked.at > FRESH_S:
            del self._beside[contact]

    def _found_beside(self, contact: UUID, found: tuple[AlikeView, ...]) -> None:
        if self.alike.get(contact, ()) != found:
            self.alike[contact] = found
            self.show_state(self.host.desk.state)

    def do_alike(self) -> None:
        from ccpro_desk.screens.alike import AlikeScreen

        contact = self.contact
        if contact is None:
            return
        window = AlikeScreen(contact, self.alike.get(contact.id, ()))
        self.app.push_screen(window, self._put_together)
        job = self.host.desk.lists.alike(contact.id)
        self.attempt(job, partial(self._found_again, window), lambda _: None)

    def _found_again(self, window: AlikeScreen, found: tuple[AlikeView, ...]) -> None:
        """A colleague may have taken one meanwhile."""
        self._found_beside(window.contact, found)
        if window.is_attached:
            window.take(found)

    def _put_together(self, together: Together | None) -> None:
        if together is None:
            return
        desk = self.host.desk
        job = (
            desk.gather(together.contact, together.other)
            if together.here
            else desk.merge(together.contact, together.other)
        )
        self._together = together
        self.say(ASKED)
        self.attempt(job, lambda _: self.show_state(desk.state), self._not_together)

    def _not_together(self, sentence: str) -> None:
        self._together = None
        self.say(sentence, "error")

    def follow_together(self) -> None:
        """Told only once the central has done it."""
        together = self._together
        if together is None:
            return
        held = self.state.contact(together.contact)
        refused = [s for s in held.refusals if s.kind in REFUSED] if held else []
        if refused:
            self._not_together(refused[-1].detail or "Le centre a refusé de les regrouper.")
        elif together.here and held and any(ref.id == together.other for ref in held.view.merged):
            self._together = None
            self.say(DONE, "success")
        elif not together.here and (held is None or held.view.state is State.CLOSED):
            self._together = None
            self.open_contact(together.other if self.state.contact(together.other) else None, "message")
            self.say(GONE, "success")


def _about(contact: DeskContact) -> tuple[object, ...]:
    view = contact.view
    return view.usager.siren if view.usager else None, len(view.merged)
