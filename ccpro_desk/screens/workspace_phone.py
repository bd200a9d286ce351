"""Calls and chats: offered, taken or refused, ended; what was under hand before is found again."""

from __future__ import annotations

from typing import TYPE_CHECKING
from uuid import UUID

from ccpro_desk.desk.state import DeskContact, DeskState
from ccpro_desk.domain.values import UNSAID, Channel, State
from ccpro_desk.screens.workspace_loop import WorkspaceLoop
from ccpro_desk.widgets import words

if TYPE_CHECKING:
    from ccpro_desk.screens.menu import CallMenu

TAKEN = {
    Channel.PHONE: "Appel en cours. F5 : identité. F9 : raccrocher. Votre note s'écrit en bas.",
    Channel.CHAT: "Tchat en cours. F9 : le terminer.",
}
OVER = {
    Channel.PHONE: "L'appel est terminé. Complétez votre note, puis F8 pour clore.",
    Channel.CHAT: "Le tchat est terminé. F8 pour clore.",
}


class WorkspacePhone(WorkspaceLoop):
    """What F9 does, and what is said when a call begins or ends."""

    @property
    def offered(self) -> DeskContact | None:
        """The call or chat that rings."""
        return next((c for c in self.state.contacts if c.view.state is State.OFFERED), None)

    @property
    def call(self) -> DeskContact | None:
        """The call or chat under way: the one on the screen first."""
        live = [c for c in self.state.contacts if words.is_live(c.view) and c.view.state is State.ACTIVE]
        return next((c for c in live if c.id == self.current), live[0] if live else None)

    def do_phone(self) -> None:
        from ccpro_desk.screens.menu import CallMenu, call_items, offer_items

        offered, call = self.offered, self.call
        if offered:
            self._ask(CallMenu(_title(offered, "proposé"), offer_items(offered.view), offered.id), offered.id)
        elif call:
            self._ask(CallMenu(_title(call, "en cours"), call_items(call.view), call.id), call.id)

    def _ask(self, menu: CallMenu, contact: UUID) -> None:
        self.app.push_screen(menu, lambda chosen: self._chosen_for(contact, chosen))

    def _chosen_for(self, contact: UUID, chosen: str | None) -> None:
        if chosen == "accept":
            self.say("Vous décrochez…")
            self.attempt(self.host.desk.accept(contact), lambda _: self._accepted(contact))
        elif chosen == "decline":
            self.attempt(
                self.host.desk.decline(contact, UNSAID),
                lambda _: self._put_away(contact, "Vous l'avez refusé : il est proposé à un autre agent."),
            )
        elif chosen == "end":
            self.say("Fin de l'échange demandée au centre…")
            self.attempt(self.host.desk.end(contact), lambda _: self.show_state(self.host.desk.state))

    def _accepted(self, contact: UUID) -> None:
        if self.current not in (None, contact):
            self._before_call = self.current
        self.focus_of[contact] = "reply"
        self.open_contact(contact, "reply")
        self.say("Vous décrochez…")

    def _put_away(self, contact: UUID, said: str) -> None:
        if self.current == contact:
            self.open_contact(None)
            self.go_to("contacts")
        self.say(said)

    def tell_calls(self, before: DeskState, now: DeskState) -> None:
        """A call of ours began or ended: say so."""
        known = {c.id: c.view.state for c in before.contacts}
        for held in now.contacts:
            was, view = known.get(held.id), held.view
            if not words.is_live(view) or was is view.state:
                continue
            self.stirred()
            if view.state is State.ACTIVE and was is State.OFFERED:
                self.say(TAKEN[view.channel], "success")
            elif view.state is State.WRAP_UP and was is State.ACTIVE:
                self.say(OVER[view.channel], "success")

    def back_from_call(self, closed: UUID) -> bool:
        """After a call: the contact that it interrupted, as it was left."""
        before, self._before_call = self._before_call, None
        if before is None or before == closed or self.state.contact(before) is None:
            return False
        self.open_contact(before, "message")
        self.say_where()
        return True


def _title(contact: DeskContact, state: str) -> str:
    return f"{words.CHANNELS[contact.view.channel]} {state}"
