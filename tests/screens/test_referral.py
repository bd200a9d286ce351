"""The fiche de liaison on two workstations: an agent sends it, an officer of the SIE answers, it comes back."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from textual.widgets import Input

from ccpro_desk.domain.values import State
from ccpro_desk.widgets.line_list import LineList
from tests.screens.at_central import SIREN, settle, shown, taken, working
from tests.screens.workstation import Workstation
from tests.support.served import Served, serving

WHAT = "Remboursement de TVA"
BODY = "Bonjour, où en est le remboursement de notre crédit de TVA d'octobre ?"


@pytest.fixture(scope="module")
def house(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    with serving(f"sqlite:///{tmp_path_factory.mktemp('central') / 'central.db'}") as central:
        yield central


async def form(post: Workstation) -> None:
    await post.press("f7", "s")
    await post.until(lambda: post.window == "ReferralScreen", "the fiche")
    await post.pilot.pause()


def field(post: Workstation, name: str) -> str:
    widget = post.app.screen.query_one(f"#{name}")
    return str(getattr(widget, "value", getattr(widget, "text", "")))


def empty(post: Workstation) -> str:
    """What the list says where it has nothing."""
    return "".join(found.empty for found in post.app.screen.query(LineList))


async def test_an_agent_refers_the_sie_asks_then_answers_and_the_contact_comes_back(
    house: Served, tmp_path: Path
) -> None:
    contact = await house.bring(WHAT, body=BODY, siren=SIREN, department="69")
    async with (
        working(house, tmp_path, "agent1") as post,
        working(house, tmp_path, "sie1", available=False, size=(80, 24)) as office,
    ):
        # the officer's home is what they received
        await office.until(lambda: office.window == "InboxScreen", "the inbox, by itself")
        await office.until(lambda: "Aucune fiche" in empty(office), "read")

        # the agent's fiche is filled from the contact
        assert await taken(post) == contact
        await post.until(lambda: SIREN in post.workspace.dossiers, "the file read")
        await form(post)
        assert field(post, "sie") == "SIE Lyon Est" and "remboursement" in field(post, "motif").lower()
        assert "crédit de TVA d'octobre" in field(post, "facts") and "SIE Lyon Est" in field(post, "message")
        motif = post.app.screen.query_one("#motif", Input)
        guessed, motif.value = motif.value, "TVA"
        await post.press("f6")
        assert "Précisez le motif" in post.notice and "Franchise" in post.notice, "a family names its motifs"
        motif.value = guessed
        await post.press("f6")
        await post.until(lambda: post.window == "FicheReview", "read once more")
        assert "article 2.2 du périmètre" in post.text("text")
        assert "Rien n'a encore été envoyé" in post.text("text")
        await post.press("f6")
        await post.until(lambda: post.window == "WorkspaceScreen", "gone")
        assert "transmise" in post.notice
        await settle(post)

        # the SIE reads it, asks, is answered
        await office.until(lambda: "remboursement" in shown(office).lower(), "the fiche in the inbox")
        await office.press("enter")
        await office.until(lambda: "Où elle en est" in office.text("text"), "the fiche read")
        assert "L'échange avec l'usager" in office.text("text") and "Bonjour, où en est" in office.text(
            "text"
        )
        await office.press("d")
        await office.until(lambda: office.window == "DossierScreen", "the file")
        await office.press("escape")
        await office.press("q")
        await office.type("Quelle periode")
        await office.press("f6")
        await office.until(lambda: "Question enregistrée" in office.notice, "asked")
        await post.until(lambda: "Retour du SIE" in post.notice, "the agent is told")
        assert await taken(post) == contact
        assert "Quelle periode" in post.text("message") and "Question du SIE" in post.text("message")
        await post.press("f7", "s")
        await post.until(lambda: post.window == "SayingScreen", "the answer to their question")
        await post.type("Octobre")
        await post.press("f6")
        await settle(post)

        # and answers
        await office.until(lambda: "Octobre" in office.text("text"), "the reply, on the same fiche")
        await office.press("r")
        await office.type("Rembourse le 2 decembre")
        await office.press("f6")
        await office.until(lambda: "Réponse enregistrée" in office.notice, "answered")
        await post.press("escape")
        assert await taken(post) == contact
        held = post.desk.state.contact(contact)
        assert held is not None and held.view.state is State.ACTIVE
        assert "Rembourse le 2 decembre" in post.text("message")
        assert "Répondu par le SIE" in post.text("dossier")
        assert "Retour du SIE" in post.text("reason")
        await post.press("f8", "enter")
        await settle(post)


async def test_a_question_of_the_first_level_stays_unless_a_reason_is_written_and_offline_it_waits(
    house: Served, tmp_path: Path
) -> None:
    await house.bring("Date de dépôt", body="Bonjour, quand déposer la CA3 ?", siren=SIREN, department="69")
    async with working(house, tmp_path, "agent2", size=(80, 24)) as post:
        contact = await taken(post)
        await form(post)
        post.app.screen.query_one("#motif").focus()
        await post.press("home", "shift+end")
        await post.type("date de depot de la ca3")
        await post.press("f6")
        assert post.window == "ReferralScreen" and "relève du centre" in post.notice
        assert post.app.screen.focused is not None and post.app.screen.focused.id == "why"
        await post.type("Dossier litigieux")
        await post.press("escape")
        await form(post)
        assert field(post, "why") == "Dossier litigieux", "nothing begun is lost"
        house.stop()
        await post.until(lambda: post.workspace.offline, "the central gone")
        await post.press("f6")
        await post.until(lambda: post.window == "FicheReview", "read once more")
        assert "Malgré cela" in post.text("text") and "Hors connexion" in post.notice
        await post.press("f6")
        await post.until(lambda: post.window == "WorkspaceScreen", "kept")
        assert "partira au retour du centre" in post.notice
        held = post.desk.state.contact(contact)
        assert held is not None and held.view.state is State.ACTIVE, "not shown as done"
        assert [sent.label for sent in held.pending] == ["Réponse", "Fiche de liaison"]
        house.start()
        await post.until(lambda: not post.desk.state.contacts, "referred once the central is back")
