"""The plateau, for who runs it: who is available, what waits, help asked for. No figure of one person."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar
from uuid import UUID

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.content import Content
from textual.widgets import Static

from ccpro_desk.desk.plateau import CrisisLine, Floor
from ccpro_desk.desk.state import DeskState, LinkKind
from ccpro_desk.screens.base import Window
from ccpro_desk.screens.form import Field, FormScreen, needed
from ccpro_desk.screens.giving import Target, TargetScreen, give
from ccpro_desk.screens.when import read_hour
from ccpro_desk.widgets import floor as shown_floor
from ccpro_desk.widgets import present, words
from ccpro_desk.widgets.bars import KeyBar, NoticeBar
from ccpro_desk.widgets.line_list import LineList

if TYPE_CHECKING:
    pass

AGAIN_S = 20.0
"""How often it is read again while it is shown."""
NOTHING = "rien à remettre en file."
_DUE = "un nombre de minutes, par exemple 30"


class PlateauScreen(Window[None]):
    """Enter acts on what is highlighted; F7 lists what else one may do."""

    CSS_PATH = "window.tcss"
    AUTO_FOCUS = "#list"
    KEYS = (
        ("choose", "Entrée", "Agir"),
        ("follow", "F7", "Suites"),
        ("queue", "F", "File"),
        ("leave", "Échap", "Espace de travail"),
    )
    BINDINGS: ClassVar[list[BindingType]] = [Binding("f,F", "queue", show=False)]

    def __init__(self) -> None:
        super().__init__()
        self._floor: Floor | None = None
        self._link = LinkKind.UP_TO_DATE

    def compose(self) -> ComposeResult:
        with Vertical(id="frame", classes="full") as frame:
            frame.border_title = Content("Plateau")
            yield LineList(id="list", empty="Lecture du plateau…")
            yield Static(id="foot", markup=False)
            yield NoticeBar()
            yield KeyBar(self.KEYS)

    def on_mount(self) -> None:
        self.read_again()
        self.set_interval(AGAIN_S, self.read_again)

    def on_screen_resume(self) -> None:
        super().on_screen_resume()
        if self._floor is not None:
            self.read_again()

    def show_state(self, state: DeskState) -> None:
        """Read as soon as the central answers."""
        super().show_state(state)
        link, self._link = self._link, state.link.kind
        if self._link is LinkKind.UP_TO_DATE and link is not self._link:
            self.read_again()

    def read_again(self) -> None:
        if self.app.screen is self:
            self.attempt(self.host.desk.plateau.floor(), self._came, self._failed)

    def _came(self, floor: Floor) -> None:
        self._floor = floor
        seen = floor.seen
        centre = self.host.reference.centres.get(seen.centre, seen.centre)
        place = " · ".join(p for p in (centre, words.plateau(seen.plateau, seen.centre)) if p)
        self.query_one("#frame").border_title = Content(place or "Plateau")
        self.query_one("#list", LineList).fill(shown_floor.entries(floor, self.host.reference.motifs))
        self.query_one("#foot", Static).update(f"Relevé à {words.hour(seen.as_of)}")

    def _failed(self, sentence: str) -> None:
        if self._floor is None:
            self.query_one("#list", LineList).empty = sentence
            return
        at = words.hour(self._floor.seen.as_of)
        self.query_one("#foot", Static).update(f"Hors connexion : le plateau tel qu'il était à {at}.")

    # --- what Enter does

    @on(LineList.Chosen)
    def _chosen(self, event: LineList.Chosen) -> None:
        event.stop()
        self._act(event.key)

    def do_choose(self) -> None:
        key = self.query_one("#list", LineList).key
        if key:
            self._act(key)

    def _act(self, key: str) -> None:
        kind, _, about = key.partition(":")
        act = {
            "word": lambda: self.ask_word(),
            "renfort": lambda: self._ask_answer(UUID(about)),
            "wait": lambda: self.open_queue(words.CHANNELS_TYPED[about]),
            "queue": lambda: self.open_queue(words.CHANNELS_TYPED[about.split(":")[1]]),
            "agent": lambda: self._ask_absence(about),
            "crisis": lambda: self._ask_close(UUID(about)),
            "fiches": lambda: self._open_fiches(),
        }.get(kind)
        if act is not None:
            act()

    def _open_fiches(self) -> None:
        from ccpro_desk.screens.sie_inbox import InboxScreen

        self.app.push_screen(InboxScreen(officer=False, centre=True))

    def do_follow(self) -> None:
        from ccpro_desk.screens.menu import Item, MenuScreen

        items = [
            Item("M", "word", "Écrire le mot du plateau"),
            Item("R", "give", "Confier un contact de la file"),
            Item("A", "absent", "Déclarer un agent absent"),
            Item("V", "back", "Annuler une absence"),
            Item("C", "crisis", "Ouvrir une ligne de crise"),
        ]
        self.app.push_screen(MenuScreen("Suites", items), self._follow)

    def _follow(self, chosen: str | None) -> None:
        if chosen == "word":
            self.ask_word()
        elif chosen == "give":
            self.open_queue("")
        elif chosen == "absent":
            screen = TargetScreen("Quel agent est absent ?", with_plateaux=False)
            self.app.push_screen(screen, lambda target: self._ask_absence_of(target) if target else None)
        elif chosen == "back":
            screen = TargetScreen("Quelle absence annuler ?", with_plateaux=False)
            self.app.push_screen(screen, lambda target: self._back(target) if target else None)
        elif chosen == "crisis":
            self._ask_crisis()

    def action_queue(self) -> None:
        self.open_queue("")

    def do_queue(self, typed: str = "") -> None:
        self.open_queue(typed)

    def open_queue(self, typed: str) -> None:
        from ccpro_desk.screens.queue import QueueScreen

        self.app.push_screen(QueueScreen(typed), lambda key: give(self, UUID(key)) if key else None)

    def ask_word(self) -> None:
        word = self._floor.seen.word if self._floor else None
        field = Field(
            "Une phrase pour tous ; vide : plus aucun mot", value=word.text if word else "", longest=500
        )
        form = FormScreen(
            "Mot du plateau", [field], yes="Publier", said="Il s'efface à la fermeture du centre."
        )
        self.app.push_screen(form, lambda given: self._set_word(given[0]) if given else None)

    def _set_word(self, text: str) -> None:
        said = "Mot publié." if text else "Mot retiré."
        self.attempt(self.host.desk.plateau.word(text), lambda _: self._done(said))

    def _ask_answer(self, renfort_id: UUID) -> None:
        renforts = self._floor.seen.renforts if self._floor else ()
        asked = next((each for each in renforts if each.id == renfort_id), None)
        if asked is None or asked.answer:
            self.say("Cette demande a déjà sa réponse.")
            return
        field = Field("Votre réponse", "par exemple : j'arrive", fault=needed("Écrivez une réponse."))
        form = FormScreen(f"Renfort : {asked.name}", [field], yes="Répondre")
        self.app.push_screen(form, lambda given: self._answer(renfort_id, given[0]) if given else None)

    def _answer(self, renfort_id: UUID, text: str) -> None:
        self.attempt(
            self.host.desk.plateau.answer(renfort_id, text),
            lambda _: self._done("Réponse envoyée à l'agent."),
        )

    def _ask_absence(self, login: str) -> None:
        people = self._floor.seen.available if self._floor else ()
        name = next((person.name for person in people if person.login == login), login)
        self._ask_absence_of(Target(login, name))

    def _ask_absence_of(self, target: Target) -> None:
        from ccpro_desk.screens.absence import absence_form

        self.app.push_screen(absence_form(target), lambda days: self._absence(target, days) if days else None)

    def _absence(self, target: Target, typed: tuple[str, ...]) -> None:
        from ccpro_desk.screens.absence import days_of, told

        first, last = days_of(typed)
        job = self.host.desk.plateau.absence(target.id, first, last)
        self.attempt(job, told(target, first, last, self._done))

    def _back(self, target: Target) -> None:
        said = f"{target.label} : plus aucune absence notée."
        self.attempt(self.host.desk.plateau.back(target.id), lambda _: self._done(said))

    def _ask_close(self, crisis_id: UUID) -> None:
        from ccpro_desk.screens.ask import AskScreen

        question = "Fermer cette ligne de crise ? Ceux qui y attendent seront encore servis."
        self.app.push_screen(
            AskScreen("Ligne de crise", question, yes="Fermer la ligne"),
            lambda yes: self._close(crisis_id) if yes else None,
        )

    def _close(self, crisis_id: UUID) -> None:
        self.attempt(
            self.host.desk.plateau.close_crisis(crisis_id), lambda _: self._done("Ligne de crise fermée.")
        )

    def _ask_crisis(self) -> None:
        fields = [
            Field("Nom de la ligne", "par exemple : panne du paiement en ligne", fault=needed("Nommez-la.")),
            Field("Mots de l'objet ou du message, séparés par des virgules", "panne, paiement impossible"),
            Field("Numéros appelés, séparés par des virgules (facultatif)", "tels qu'ils sont composés"),
            Field("Jusqu'à quelle heure", "18 h 00", longest=10, fault=_hour_fault),
            Field("Première réponse promise en (minutes)", "30", "30", longest=4, fault=_minutes_fault),
        ]
        form = FormScreen("Ouvrir une ligne de crise", fields, yes="Ouvrir")
        self.app.push_screen(form, lambda given: self._open(given) if given else None)

    def _open(self, given: tuple[str, ...]) -> None:
        label, typed, numbers, hour, minutes = given
        until = read_hour(hour, present.now())
        assert until is not None
        by, sought = _parts(numbers), _parts(typed)
        line = CrisisLine(label, until, int(minutes), by, sought if sought or by else (label,))
        self.attempt(
            self.host.desk.plateau.open_crisis(line), lambda _: self._done("Ligne de crise ouverte.")
        )

    def _done(self, said: str) -> None:
        self.say(said, "success")
        self.read_again()

    def do_leave(self) -> None:
        self.action_back()


def _parts(typed: str) -> tuple[str, ...]:
    """What is written between commas."""
    return tuple(part for part in (part.strip() for part in typed.split(",")) if part)


def _hour_fault(text: str) -> str:
    return "" if read_hour(text, present.now()) else "Heure attendue, par exemple 18 h 00."


def _minutes_fault(text: str) -> str:
    return "" if text.isascii() and text.isdigit() and 0 < int(text) <= 10_080 else f"Attendu : {_DUE}."
