"""The fiche de liaison: filled from the contact, edited, read once more, then recorded."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, ClassVar
from uuid import UUID

from textual import on
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Horizontal, Vertical, VerticalScroll
from textual.content import Content
from textual.widgets import Input, Label, Static, TextArea

from ccpro_desk.desk.sought import motif_named
from ccpro_desk.desk.state import DeskContact, DeskState
from ccpro_desk.domain.motifs import fold
from ccpro_desk.domain.referral.detail import HASTE_LABELS
from ccpro_desk.domain.referral.haste import Haste
from ccpro_desk.domain.text import clean
from ccpro_desk.screens.base import Window
from ccpro_desk.screens.begun import keep
from ccpro_desk.screens.when import read_day
from ccpro_desk.widgets import present, words
from ccpro_desk.widgets.bars import KeyBar, NoticeBar
from ccpro_desk.widgets.referral import documents_of, first_facts
from ccpro_desk.widgets.spelled_area import SpelledArea

if TYPE_CHECKING:
    from ccpro_desk.domain.commands import Refer
    from ccpro_desk.domain.referral.perimeter import Article
    from ccpro_desk.domain.values import AttachmentRef
    from ccpro_desk.screens.reference_data import Reference

FIELDS = ("sie", "motif", "haste", "promised", "files", "why", "facts", "message")
SOME = 4
"""As many motifs of a family are named."""
_DAYS = "vendredi, 12/12 ou 12/12/2026"
_OURS = "Cette question relève du centre : répondez, ou dites pourquoi la transmettre."


@dataclass(frozen=True, slots=True)
class Fiche:
    """What the agent has written, checked."""

    sie: str
    office: str
    """The SIE's name."""
    facts: str
    haste: Haste
    promised_on: date | None
    motif: str
    files: tuple[AttachmentRef, ...]
    why: str
    """Why it is referred although the perimeter says otherwise."""
    message: str
    """What is written to the usager; empty: nothing."""
    article: Article | None = None
    signature: str = ""
    """Of the agent and their centre, under an e-mail."""
    motif_label: str = ""

    @property
    def letter(self) -> str:
        """What the usager gets; empty: nothing."""
        return f"{self.message}\n\n{self.signature}" if self.message and self.signature else self.message

    @property
    def body(self) -> Refer:
        from ccpro_desk.domain.commands import Refer

        files = tuple(ref.id for ref in self.files)
        return Refer(self.sie, self.facts, self.haste, self.promised_on, self.motif, files, self.why or None)


