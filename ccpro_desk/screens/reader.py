"""A contact read in full, wherever it stands; whoever closed it just now takes it again."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar
from uuid import UUID

from textual.binding import Binding, BindingType

from ccpro_desk.desk.sought import reference
from ccpro_desk.desk.state import DeskContact, DeskState, LinkKind
from ccpro_desk.domain.permissions import Right, may
from ccpro_desk.domain.values import State
from ccpro_desk.screens.giving import give
from ccpro_desk.screens.listing import Listing
from ccpro_desk.widgets import present, words
from ccpro_desk.widgets.message import LATEST, conversation
from ccpro_desk.widgets.pane import Block, said
from ccpro_desk.wire.contact_view import ContactView

ASKED = "Réouverture demandée au centre…"


class ReaderScreen(Listing):
    """Escape goes back. D unfolds what is quoted, A shows the older messages; F7 takes it again, in time."""

    TITLE_TEXT = "Contact"
    KEYS = (("quote", "D", "Citation"), ("follow", "F7", "Rouvrir, confier"), ("leave", "Échap", "Revenir"))
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("d,D", "quote", show=False),
        Binding("a,A", "older", show=False),
    ]

    def __init__(self, contact_id: UUID) -> None:
        super().__init__()
        self._contact_id = contact_id
        self._view: ContactView | None = None
        self._trouble = ""
        self._unfolded = self._whole = False
        self._asked = False

    def on_mount(self) -> None:
        super().on_mount()
        self.attempt(self.host.desk.lists.contact(self._contact_id), self._came, self._failed)

    def _came(self, view: ContactView) -> None:
        self._view = view
        self.show_again()

    def _failed(self, sentence: str) -> None:
        self._trouble = sentence
        self.show_again()

    def blocks(self) -> Sequence[Block]:
        view = self._view
        if view is None:
            return [said(self._trouble or "Lecture du contact…", "$warning" if self._trouble else "$quiet")]
        head = [said(self._standing(view), "bold $accent"), Block()]
        latest = None if self._whole else LATEST
        return [*head, *conversation(DeskContact(view), unfolded=self._unfolded, latest=latest)]

    def _standing(self, view: ContactView) -> str:
        parts = [f"{words.CHANNELS[view.channel]} reçu {words.moment(view.received_at)}", words.state(view)]
        if view.closed_at:
            parts[-1] = f"clos {words.moment(view.closed_at)}"
        if view.owner_name and not self._is_mine(view):
            parts.append(f"suivi par {view.owner_name}")
        if self.host.desk.state.link.kind is not LinkKind.UP_TO_DATE:
            parts.append("copie de ce poste")
        if self._may_reopen(view):
            assert view.reopen_until is not None
            parts.append(f"F7 le rouvre jusqu'à {words.hour(view.reopen_until)}")
        elif self._may_give(view):
            parts.append("F7 le confie à quelqu'un")
        parts.append(f"réf. {reference(view.id)}")
        return " · ".join(parts)

    def _is_mine(self, view: ContactView) -> bool:
        agent = self.host.desk.state.agent
        holder = view.lease.agent if view.lease else view.owner
        return agent is not None and holder == agent.id

    def _may_reopen(self, view: ContactView) -> bool:
        return view.reopen_until is not None and present.now() <= view.reopen_until

    def _may_give(self, view: ContactView) -> bool:
        """Whether a supervisor may give it to somebody: nobody has it in hand."""
        agent = self.host.desk.state.agent
        leads = agent is not None and may(agent.role, Right.READ_CENTRE)
        return leads and view.state in (State.WAITING, State.PARKED)

    def action_quote(self) -> None:
        self._unfolded = not self._unfolded
        self.show_again()

    def action_older(self) -> None:
        self._whole = not self._whole
        self.show_again()

    def do_older(self) -> None:
        self.action_older()

    def do_quote(self) -> None:
        self.action_quote()

    def do_follow(self) -> None:
        view = self._view
        if view is None or self._asked or not self.settled():
            return
        if not self._may_reopen(view) and self._may_give(view):
            give(self, view.id)
            return
        if not self._may_reopen(view):
            self.say("Ce contact ne peut plus être rouvert, ou n'a pas été clos par vous.", "warning")
            return
        self._asked = True
        self.say(ASKED)
        self.attempt(self.host.desk.reopen(self._contact_id), None, self._refused_again)

    def _refused_again(self, sentence: str) -> None:
        self._asked = False
        self.say(sentence, "error")

    def show_state(self, state: DeskState) -> None:
        """Taken again: the workspace shows it; refused: said why."""
        super().show_state(state)
        held = state.contact(self._contact_id)
        if not self._asked or held is None:
            return
        if held.refusals:
            self._refused_again(held.refusals[-1].detail)
            self.host.desk.looked_at(self._contact_id)
        elif held.token is not None:
            self.host.go_to_contact(self._contact_id)
