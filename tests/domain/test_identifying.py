"""Who speaks, held against the file: mandates, numbers called back, third parties, failures that repeat."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest

from ccpro_desk.domain import commands as c
from ccpro_desk.domain.contact import Contact, Origin
from ccpro_desk.domain.context import Context
from ccpro_desk.domain.evolve import evolve_all
from ccpro_desk.domain.identification import Assurance, Identification, Quality
from ccpro_desk.domain.identifying import same_number
from ccpro_desk.domain.identity_events import IdentityAlerted
from ccpro_desk.domain.lifecycle import decide
from ccpro_desk.domain.refusals import Code, Refusal
from ccpro_desk.domain.usager import ContactPoint, Representative, Usager
from ccpro_desk.domain.values import AnswerRef, Channel, MotifOutcome, Outcome
from tests.domain.people import AGENT, NOW, command, contact, context

SIREN = "732829320"
TODAY = date(2026, 11, 23)
KNOWS = ("amount", "notice")
FIRM = Representative("CABINET RIVOIRE ET ASSOCIES", "expert-comptable", "TVA, IS", siren="298352444")
PHONE = ContactPoint("phone", "+33465710015")


def file(*representatives: Representative, contacts: tuple[ContactPoint, ...] = (PHONE,)) -> Usager:
    return Usager(SIREN, "SARL Fournil", contacts=contacts, representatives=representatives)


def call(channel: Channel = Channel.PHONE, **more: Any) -> Contact:
    return contact(channel=channel, **{"siren": SIREN, "origin": Origin(), **more})


def known(before: Contact, body: c.Identify, around: Context) -> Identification:
    decision = decide(before, command(body), around)
    assert not isinstance(decision, Refusal)
    return evolve_all(before, decision, str(AGENT.id)).identification


def mandate(
    *representatives: Representative,
    who: str | None = None,
    motif: str | None = None,
    quality: Quality | None = Quality.ACCOUNTANT,
) -> Identification:
    """What a representative opens who knows two private facts."""
    motifs = (MotifOutcome(motif, Outcome.ANSWERED),) if motif else ()
    body = c.Identify((*KNOWS, "mandate"), True, quality, who)
    return known(call(motifs=motifs), body, context(usager=file(*representatives)))


def until(day: date | None, since: date | None = None) -> Representative:
    return Representative("CABINET RIVOIRE ET ASSOCIES", "expert-comptable", "TVA, IS", since, day)


@pytest.mark.parametrize(
    ("found", "level", "setback"),
    [
        (mandate(until(None)), 1, None),
        (mandate(until(TODAY)), 1, None),
        (mandate(until(TODAY - timedelta(1))), 0, "Mandat expiré le 22/11/2026 : tiers sans mandat."),
        (mandate(until(None, TODAY + timedelta(1))), 0, "Mandat valable à partir du 24/11/2026 seulement."),
        (mandate(), 0, "Aucun mandat de ce représentant au dossier : tiers sans mandat."),
        (mandate(until(TODAY - timedelta(1)), until(None)), 1, None),
        (mandate(FIRM, who="298 352 444"), 1, None),
        (mandate(FIRM, who="cabinet Rivoire"), 1, None),
        (mandate(FIRM, who="Rivoire"), 0, "Aucun mandat de ce représentant au dossier : tiers sans mandat."),
        (
            mandate(FIRM, who="Cabinet Dupond"),
            0,
            "Aucun mandat de ce représentant au dossier : tiers sans mandat.",
        ),
        (
            mandate(FIRM, who="290555358"),
            0,
            "Aucun mandat de ce représentant au dossier : tiers sans mandat.",
        ),
        (mandate(FIRM, motif="tva.remboursement"), 1, None),
        (mandate(FIRM, motif="autre.autre"), 1, None),
        (mandate(quality=None), 1, "Aucun mandat de ce représentant au dossier : tiers sans mandat."),
    ],
)
def test_a_mandate_counts_while_it_holds(found: Identification, level: int, setback: str | None) -> None:
    assert found.level == level
    assert (found.setback.text if found.setback else None) == setback
    assert ("mandate" in found.checks) is (setback is None)


def test_a_mandate_says_until_when_and_covers_what_it_names() -> None:
    assert mandate(until(date(2026, 12, 31))).mandate_until == date(2026, 12, 31)
    motifs = context().motifs.items
    of_cfe = next(motif.code for motif in motifs if motif.taxes == ("CFE",))
    refused = mandate(FIRM, motif=of_cfe)
    assert refused.level == 0 and refused.setback is not None
    assert refused.setback.text == "Le mandat ne porte pas sur ce sujet (CFE)."


def test_a_representative_is_known_by_a_mandate_and_a_third_party_never() -> None:
    around = context(usager=file(FIRM))
    knows_all = (*KNOWS, "iban4", "callback")
    for quality, level, code in (
        (Quality.DIRECTOR, 2, None),
        (None, 2, None),
        (Quality.ACCOUNTANT, 0, "mandate_missing"),
        (Quality.PROXY, 0, "mandate_missing"),
        (Quality.THIRD_PARTY, 0, "third_party"),
    ):
        found = known(call(), c.Identify(knows_all, True, quality), around)
        assert (found.level, found.setback.code if found.setback else None) == (level, code)
        assert found.quality is quality
    first = known(call(), c.Identify(knows_all, True, Quality.ACCOUNTANT), around)
    then = known(call(identification=first), c.Identify(("mandate",), True), around)
    assert (then.level, then.quality, then.setback) == (2, Quality.ACCOUNTANT, None)
    assert known(call(identification=then), c.Identify(("siren",), True), around).level == 2
    third = known(call(identification=then), c.Identify(("siren",), True, Quality.THIRD_PARTY), around)
    assert third.level == 0


def test_the_authenticated_space_has_let_its_sender_in() -> None:
    space = call(Channel.MAIL, origin=Origin(address="a@client.example", assurance=Assurance.ACCOUNT))
    around = context(usager=file())
    assert known(space, c.Identify(("amount",), True, Quality.ACCOUNTANT), around).level == 1
    assert known(space, c.Identify(("amount",), True, Quality.DIRECTOR), around).level == 2


def test_ordinary_mail_opens_nothing_and_is_held_against_nothing() -> None:
    body = c.Identify((*KNOWS, "iban4", "callback", "mandate"), True)
    found = known(call(Channel.MAIL), body, context(usager=file(contacts=())))
    assert (found.level, found.checks, found.setback) == (0, body.checks, None)


@pytest.mark.parametrize(
    ("contacts", "channel", "promised", "dialled", "level", "setback"),
    [
        ((PHONE,), Channel.PHONE, None, None, 2, None),
        ((PHONE,), Channel.PHONE, None, "04 65 71 00 15", 2, None),
        ((PHONE,), Channel.PHONE, None, "04 65 71 00 16", 1, "number_unknown"),
        ((), Channel.PHONE, None, None, 1, "number_none"),
        ((ContactPoint("email", "a@client.example"),), Channel.PHONE, None, None, 1, "number_none"),
        ((PHONE,), Channel.CALLBACK, "0465710015", None, 2, None),
        ((PHONE,), Channel.CALLBACK, "0639980012", None, 1, "number_unknown"),
        ((PHONE,), Channel.PHONE, "0639980012", None, 2, None),
    ],
)
def test_only_a_number_of_the_file_is_a_call_back(
    contacts: tuple[ContactPoint, ...],
    channel: Channel,
    promised: str | None,
    dialled: str | None,
    level: int,
    setback: str | None,
) -> None:
    body = c.Identify((*KNOWS, "callback"), True, dialled=dialled)
    before = call(channel, origin=Origin(number=promised))
    found = known(before, body, context(usager=file(contacts=contacts)))
    assert (found.level, found.setback.code if found.setback else None) == (level, setback)


def test_a_number_is_one_however_it_is_written() -> None:
    assert same_number("+33 4 65 71 00 15", "04.65.71.00.15")
    assert same_number("0692 90 00 15", "+262692900015")
    assert not same_number("0465710015", "0465710016")
    assert not same_number("quinze", "quinze")


def test_the_third_failure_is_noted_and_flags_the_file_once() -> None:
    before, failed = call(), c.Identify(("amount",), False)
    alerts = []
    for _ in range(4):
        decision = decide(before, command(failed), context())
        assert not isinstance(decision, Refusal)
        alerts += [event for event in decision if isinstance(event, IdentityAlerted)]
        before = evolve_all(before, decision, str(AGENT.id))
    assert before.identification.failures == 4
    [alert] = alerts
    assert (alert.alert.siren, alert.alert.centre, alert.alert.failures) == (SIREN, "lons", 3)
    assert alert.alert.until == NOW + timedelta(days=7)
    assert before.messages[-1].text.startswith("3 vérifications d'identité non concluantes")
    relinked = decide(before, command(c.LinkUsager("290457506")), context())
    assert not isinstance(relinked, Refusal)
    assert evolve_all(before, relinked).identification == Identification(failures=4)


def test_a_missing_mandate_is_no_failure_of_identity() -> None:
    found = known(call(), c.Identify(("mandate",), False, Quality.THIRD_PARTY), context())
    assert (found.level, found.failures) == (0, None)
    assert found.setback is not None and "messagerie sécurisée" in found.setback.text


def test_an_answer_above_the_contact_s_level_is_refused_with_the_ways_out() -> None:
    reply = c.Reply("Bonjour", (AnswerRef("TVA-021", 4), AnswerRef("TVA-999", 1)))
    around = context(answer_levels=lambda: {"TVA-021": 1, "TVA-010": 0})
    refused = decide(contact(), command(reply), around)
    assert isinstance(refused, Refusal) and refused.code is Code.IDENTIFICATION_REQUIRED
    for way in ("messagerie sécurisée", "rappel au numéro du dossier", "SIE", "Votre texte est conservé"):
        assert way in refused.message
    assert not isinstance(decide(contact(identification=Identification(1)), command(reply), around), Refusal)
    general = c.Reply("Bonjour", (AnswerRef("TVA-010", 1),))
    assert not isinstance(decide(contact(), command(general), around), Refusal)
