"""The workspace: my contacts, the message and its reply, the dossier."""

from __future__ import annotations

from datetime import datetime
from typing import ClassVar
from uuid import UUID

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, Vertical
from textual.content import Content
from textual.widget import Widget

from ccpro_desk.answers import french
from ccpro_desk.desk.state import DeskContact, DeskState, LinkKind, SendState, Sent
from ccpro_desk.domain.text import clean
from ccpro_desk.domain.values import State
from ccpro_desk.screens.reference_data import Reference
from ccpro_desk.screens.situation import Situation
from ccpro_desk.screens.workspace_dossier import WorkspaceDossier
from ccpro_desk.widgets import contacts, present, words
from ccpro_desk.widgets.banner import Banner
from ccpro_desk.widgets.bars import KeyBar, NoticeBar, StatusBar
from ccpro_desk.widgets.line_list import NOBODY, LineList
from ccpro_desk.widgets.message import LATEST, conversation, names_of, titles
from ccpro_desk.widgets.pane import Block, Pane, hint, said
from ccpro_desk.widgets.reply_editor import ReplyEditor
from ccpro_desk.widgets.whereabouts import NOTHING

COLUMNS = ("contacts", "message", "reply", "dossier")
"""The panes, in the order of Tab."""


class WorkspaceScreen(WorkspaceDossier):
    """What an agent looks at all day. At 80 columns one column at a time."""

    CSS_PATH = "workspace.tcss"
    AUTO_FOCUS = ""
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("tab", "pane_at_once(1)", show=False, priority=True),
        Binding("shift+tab", "pane_at_once(-1)", show=False, priority=True),
        Binding("tab", "pane(1)", show=False),
        Binding("shift+tab", "pane(-1)", show=False),
        Binding("escape", "back", show=False),
    ]

    def __init__(self, state: DeskState) -> None:
        self.current: UUID | None = next((c.id for c in state.contacts if c.view.state is State.ACTIVE), None)
        super().__init__(classes="-at-message" if self.current else "-at-contacts -idle")
        self.state = state
        self.first = "message" if self.current else "contacts"
        self.unfolded = self.whole = False
        self._shown: UUID | None = None
        self._told = ""
        self._titled = ("", 0)
        """The reply's title and its gaps, as shown."""
        self._restored: set[UUID] = set()

    def compose(self) -> ComposeResult:
        yield StatusBar()
        yield Banner(id="banner")
        with Horizontal(id="columns"):
            with Vertical(id="left"):
                yield LineList(id="contacts", empty=contacts.EMPTY)
                yield Pane(id="reason")
            with Vertical(id="middle"):
                yield Pane(id="message")
                yield self.whereabouts
                yield ReplyEditor(id="reply")
            yield Pane(id="dossier")
        yield NoticeBar()
        yield KeyBar(*(self.host.keymap.footer(narrow=narrow) for narrow in (False, True)))

    def on_mount(self) -> None:
        self.query_one("#left").border_title = Content("Mes contacts")
        self.query_one("#reason", Pane).can_focus = False
        self.query_one(f"#{self.first}", Widget).focus(scroll_visible=False)
        self.show_state(self.state)

    # --- what is shown

    @property
    def contact(self) -> DeskContact | None:
        """The contact on the screen."""
        return self.state.contact(self.current) if self.current else None

    @property
    def editor(self) -> ReplyEditor:
        return self.query_one(ReplyEditor)

    def show_state(self, state: DeskState) -> None:
        """Show what the desk knows now."""
        before, self.state = self.state, state
        if self.current and self.contact is None:
            self.editor.forget(self.current)
            self._as_read.pop(self.current, None)
            self.current = None
        self.host.helps_writing(self.editor)
        self._show_bar()
        self._show_contacts()
        self._show_contact()
        self.tell_calls(before, state)
        self.look_beside()
        self.follow_together()
        self.show_first_place()
        self.follow()
        self.tell_identity()
        self.forget_copies()
        if state.notices and state.notices[0] != self._told:
            self.say(state.notices[0], "warning")
        self._told = state.notices[0] if state.notices else ""

    def show_reference(self, reference: Reference) -> None:
        if reference.trouble:
            self.say(reference.trouble, "error")
        self._show_bar()

    def _show_bar(self) -> None:
        bar, state, agent = self.query_one(StatusBar), self.state, self.state.agent
        bar.word = self.host.word
        bar.reminder, bar.is_due = words.reminder(state)
        bar.link = words.link(state.link)
        bar.level = (
            ""
            if state.link.kind is LinkKind.UP_TO_DATE
            else "error"
            if state.link.kind is not LinkKind.RECONNECTING
            else "warning"
        )
        if agent is None:
            bar.place, bar.status = "CC Pros Desk", ""
            return
        if self.officer:
            bar.place, bar.status = self.office or "SIE", ""
            return
        plateau = words.plateau(agent.plateau, agent.centre)
        bar.place = " · ".join(part for part in (self.host.place, plateau) if part)
        status = words.agent_status(agent.status, [c.view for c in state.contacts])
        bar.status = (
            f"{status}, puis {words.STATUSES[agent.after_current].lower()}" if agent.after_current else status
        )

    def _show_contacts(self) -> None:
        mine = self.query_one("#contacts", LineList)
        mine.empty = contacts.OFFICER if self.officer else contacts.EMPTY
        entries = contacts.entries(self.state.contacts, self.beside, due=self.state.due)
        mine.fill(entries, key=str(self.current) if self.current else NOBODY)
        self.query_one(Banner).ring(
            f"{self.ringing} : F9 pour le prendre ou le refuser" if self.ringing else "",
            self.host.preferences,
        )

    @property
    def ringing(self) -> str:
        """« Appel proposé » while one rings."""
        return f"{words.CHANNELS[self.offered.view.channel]} proposé" if self.offered else ""

    @property
    def notice(self) -> str:
        return next((bar.sentence for bar in self.query(NoticeBar) if not isinstance(bar, Banner)), "")

    def show_end(self) -> None:
        """What was written last on this contact."""
        message = self.query_one("#message", Pane)
        self.call_after_refresh(message.scroll_end, animate=False)

    def _show_contact(self) -> None:
        contact = self.contact
        view = contact.view if contact else None
        message = self.query_one("#message", Pane)
        above, below = titles(view) if view else ("", "")
        message.border_title = Content(above) if above else None
        message.border_subtitle = Content(below) if below else None
        same, self._shown = self._shown == self.current, self.current
        message.show(self._conversation(contact) if contact else self._idle(), keep_place=same)
        self.query_one("#reason", Pane).show(contacts.reason(contact))
        self.set_class(contact is None, "-idle")
        self.editor.names = names_of(view)
        self.editor.show(contact.id if contact else None, contact.draft if contact else "")
        self._show_reply_title()
        self._show_dossier()
        if contact:
            self._see(contact)
            self.take_as_read(contact)

    def _conversation(self, contact: DeskContact) -> list[Block]:
        beside = words.beside(self.alike.get(contact.id, ()))
        latest = None if self.whole else LATEST
        return conversation(contact, unfolded=self.unfolded, latest=latest, beside=beside)

    def _idle(self) -> list[Block]:
        agent = self.state.agent
        hello = (
            [said(f"Bonjour {clean(agent.name, keep_newlines=False)}.", "bold $accent"), said("")]
            if agent
            else []
        )
        if self.officer:
            return [*hello, hint("F2 pour les fiches de liaison que votre service a reçues.", "bold")]
        lines = [*hello, hint("F2 pour prendre le contact suivant.", "bold")]
        if self.state.contacts:
            lines.append(said("Vos contacts restent à gauche : flèches, puis Entrée.", "$quiet"))
        lines += [said(""), said("Rien n'arrive tout seul : prenez le temps de souffler.", "$quiet")]
        return lines

    def _show_reply_title(self) -> None:
        editor, contact = self.editor, self.contact
        if contact is None:
            return
        editor.read_only = contact.view.state not in (State.ACTIVE, State.WRAP_UP)
        kind = "Note interne de l'appel" if self.spoken else "Réponse"
        self.set_class(self.spoken, "-noting")
        number = len(contact.enclosed)
        joined = (french.count(number, "fichier joint", "fichiers joints"),) if number else ()
        title = " · ".join((kind, *joined, *(a.title for a in self.answers_of(contact.id))))
        gaps = len(editor.gaps)
        if (title, gaps) == self._titled:  # most keys: setting a title paints the whole editor again
            return
        self._titled = (title, gaps)
        editor.border_title = Content(title)
        editor.border_subtitle = (
            Content.styled(f"{gaps} blanc{'s' if gaps > 1 else ''} à remplir : Tab", "bold $warning")
            if gaps
            else None
        )

    def _see(self, contact: DeskContact) -> None:
        """What others changed is seen once shown; a refusal stays until left, its text back in the editor."""
        if contact.unseen and not contact.refusals:
            self.host.desk.looked_at(contact.id)
        for sent in contact.refusals:
            if sent.kind == "contact.reply" and sent.text and sent.command_id not in self._restored:
                self._restored.add(sent.command_id)
                self.refused(contact.id, sent)

    # --- where the agent is

    def open_contact(self, contact: UUID | None, pane: str | None = None) -> None:
        """Put a contact on the screen, where it was left."""
        another = contact != self.current
        if another:
            self.whereabouts.show(NOTHING)
            if self.contact and self.contact.refusals:
                self.host.desk.looked_at(self.contact.id)
            self.unfolded = self.whole = False
            self.look_again(contact)
            self.say(self.state.notices[0] if self.state.notices else "", "warning")
        begun = another and contact in self.focus_of
        self.current = contact
        self.show_state(self.host.desk.state)
        if pane and self.contact:
            self.go_to(self.focus_of.get(self.contact.id, pane))
        if begun and self.contact and self.editor.text.strip():
            self.say_where()

    def go_to(self, pane: str) -> None:
        """Give the focus to a pane; at 80 columns, show its column."""
        if pane == "reply" and self.editor.disabled:
            pane = "message"
        column = "message" if pane == "reply" else pane
        self.update_classes({f"-at-{name}": name == column for name in ("contacts", "message", "dossier")})
        self.set_focus(self.query_one(f"#{pane}", Widget))  # `focus()` would let keys slip in between

    def on_descendant_focus(self) -> None:
        if self.focused and self.current and self.focused.id in ("message", "reply"):
            self.focus_of[self.current] = self.focused.id

    def action_pane(self, step: int) -> None:
        at = self.focused.id if self.focused else None
        panes = [p for p in COLUMNS if self.contact or p in ("contacts", "message")]
        index = panes.index(at) + step if at in panes else 0
        self.go_to(panes[index % len(panes)])

    def action_pane_at_once(self, step: int) -> None:
        """Before the next key is looked at: what comes in one piece after Tab belongs to the next pane."""
        self.action_pane(step)

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """In the reply Tab waits its turn behind the letters that were typed before it."""
        return action != "pane_at_once" or self.focused is not self.editor

    def action_back(self) -> None:
        if self.state.notices:
            self.host.desk.dismiss(self.state.notices[0])
        self.say("")
        if self.focused is self.editor:
            self.go_to("message")
        else:
            self.go_to("contacts")

    @on(LineList.Highlighted, "#contacts")
    def _highlighted(self, event: LineList.Highlighted) -> None:
        self.open_contact(UUID(event.key))

    @on(LineList.Chosen, "#contacts")
    def _chosen(self, event: LineList.Chosen) -> None:
        self.open_contact(UUID(event.key), "message")

    @on(ReplyEditor.Edited)
    def _edited(self, event: ReplyEditor.Edited) -> None:
        self.host.desk.draft(event.contact, event.text)
        self.whereabouts.show(NOTHING)
        self._show_reply_title()

    # --- what the registry asks

    @property
    def situation(self) -> Situation:
        contact, agent = self.contact, self.state.agent
        return Situation(
            status=agent.status if agent else None,
            state=contact.view.state if contact else None,
            held=len(self.state.contacts),
            offered=self.offered is not None,
            in_call=self.call is not None,
            spoken=self.spoken,
            offline=self.offline,
            can_take_back=self.last_sending is not None,
            attachments=len(self.attachments),
            written=bool(self.editor.text.strip()) if contact else False,
            leads=self.leads,
            officer=self.officer,
            approves=self.approves,
            alike=len(self.alike.get(contact.id, ())) if contact else 0,
            due=len(self.state.due),
            after_current=agent.after_current if agent else None,
        )

    @property
    def last_sending(self) -> Sent | None:
        """The newest reply that can still be taken back."""
        now = present.now()
        return next(
            (s for s in self.state.sent if s.kind == "contact.reply" and _can_take_back(s, now)), None
        )


def _can_take_back(sent: Sent, now: datetime) -> bool:
    if sent.state not in (SendState.WAITING, SendState.AT_CENTRAL, SendState.HELD):
        return False
    return sent.until is None or sent.until > now
