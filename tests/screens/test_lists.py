"""The queue, the search, a file, my day: over a real central, as far as one may read."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from ccpro_desk.domain.values import MotifOutcome, Outcome, State
from tests.screens.at_central import SIREN, drained, settle, shown, taken, working
from tests.screens.workstation import Workstation
from tests.support.served import Served, serving

OTHER = {"name": "Mme Petit", "address": "petit@ailleurs.example"}
PARTS_READ = {
    "p": "3310-CA3-SD",
    "o": "déposée le",
    "c": "Néant.",
    "b": "•••• 1814",
    "e": "espace professionnel",
    "r": "CABINET RIVOIRE",
    "d": "réf.",
    "h": "vous ne pouvez pas le consulter",
    "i": "Registre public",
}
"""A part's letter → what stands in it of the demonstration's file."""
ANSWERED = [MotifOutcome("autre.autre", Outcome.ANSWERED)]


@pytest.fixture(scope="module")
def house(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    with serving(f"sqlite:///{tmp_path_factory.mktemp('central') / 'central.db'}") as served:
        yield served


async def go_to(post: Workstation, place: str, window: str) -> None:
    """« : » then the place."""
    await post.press("escape", "colon")
    await post.type(place)
    await post.press("enter")
    await post.until(lambda: post.window == window, f"the window of « {place} »")


def foot(post: Workstation) -> str:
    from textual.widgets import Static

    return str(post.app.screen.query_one("#foot", Static).content)


async def listed(post: Workstation, text: str) -> None:
    await post.until(lambda: text in shown(post), f"« {text} » in the list")


async def test_the_queue_is_read_a_page_at_once_and_narrowed(house: Served, tmp_path: Path) -> None:
    long_ago = (datetime.now(UTC) - timedelta(hours=49)).isoformat()
    await house.bring("Avis de CFE introuvable", department="33", received_at=long_ago)
    await house.bring_all([f"Question {number}" for number in range(149)], department="33")
    await house.bring("Rappelez-moi", channel="callback", department="33", body=None)
    async with working(house, tmp_path, "agent7", available=False) as post:
        await go_to(post, "file", "QueueScreen")
        await listed(post, "Avis de CFE introuvable")
        assert "M. Benali" not in shown(post), "the queue has no names for an agent"
        assert "151 en attente · 100 affichés" in foot(post)
        assert shown(post).splitlines()[0].startswith("! "), "what is late says so"
        await post.press(*["pagedown"] * 3)
        await post.until(lambda: len(shown(post).splitlines()) == 151, "the rest, once one goes down")
        await post.press("enter")
        assert "On ne choisit pas dans la file" in post.notice
        await post.type("rappel")
        await post.until(lambda: foot(post).startswith("1 en attente"), "callbacks alone")
        assert "Rappelez-moi" in shown(post)
        for _ in "rappel":
            await post.press("backspace")
        await post.type("retard cfe")
        await post.until(lambda: "motif : Cotisation foncière" in foot(post), "the motif understood")
        assert shown(post).count("CFE introuvable") >= 1 and "Question" not in shown(post)


async def test_a_supervisor_sees_who_waits(house: Served, tmp_path: Path) -> None:
    await house.bring("Avis de CFE introuvable", department="69", sender=OTHER)
    async with working(house, tmp_path, "encadrant1", available=False) as chief:
        await go_to(chief, "file", "QueueScreen")
        await listed(chief, "Mme Petit · Avis de CFE introuvable")
    await drained(house, "agent3")


async def test_a_contact_is_found_again_and_taken_again(house: Served, tmp_path: Path) -> None:
    await house.bring("Remboursement de crédit de TVA", department="69")
    async with working(house, tmp_path, "agent4") as post:
        contact = await taken(post)
        await post.desk.reply(contact, "Bonjour, voici la réponse.", hold_s=0)
        await post.desk.close(contact, ANSWERED)
        await settle(post)
        await go_to(post, "chercher credit clos", "SearchScreen")
        await listed(post, "Remboursement de crédit de TVA")
        assert "« credit », clos".replace(" ", "") in foot(post).replace("\u00a0", "").replace(" ", "")
        assert "réponse : enregistré au centre" in shown(post)
        await post.press("enter")
        await post.until(lambda: "Bonjour, voici la réponse." in post.text("text"), "read in full")
        assert "F7 le rouvre jusqu'à" in post.text("text")
        assert f"réf. {str(contact)[-8:]}" in post.text("text")
        await post.press("f7")
        await post.until(lambda: post.window == "WorkspaceScreen", "back in the workspace")
        assert post.workspace.current == contact
        assert post.desk.state.contacts[0].view.state is State.ACTIVE
        await post.desk.close(contact, ANSWERED)
        await settle(post)
        await go_to(post, "chercher", "SearchScreen")
        await post.type(f"clos {str(contact)[-8:]}")
        await listed(post, "Remboursement de crédit de TVA")
        await post.until(lambda: f"référence {str(contact)[-8:]}" in foot(post), "found by its reference")


async def test_another_agents_contact_is_not_found(house: Served, tmp_path: Path) -> None:
    await house.bring("Affaire d'un autre", department="69")
    async with working(house, tmp_path, "agent5") as post:
        await taken(post)
    async with working(house, tmp_path, "agent6", available=False) as post:
        await go_to(post, "chercher affaire", "SearchScreen")
        await post.until(lambda: "Cherché" in foot(post), "the answer")
        assert shown(post) == ""
    await drained(house, "agent5")


async def test_my_day_tells_what_i_did_and_where_it_stands(house: Served, tmp_path: Path) -> None:
    await house.bring("Déclaration de TVA", department="69")
    await house.bring("Avis de CFE", department="69", sender=OTHER)
    async with working(house, tmp_path, "agent2") as post:
        first = await taken(post)
        await post.desk.close(first, ANSWERED)
        await settle(post)
        second = await taken(post)
        await post.desk.release(second)
        await settle(post)
        await go_to(post, "journee", "DayScreen")
        await listed(post, "Déclaration de TVA")
        text = shown(post)
        assert "clos à" in text and "clôture (enregistré au centre)" in text
        assert "Il n'est plus à votre poste." in text, "what was put back is told too"
        assert "Vous seul voyez cet écran." in foot(post)
        assert not any(word in text for word in ("%", "moyenne", "rang")), "no figure"
        await post.type("tva")
        await post.until(lambda: "Avis de CFE" not in shown(post), "filtered")
        await post.press("f7")
        await post.until(lambda: post.window == "WorkspaceScreen", "taken again")
        assert post.workspace.current == first
        await post.desk.close(first, ANSWERED)
        await settle(post)
    await drained(house, "agent2")


async def test_a_file_without_a_contact_asks_why(house: Served, tmp_path: Path) -> None:
    await house.bring("À lire par un autre", department="69", siren=SIREN)
    async with working(house, tmp_path, "agent1", available=False) as post:
        await go_to(post, f"dossier {SIREN}", "ReasonScreen")
        await post.type("court")
        await post.press("enter")
        assert "Encore 15 caractères" in post.notice
        await post.type(" mais demande du SIE")
        await post.press("enter")
        await post.until(lambda: post.window == "DossierScreen", "the file")
        await listed(post, "Régimes")
        assert "depuis le 01/01/2020" in shown(post) and "Masqué" not in shown(post)
        assert "consultation est inscrite" in post.notice
        for letter, told in PARTS_READ.items():
            await post.press(letter)
            await listed(post, told)
        assert "À lire par un autre" not in shown(post)
        await post.press("h", "enter")
        assert "tout ce qui s'en montre" in post.notice
        await post.press("x")
        await post.until(lambda: "Échéances écrites dans" in post.notice, "the calendar's file")
        path = Path(post.notice.split(" dans ")[1].split(" ; ")[0])
        assert path.stat().st_mode & 0o777 == 0o600 and b"BEGIN:VEVENT" in path.read_bytes()
        await post.press("f5")
        assert "personne à vérifier" in post.notice
    await drained(house, "agent1")


async def test_a_file_of_a_contact_at_hand_is_masked_and_says_why(house: Served, tmp_path: Path) -> None:
    await house.bring("La première", department="69", siren=SIREN)
    async with working(house, tmp_path, "agent1", size=(80, 24)) as post:
        await taken(post)
        await go_to(post, "dossier", "DossierScreen")
        await listed(post, "Masqué")
        assert "un courriel ordinaire n'identifie personne" in shown(post)
        assert "Obligations" in shown(post) and "·········" in shown(post)
        for letter in "pocberd":
            await post.press(letter)
            await listed(post, "Masqué")
        await post.press("x")
        assert "Aucune échéance à écrire" in post.notice
        await post.press("tab")
        await listed(post, "La première")
        await post.press("enter")
        await post.until(lambda: post.window == "WorkspaceScreen", "one of mine opens in the workspace")
    await drained(house, "agent1")


async def test_a_file_is_read_again_at_the_level_that_a_check_opens(house: Served, tmp_path: Path) -> None:
    call = await house.bring("Rappelez-moi", channel="callback", body=None, department="69", siren=SIREN)
    async with working(house, tmp_path, "agent1") as post:
        assert await taken(post) == call
        await go_to(post, "dossier", "DossierScreen")
        await listed(post, "F5 la vérifie")
        await post.press("f5")
        await post.until(lambda: post.window == "IdentityScreen", "the check stands over the file")
        await post.press("escape")
        await post.desk.identify(call, ("amount", "iban4"), True)
        await listed(post, "Régimes")
        assert "Masqué" not in shown(post)
    await drained(house, "agent1")


async def test_without_the_central_lists_say_what_they_are_made_of(house: Served, tmp_path: Path) -> None:
    await house.bring("Question hors connexion", department="69", siren=SIREN)
    async with working(house, tmp_path, "agent1") as post:
        await taken(post)
        await go_to(post, "dossier", "DossierScreen")
        await listed(post, "Masqué")
        await post.press("escape")
        house.stop()
        await post.until(lambda: "Hors connexion" in post.bar.link, "offline")
        await go_to(post, "chercher question", "SearchScreen")
        await listed(post, "Question hors connexion")
        assert "hors connexion : seuls les contacts de ce poste" in foot(post)
        await go_to(post, "journee", "DayScreen")
        await listed(post, "Question hors connexion")
        assert "Hors connexion" in foot(post)
        await go_to(post, "dossier", "DossierScreen")
        await post.until(lambda: "copie de ce poste" in post.notice, "the copy says that it is one")
        await post.press("escape", "colon")
        await post.type("file")
        await post.press("enter")
        assert "file d'attente n'est pas visible" in post.notice
        await post.press("escape")
        house.start()
        await post.until(lambda: post.bar.link == "À jour", "up to date")
    await drained(house, "agent1")
