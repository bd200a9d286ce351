"""An appointment by keyboard: booked while another takes the place, moved, cancelled; the office's day."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any
from uuid import UUID, uuid4

import httpx
import pytest

from ccpro_desk.domain.ids import new_id
from ccpro_desk.domain.matter import MatterKind
from ccpro_desk.domain.values import Outcome
from ccpro_desk.screens.appointment import SlotScreen
from ccpro_desk.screens.closing import ClosingScreen
from tests.screens.at_central import SIREN, settle, shown, taken, working
from tests.screens.workstation import Workstation
from tests.support.served import Served, serving

OFFICE = "SIE-69-EST"
BODY = "Bonjour, nous souhaitons rencontrer le service au sujet de notre dossier."


@pytest.fixture
def house(tmp_path: Path) -> Iterator[Served]:
    with serving(f"sqlite:///{tmp_path / 'central.db'}") as central:
        yield central


async def named(post: Workstation, action: str) -> None:
    """By its name, in the palette."""
    await post.press("ctrl+p")
    await post.type(action)
    await post.press("enter")


async def sent(caller: httpx.AsyncClient, kind: str, body: dict[str, Any], **more: Any) -> dict[str, Any]:
    one = {"id": str(new_id()), "type": kind, "issued_at": "2026-11-24T08:00:00Z", "body": body, **more}
    answer = await caller.post("/v1/commands", json={"commands": [one]})
    result: dict[str, Any] = answer.json()["results"][0]
    assert result["status"] == "applied", result
    return result


async def fill(house: Served, slot: str) -> None:
    """A colleague takes both places of this slot."""
    await house.bring("Autre demande", siren=SIREN, department="69")
    async with house.signed_in("agent2") as caller:
        await sent(caller, "agent.status", {"status": "available"})
        key = {"Idempotency-Key": str(uuid4())}
        given = (await caller.post("/v1/contacts/next", json={}, headers=key)).json()
        at = {"contact_id": given["contact"]["id"], "lease_token": given["lease"]["token"]}
        body = {"sie": OFFICE, "slot": slot, "mode": "office", "siren": SIREN, "purpose": "Décision"}
        for _ in range(2):
            await sent(caller, "appointment.book", body, **at)


def appointments(post: Workstation, contact: UUID) -> list[tuple[str, bool]]:
    held = post.desk.state.contact(contact)
    found = (held.view.matters if held else None) or ()
    return [(m.state, bool(m.pending)) for m in found if m.kind is MatterKind.APPOINTMENT]


async def test_a_place_that_is_taken_meanwhile_gives_the_next_three_and_the_office_sees_who_comes(
    house: Served, tmp_path: Path
) -> None:
    async with (
        working(house, tmp_path, "agent1") as post,
        working(house, tmp_path, "sie1", available=False, size=(80, 24)) as office,
    ):
        await house.bring("Rendez-vous", body=BODY, siren=SIREN, department="69")
        contact = await taken(post)
        await post.until(lambda: SIREN in post.workspace.dossiers, "the file read")
        await named(post, "rdv")
        await post.until(lambda: post.window == "SlotScreen", "the times")
        screen = post.app.screen
        assert isinstance(screen, SlotScreen)
        await post.until(lambda: screen.highlighted, "free times")
        assert "SIE Lyon Est" in post.text("preview") and "À apporter" in post.text("preview")
        slot = screen.highlighted
        assert slot is not None
        await post.press("enter")
        await post.until(lambda: post.window == "AppointmentReview", "read once more")
        await post.press("enter")
        assert "Dites en quelques mots" in post.notice, "nothing is asked for without a reason"
        await post.press("down")
        await post.type("Remise de documents")
        await fill(house, slot)
        await post.press("enter")
        await post.until(lambda: "Créneaux suivants" in told(post), "the next three")
        assert "vient d'être pris. Voici les trois suivants." in post.notice and len(rows(post)) == 3
        await post.press("enter")
        assert "Nouveau créneau" in post.notice and field(post) == "Remise de documents"
        await post.press("enter")
        await post.until(lambda: post.window == "ResultScreen", "booked")
        assert "Rendez-vous pris" in post.text("text") and "confirmation par courriel" in post.text("text")
        assert "Analyse et décision au fond : Remise de documents" in post.text("text")
        await post.press("escape")
        assert appointments(post, contact) == [("booked", False)]
        await post.press("f8")
        closing = post.app.screen
        assert isinstance(closing, ClosingScreen) and closing._outcome is Outcome.APPOINTMENT
        await post.press("escape")

        # the office's day
        await office.until(lambda: office.window == "InboxScreen", "an officer's home")
        await office.press("escape")
        await named(office, "agenda")
        await office.until(lambda: office.window == "OfficeDayScreen", "the day")
        for _ in range(9):
            if "FOURNIL" in shown(office).upper():
                break
            await office.press("tab")
            await office.until(lambda: "Lecture" not in empty(office), "the day read")
        await office.press("enter")
        await office.until(lambda: "Le contact" in office.text("text"), "one of them, with its contact")
        await office.press("t")
        assert "pas encore commencé" in office.notice

        # moved, then cancelled, by who holds the contact
        await named(post, "rdv")
        await post.until(lambda: post.window == "AppointmentsScreen", "what is to come")
        assert "SIE Lyon Est" in shown(post) and "Nouveau rendez-vous" in shown(post)
        await post.press("enter")
        await post.until(lambda: post.window == "SlotScreen", "other times")
        await post.until(lambda: rows(post), "free times")
        await post.press("end", "enter")
        await post.until(lambda: post.window == "AskScreen", "asked")
        await post.press("enter")
        await post.until(lambda: "déplacé" in post.notice, "moved")
        assert "averti par courriel" in post.notice
        await named(post, "rdv")
        await post.until(lambda: post.window == "AppointmentsScreen", "what is to come")
        await post.press("tab")
        await post.until(lambda: post.window == "FormScreen", "why")
        await post.type("Regle au telephone")
        await post.press("enter")
        await post.until(lambda: "annulé" in post.notice, "cancelled")
        await settle(post)


async def test_without_the_central_a_wish_is_recorded_and_not_shown_as_done(
    house: Served, tmp_path: Path
) -> None:
    async with working(house, tmp_path, "agent1", size=(80, 24)) as post:
        await house.bring("Rendez-vous", body=BODY, siren=SIREN, department="69")
        contact = await taken(post)
        await post.until(lambda: SIREN in post.workspace.dossiers, "the file read")
        house.stop()
        await post.until(lambda: post.workspace.offline, "the central gone")
        await named(post, "rdv")
        await post.until(lambda: "ne sont pas connus" in post.notice, "what is free is not known")
        await post.type("lundi 10 h")
        assert "souhait" in shown(post)
        await post.press("enter")
        await post.until(lambda: post.window == "AppointmentReview", "read once more")
        await post.type("Decision")
        await post.press("enter")
        await post.until(lambda: post.window == "ResultScreen", "recorded")
        assert "pas encore pris" in post.text("text") and "reçoit une confirmation" not in post.text("text")
        assert appointments(post, contact) == [("booked", True)], "pending, and said so"
        await post.press("escape")
        house.start()
        await settle(post)
        await post.until(lambda: appointments(post, contact) == [("booked", False)], "done once it is back")


def told(post: Workstation) -> str:
    return " ".join(str(label.render()) for label in post.app.screen.query("Label"))


def rows(post: Workstation) -> list[str]:
    from ccpro_desk.widgets.line_list import LineList

    return [entry.key for entry in post.app.screen.query_one(LineList).entries]


def empty(post: Workstation) -> str:
    from ccpro_desk.widgets.line_list import LineList

    return post.app.screen.query_one(LineList).empty


def field(post: Workstation) -> str:
    from textual.widgets import Input

    return post.app.screen.query_one("#purpose", Input).value
