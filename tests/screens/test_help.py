"""Help asked for without leaving the text, and what a difficult exchange offers."""

from __future__ import annotations

from dataclasses import replace
from typing import Any
from uuid import uuid4

import pytest

from ccpro_desk.desk.errors import DeskRefused
from ccpro_desk.desk.state import Around
from ccpro_desk.domain.values import Channel, State, Status
from ccpro_desk.reference.difficult import load_difficult
from ccpro_desk.wire.plateau import RenfortView
from tests.screens.scripted import AGENT, NOW, ScriptedDesk, contact, state
from tests.screens.workstation import Workstation, at_work


def asked(desk: ScriptedDesk, name: str) -> list[tuple[Any, ...]]:
    return [given for done, given in desk.asked if done == name]


async def test_help_is_asked_on_this_contact_and_the_text_stays_under_the_hands() -> None:
    desk = ScriptedDesk(state(contact()))
    async with at_work(lambda: desk.as_desk, answers=False) as post:
        post.workspace.go_to("reply")
        await post.type("Bonjour")
        await post.press("ctrl+r")
        assert post.window == "RenfortScreen" and "Canal : courriel" in str(
            post.app.screen.query_one("#about").visual
        )
        await post.type("TVA sur la marge")
        await post.press("enter")
        await post.until(lambda: asked(desk, "ask_renfort") == [(Channel.MAIL, "TVA sur la marge")], "asked")
        await post.until(lambda: post.window == "WorkspaceScreen", "back in the text")
        await post.type(" Madame")
        assert post.editor.text == "Bonjour Madame" and "Renfort demandé" in post.notice


async def test_its_state_and_answer_are_shown_and_what_was_begun_is_kept() -> None:
    waiting = RenfortView(uuid4(), AGENT.id, AGENT.name, NOW, subject="TVA")
    desk = ScriptedDesk(state(contact(), around=Around(renfort=waiting)))
    async with at_work(lambda: desk.as_desk, answers=False) as post:
        await post.press("ctrl+r")
        assert "(TVA)" in post.text("told") and "Pas encore de réponse" in post.text("told")
        await post.press("tab")
        assert "tous les canaux" in str(post.app.screen.query_one("#about").visual)
        await post.type("encore")
        desk.state = replace(desk.state, around=Around(renfort=replace(waiting, answer="J'arrive.")))
        post.app.show_state(desk.state)
        assert "Réponse : J'arrive." in post.text("told")
        await post.press("escape", "ctrl+r")
        assert post.app.screen.query_one("#subject").value == "encore"
        assert asked(desk, "ask_renfort") == []


class Unreachable(ScriptedDesk):
    async def ask_renfort(self, *given: Any) -> None:
        raise DeskRefused("offline", "Le centre ne répond pas.")


async def test_without_the_line_one_calls_by_voice() -> None:
    desk = Unreachable(state(contact()))
    async with at_work(lambda: desk.as_desk, answers=False) as post:
        await post.press("ctrl+r", "enter")
        await post.until(lambda: "de vive voix" in post.notice, "told what to do")
        assert post.window == "RenfortScreen"


async def difficult(post: Workstation) -> None:
    await post.press("escape", "colon")
    await post.type("difficile")
    await post.press("enter")
    await post.until(lambda: post.window == "DifficultScreen", "the window")
    await post.pilot.pause()


@pytest.mark.parametrize("channel", list(Channel))
async def test_a_difficult_exchange_has_its_sentence_and_how_to_end_it(channel: Channel) -> None:
    held = contact(state=State.ACTIVE)
    desk = ScriptedDesk(state(replace(held, view=replace(held.view, channel=channel))))
    async with at_work(lambda: desk.as_desk, answers=False) as post:
        await difficult(post)
        told = load_difficult()[channel]
        assert all(sentence in post.text("text") for sentence in (*told.say, *told.end, *told.after))
        await post.press("escape")
        assert asked(desk, "set_status") == [] and asked(desk, "ask_renfort") == []


async def test_one_key_warns_leaves_the_queue_and_only_the_agents_key_comes_back() -> None:
    desk = ScriptedDesk(state(contact()))
    async with at_work(lambda: desk.as_desk, answers=False) as post:
        await difficult(post)
        await post.pilot.press("enter")
        assert asked(desk, "set_status") == [], "not in the half second in which the window came"
        await post.press("enter")
        await post.until(
            lambda: asked(desk, "ask_renfort") == [(Channel.MAIL, "Situation difficile")], "warned"
        )
        assert asked(desk, "set_status") == [(Status.WRAP_UP,)], "out of the queue"
        await post.until(lambda: "Cinq minutes pour souffler" in post.notice, "told")
        desk.state = replace(desk.state, agent=replace(AGENT, status=Status.WRAP_UP))
        post.app.show_state(desk.state)
        post.workspace.respite_over()
        assert "Les cinq minutes sont passées" in post.notice
        assert asked(desk, "set_status") == [(Status.WRAP_UP,)] and asked(desk, "next") == []
        desk.state = replace(desk.state, agent=AGENT)
        post.app.show_state(desk.state)
        post.workspace.say("Autre chose.")
        post.workspace.respite_over()
        assert post.notice == "Autre chose.", "who has come back is left in peace"


async def test_who_cannot_be_warned_is_still_taken_out_of_the_queue() -> None:
    desk = Unreachable(state(contact()))
    async with at_work(lambda: desk.as_desk, answers=False) as post:
        await difficult(post)
        await post.press("enter")
        await post.until(lambda: "appelez votre encadrement" in post.notice, "told")
        assert asked(desk, "set_status") == [(Status.WRAP_UP,)]
