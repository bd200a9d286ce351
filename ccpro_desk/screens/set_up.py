"""The first start: three short trials, of the screen, the keys and the ring. Escape leaves it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import ClassVar

from textual import events, work
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.content import Content
from textual.message import Message

from ccpro_desk.desk.checkup.finding import Finding, Health
from ccpro_desk.desk.checkup.terminal import COLUMNS, ROWS, STOLEN
from ccpro_desk.desk.preferences.table import setting
from ccpro_desk.screens.base import Window
from ccpro_desk.screens.ring_test import try_ring
from ccpro_desk.widgets.banner import Banner
from ccpro_desk.widgets.bars import KeyBar, NoticeBar
from ccpro_desk.widgets.pane import Block, Pane, said

SCREEN, KEYS, RING = range(3)
TITLES = ("L'écran", "Les touches", "La sonnerie")
TRIED = tuple(f"f{n}" for n in range(2, 10))
THREE_COLUMNS = 100
"""Columns from which the workspace shows its three panes at once."""
LATER = "Vous pourrez y revenir : Ctrl+P, « Premier réglage »."


@dataclass
class Looked(Message):
    """What the terminal says of itself."""

    findings: tuple[Finding, ...]


class SetUpScreen(Window[None]):
    """← → changes, Enter goes on, Escape leaves. No step has to succeed."""

    CSS_PATH = "window.tcss"
    AUTO_FOCUS = "#text"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("left", "change(-1)", show=False, priority=True),
        Binding("right", "change(1)", show=False, priority=True),
        Binding("space", "ring", show=False, priority=True),
        Binding("enter", "next", show=False, priority=True),
    ]

    def __init__(self) -> None:
        super().__init__()
        self._step = SCREEN
        self._seen: set[str] = set()
        self._warned = False
        self._findings: tuple[Finding, ...] = ()

    def compose(self) -> ComposeResult:
        with Vertical(id="frame") as frame:
            frame.border_title = Content("Premier réglage")
            yield Pane(id="text")
            yield Banner(id="banner")
            yield NoticeBar()
            yield KeyBar(
                (
                    ("go_on", "Entrée", "Continuer"),
                    ("change", "← →", "Changer"),
                    ("leave", "Échap", "Plus tard"),
                )
            )

    def on_mount(self) -> None:
        self._show()
        self.look()

    @work(group="terminal", thread=True, exit_on_error=False)
    def look(self) -> None:
        from ccpro_desk.desk.checkup import terminal

        self.post_message(Looked(tuple(terminal.multiplexers())))

    def on_looked(self, event: Looked) -> None:
        self._findings = event.findings
        self._show()

    def on_resize(self) -> None:
        self._show()

    def sees(self, event: events.Key) -> bool:
        """The keys that are tried do nothing else here."""
        if self._step != KEYS or event.key not in TRIED:
            return False
        self._seen.add(event.key)
        self._show()
        return True

    def action_change(self, step: int) -> None:
        known = {SCREEN: "theme", RING: "ring"}.get(self._step)
        if known == "theme":
            looks = self.host.looks
            look = looks[(looks.index(self.host.preferences.theme) + step) % len(looks)]
            self._tell(self.host.prefer(theme=look))
            self.host.wear(look)
        elif known == "ring":
            self._tell(self.host.prefer(ring=setting("ring").after(self.host.preferences.ring, step)))
            try_ring(self)
        self._show()

    def action_ring(self) -> None:
        if self._step == RING:
            try_ring(self)

    def action_next(self) -> None:
        missing = [f"« {key.upper()} »" for key in TRIED if key not in self._seen]
        if self._step == KEYS and missing and not self._warned:
            self._warned = True
            verb = "n'arrivent pas" if len(missing) > 1 else "n'arrive pas"
            self.say(f"{', '.join(missing)} {verb}. {STOLEN} Entrée continue quand même.", "warning")
        elif self._step == RING:
            self._leave("Réglages enregistrés. « :reglages » pour les changer.")
        else:
            self._step += 1
            self.say("")
            self._show()

    def action_back(self) -> None:
        self._leave(LATER)

    def do_go_on(self) -> None:
        self.action_next()

    def do_change(self) -> None:
        self.action_change(1)

    def do_leave(self) -> None:
        self.action_back()

    def _leave(self, said_: str) -> None:
        trouble = self.host.prefer(set_up=True)
        self.dismiss(None)
        self.host.call_later(self.host.say, trouble or said_)

    def _tell(self, trouble: str) -> None:
        self.say(trouble, "error")

    # --- what each step shows

    def _show(self) -> None:
        head = said(f"{self._step + 1} sur {len(TITLES)} · {TITLES[self._step]}", "bold $accent")
        shown = (self._screen, self._keys, self._ring)[self._step]()
        self.query_one("#text", Pane).show([Block(), head, Block(), *shown], keep_place=True)

    def _screen(self) -> Iterator[Block]:
        width, height = self.app.size
        yield said(f"Votre terminal : {width} × {height}.")
        yield _size(width, height)
        yield Block()
        yield said("Ces signes doivent se lire : é È ç œ « … » n° ● ◌ ○ ✓ ✗ ▌ ← →")
        for style, sign, word in (
            ("$success", "✓", "réussi"),
            ("$warning", "!", "attention"),
            ("$error", "✗", "erreur"),
        ):
            yield said(f"{sign} {word}", f"bold {style}")
        yield said("Chaque couleur a son signe : le poste se lit aussi sans couleurs.", "$quiet")
        yield Block()
        yield _choice("Thème", setting("theme").word(self.host.preferences.theme))
        yield said("« ccpro-desk doctor », dans un terminal, vérifie cela et le reste.", "$quiet")
        for finding in self._findings:
            good = finding.health is Health.GOOD
            yield Block()
            yield said(
                f"{'✓' if good else '!'} {finding.label} : {finding.found}",
                "$success" if good else "$warning",
            )
            yield said(finding.mend)

    def _keys(self) -> Iterator[Block]:
        yield said("Appuyez sur F2, puis F3, jusqu'à F9 : chacune est cochée quand elle arrive.")
        yield said("Ici elles ne font rien d'autre.", "$quiet")
        yield Block()
        for key in TRIED:
            seen = key in self._seen
            yield said(f"{'✓' if seen else '·'} {key.upper()}", "bold $success" if seen else "")
        yield Block()
        if len(self._seen) == len(TRIED):
            yield said("Toutes arrivent. Entrée pour continuer.", "bold")
        else:
            yield said("Une touche n'arrive pas ? Entrée : le poste dit quoi faire.", "$quiet")

    def _ring(self) -> Iterator[Block]:
        yield said("Espace : un appel s'annonce comme il s'annoncera.")
        yield said("Un bandeau le dit toujours en toutes lettres, et rien ne prend votre place.", "$quiet")
        yield Block()
        yield _choice("Sonnerie", setting("ring").word(self.host.preferences.ring))
        yield Block()
        yield said("Rien à entendre ? Le son est celui du terminal : activez-y la cloche.", "$quiet")


def _choice(label: str, word: str) -> Block:
    return Block(
        Content.styled(f"{label}  ", "bold")
        + Content.styled(f"‹ {word} ›", "bold $accent")
        + "  ← → pour changer"
    )


def _size(width: int, height: int) -> Block:
    if width < COLUMNS or height < ROWS:
        return said(
            f"! C'est trop peu : agrandissez à {COLUMNS} × {ROWS} au moins, 120 × 40 au mieux.",
            "bold $warning",
        )
    if width < THREE_COLUMNS:
        return said(
            "✓ Une colonne à la fois : Tab passe de l'une à l'autre. 120 × 40 les montre toutes.", "$success"
        )
    return said("✓ Les trois colonnes de l'espace de travail s'y affichent.", "$success")
