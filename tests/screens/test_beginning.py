"""The start of the service: one page, one key, and nothing before it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any
from uuid import uuid4

from ccpro_desk.desk.desk import Desk
from ccpro_desk.desk.referrals import Fiches, View
from ccpro_desk.desk.state import Around, DeskContact, Link, LinkKind, SendState, Sent
from ccpro_desk.domain.contact import Origin, Reason
from ccpro_desk.domain.matter import MatterKind
from ccpro_desk.domain.values import Channel, State, Status
from ccpro_desk.wire.contact_view import MatterView
from ccpro_desk.wire.plateau import WordView
from tests.screens.scripted import AGENT, NOW, ScriptedDesk, contact, state
from tests.screens.workstation import at_work, begun
from tests.support.scripted_central import ScriptedCentral


class AtHome(ScriptedDesk):
    """Answers what the page asks."""

    changed: tuple[str, ...] = ()

    async def changed_answers(self, versions: dict[str, int]) -> tuple[str, ...]:
        return self.changed

    async def crises(self) -> tuple[()]:
        return ()


class Overdue:
    """One fiche whose promised day is over, one whose day is to come."""

    async def listed(self, view: View, *, mine: bool) -> Fiches:
        assert (view, mine) == (View.OPEN, True)
        return Fiches(tuple(_fiche(NOW + timedelta(days=days)) for days in (-1, 1)))


def _fiche(due_at: datetime) -> MatterView:
    kind, one = MatterKind.REFERRAL, uuid4()
    return MatterView(
        one, kind, 1, "open", "", "", one, "lons", AGENT.id, NOW, "Fiche de liaison", due_at=due_at
    )


def off_duty(*contacts: DeskContact, **more: Any) -> AtHome:
    return AtHome(replace(state(*contacts, **more), agent=replace(AGENT, status=Status.OFFLINE)))


def parked(name: str, subject: str, hours: float | None, channel: Channel = Channel.MAIL) -> DeskContact:
    held = contact(subject, name=name, state=State.PARKED)
    at = NOW + timedelta(hours=hours) if hours is not None else None
    view = replace(held.view, owner=AGENT.id, resume_at=at, channel=channel, reason=Reason("parked", "pièce"))
    if channel is Channel.CALLBACK:
        view = replace(view, origin=Origin(name, None, "+33639980012"))
    return replace(held, view=view)


async def test_one_page_says_what_waits_and_one_key_begins() -> None:
    awaited = replace(
        contact("Réponse revenue", state=State.WAITING).view, reason=Reason("undelivered", "Non remise.")
    )
    back = replace(
        contact("Crédit de TVA", state=State.WAITING).view, reason=Reason("sie_answered", "Retour du SIE.")
    )
    word = WordView("Portail lent ce matin.", NOW + timedelta(hours=4), "Mme Roy")
    around = Around(word, None, (awaited, back))
    refused = Sent(uuid4(), None, "contact.reply", "Réponse", SendState.REFUSED, NOW, "clos")
    aside = replace(parked("SCI DES QUAIS", "Avis de CFE", 30), refusals=(refused,))
    call = parked("SARL FOURNIL", "Suite de sa demande", 1, Channel.CALLBACK)
    desk = off_duty(aside, call, parked("M. Rey", "Délai", None), around=around)
    desk.state = replace(desk.state, link=Link(LinkKind.UP_TO_DATE, pending=2))
    desk.changed = ("ACC-001",)
    desk.referrals = Overdue()
    async with at_work(lambda: desk.as_desk) as post:
        await post.until(lambda: post.window == "BeginningScreen", "the page")
        await post.until(lambda: "ACC-001" in post.text("text"), "what is new")
        await post.until(lambda: "sans réponse du SIE" in post.text("text"), "what the SIE owes")
        shown = post.text("text")
        for said in (
            *("Mot du plateau", "Portail lent ce matin. (Mme Roy, jusqu'à", "rien ne vous est proposé"),
            *("Rappels promis", "06\u00a039\u00a098\u00a000\u00a012", "Suite de sa demande"),
            *("Mis de côté", "SCI DES QUAIS", "sans heure", "Réponse revenue : Non remise."),
            *("2\u00a0envois", "Refusé : clos"),
            *(
                "Retours du SIE",
                "Crédit de TVA : Retour du SIE.",
                "fiche sans réponse du SIE à la date promise",
            ),
        ):
            assert said in shown, said
        assert not [name for name, _ in desk.asked if name == "set_status"], "never available by itself"
        await post.press("enter")
        await post.until(lambda: post.window == "WorkspaceScreen", "the workspace")
        assert ("set_status", (Status.AVAILABLE,)) in desk.asked
        assert not [name for name, _ in desk.asked if name == "next"], "F2 stays the next contact"
        assert "F2" in post.notice


async def test_the_page_is_left_by_escape_without_beginning_and_found_again() -> None:
    desk = off_duty()
    async with at_work(lambda: desk.as_desk) as post:
        await post.until(lambda: post.window == "BeginningScreen", "the page")
        await post.until(lambda: "Rien d'autre ne vous attend." in post.text("text"), "an empty day")
        await post.press("escape")
        assert post.window == "WorkspaceScreen" and post.bar.status == "Hors service"
        post.app.show_state(desk.state)
        await post.pilot.pause()
        assert post.window == "WorkspaceScreen", "once a session"
        await post.press("colon")
        await post.type("debut")
        await post.press("enter")
        await post.until(lambda: post.window == "BeginningScreen", "the page again")


async def test_f2_on_the_page_asks_first() -> None:
    desk = off_duty()
    async with at_work(lambda: desk.as_desk) as post:
        await post.until(lambda: post.window == "BeginningScreen", "the page")
        await post.press("f2")
        await post.until(lambda: post.window == "AskScreen", "the question")
        assert not [name for name, _ in desk.asked if name in ("next", "set_status")]


async def test_who_is_already_at_work_sees_no_page(
    opened: Callable[[], Desk], central: ScriptedCentral, sign_in: Any
) -> None:
    async with at_work(opened, answers=False) as post:
        await sign_in(post)
        assert post.window == "WorkspaceScreen" and central.agent.status is Status.AVAILABLE


async def test_signing_in_changes_no_status_and_the_key_does(
    opened: Callable[[], Desk], central: ScriptedCentral
) -> None:
    central.agent = replace(central.agent, status=Status.OFFLINE)
    waiting = central.bring()
    async with at_work(opened, answers=False) as post:
        await post.desk.sign_in("agent1", central.password)
        await post.until(lambda: post.window == "BeginningScreen", "the page")
        assert central.agent.status is Status.OFFLINE
        await begun(post)
        await post.until(lambda: central.agent.status is Status.AVAILABLE, "told to the central")
        assert central.contacts[waiting].state is State.WAITING


async def test_what_changed_in_the_answers_is_told_once(
    opened: Callable[[], Desk], central: ScriptedCentral
) -> None:
    async with at_work(opened, answers=False) as post:
        await post.desk.sign_in("agent1", central.password)
        assert await post.desk.changed_answers({"TVA-021": 3, "CFE-001": 1}) == (), "nothing is new at first"
        assert await post.desk.changed_answers({"TVA-021": 4, "CFE-001": 1, "IS-002": 1}) == (
            "TVA-021",
            "IS-002",
        )
        await post.desk.answers_read({"TVA-021": 4, "CFE-001": 1, "IS-002": 1})
        assert await post.desk.changed_answers({"TVA-021": 4, "CFE-001": 1, "IS-002": 1}) == ()
