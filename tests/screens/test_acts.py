"""Acts at the keyboard: chosen, filled, read again, asked for; and what is told of them afterwards."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any
from uuid import uuid4

import pytest

from ccpro_desk.desk.state import DeskContact, Link, LinkKind, SendState, Sent
from ccpro_desk.domain.acts.catalogue import (
    Act,
    Basis,
    Catalogue,
    Choice,
    Condition,
    Field,
    FieldType,
    Way,
    When,
)
from ccpro_desk.domain.identification import Identification
from ccpro_desk.domain.matter import MatterKind
from ccpro_desk.domain.values import AttachmentRef, Outcome, Role
from ccpro_desk.screens.closing import ClosingScreen
from ccpro_desk.widgets.line_list import LineList
from ccpro_desk.wire.contact_view import MatterView, StepView
from ccpro_desk.wire.listing import MatterPage
from ccpro_desk.wire.views import DossierView, UsagerRef
from tests.screens.scripted import AGENT, NOW, ScriptedDesk, contact, state
from tests.screens.workstation import Workstation, at_work

SIREN = "732829320"
IBAN = "FR76 3000 6000 0112 3456 7890 189"
CHANGE = Act(
    id="A12",
    title="Compte bancaire",
    family="Paiement",
    level=2,
    edition=date(2026, 11, 24),
    summary="Déclarer un compte.",
    fields=(
        Field("iban", "IBAN", FieldType.IBAN),
        Field(
            "pour", "Pour payer", FieldType.CHOICE, choices=(Choice("tva", "La TVA"), Choice("is", "L'IS"))
        ),
        Field("montant", "Montant", FieldType.MONEY, when=When("pour", frozenset({"is"}))),
        Field("depuis", "Depuis le", FieldType.DATE, most=0, required=False),
    ),
    bases=(Basis("Fiche sur les comptes bancaires", "S33"),),
    documents=("Un relevé d'identité bancaire",),
    produces=("receipt", "mandate"),
)
PHONED = replace(
    CHANGE,
    id="A13",
    title="Option TVA",
    summary="Opter.",
    fields=(),
    conditions=(Condition("channel", frozenset({"phone"}), "Au téléphone seulement.", way=Way.SIE),),
)


@pytest.fixture(autouse=True)
def few_acts(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("ccpro_desk.reference.acts.load_acts", lambda: Catalogue((PHONED, CHANGE)))


class Filed(ScriptedDesk):
    """The file of the company is there, at the level of its contact."""

    async def dossier(self, siren: str, **named: Any) -> DossierView:
        fields = {"name": "SARL FOURNIL DES BROTTEAUX", "state": "A", "created_on": "2020-02-01"}
        return DossierView(
            siren, self.state.contacts[0].view.identification.level, NOW, ("accounts",), fields
        )


def asked(desk: ScriptedDesk, name: str) -> list[tuple[Any, ...]]:
    return [given for done, given in desk.asked if done == name]


def at_level(level: int, *matters: MatterView) -> DeskContact:
    """The mail of a known company, whose writer is known so far."""
    made = contact(usager=UsagerRef(SIREN, "SARL FOURNIL DES BROTTEAUX"))
    known = replace(made.view, identification=Identification(level), matters=matters or None)
    return replace(made, view=known)


def an_act(of: DeskContact, **more: Any) -> MatterView:
    view = MatterView(
        id=uuid4(),
        kind=MatterKind.ACT,
        version=1,
        state="recorded",
        code="A12",
        siren=SIREN,
        contact_id=of.id,
        centre="lons",
        author=AGENT.id,
        at=NOW,
        title="Compte bancaire",
        author_name="Claire Vasseur",
    )
    return replace(view, **more)


async def to_the_form(post: Workstation, sought: str = "compte") -> None:
    await post.press("f4")
    await post.until(lambda: post.window == "ActListScreen", "the acts")
    await post.type(sought)
    await post.press("enter")
    await post.until(lambda: post.window == "ActFormScreen", "the form")


def listed(post: Workstation) -> str:
    """What the list shows."""
    entries = post.app.screen.query_one("#list", LineList).entries
    return "\n".join(block.content.plain for entry in entries for block in entry.blocks)


def told(post: Workstation, field: str) -> str:
    """What stands under a field."""
    return str(post.app.screen.query_one(f"#of-{field} .wrong").visual) if post.app.screen else ""


async def test_an_act_is_chosen_filled_checked_read_again_and_asked_for() -> None:
    mail = at_level(2)
    desk = Filed(state(mail))
    async with at_work(lambda: desk.as_desk, size=(80, 24), answers=False) as post:
        await post.press("f4")
        await post.until(lambda: post.window == "ActListScreen", "the acts")
        assert listed(post).index("Compte bancaire") < listed(post).index("Option TVA"), "what suits first"
        assert "Au téléphone seulement." in listed(post)
        await post.type("option")
        await post.press("enter")
        assert post.window == "ActListScreen" and "fiche de liaison" in post.notice, (
            "why not, and the way out"
        )
        await post.press("escape")

        await to_the_form(post)
        assert "niveau 2" in post.text("told") and "relevé" in post.text("told") and "S33" not in post.notice
        await post.type("FR76 3000 6000 0112 3456 7890 188")
        assert "clé" in told(post, "iban"), "as it is typed"
        await post.press("f6")
        assert post.window == "ActFormScreen" and "IBAN" in post.notice and asked(desk, "submit") == []
        await post.press("backspace")
        await post.type("9")
        assert "clé" not in told(post, "iban")
        await post.press("enter", "right", "right")
        await post.press("down")
        await post.type("1 234,5")
        await post.press("f6")
        await post.until(lambda: post.window == "ActSummaryScreen", "the summary")
        shown = post.text("text").replace("\u00a0", " ")
        assert "1 234,50 €" in shown and "0189" in shown and "3000 6000" not in shown, "an account by its end"
        await post.pilot.press("f6")
        assert asked(desk, "submit") == [], "an F6 held down asks for nothing"
        await post.press("f6")
        await post.until(lambda: post.window == "WorkspaceScreen", "asked for")
        values = {"iban": IBAN.replace(" ", ""), "pour": "is", "montant": 123450}
        assert asked(desk, "submit") == [(mail.id, "A12", values, NOW)]
        assert "n'a pas encore répondu" in post.notice


async def test_what_is_typed_survives_going_back_and_the_identity() -> None:
    mail = at_level(0)
    desk = ScriptedDesk(state(mail))
    async with at_work(lambda: desk.as_desk, size=(80, 24), answers=False) as post:
        await to_the_form(post)
        await post.type(IBAN)
        await post.press("down", "right", "f6")
        assert "Un courriel ordinaire n'identifie personne" in post.notice, "known too little, for good"
        assert asked(desk, "submit") == []
        await post.until(lambda: post.app.reference.checks.items, "the checks")
        await post.press("f5")
        await post.until(lambda: post.window == "IdentityScreen", "the checks")
        await post.press("D", "space", "enter")
        await post.until(lambda: asked(desk, "identify"), "noted")
        assert post.window == "ActFormScreen"
        desk.state = state(replace(mail, view=replace(mail.view, identification=Identification(2))))
        post.app.show_state(desk.state)
        await post.press("escape")
        await to_the_form(post)
        await post.press("f6")
        await post.until(lambda: post.window == "ActSummaryScreen", "nothing was lost")
        assert "0189" in post.text("text")
        await post.press("escape", "f7")
        await post.until(lambda: post.window not in ("ActFormScreen", "ActListScreen"), "out, to the SIE")


async def test_offline_it_is_recorded_and_then_what_the_central_says_is_told() -> None:
    mail = at_level(2)
    desk = ScriptedDesk(replace(state(mail), link=Link(LinkKind.OFFLINE, NOW)))
    async with at_work(lambda: desk.as_desk, answers=False) as post:
        await to_the_form(post)
        await post.type(IBAN)
        await post.press("down", "right", "f6")
        await post.until(lambda: post.window == "ActSummaryScreen", "the summary")
        assert "Hors connexion" in post.notice
        key = uuid4()

        async def submit(*given: Any) -> Any:
            pending = an_act(mail, id=key, pending=True)
            desk.state = replace(
                desk.state, contacts=(replace(mail, view=replace(mail.view, matters=(pending,))),)
            )
            return key

        desk.matters.submit = submit  # type: ignore[method-assign]
        await post.press("f6")
        await post.until(lambda: "sera demandé au centre" in post.notice, "recorded here")
        assert "Enregistré ici, sera demandé au centre" in post.text("dossier")
        why = Sent(key, mail.id, "act.submit", "Acte", SendState.REFUSED, NOW, "Déjà demandé hier.")
        desk.state = state(replace(mail, refusals=(why,)))
        post.app.show_state(desk.state)
        assert "Déjà demandé hier." in post.notice and "conservée" in post.notice
        assert post.workspace.begun.of(mail.id, "act:A12")["iban"] == IBAN, "the form is kept"
        await to_the_form(post)
        await post.press("f6")
        await post.until(lambda: post.window == "ActSummaryScreen", "the summary again")
        await post.press("f6")
        await post.until(lambda: "pas encore répondu" in post.notice, "asked again")
        desk.state = state(replace(mail, view=replace(mail.view, matters=(an_act(mail, id=key),))))
        post.app.show_state(desk.state)
        assert "Acte enregistré au centre" in post.notice and "Enregistré au centre" in post.text("dossier")
        assert post.workspace.begun.of(mail.id, "act:A12") == {}, "its form is forgotten only now"
        await post.press("f8")
        assert isinstance(post.app.screen, ClosingScreen) and post.app.screen._outcome is Outcome.ACT
        await post.press("escape")
        await to_the_form(post, "a12")
        assert "Déjà demandé" in post.text("told")


async def test_its_documents_are_opened_and_joined_and_it_is_cancelled() -> None:
    act = an_act(at_level(2))
    mail = at_level(2, act)
    ref = AttachmentRef(uuid4(), "recepisse.pdf", "application/pdf", 4)
    desk = ScriptedDesk(state(mail), {ref.id: b"%PDF-1.7"})
    detail = {"fields": {"montant": 500_00, "pour": "tva"}}
    desk.matters.whole[act.id] = replace(
        act, detail=detail, steps=(StepView("recorded", NOW, "Claire Vasseur"),)
    )
    async with at_work(lambda: desk.as_desk, size=(80, 24), answers=False) as post:
        await post.press("f4")
        await post.until(lambda: post.window == "ActListScreen", "the acts")
        await post.press("enter")
        await post.until(lambda: post.window == "MatterScreen", "the act")
        await post.until(lambda: "La TVA" in post.text("text"), "what was said")
        assert "Récépissé" in listed(post)
        await post.press("j")
        await post.until(lambda: asked(desk, "enclose"), "joined")
        assert asked(desk, "document") == [("receipt", act.contact_id, act.id)]
        await post.press("a")
        await post.type("Erreur de compte")
        await post.press("enter")
        await post.until(lambda: asked(desk, "cancel"), "cancelled")
        assert asked(desk, "cancel") == [(act.contact_id, act.id, "Erreur de compte")]
        await post.until(lambda: "Annulation demandée" in post.notice, "told")


async def test_a_colleague_validates_or_gives_back_never_the_author() -> None:
    other = an_act(at_level(2), author=uuid4(), author_name="Ben Roche", state="to_approve")
    mine = an_act(at_level(2), state="to_approve", title="Le mien")
    head = replace(AGENT, role=Role.HEAD)
    desk = ScriptedDesk(replace(state(), agent=head))
    desk.matters.page = MatterPage((other, mine))
    read = replace(other, detail={"fields": {"iban": IBAN.replace(" ", "")}})
    desk.matters.whole = {other.id: read, mine.id: mine}
    async with at_work(lambda: desk.as_desk, size=(80, 24), answers=False) as post:
        await post.press("colon")
        await post.type("avalider")
        await post.press("enter")
        await post.until(lambda: "Ben Roche" in listed(post), "the list")
        await post.press("enter")
        await post.until(lambda: post.window == "MatterScreen", "one of them")
        await post.until(
            lambda: IBAN in post.text("text").replace("\u00a0", " "), "to be held against the paper"
        )
        await post.press("v")
        await post.until(lambda: asked(desk, "approve") == [(other.id,)], "validated")
        await post.until(lambda: post.window == "ToApproveScreen", "the list again")
        await post.press("down", "enter")
        await post.until(lambda: post.window == "MatterScreen", "their own")
        await post.press("v")
        assert len(asked(desk, "approve")) == 1, "not one's own"
    agent = ScriptedDesk(state(at_level(0)))
    async with at_work(lambda: agent.as_desk, answers=False) as post:
        await post.press("colon")
        await post.type("avalider")
        await post.press("enter")
        assert "habilitation" in post.notice
