"""Acts of the real catalogue: what is asked, who may have them, what crosses what."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any
from uuid import UUID

import pytest

from ccpro_desk.domain import commands as c
from ccpro_desk.domain import events as e
from ccpro_desk.domain.acts.catalogue import Way
from ccpro_desk.domain.acts.checking import check_form
from ccpro_desk.domain.acts.detail import ActDetail, ActState
from ccpro_desk.domain.acts.eligibility import eligibility
from ccpro_desk.domain.acts.prefill import prefill
from ccpro_desk.domain.contact import Origin
from ccpro_desk.domain.context import Context
from ccpro_desk.domain.identification import Assurance, Identification, Quality
from ccpro_desk.domain.lifecycle import decide
from ccpro_desk.domain.matter import Matter
from ccpro_desk.domain.refusals import Code, Refusal
from ccpro_desk.domain.usager import Account, Claim, ContactPoint, Director, Regime, Representative, Usager
from ccpro_desk.domain.values import Channel, Role
from ccpro_desk.reference.acts import load_acts
from tests.domain.matters import an_act
from tests.domain.people import AGENT, NOW, OTHER, command, contact, context

ACTS = load_acts()
TODAY = date(2026, 11, 23)
SIREN = "732829320"
IBAN = "FR7630006000011234567890189"
USAGER = Usager(
    SIREN,
    "SARL Fournil",
    siret="73282932000074",
    vat="FR44732829320",
    legal="5499",
    created_on=date(2019, 4, 1),
    directors=(Director("Karim Benali"),),
    contacts=(ContactPoint("phone", "+33465710015"),),
    regimes=(Regime("TVA", "réel normal", "Réel normal, CA3 mensuelle", since=date(2020, 1, 1)),),
    representatives=(Representative("Cabinet Roux", "expert-comptable", until=date(2026, 11, 22)),),
    accounts=(Account("0189", rum="RUM-1", holder="SARL Fournil"),),
)
CERTIFICATE = {
    "impot": "is",
    "finalite": "marche",
    "remise": "ligne",
    "arrete": "31/10/2026",
    "demandeur": "director",
}
ACCOUNT = {
    "iban": "FR76 3000 6000 0112 3456 7890 189",
    "titulaire": "SARL Fournil",
    "service": "tva",
    "rejet": "non",
    "demandeur": "director",
}
OPTION = {
    "actuel": "réel normal",
    "voulu": "franchise",
    "date": "01/12/2026",
    "periode": "décembre 2026",
    "batiment": "non",
    "demandeur": "director",
}


def about(usager: Usager | None = USAGER, **more: Any) -> Context:
    return replace(context(), **({"acts": ACTS, "usager": usager, "as_of": NOW} | more))


def submit(
    act: str, fields: dict[str, Any], level: int = 2, around: Context | None = None, **more: Any
) -> Matter | Refusal:
    """The act that is made, or the refusal."""
    at = contact(siren=SIREN, identification=Identification(level))
    decision = decide(at, command(c.SubmitAct(act, fields, **more)), around or about())
    if isinstance(decision, Refusal):
        return decision
    [event] = decision
    assert isinstance(event, e.ActSubmitted)
    return event.matter


def refused(code: Code, said: str, *asked: Any, **more: Any) -> None:
    found = submit(*asked, **more)
    assert isinstance(found, Refusal), found
    assert found.code is code and said in found.message, found


def test_an_act_keeps_what_was_read_and_waits_until_it_may_leave() -> None:
    made = submit("A05", CERTIFICATE)
    assert isinstance(made, Matter) and isinstance(made.detail, ActDetail)
    assert made.detail.fields["arrete"] == "2026-10-31" and made.detail.edition == "2026-11-24"
    assert (made.state, made.due_at) == (ActState.RECORDED, NOW + timedelta(minutes=15))


def test_another_person_looks_at_a_bank_account() -> None:
    made = submit("A12", ACCOUNT)
    assert isinstance(made, Matter) and isinstance(made.detail, ActDetail)
    assert made.state == ActState.TO_APPROVE and made.detail.fields["iban"] == IBAN
    supervisor = replace(OTHER, role=Role.SUPERVISOR)
    for who, code in (
        (AGENT, Code.FORBIDDEN),
        (OTHER, Code.FORBIDDEN),
        (replace(AGENT, role=Role.HEAD), Code.FORBIDDEN),
    ):
        found = decide(contact(), command(c.ApproveAct(made.id)), about(actor=who, matter=made))
        assert isinstance(found, Refusal) and found.code is code, who
    for who in (supervisor, replace(OTHER, skills=("general", "validation"))):
        [event] = _events(c.ApproveAct(made.id), about(actor=who, matter=made))
        assert event.matter.state == ActState.RECORDED and event.matter.version == 2
    elsewhere = replace(supervisor, centre="pau")
    assert isinstance(
        decide(contact(), command(c.ApproveAct(made.id)), about(actor=elsewhere, matter=made)), Refusal
    )
    [back] = _events(c.ReturnAct(made.id, "RIB absent"), about(actor=supervisor, matter=made))
    assert isinstance(back.matter.detail, ActDetail) and back.matter.detail.why == "RIB absent"


def _events(body: c.Body, around: Context) -> list[e.MatterMoved]:
    decision = decide(contact(), command(body), around)
    assert not isinstance(decision, Refusal), decision
    return [event for event in decision if isinstance(event, e.MatterMoved)]


WRONG: list[tuple[str, dict[str, Any], str]] = [
    ("A05", {**CERTIFICATE, "arrete": "31/02/2026"}, "Situation arrêtée au : cette date n'existe pas"),
    ("A05", {**CERTIFICATE, "arrete": "24/11/2026"}, "à venir"),
    ("A05", {**CERTIFICATE, "finalite": "autre"}, "Précisez : à renseigner"),
    ("A05", {**CERTIFICATE, "finalite": "autre", "precision": "x"}, "3 caractères au moins"),
    ("A05", {**CERTIFICATE, "couleur": "bleu"}, "n'existe pas dans cet acte"),
    ("A05", {**CERTIFICATE, "impot": "tva"}, "choisissez dans la liste"),
    ("A05", {}, "Impôt sur les bénéfices : à renseigner"),
    ("A12", {**ACCOUNT, "iban": "FR7630006000011234567890188"}, "IBAN : IBAN incorrect : la clé"),
    ("A12", {**ACCOUNT, "titulaire": "X"}, "2 caractères au moins"),
    ("A12", {**ACCOUNT, "bic": "AGRI"}, "BIC incorrect"),
    ("A12", {**ACCOUNT, "rejet": "peut-être"}, "oui ou par non"),
    ("A23", {"montant": "-12"}, "négatif"),
    ("A23", {"montant": -12}, "négatif"),
    ("A23", {"montant": "1.234"}, "ambigu"),
    ("A23", {"montant": 10**18}, "trop élevé"),
    ("A23", {"montant": "0"}, "trop faible"),
    ("A23", {"montant": True}, "à renseigner"),
    (
        "A25",
        {"siret": "44306184100047", "date": "01/11/2026", "surface": "40", "zone": "non"},
        "pas celui du dossier",
    ),
    ("A10", {"siren": "732829321"}, "clé"),
    ("A99", {}, "catalogue"),
]


@pytest.mark.parametrize(("act", "fields", "said"), WRONG)
def test_a_wrong_field_is_named(act: str, fields: dict[str, Any], said: str) -> None:
    refused(Code.INVALID, said, act, fields)


def test_money_in_cents_is_the_money_that_was_typed() -> None:
    act = ACTS.get("A23")
    assert act is not None
    typed = {"montant": "1 234,50", "date": "03/10/2026", "imputation": "non", "demandeur": "director"}
    assert (
        check_form(act, typed, TODAY).values == check_form(act, {**typed, "montant": 1_234_50}, TODAY).values
    )


INELIGIBLE: list[tuple[str, dict[str, Any], dict[str, Any], str]] = [
    ("A05", CERTIFICATE, {"state": "C"}, "cessée"),
    ("A05", CERTIFICATE, {"legal": "1000"}, "entreprise individuelle"),
    ("A05", CERTIFICATE, {"created_on": date(2026, 2, 1)}, "créée dans l'année"),
    ("A05", CERTIFICATE, {"claims": (Claim("TVA", "2026-09", "TVA", 100, 0, 100),)}, "sommes restent dues"),
    ("A05", {**CERTIFICATE, "impot": "ir"}, {}, "impôt sur le revenu"),
    ("A05", {**CERTIFICATE, "demandeur": "accountant"}, {}, "mandat en cours"),  # until yesterday
    ("A13", {**OPTION, "date": "01/06/2026"}, {}, "rétroactif"),
    ("A13", {**OPTION, "voulu": "reel"}, {}, "déjà au réel normal"),
    ("A13", {**OPTION, "voulu": "simplifie", "date": "01/01/2027"}, {}, "disparaît"),
    (
        "A14",
        {
            "rythme": "trimestre",
            "tva": "4 000",
            "periode": "2027-T1",
            "depasse": "non",
            "demandeur": "director",
        },
        {},
        "4 000 €",
    ),
]


@pytest.mark.parametrize(("act", "fields", "usager", "said"), INELIGIBLE)
def test_who_may_not_have_it_is_told_why(
    act: str, fields: dict[str, Any], usager: dict[str, Any], said: str
) -> None:
    refused(Code.NOT_ELIGIBLE, said, act, fields, around=about(replace(USAGER, **usager)))


def test_a_mandate_that_ends_today_still_holds() -> None:
    mandate = replace(USAGER.representatives[0], until=TODAY)
    around = about(replace(USAGER, representatives=(mandate,)))
    assert isinstance(submit("A05", {**CERTIFICATE, "demandeur": "accountant"}, around=around), Matter)


def test_the_quarter_is_not_held_against_the_amount_once_the_rule_is_over() -> None:
    fields = {
        "rythme": "trimestre",
        "tva": "9 000",
        "periode": "2027-T1",
        "depasse": "non",
        "demandeur": "director",
    }
    january = datetime(2027, 1, 4, 9, 0, tzinfo=UTC)
    assert isinstance(submit("A14", fields, around=about(now=january)), Matter)


def test_nothing_is_asked_of_who_is_not_known_far_enough() -> None:
    refused(Code.IDENTIFICATION_REQUIRED, "niveau 2", "A05", CERTIFICATE, level=1)
    refused(Code.NOT_ELIGIBLE, "F7", "A04", {})
    refused(Code.NOT_ELIGIBLE, "F5", "A01", {})


@pytest.mark.parametrize(
    ("channel", "assurance", "quality", "said", "for_good"),
    [
        (Channel.MAIL, Assurance.NONE, None, "Un courriel ordinaire n'identifie personne", True),
        (Channel.MAIL, Assurance.ACCOUNT, None, "(F5)", False),
        (Channel.PHONE, Assurance.NONE, Quality.THIRD_PARTY, "Tiers sans mandat", True),
        (Channel.PHONE, Assurance.NONE, Quality.DIRECTOR, "(F5)", False),
    ],
)
def test_f5_is_named_only_where_it_may_open_the_act(
    channel: Channel, assurance: Assurance, quality: Quality | None, said: str, for_good: bool
) -> None:
    at = contact(
        channel=channel,
        origin=Origin(assurance=assurance),
        identification=Identification(at=NOW, quality=quality),
    )
    act = ACTS.get("A12")
    assert act is not None
    (reason,) = eligibility(act, None, at, TODAY)
    assert said in reason.sentence and reason.for_good is for_good and reason.level


def test_a_file_that_changed_meanwhile_is_told() -> None:
    refused(Code.VERSION_CONFLICT, "a changé", "A05", CERTIFICATE, as_of=NOW - timedelta(days=1))
    assert isinstance(submit("A05", CERTIFICATE, as_of=NOW), Matter)


def test_the_same_twice_and_the_contrary_are_refused_until_they_are_over() -> None:
    before = an_act(code="A05", at=NOW - timedelta(days=29), detail=ActDetail({"finalite": "marche"}))
    refused(Code.ALREADY_EXISTS, "25/10/2026", "A05", CERTIFICATE, around=about(others=(before,)))
    for other in (
        replace(before, at=NOW - timedelta(days=31)),
        replace(before, state=ActState.CANCELLED),
        replace(before, state=ActState.RETURNED),
        replace(before, detail=ActDetail({"finalite": "banque"})),
    ):
        made = submit("A05", CERTIFICATE, around=about(others=(other,)))
        assert isinstance(made, Matter) and made.turn == 2
    account = an_act(
        code="A12", state=ActState.TO_APPROVE, detail=ActDetail({"iban": "FR76", "service": "tva"})
    )
    refused(Code.ALREADY_EXISTS, "contredit", "A12", ACCOUNT, around=about(others=(account,)))
    monthly = an_act(code="A14", state=ActState.TO_APPROVE, title="Périodicité de la CA3")
    refused(Code.ALREADY_EXISTS, "contredit", "A13", OPTION, around=about(others=(monthly,)))
    gone = replace(monthly, state=ActState.TRANSMITTED)
    assert isinstance(submit("A13", OPTION, around=about(others=(gone,))), Matter)


def test_what_is_masked_or_unknown_refuses_nobody() -> None:
    act = ACTS.get("A14")
    assert act is not None
    franchise = replace(USAGER, regimes=(Regime("TVA", "franchise en base", "Franchise"),))
    at = contact(identification=Identification(2))
    assert [reason.way for reason in eligibility(act, franchise, at, TODAY)] == [Way.NONE]
    assert eligibility(act, franchise, at, TODAY, masked=("regimes",)) == ()
    assert eligibility(act, None, at, TODAY) == ()


def test_a_form_is_filled_from_the_file_and_from_who_calls() -> None:
    filled = {act.id: prefill(act, USAGER, contact(), TODAY) for act in ACTS}
    assert filled["A05"]["arrete"] == "2026-10-31"
    assert filled["A12"] == {"titulaire": "SARL Fournil", "rum": "RUM-1"}
    assert filled["A13"]["actuel"] == "réel normal"
    assert filled["A10"] == {"siren": SIREN, "courriel": "martin@client.example"}
    assert filled["A11"]["titulaire"] == "Karim Benali"
    account = ACTS.get("A12")
    assert account is not None and "rum" not in prefill(
        account, USAGER, contact(), TODAY, masked=("accounts",)
    )
    for act in ACTS:
        form = check_form(act, filled[act.id], TODAY, SIREN)
        assert not (form.wrong.keys() & filled[act.id].keys()), (act.id, form.wrong)


def test_cancelling_is_for_the_same_usager_and_in_time() -> None:
    at = contact(siren=SIREN)
    cancel = command(c.CancelAct(UUID(int=41), "Erreur"))
    for state, code in ((ActState.TRANSMITTED, Code.TOO_LATE), (ActState.RETURNED, Code.TOO_LATE)):
        found = decide(at, cancel, about(matter=an_act(state=state)))
        assert isinstance(found, Refusal) and found.code is code
    for matter in (None, an_act(siren="443061841")):
        found = decide(at, cancel, about(matter=matter))
        assert isinstance(found, Refusal) and found.code is Code.NOT_FOUND
    blank = decide(at, command(c.CancelAct(UUID(int=41), " ")), about(matter=an_act()))
    assert isinstance(blank, Refusal) and blank.code is Code.INVALID