class ReferralScreen(Window[Fiche]):
    """Tab and Enter go from field to field; F6 reads once more, F6 there records. Escape keeps all."""

    CSS_PATH = "window.tcss"
    AUTO_FOCUS = "#facts"
    BINDINGS: ClassVar[list[BindingType]] = []

    def __init__(
        self,
        contact: DeskContact,
        reference: Reference,
        begun: dict[str, str],
        *,
        office: str,
        noted: str,
        signature: str = "",
    ) -> None:
        """`office`: the code of the usager's SIE, if it is known; `noted`: what stands in the editor."""
        super().__init__()
        self._contact, self._reference, self._begun = contact, reference, begun
        self._office, self._noted, self._signature = office, noted, signature
        self._documents = documents_of(contact.view)
        self._offered = ""

    def compose(self) -> ComposeResult:
        spoken = words.is_spoken(self._contact.view) or words.is_live(self._contact.view)
        with Vertical(id="frame", classes="fields referral") as frame:
            frame.border_title = Content("Fiche de liaison vers le SIE")
            with VerticalScroll(id="form", can_focus=False):
                with Horizontal(classes="row"):
                    yield from self._field("sie", "SIE", "lyon est", self._sie_first())
                    yield from self._field("motif", "Motif", "remboursement", self._motif_first())
                with Horizontal(classes="row"):
                    urgencies = ", ".join(HASTE_LABELS.values())
                    yield from self._field("haste", "Urgence", urgencies, HASTE_LABELS[Haste.NORMAL])
                    yield from self._field("promised", "Promis pour le", "facultatif : 12/12", "")
                    yield from self._field("files", self._files_label(), "", self._files_first())
                yield Static(id="told", markup=False)
                with Vertical(id="override"):
                    yield Label("Pourquoi transmettre quand même", markup=False)
                    yield Input(self._begun.get("why", ""), id="why", max_length=500)
                yield Label("Les faits, tels que le SIE les lira", markup=False)
                facts = self._begun.get("facts") or first_facts(self._contact.view, self._noted)
                yield SpelledArea(facts, id="facts")
                yield Label(
                    "À dire à l'usager" if spoken else "Message à l'usager, envoyé avec la fiche", id="to"
                )
                yield SpelledArea(self._begun.get("message", ""), id="message")
            yield NoticeBar()
            yield KeyBar((("review", "F6", "Relire la fiche"), ("leave", "Échap", "Revenir")))

    def _field(self, name: str, label: str, placeholder: str, first: str) -> ComposeResult:
        with Vertical(classes="cell"):
            yield Label(label, markup=False)
            yield Input(self._begun.get(name) or first, id=name, placeholder=placeholder, max_length=200)

    def on_mount(self) -> None:
        for editor in self.query(SpelledArea):
            self.host.helps_writing(editor)
        view = self._contact.view
        self.query_one("#message", TextArea).read_only = words.is_spoken(view) or words.is_live(view)
        self._understand()

    # --- what is filled in

    def _sie_first(self) -> str:
        """The usager's own office; else the only one of the department."""
        if self._office in self._reference.offices:
            return self._reference.offices[self._office][0]
        department = self._contact.view.department
        near = [name for name, of in self._reference.offices.values() if department and of == department]
        return near[0] if len(near) == 1 else ""

    def _motif_first(self) -> str:
        view = self._contact.view
        return self._motif_label(view.motifs[0].code if view.motifs else view.guessed)

    def _motif_label(self, code: str | None) -> str:
        motifs = self._reference.motifs
        motif = motifs.get(code) if motifs and code else None
        return motif.label if motif else ""

    def _files_label(self) -> str:
        if not self._documents:
            return "Pièces : aucune"
        named = ", ".join(f"{n} {words.named(ref.name, 20)}" for n, ref in enumerate(self._documents, 1))
        return f"Pièces : {named}"

    def _files_first(self) -> str:
        return " ".join(str(number) for number in range(1, len(self._documents) + 1))

    def _default_message(self) -> str:
        from ccpro_desk.reference.referral_letters import load_letters

        office = self._named_office or "votre SIE"
        if words.is_spoken(self._contact.view) or words.is_live(self._contact.view):
            return load_letters().to_say(office)
        day = self._day
        told = load_letters().to_refer(office, words.long_day(day) if day else "")
        return f"{self._noted}\n\n{told}" if self._noted else told

    # --- what is understood

    def _text(self, name: str) -> str:
        return clean(self.query_one(f"#{name}", Input).value, keep_newlines=False)

    @property
    def _sie(self) -> str | None:
        """The code of the only office that is meant."""
        sought = fold(self._text("sie")).split()
        offices = self._reference.offices.items()
        exact = [code for code, (name, _) in offices if fold(name) == " ".join(sought)]
        near = [code for code, (name, _) in offices if sought and all(w in fold(name) for w in sought)]
        found = exact or near
        return found[0] if len(found) == 1 else None

    @property
    def _named_office(self) -> str:
        code = self._sie
        return self._reference.offices[code][0] if code else ""

    @property
    def _motif(self) -> str | None:
        motifs = self._reference.motifs
        typed = self._text("motif")
        if motifs is None or not typed:
            return None
        label = next((m.code for m in motifs.items if fold(m.label) == fold(typed)), None)
        return label or (code if (code := motif_named(typed, motifs)) in motifs.codes else None)

    def _motif_wanted(self) -> str:
        """What to type: of a family that is named, its motifs."""
        motifs = self._reference.motifs
        family = motif_named(self._text("motif"), motifs)
        of_it = [m.label for m in motifs.items if m.family == family] if motifs and family else []
        if not of_it:
            return "Motif attendu : un mot de son libellé, par exemple « remboursement »."
        named = ", ".join(f"« {label} »" for label in of_it[:SOME])
        return f"Précisez le motif, par un mot de son libellé : {named}{'…' if len(of_it) > SOME else '.'}"

    @property
    def _haste(self) -> Haste | None:
        typed = fold(self._text("haste"))
        return next((h for h, label in HASTE_LABELS.items() if typed and fold(label).startswith(typed)), None)

    @property
    def _day(self) -> date | None:
        return read_day(self._text("promised"), present.now())

    @property
    def _article(self) -> Article | None:
        """What the perimeter says of the motif."""
        perimeter, motif = self._reference.perimeter, self._motif
        return perimeter.of(motif, words.local(present.now()).date()) if perimeter and motif else None

    @property
    def _objects(self) -> bool:
        article = self._article
        return article is not None and not article.handled_by.refers

    def _understand(self) -> None:
        """Under the fields: the perimeter's article, and what to do instead where it is not the SIE's."""
        article, told = self._article, self.query_one("#told", Static)
        told.set_class(self._objects, "-against")
        mark = "! " if self._objects else ""
        told.update(f"{mark}{article.said} ({article.cited}.) {article.instead}" if article else "")
        self.query_one("#override").display = self._objects
        message = self.query_one("#message", TextArea)
        if "message" not in self._begun and message.text in ("", self._offered):
            self._offered = self._default_message()
            message.text = self._offered

    @on(Input.Changed)
    def _typed(self, event: Input.Changed) -> None:
        event.stop()
        if self.is_mounted:
            self._understand()

    @on(Input.Submitted)
    def _submitted(self, event: Input.Submitted) -> None:
        event.stop()
        self.focus_next()

    # --- leaving

    def do_review(self) -> None:
        """F6: the whole fiche as the SIE will read it, once everything is said."""
        from ccpro_desk.screens.referral_review import FicheReview

        fiche = self._checked()
        if fiche is not None and self.settled():
            offline = self.host.situation.offline
            screen = FicheReview(self._contact, fiche, offline=offline)
            self.app.push_screen(screen, lambda yes: self._reviewed(fiche) if yes else None)

    def _reviewed(self, fiche: Fiche) -> None:
        self.dismiss(fiche)

    def _checked(self) -> Fiche | None:
        fault = self._fault()
        if fault is not None:
            field, sentence = fault
            self.say(sentence, "warning")
            self.query_one(f"#{field}").focus()
            return None
        sie, haste, motif, files = self._sie, self._haste, self._motif, self._files()
        assert sie is not None and haste is not None and motif is not None and files is not None
        why = self._text("why") if self._objects else ""
        office, message = self._named_office, self._message()
        return Fiche(
            sie,
            office,
            self._facts,
            haste,
            self._day,
            motif,
            files,
            why,
            message,
            self._article,
            self._signature,
            self._motif_label(motif),
        )

    def _fault(self) -> tuple[str, str] | None:
        """The first field that will not do, and why."""
        labels = ", ".join(HASTE_LABELS.values())
        checks = (
            ("sie", self._sie is None, "SIE attendu : tapez de son nom de quoi n'en désigner qu'un."),
            (
                "motif",
                self._motif is None,
                self._motif_wanted(),
            ),
            ("haste", self._haste is None, f"Urgence attendue : {labels}."),
            (
                "promised",
                bool(self._text("promised")) and self._day is None,
                f"Date à venir attendue : {_DAYS}.",
            ),
            (
                "files",
                self._files() is None,
                "Numéros des pièces attendus, par exemple « 1 2 » ; rien : aucune.",
            ),
            ("why", self._objects and not self._text("why"), _OURS),
            ("facts", not self._facts, "Exposez les faits : le SIE ne voit que la fiche et l'échange."),
        )
        return next(((field, sentence) for field, wrong, sentence in checks if wrong), None)

    @property
    def _facts(self) -> str:
        return clean(self.query_one("#facts", TextArea).text).strip()

    def _message(self) -> str:
        editor = self.query_one("#message", TextArea)
        origin = self._contact.view.origin
        if editor.read_only or origin is None or not origin.address:
            return ""
        return clean(editor.text).strip()

    def _files(self) -> tuple[AttachmentRef, ...] | None:
        numbers = self._text("files").replace(",", " ").split()
        known = {str(number): ref for number, ref in enumerate(self._documents, 1)}
        if not all(number in known for number in numbers):
            return None
        return tuple(known[number] for number in dict.fromkeys(numbers))

    def show_reference(self, reference: Reference) -> None:
        self._reference = reference
        self._understand()

    def show_state(self, state: DeskState) -> None:
        super().show_state(state)
        if state.contact(self._contact.id) is None:
            self.finish()

    @property
    def contact_id(self) -> UUID:
        return self._contact.id

    def action_back(self) -> None:
        keep(self, self._begun, FIELDS)
        super().action_back()

    def do_leave(self) -> None:
        self.action_back()
