"""An act's form: fields filled from the file, checked as one types, kept when one goes back."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.content import Content
from textual.widgets import Input, TextArea

from ccpro_desk.answers.french import typography
from ccpro_desk.desk.state import DeskContact, DeskState
from ccpro_desk.screens.act_field import ActField
from ccpro_desk.screens.base import Window
from ccpro_desk.widgets import words
from ccpro_desk.widgets.bars import KeyBar, NoticeBar
from ccpro_desk.widgets.choice_line import ChoiceLine
from ccpro_desk.widgets.pane import Block, Pane, field, said

if TYPE_CHECKING:
    from ccpro_desk.desk.act_form import ActForm
    from ccpro_desk.screens.identity import Checked
    from ccpro_desk.wire.views import DossierView

REFER = "refer"
"""What the window gives when the agent takes the way out."""
GONE = "Ce contact n'est plus à votre poste : rien n'est demandé. Votre saisie est conservée."


class ActFormScreen(Window[str]):
    """Enter and the arrows go from field to field; F6 reads it again. Gives the act's id once asked for."""

    CSS_PATH = "window.tcss"
    AUTO_FOCUS = ""
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("up", "field(-1)", show=False),
        Binding("down", "field(1)", show=False),
        Binding("enter", "field(1)", show=False),
    ]

    def __init__(self, contact: DeskContact, form: ActForm, same: Sequence[str]) -> None:
        """`same`: sentences about the same act, asked for before."""
        super().__init__()
        self._contact, self._form, self._same = contact, form, same
        self._level = contact.view.identification.level
        self._tried = False
        """Whether the agent went on once: what is missing is told from then on."""

    def compose(self) -> ComposeResult:
        with Vertical(id="frame", classes="fields") as frame:
            frame.border_title = Content(self._form.act.title)
            with Vertical(id="form"):  # a scrolling container would keep the arrows to itself
                yield Pane(id="told", classes="lines")
                for each in self._form.act.fields:
                    yield ActField(each, self._form.typed.get(each.id, ""))
            yield NoticeBar()
            yield KeyBar(
                (
                    ("review", "F6", "Relire"),
                    ("identity", "F5", "Identité"),
                    ("follow", "F7", "→ SIE"),
                    ("leave", "Échap", "Revenir"),
                )
            )

    def on_mount(self) -> None:
        self.query_one("#told", Pane).can_focus = False
        self._show()
        for each in self.query(ActField):
            each.widget.focus(scroll_visible=False)  # what stands above the first one is read first
            break

    def show_state(self, state: DeskState) -> None:
        super().show_state(state)
        now = state.contact(self._contact.id)
        if now is None:
            self.say(GONE, "error")
            return
        self._contact = now
        if now.view.identification.level != self._level:
            self._level = now.view.identification.level
            self._look_again()

    def _look_again(self) -> None:
        """The level has changed: the file may say more."""
        usager = self._contact.view.usager
        if usager is not None:
            job = self.host.desk.dossier(usager.siren, contact_id=self._contact.id)
            self.attempt(job, self._known, lambda _: self._known(None))

    def _known(self, dossier: DossierView | None) -> None:
        self._form.know(self._contact.view, dossier)
        for each in self.query(ActField):
            each.fill(self._form.typed.get(each.field.id, ""))
        self._show()

    # --- what is typed

    @on(Input.Changed)
    @on(TextArea.Changed)
    @on(ChoiceLine.Changed)
    def _typed(self, event: Input.Changed | TextArea.Changed | ChoiceLine.Changed) -> None:
        event.stop()
        owner = event.control.parent
        if isinstance(owner, ActField):
            self._form.typed[owner.field.id] = owner.text
            owner.touched = owner.touched or bool(owner.text)
            self._check()

    @on(Input.Submitted)
    def _submitted(self, event: Input.Submitted) -> None:
        event.stop()
        self.action_field(1)

    def action_field(self, step: int) -> None:
        """The next field, or the one before; after the last one, what is asked is read again."""
        shown = [each for each in self.query(ActField) if each.display]
        at = next((n for n, each in enumerate(shown) if each.has_focus_within), -1) + step
        if at >= len(shown):
            self.do_review()
        elif shown:
            shown[max(at, 0)].widget.focus()

    def _show(self) -> None:
        self.query_one("#told", Pane).show(list(self._told()))
        self._check()

    def _check(self) -> None:
        """Each field says what is wrong with what stands in it; what is empty only once one went on."""
        wrong = self._form.form.wrong
        shown = {each.id for each in self._form.shown}
        for each in self.query(ActField):
            each.display = each.field.id in shown
            fault = wrong.get(each.field.id)
            told = fault is not None and (self._tried or (each.touched and bool(each.text.strip())))
            each.tell(fault.sentence if fault is not None and told else "")
        against = next((reason for reason in self._form.against if not reason.level), None)
        self.say(against.whole if against else "", "warning")

    # --- going on

    def do_review(self) -> None:
        """F6: on to the summary, once nothing is wrong."""
        self._tried = True
        self._check()
        form, against = self._form.form, self._form.against
        if form.wrong:
            first = next(iter(form.wrong))
            self.query_one(f"#of-{first}", ActField).widget.focus()
            self.say(form.first_fault(self._form.act) or "", "error")
        elif against:
            self.say(against[0].whole, "warning")
        else:
            self._summary()

    def _summary(self) -> None:
        from ccpro_desk.screens.act_summary import ActSummaryScreen

        screen = ActSummaryScreen(self._contact, self._form, self.host.desk.state)
        self.app.push_screen(screen, self._asked)

    def _asked(self, act: str | None) -> None:
        if act is not None:
            self.dismiss(act)

    def do_identity(self) -> None:
        """F5 over the form: it stays as it is."""
        from ccpro_desk.screens.identity import IdentityScreen

        self.app.push_screen(IdentityScreen(self._contact.view, self.host.reference), self._checked)

    def _checked(self, checked: Checked | None) -> None:
        if checked is None or not checked.codes:
            return
        said_ = "Contrôles notés." if checked.passed else "Vérification non concluante : notée."
        job = self.host.desk.identify(self._contact.id, checked.codes, checked.passed, *checked.whose)
        self.attempt(job, lambda _: self.say(said_, "success"))

    def do_follow(self) -> None:
        """F7: to the SIE instead; what is typed is kept."""
        self.dismiss(REFER)

    def do_acts(self) -> None:
        """F4: already there."""

    def do_leave(self) -> None:
        self.action_back()

    def _told(self) -> Iterator[Block]:
        act, level = self._form.act, self._contact.view.identification.level
        enough = level >= act.level
        mark, style = ("✓", "$success") if enough else ("!", "bold $warning")
        needed = words.LEVELS_NEEDED[act.level]
        barred = next((reason.sentence for reason in self._form.against if reason.for_good), "")
        yield said(f"{mark} {needed}" + ("" if enough or barred else " : F5 pour vérifier l'identité"), style)
        if barred:
            yield said(f"! {barred}", "bold $warning")
        for sentence in self._same:
            yield said(f"! {sentence}", "bold $warning")
        if act.bases:
            yield field("Base", " ; ".join(basis.text for basis in act.bases), width=9, style="$quiet")
        for number, document in enumerate(act.documents):
            yield field("" if number else "Pièces", typography(document), width=9, style="$quiet")
        for number, advice in enumerate(act.advice):
            yield field("" if number else "À dire", typography(advice), width=9, style="$quiet")
        if act.refers:
            yield said("Le SIE décide : une fiche de liaison accompagne cet acte (F7, S).", "$quiet")
        if act.four_eyes:
            yield said("Un collègue habilité devra valider cet acte.", "$quiet")
        yield Block()
