"""Calls: offered without taking the focus, taken or refused by F9, noted, ended, closed."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any
from uuid import UUID

import pytest
from textual.content import Content

from ccpro_desk.desk.desk import Desk
from ccpro_desk.desk.preferences import ConfigFolder
from ccpro_desk.desk.state import DeskContact
from ccpro_desk.domain.contact import Origin
from ccpro_desk.domain.events import Abandoned
from ccpro_desk.domain.identification import Identification
from ccpro_desk.domain.values import Channel, EndedBy, State
from ccpro_desk.widgets.banner import FLASHES, Banner
from ccpro_desk.wire.views import DossierView, UsagerRef
from tests.screens.scripted import NOW, ScriptedDesk, contact, state
from tests.screens.workstation import Workstation, at_work
from tests.support.scripted_central import ScriptedCentral

USAGER = UsagerRef("732829320", "SARL FOURNIL")


def a_call(now: State = State.OFFERED) -> DeskContact:
    held = contact(subject="", state=now)
    origin = Origin(number="+33639980012")
    return replace(held, view=replace(held.view, channel=Channel.PHONE, origin=origin, messages=()))


def become(post: Workstation, desk: ScriptedDesk, held: DeskContact, now: State) -> None:
    after = replace(held, view=replace(held.view, state=now))
    others = tuple(c for c in desk.state.contacts if c.id != held.id)
    desk.state = replace(desk.state, contacts=(*others, after))
    post.app.show_state(desk.state)


def asked(desk: ScriptedDesk, name: str) -> list[tuple[Any, ...]]:
    return [given for done, given in desk.asked if done == name]


async def test_a_call_never_takes_the_focus_and_its_banner_stays() -> None:
    mail = contact()
    desk = ScriptedDesk(state(mail))
    async with at_work(lambda: desk.as_desk, answers=False) as post:
        post.workspace.go_to("reply")
        await post.type("Bonjour")
        desk.state = replace(desk.state, contacts=(mail, a_call()))
        post.app.show_state(desk.state)
        banner = post.workspace.query_one(Banner)
        await post.type(" Monsieur")
        assert post.editor.text == "Bonjour Monsieur" and post.app.screen.focused is post.editor
        post.workspace.say("Autre chose.")
        await post.press("escape")
        assert banner.display and "Appel proposé" in banner.sentence and post.notice == ""
        await post.press("f8")
        frame = post.app.screen.query_one("#frame")
        assert "Appel proposé" in Content(str(frame.border_subtitle)).plain, "over a window too"


@pytest.mark.parametrize(
    ("ring", "bells", "loud"), [("les deux", 1, True), ("son", 1, False), ("image", 0, True)]
)
async def test_a_ring_is_heard_and_seen_as_the_agent_wishes_then_stands_still(
    config: ConfigFolder, monkeypatch: pytest.MonkeyPatch, ring: str, bells: int, loud: bool
) -> None:
    config.change(ring=ring)
    mail = contact()
    desk = ScriptedDesk(state(mail))
    async with at_work(lambda: desk.as_desk, answers=False, config=config) as post:
        heard: list[None] = []
        monkeypatch.setattr(post.app, "bell", lambda: heard.append(None))
        await post.press("f8")
        desk.state = replace(desk.state, contacts=(mail, a_call()))
        for _ in range(3):
            post.app.show_state(desk.state)
        banner = post.workspace.query_one(Banner)
        assert len(heard) == bells and banner.loud is loud, "once, however often the state changes"
        assert post.app.screen.query_one("#frame").has_class("-ringing"), "over a window the frame says it"
        for _ in range(FLASHES):
            banner._turn()
        assert not banner.loud and banner.display and "Appel proposé" in banner.sentence
        desk.state = replace(desk.state, contacts=(mail,))
        post.app.show_state(desk.state)
        assert not banner.display and not post.app.screen.query_one("#frame").has_class("-ringing")


async def test_f9_takes_a_call_and_the_focus_is_in_its_note() -> None:
    mail, call = contact(), a_call()
    desk = ScriptedDesk(state(mail, call))
    async with at_work(lambda: desk.as_desk, answers=False) as post:
        await post.press("f9")
        assert post.window == "CallMenu" and asked(desk, "accept") == []
        await post.press("f9")
        await post.until(lambda: asked(desk, "accept") == [(call.id,)], "taken")
        become(post, desk, call, State.ACTIVE)
        await post.pilot.pause()
        assert post.workspace.current == call.id and post.app.screen.focused is post.editor
        assert post.editor.border_title == "Note interne de l'appel" and "Appel en cours" in post.notice
        assert "06\u00a039\u00a098\u00a000\u00a012" in post.text("message")
        await post.type("Demande un plan")
        await post.press("f6")
        await post.until(lambda: asked(desk, "note") == [(call.id, "Demande un plan")], "a note, no sending")
        assert asked(desk, "reply") == [] and post.window == "WorkspaceScreen"


async def test_a_call_is_refused_but_not_in_haste() -> None:
    call = a_call()
    desk = ScriptedDesk(state(call))
    async with at_work(lambda: desk.as_desk, answers=False) as post:
        await post.press("f9")
        await post.pilot.press("r")
        assert asked(desk, "decline") == [] and post.window == "CallMenu"
        await post.press("r")
        await post.until(lambda: asked(desk, "decline"), "refused")


async def test_hanging_up_then_closing_takes_the_note_along_and_gives_the_mail_back() -> None:
    mail, call = contact(text="Remboursement"), a_call()
    desk = ScriptedDesk(state(mail, call))
    async with at_work(lambda: desk.as_desk) as post:
        post.workspace.go_to("reply")
        await post.press("f9", "d")
        await post.until(lambda: post.workspace.current == call.id, "the call on the screen")
        become(post, desk, call, State.ACTIVE)
        await post.type("Paiement de la cfe")
        await post.press("f9", "r")
        await post.until(lambda: asked(desk, "end") == [(call.id,)], "ended")
        become(post, desk, call, State.WRAP_UP)
        assert post.bar.status == "En contact" and "L'appel est terminé" in post.notice
        await post.press("f8")
        assert "avec la clôture" in post.notice
        await post.press("enter")
        await post.until(lambda: asked(desk, "close"), "closed")
        (closing,) = asked(desk, "close")
        assert closing[0] == call.id and closing[2] == "Paiement de la cfe"
        await post.until(lambda: post.workspace.current == mail.id, "the mail that the call interrupted")
        assert post.app.screen.focused is post.editor


async def test_the_menu_goes_when_the_caller_does() -> None:
    call = a_call()
    desk = ScriptedDesk(state(call))
    async with at_work(lambda: desk.as_desk, answers=False) as post:
        await post.press("f9")
        desk.state = replace(desk.state, contacts=())
        post.app.show_state(desk.state)
        await post.until(lambda: post.window == "WorkspaceScreen", "the menu gone")
        assert not post.workspace.query_one(Banner).display


async def test_the_dossier_waits_for_the_call_to_be_taken() -> None:
    call = a_call()
    call = replace(call, view=replace(call.view, usager=USAGER))
    desk = ScriptedDesk(state(call))
    async with at_work(lambda: desk.as_desk, answers=False) as post:
        post.workspace.open_contact(call.id)
        assert "quand vous prenez ce contact" in post.text("dossier")


async def test_what_one_contact_opened_is_not_shown_in_another() -> None:
    first = contact(usager=USAGER)
    known = replace(first, view=replace(first.view, identification=Identification(1, ("amount",), NOW)))
    second = contact(usager=USAGER)
    desk = ScriptedDesk(state(known, second))
    async with at_work(lambda: desk.as_desk, answers=False) as post:
        post.workspace.open_contact(known.id)
        reached = {"kind": "phone", "value": "+33465710015", "person": "M. Benali"}
        fields = {"name": USAGER.name, "contacts": [reached]}
        post.workspace._read(DossierView(USAGER.siren, 1, NOW, (), fields))
        assert "04\u00a065" in post.text("dossier")
        post.workspace.open_contact(second.id)
        assert "04\u00a065" not in post.text("dossier")


async def test_an_offer_that_ends_says_why(
    opened: Callable[[], Desk], central: ScriptedCentral, sign_in: Any
) -> None:
    given_up, late = central.bring("", Channel.PHONE), central.bring("", Channel.PHONE)
    async with at_work(opened, answers=False) as post:
        await sign_in(post)
        for id_, event, sentence in (
            (given_up, Abandoned(EndedBy.USAGER), "L'usager a mis fin à l'appel"),
            (late, None, "Le délai de réponse est passé"),
        ):
            await post.press("f2")
            await post.until(lambda id_=id_: is_offered(post, id_), "offered")  # type: ignore[misc]
            over(central, id_, event)
            await post.until(lambda said=sentence: said in post.notice, sentence)  # type: ignore[misc]
            assert not post.workspace.query_one(Banner).display
            await post.press("escape")


def is_offered(post: Workstation, id_: UUID) -> bool:
    held = post.desk.state.contact(id_)
    return held is not None and held.view.state is State.OFFERED


def over(central: ScriptedCentral, id_: UUID, event: Abandoned | None) -> None:
    held = central.contacts[id_]
    if event is None:
        central.rescue(id_)
    else:
        central.contacts[id_] = central._happen(held, [event], None)
