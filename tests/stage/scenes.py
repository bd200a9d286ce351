"""Which keys lead to what a snapshot or a picture shows."""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager
from dataclasses import dataclass
from typing import cast

from textual.screen import Screen
from textual.widgets import Input, TextArea

from ccpro_desk.desk.state import DeskState
from ccpro_desk.domain.clock import ManualClock, SystemClock
from ccpro_desk.widgets import present
from ccpro_desk.widgets.banner import Banner
from tests.screens.workstation import Workstation, at_work
from tests.stage import world
from tests.stage.desk import StageDesk
from tests.stage.paint import Rows, painted

TYPED = "»"
"""What follows it is typed, letter by letter; else a step is a key."""
WIDE, NARROW = (120, 40), (80, 24)


@dataclass(frozen=True, slots=True)
class Scene:
    """A screen worth keeping in mind."""

    name: str
    title: str
    """What the picture shows, in French."""
    state: DeskState
    steps: tuple[str, ...] = ()
    window: str = "WorkspaceScreen"
    """On top at the end."""


def _place(word: str) -> tuple[str, ...]:
    return ("escape", "colon", TYPED + word, "enter")


_ANSWER = ("f3", TYPED + "remb", "down", "enter")
_CLAIM = "tab", TYPED + "Bonjour Monsieur Benali, votre demande est en cours."
SCENES = (
    Scene("beginning", "Le début du service", world.STARTING, (), "BeginningScreen"),
    Scene("idle", "Entre deux contacts", world.IDLE),
    Scene("workspace", "L'espace de travail : mes contacts, le message et la réponse, le dossier", world.READING),
    Scene("answers", "Les fiches, cherchées en quelques lettres", world.READING, ("f3", TYPED + "remb"), "AnswersScreen"),
    Scene("gaps", "La fiche insérée, ses blancs à remplir", world.READING, _ANSWER),
    Scene("review", "La relecture avant l'envoi", world.READING, (*_CLAIM, "f6"), "ReviewScreen"),
    Scene("closing", "Les motifs de clôture", world.READING, ("f8",), "ClosingScreen"),
    Scene(
        "identity",
        "La vérification de l'identité, au téléphone",
        world.CALLING,
        ("f5", "d", "m"),
        "IdentityScreen",
    ),
    Scene("call", "Un appel en cours et sa note", world.CALLING),
    Scene("ringing", "Un appel proposé, annoncé sans prendre le curseur", world.RINGING),
    Scene("palette", "Toutes les commandes", world.READING, ("ctrl+p",), "PaletteScreen"),
    Scene("help", "L'aide de l'écran", world.READING, ("ctrl+g",), "HelpScreen"),
    Scene("follow", "Les suites d'un contact", world.READING, ("f7",), "MenuScreen"),
    Scene("parking", "Mettre de côté", world.READING, ("f7", "c"), "ParkingScreen"),
    Scene("callback", "Programmer un rappel", world.READING, ("f7", "r"), "PromiseScreen"),
    Scene("transfer", "Transférer un contact", world.READING, ("f7", "t"), "TransferScreen"),
    Scene("renfort", "Demander du renfort", world.READING, ("ctrl+r",), "RenfortScreen"),
    Scene("difficult", "Une situation difficile", world.CALLING, _place("difficile"), "DifficultScreen"),
    Scene("ending", "La fin du service", world.READING, ("ctrl+t", "s"), "EndingScreen"),
    Scene("status", "Mon état", world.READING, ("ctrl+t",), "MenuScreen"),
    Scene("queue", "La file du centre", world.READING, _place("file"), "QueueScreen"),
    Scene("search", "Rechercher un contact", world.READING, _place("chercher tva"), "SearchScreen"),
    Scene("dossier", "Le dossier en plein écran", world.CALLING, _place(f"dossier {world.QUAIS.siren}"), "DossierScreen"),
    Scene("day", "Ma journée", world.READING, _place("journee"), "DayScreen"),
    Scene("plateau", "Le plateau, pour l'encadrement", world.LEADING, _place("plateau"), "PlateauScreen"),
    Scene("settings", "Les réglages", world.READING, _place("reglages"), "SettingsScreen"),
    Scene("curtain", "L'écran masqué", world.RINGING, ("ctrl+l",), "CurtainScreen"),
    Scene("note", "Une note interne", world.READING, ("ctrl+n", TYPED + "Rappeler le cabinet."), "NoteScreen"),
    Scene("attachment", "Le texte d'une pièce jointe", world.READING, ("ctrl+o",), "AttachmentScreen"),
    Scene("dictation", "Épeler une référence", world.READING, _place("epeler"), "DictationScreen"),
    Scene("offline", "Sans liaison", world.OFFLINE),
)  # fmt: skip
BY_NAME = {scene.name: scene for scene in SCENES}


@contextmanager
def stopped() -> Iterator[None]:
    """The screens' clock stands still."""
    present.clock = ManualClock(world.NOW)
    try:
        yield
    finally:
        present.clock = SystemClock()


@asynccontextmanager
async def played(scene: Scene, size: tuple[int, int]) -> AsyncIterator[Workstation]:
    """The application, at the end of the scene."""
    desk = StageDesk(scene.state)
    with stopped():
        async with at_work(lambda: desk.as_desk, size=size) as post:
            for step in scene.steps:
                await (post.type(step.removeprefix(TYPED)) if step.startswith(TYPED) else post.press(step))
            await post.until(lambda: post.window == scene.window, f"{scene.window} of « {scene.name} »")
            await post.app.workers.wait_for_complete()
            await post.pilot.pause()
            files = post.workspace.files
            await post.until(lambda: all(file.dues for file in files.values()), "the calendar of each file")
            yield post


async def seen(post: Workstation, look: str) -> Rows:
    """What is shown in this theme, once nothing moves any more."""
    post.app.wear(look)
    for editor in post.app.screen.query("Input, TextArea"):
        cast("Input | TextArea", editor).cursor_blink = False
    for banner in post.app.screen.query(Banner):
        banner._still()
    await post.pilot.pause()
    screen = cast("Screen[object]", post.app.screen)
    before: Rows = ()
    for _ in range(50):
        now = painted(screen)
        if now == before:
            return now
        before = now
        await post.pilot.pause(0.02)
    raise AssertionError("the screen does not come to rest")
