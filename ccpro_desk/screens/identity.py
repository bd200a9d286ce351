"""Who is speaking and what was asked to verify it: passed or not; never the answers."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar

from textual import events, on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.content import Content
from textual.widgets import Input

from ccpro_desk.domain.identification import Assurance, Check, Kind, Quality, level_of
from ccpro_desk.domain.text import clean
from ccpro_desk.domain.values import Channel
from ccpro_desk.screens.base import Window
from ccpro_desk.screens.reference_data import Reference
from ccpro_desk.widgets import words
from ccpro_desk.widgets.bars import KeyBar, NoticeBar
from ccpro_desk.widgets.identity import QUALITIES, ahead, check_entry, quality_entry
from ccpro_desk.widgets.line_list import LineList
from ccpro_desk.widgets.pane import Block, Pane, said
from ccpro_desk.wire.views import ContactView

_CHECKING = (
    ("tick", "Espace", "Cocher"),
    ("passed", "Entrée", "Concluant"),
    ("failed", "N", "Non concluant"),
    ("quality", "Q", "Qualité"),
    ("another", "R", "Autre dossier"),
    ("leave", "Échap", "Revenir"),
)
_ASKING = (("choose", "Entrée", "Choisir"), ("another", "R", "Autre dossier"), ("leave", "Échap", "Revenir"))
WHOSE = "Représentant : son nom, ou le SIREN du cabinet"
DIALLED = "Numéro rappelé (le centre le compare à ceux du dossier)"


@dataclass(frozen=True, slots=True)
class Checked:
    """What was asked, of whom, and whether it passed; no check at all: link another professional."""

    codes: tuple[str, ...]
    passed: bool
    quality: Quality | None = None
    representative: str | None = None
    dialled: str | None = None

    @property
    def whose(self) -> tuple[Quality | None, str | None, str | None]:
        """Of whom it was asked: what the central holds against the file."""
        return self.quality, self.representative, self.dialled


ANOTHER = Checked((), False)


class IdentityScreen(Window[Checked]):
    """As what the person speaks, then what was asked, one key each. Enter: all right; N: not conclusive."""

    CSS_PATH = "window.tcss"
    AUTO_FOCUS = "#list"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("space", "tick", show=False, priority=True),
        Binding("n,N", "conclude(False)", show=False),
        Binding("r,R", "another", show=False),
        Binding("q,Q", "ask_quality", show=False),
    ]

    def __init__(self, view: ContactView, reference: Reference) -> None:
        super().__init__()
        self._view, self._checks = view, reference.checks
        self._ticked: set[str] = set()
        self._quality = view.identification.quality
        self._asking = self._quality is None
        self._typed: dict[Kind, str] = {}
        self._field: Kind | None = None

    def compose(self) -> ComposeResult:
        with Vertical(id="frame") as frame:
            name = self._view.usager.name if self._view.usager else ""
            frame.border_title = Content(f"Vérifier l'identité · {clean(name, keep_newlines=False)}")
            yield Pane(id="told", classes="lines")
            yield LineList(id="list")
            yield Input(id="typed", max_length=200)
            yield NoticeBar()
            yield KeyBar(_ASKING)

    def on_mount(self) -> None:
        self.query_one("#told", Pane).can_focus = False
        self.query_one("#typed", Input).display = False
        self._fill()

    def show_reference(self, reference: Reference) -> None:
        self._checks = reference.checks
        self._fill()

    @property
    def asked(self) -> tuple[str, ...]:
        return tuple(check.code for check in self._checks.items if check.code in self._ticked)

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """In the field a space is a space."""
        return action != "tick" or self._field is None

    # --- keys

    def on_key(self, event: events.Key) -> None:
        """The letter of a quality, or of a check."""
        if self._field is not None or event.character is None:
            return
        letter = event.character.lower()
        if self._asking:
            quality = next((q for q, (key, _, _) in QUALITIES.items() if key == letter), None)
            if quality is not None:
                event.stop()
                self._choose(quality)
            return
        check = next((each for each in self._checks.items if each.key == letter), None)
        if check is not None:
            event.stop()
            self._tick(check)

    def action_ask_quality(self) -> None:
        if self._field is None:
            self._asking = True
            self._fill()

    def action_tick(self) -> None:
        key = self.query_one("#list", LineList).key
        check = next((each for each in self._checks.items if each.code == key), None)
        if check is not None and not self._asking:
            self._tick(check)

    def action_conclude(self, passed: bool) -> None:
        if self._asking:
            self.say("Indiquez d'abord en quelle qualité la personne s'adresse à vous.", "warning")
        elif not self.asked:
            self.say("Cochez d'abord (sa lettre, ou Espace) ce que vous avez demandé.", "warning")
        else:
            self.dismiss(self._result(passed))

    def action_another(self) -> None:
        self.dismiss(ANOTHER)

    def action_back(self) -> None:
        """From a field to the list; from the list, out."""
        if self._field is None:
            super().action_back()
        else:
            self._ticked -= {check.code for check in self._checks.items if check.kind is self._field}
            self._close_field()

    do_tick = action_tick
    do_quality = action_ask_quality
    do_another = action_another
    do_leave = action_back

    def do_passed(self) -> None:
        self.action_conclude(True)

    def do_failed(self) -> None:
        self.action_conclude(False)

    def do_choose(self) -> None:
        self._chosen()

    @on(LineList.Chosen)
    def _on_chosen(self, event: LineList.Chosen) -> None:
        event.stop()
        self._chosen()

    @on(Input.Submitted, "#typed")
    def _on_typed(self, event: Input.Submitted) -> None:
        event.stop()
        text = clean(event.value, keep_newlines=False)
        if self._field is not None and text:
            self._typed[self._field] = text
            self._close_field()

    # --- what they do

    def _chosen(self) -> None:
        key = self.query_one("#list", LineList).key
        if not self._asking:
            self.action_conclude(True)
        elif key is not None:
            self._choose(Quality(key))

    def _choose(self, quality: Quality) -> None:
        self._quality, self._asking = quality, False
        self._fill()

    def _tick(self, check: Check) -> None:
        self._ticked ^= {check.code}
        if check.code in self._ticked and self._asks_for(check.kind):
            self._open_field(check.kind)
        self._fill(key=check.code)

    def _asks_for(self, kind: Kind) -> bool:
        """Whose mandate; which number, unless a promised call says it."""
        return kind is Kind.MANDATE or (kind is Kind.CALLBACK and self._view.channel is not Channel.CALLBACK)

    def _open_field(self, kind: Kind) -> None:
        self._field = kind
        field = self.query_one("#typed", Input)
        field.placeholder = WHOSE if kind is Kind.MANDATE else DIALLED
        calling = self._view.origin.number if self._view.origin and kind is Kind.CALLBACK else None
        field.value = self._typed.get(kind) or words.phone(calling or "")
        field.display = True
        field.focus()

    def _close_field(self) -> None:
        self._field = None
        self.query_one("#typed", Input).display = False
        self.query_one("#list").focus()
        self._fill(key=self.query_one("#list", LineList).key)

    def _result(self, passed: bool) -> Checked:
        kinds = {check.kind for check in self._checks.items if check.code in self._ticked}
        whose = self._typed.get(Kind.MANDATE) if Kind.MANDATE in kinds else None
        dialled = self._typed.get(Kind.CALLBACK) if Kind.CALLBACK in kinds else None
        return Checked(self.asked, passed, self._quality, whose, dialled)

    def _fill(self, *, key: str | None = None) -> None:
        self.query_one(KeyBar).turn(*((_ASKING,) if self._asking else (_CHECKING, _CHECKING[1:])))
        self.query_one("#told", Pane).show(self._told())
        shown = self.query_one("#list", LineList)
        if self._asking:
            shown.fill([quality_entry(quality) for quality in QUALITIES], key=Quality.DIRECTOR.value)
            self.say("En quelle qualité cette personne s'adresse-t-elle à vous ?")
            return
        needs = self._quality is not None and self._quality.needs_mandate
        checks = sorted(self._checks.items, key=lambda check: needs and check.kind is not Kind.MANDATE)
        shown.fill(
            [check_entry(check, check.code in self._ticked) for check in checks], key=key or self._first()
        )
        if self._field is not None:
            self.say(f"{WHOSE if self._field is Kind.MANDATE else DIALLED}. Entrée : noté ; Échap : sans.")
            return
        self.say(ahead(self._checks, self._view, self._quality, self.asked, self._level()))

    def _first(self) -> str | None:
        """The first check that counts: the public ones above it stay in sight."""
        wanted = Kind.MANDATE if self._quality is not None and self._quality.needs_mandate else Kind.PRIVATE
        return next((check.code for check in self._checks.items if check.kind is wanted), None)

    def _told(self) -> Sequence[Block]:
        lines = [said(words.identity(self._view), "bold")]
        if words.mandate(self._view):
            lines.append(said(words.mandate(self._view), "$success"))
        if self._view.identification.setback:
            lines.append(said(self._view.identification.setback.text, "$warning"))
        if words.ordinary_mail(self._view):
            told = "Courriel ordinaire : quoi qu'on vérifie, le dossier reste fermé."
            return (*lines, said(told, "$warning"))
        told = "Est noté ce qui a été demandé ; jamais la réponse."
        who = "" if self._asking or self._quality is None else f"{QUALITIES[self._quality][1]}. "
        return (*lines, said(who + told, "$quiet"))

    def _level(self) -> int:
        return level_of(
            self._checks,
            (*self._view.identification.checks, *self.asked),
            assurance=self._view.origin.assurance if self._view.origin else Assurance.NONE,
            ordinary_mail=words.ordinary_mail(self._view),
            linked=self._view.usager is not None,
            quality=self._quality,
        )
