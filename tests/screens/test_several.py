"""Several contacts: a call takes no focus, hours come back, one finds where one was; keys in flight do no harm."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import Any

from ccpro_desk.desk.state import Around, DeskContact
from ccpro_desk.domain.contact import Origin
from ccpro_desk.domain.values import Channel, State, Status
from ccpro_desk.widgets.banner import Banner
from ccpro_desk.widgets.whereabouts import Whereabouts, left_at
from ccpro_desk.wire.plateau import RenfortView
from tests.screens.scripted import AGENT, NOW, ScriptedDesk, contact, state
from tests.screens.workstation import Workstation, at_work


def asked(desk: ScriptedDesk, name: str) -> list[tuple[Any, ...]]:
    return [given for done, given in desk.asked if done == name]


def become(post: Workstation, desk: ScriptedDesk, *contacts: DeskContact, **more: Any) -> None:
    desk.state = replace(desk.state, contacts=contacts, **more)
    post.app.show_state(desk.state)


def a_call(now: State = State.OFFERED) -> DeskContact:
    held = contact("", name="Mme Roux", state=now)
    return replace(held, view=replace(held.view, channel=Channel.PHONE, messages=()))


def parked(minutes: float, channel: Channel = Channel.MAIL, subject: str = "Avis de CFE") -> DeskContact:
    held = contact(subject, name="SCI DES QUAIS", state=State.PARKED)
    at = NOW + timedelta(minutes=minutes)
    view = replace(held.view, owner=AGENT.id, resume_at=at, channel=channel, origin=Origin("SCI DES QUAIS"))
    return replace(held, view=view)


def where(post: Workstation) -> str:
    line = post.workspace.query_one(Whereabouts)
    return line.sentence if line.display else ""


async def test_what_is_typed_while_it_rings_stays_in_its_editor() -> None:
    mail, call = contact(), a_call()
    desk = ScriptedDesk(state(mail))
    async with at_work(lambda: desk.as_desk, answers=False) as post:
        post.workspace.go_to("reply")
        await post.pilot.press(*"Bonjour")
        become(post, desk, mail, call)
        await post.pilot.press("space", *"Monsieur", "f2", "f8", "escape")
        assert post.editor.text == "Bonjour Monsieur" and post.workspace.current == mail.id
        assert asked(desk, "next") == [] and asked(desk, "accept") == [] and asked(desk, "close") == []
        become(post, desk, mail)
        await post.pilot.press("f2")
        assert not post.workspace.query_one(Banner).display and post.editor.text == "Bonjour Monsieur"


async def test_coming_back_from_a_call_finds_field_caret_and_where_one_was() -> None:
    mail, call = contact(), a_call()
    desk = ScriptedDesk(state(mail, call))
    async with at_work(lambda: desk.as_desk) as post:
        post.workspace.go_to("reply")
        await post.type("Votre demande de remboursement est en cours")
        await post.press(*["left"] * 9)
        caret = post.editor.cursor_location
        await post.press("f9", "d")
        await post.until(lambda: post.workspace.current == call.id, "the call on the screen")
        become(post, desk, mail, replace(call, view=replace(call.view, state=State.ACTIVE)))
        assert post.app.screen.focused is post.editor, "in the call's note"
        await post.type("Paiement de la cfe")
        become(post, desk, mail, replace(call, view=replace(call.view, state=State.WRAP_UP)))
        await post.press("f8", "enter")
        await post.until(lambda: post.workspace.current == mail.id, "the mail that the call interrupted")
        assert post.app.screen.focused is post.editor and post.editor.cursor_location == caret
        assert where(post).startswith("Après « ") and where(post).endswith("remboursement est »")
        await post.type("x")
        assert where(post) == "", "gone once one goes on"


async def test_going_to_another_contact_and_back_says_where_one_was() -> None:
    one, two = contact("Un"), contact("Deux")
    desk = ScriptedDesk(state(one, two))
    async with at_work(lambda: desk.as_desk, answers=False) as post:
        post.workspace.go_to("reply")
        await post.type("Premier texte")
        post.workspace.open_contact(two.id, "message")
        assert where(post) == "", "opened for the first time: nothing to find again"
        post.workspace.open_contact(one.id, "message")
        await post.pilot.pause()
        assert where(post) == "Après « Premier texte »"


def test_what_is_said_of_a_text() -> None:
    assert left_at("", "", (), spoken=False).said == "Message lu, réponse pas encore commencée."
    assert left_at(" \n", "", (), spoken=True).said == "Message lu, note pas encore commencée."
    gaps = left_at("Bonjour ⟦date⟧", "Bonjour", ("date", "montant"), spoken=False)
    assert (gaps.said, gaps.tail) == ("2 blancs à remplir :", "date, montant")
    assert left_at("Bonjour", "", (), spoken=False).said.endswith("curseur au début.")


async def test_an_hour_that_comes_is_seen_at_the_top_and_in_the_list_and_steals_nothing() -> None:
    mail, aside = contact(), parked(0)
    desk = ScriptedDesk(state(mail, aside))
    async with at_work(lambda: desk.as_desk, answers=False) as post:
        post.workspace.open_contact(mail.id)
        post.workspace.go_to("reply")
        await post.type("Bonjour")
        assert post.bar.reminder == "" and not post.bar.is_due
        become(post, desk, mail, aside, due=(aside.id,))
        await post.type(" Madame")
        assert post.bar.reminder == "1 contact à reprendre" and post.bar.is_due
        shown = post.app.export_screenshot().replace("&#160;", " ")
        assert "1 contact à reprendre" in shown and "à reprendre, " in shown
        assert post.editor.text == "Bonjour Madame" and post.workspace.current == mail.id
        assert asked(desk, "resume") == [], "only a key resumes"
        await post.press("escape", "colon")
        await post.type("reprendre")
        await post.press("enter")
        await post.until(lambda: asked(desk, "resume") == [(aside.id,)], "the one whose hour has come")
        assert post.workspace.current == aside.id


async def test_the_bar_names_promised_calls_and_help_that_waits() -> None:
    soon, later = parked(30, Channel.CALLBACK), parked(60 * 24 * 3, Channel.CALLBACK)
    desk = ScriptedDesk(state(soon))
    async with at_work(lambda: desk.as_desk, answers=False) as post:
        become(post, desk, soon)
        assert post.bar.reminder.startswith("1 rappel promis, ")
        become(post, desk, soon, later)
        assert post.bar.reminder.startswith("2 rappels promis, le prochain ")
        renfort = RenfortView(AGENT.id, AGENT.id, AGENT.name, NOW)
        become(post, desk, soon, later, around=Around(renfort=renfort))
        assert post.bar.reminder.startswith("Renfort demandé à ")
        become(post, desk, soon, around=Around(renfort=replace(renfort, answer="J'arrive.")))
        assert post.bar.reminder.startswith("1 rappel promis, ")


async def test_a_second_f2_right_after_a_contact_came_takes_no_other() -> None:
    first = contact()

    class Giving(ScriptedDesk):
        async def next(self) -> DeskContact:
            self.asked.append(("next", ()))
            self.state = replace(self.state, contacts=(first,))
            return first

    desk = Giving(state())
    async with at_work(lambda: desk.as_desk, answers=False) as post:
        await post.press("f2")
        await post.until(lambda: post.workspace.current == first.id, "the contact")
        await post.pilot.press("f2")
        await post.pilot.pause()
        assert len(asked(desk, "next")) == 1, "still in flight"
        await post.press("f2")
        await post.until(lambda: len(asked(desk, "next")) == 2, "meant")


async def test_f2_in_the_half_second_after_a_call_ended_takes_nothing() -> None:
    call = a_call(State.ACTIVE)
    desk = ScriptedDesk(state(call))
    async with at_work(lambda: desk.as_desk, answers=False) as post:
        await post.press("f9")
        become(post, desk, replace(call, view=replace(call.view, state=State.WRAP_UP)))
        await post.until(lambda: post.window == "WorkspaceScreen", "the menu goes with the call")
        await post.pilot.press("f2")
        await post.pilot.pause()
        assert asked(desk, "next") == []


async def test_after_a_status_of_wrap_up_f2_says_available_first() -> None:
    desk = ScriptedDesk(replace(state(), agent=replace(AGENT, status=Status.WRAP_UP)))
    async with at_work(lambda: desk.as_desk, answers=False) as post:
        await post.press("f2")
        await post.until(lambda: asked(desk, "next"), "asked")
        assert asked(desk, "set_status") == [(Status.AVAILABLE,)]
