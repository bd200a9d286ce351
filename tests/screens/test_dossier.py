"""A file of any size: a page is laid out at once, its timeline is asked for when it is looked at."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any
from uuid import UUID, uuid4

from ccpro_desk.desk.lists import Timeline
from ccpro_desk.domain.usager import Obligation, Usager
from ccpro_desk.domain.values import Channel, State
from ccpro_desk.screens.dossier import PAGE, DossierScreen
from ccpro_desk.widgets.part_bar import PartBar
from ccpro_desk.wire.codec import jsonable
from ccpro_desk.wire.contact_view import MatterView, StepView
from ccpro_desk.wire.listing import EntryKind, ObligationPage, TimelineEntry
from ccpro_desk.wire.registry import ComparedView, RegistryView
from ccpro_desk.wire.views import DossierView, MoreView, UsagerRef
from tests.screens.at_central import shown
from tests.screens.scripted import NOW, ScriptedDesk, contact, state
from tests.screens.workstation import Workstation, at_work

SIREN = "732829320"
DAY = date(2026, 12, 21)
PAGES = 10


class Lists:
    """A thousand entries, a hundred a page."""

    def __init__(self) -> None:
        self.asked: list[str | None] = []

    async def timeline(self, siren: str, contact: UUID, reason: None, cursor: str | None = None) -> Timeline:
        self.asked.append(cursor)
        page = int(cursor or 0)
        items = tuple(entry(page * 100 + number) for number in range(100))
        return Timeline(items, str(page + 1) if page + 1 < PAGES else None)

    async def further(
        self, siren: str, name: str, contact: UUID, reason: None, cursor: str
    ) -> ObligationPage:
        assert name == "obligations"
        return ObligationPage(due(int(cursor)), str(int(cursor) + 1) if cursor != "4" else None)

    async def alike(self, contact_id: UUID) -> tuple[()]:
        return ()


class Matters:
    async def one(self, matter_id: UUID) -> MatterView:
        return MatterView(
            matter_id,
            EntryKind.ACT,  # type: ignore[arg-type]
            2,
            "cancelled",
            "a05",
            SIREN,
            uuid4(),
            "lons",
            uuid4(),
            NOW,
            "Attestation de régularité fiscale",
            "Mme Alba",
            detail={"why": "Demandée deux fois"},
            steps=(StepView("recorded", NOW, "Mme Alba"), StepView("cancelled", NOW)),
        )


class Large(ScriptedDesk):
    """One professional with five hundred obligations."""

    def __init__(self) -> None:
        self.held = contact(usager=UsagerRef(SIREN, "SARL FOURNIL"))
        super().__init__(state(self.held))
        self.lists = Lists()  # type: ignore[assignment]
        self.matters = Matters()  # type: ignore[assignment]

    async def dossier(self, siren: str, **_: Any) -> DossierView:
        usager = Usager(SIREN, "SARL FOURNIL", obligations=due(0))
        fields = {**jsonable(usager), "alert": {"failures": 3, "at": NOW.isoformat()}}
        return DossierView(SIREN, 1, NOW, (), fields, {"obligations": MoreView(500, "1")})

    async def registry(self, siren: str, **_: Any) -> RegistryView:
        name = ComparedView("name", False, "SARL FOURNIL", "SARL FOURNIL")
        seat = ComparedView("siret", True, None, "73282932000082")
        return RegistryView(SIREN, NOW, found=True, fields=(name, seat))


def due(page: int) -> tuple[Obligation, ...]:
    """A hundred of five hundred."""
    days = range(page * 100, page * 100 + 100)
    return tuple(Obligation("TVA", "3310-CA3-SD", f"n° {n}", DAY + timedelta(days=n)) for n in days)


def entry(number: int) -> TimelineEntry:
    if number == 1:
        return TimelineEntry(UUID(int=1), EntryKind.ACT, NOW, "cancelled", True, title="Attestation")
    at = NOW - timedelta(days=number)
    return TimelineEntry(
        UUID(int=number), EntryKind.CONTACT, at, State.CLOSED, number % 2 == 0, Channel.MAIL, f"n° {number}"
    )


def lines(post: Workstation) -> int:
    return len(shown(post).splitlines())


async def test_a_page_at_once_and_the_rest_as_one_goes_down() -> None:
    desk = Large()
    async with at_work(lambda: desk.as_desk, answers=False) as post:
        post.app.push_screen(DossierScreen(SIREN, desk.held.view, None))
        await post.until(lambda: "Registre public" in shown(post), "the file")
        assert "3 vérifications d'identité non concluantes" in shown(post)
        await post.press("o")
        assert "n° 0 " in shown(post) and lines(post) <= 2 * PAGE + 1 and "n° 499 " not in shown(post)
        assert "Obligations\u00a0500" in str(post.app.screen.query_one(PartBar).render())
        for _ in range(10):
            await post.press("end")
        await post.until(lambda: "n° 499 " in shown(post), "the last page")
        assert lines(post) == 2 * 500 + 2
        await post.press("c", "o", "end", "end", "end", "end", "end", "end", "end", "end", "end")
        assert lines(post) == 2 * 500 + 2, "what was read stays"
        assert desk.lists.asked == [], "nobody has looked at what happened"

        await post.press("g")
        await post.until(lambda: "SIRET du siège" in shown(post), "the public registry beside it")
        assert post.window == "RegistryScreen" and "Rien n'est repris" in post.notice
        assert "Dossier    non indiqué" in shown(post) and "Identique : Dénomination." in shown(post)
        await post.press("escape")

        await post.press("h")
        await post.until(lambda: "n° 99" in shown(post) or "n° 98" in shown(post), "the first page")
        assert desk.lists.asked == [None] and lines(post) == 200
        await post.press("end")
        await post.until(lambda: desk.lists.asked == [None, "1"] and lines(post) == 400, "the second")
        await post.press("i", "h")
        assert desk.lists.asked == [None, "1"] and lines(post) == 400, "what was read stays"

        await post.press("home", "down", "enter")
        await post.until(lambda: "Demandée deux fois" in post.text("text"), "the act that the entry names")
        assert post.window == "MatterScreen" and "Mme Alba" in post.text("text")
        await post.press("escape", "down", "down", "enter")
        assert post.window == "DossierScreen" and "tout ce qui s'en montre" in post.notice
