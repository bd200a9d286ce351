"""`contact.identify`: what was checked of the person, held against the file, and the level that it opens."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from ccpro_desk.domain import commands as c
from ccpro_desk.domain import events as e
from ccpro_desk.domain.callbacks import number_of
from ccpro_desk.domain.contact import Contact
from ccpro_desk.domain.context import Context, Decision
from ccpro_desk.domain.hours import PARIS
from ccpro_desk.domain.identification import (
    THIRD_PARTY,
    Assurance,
    Identification,
    IdentityAlert,
    Kind,
    Quality,
    Setback,
    level_of,
)
from ccpro_desk.domain.identity_events import IdentityAlerted
from ccpro_desk.domain.mandates import mandate_of
from ccpro_desk.domain.refusals import Code, Refusal
from ccpro_desk.domain.usager import Representative
from ccpro_desk.domain.values import Channel, Direction, Message

NO_NUMBER_ON_FILE = Setback(
    "number_none", "Aucun numéro de téléphone au dossier : un rappel ne peut identifier personne."
)
NOT_ON_FILE = Setback(
    "number_unknown", "Le numéro appelé ne figure pas au dossier : ce rappel n'identifie personne."
)
NO_MANDATE_YET = Setback(
    "mandate_missing", "Un représentant est connu par son mandat : vérifiez-le pour ouvrir le dossier."
)


@dataclass(frozen=True, slots=True)
class _Counted:
    """What counts of what was checked, and why the rest does not."""

    checks: tuple[str, ...]
    mandate_until: date | None
    setback: Setback | None = None


def identified(body: c.Identify, contact: Contact, command: c.Command, context: Context) -> Decision:
    """The events of `contact.identify`."""
    if contact.siren is None:
        return Refusal(Code.WRONG_STATE, "Indiquez d'abord de quel dossier il s'agit.")
    if not body.passed:
        return _failed(body, contact, command, context)
    before = contact.identification
    quality = body.quality or before.quality
    counted = _counted(body, contact, context)
    checks = tuple(dict.fromkeys((*before.checks, *counted.checks)))
    known = Identification(
        level=level(contact, checks, context, quality=quality),
        checks=checks,
        at=context.now,
        quality=quality,
        mandate_until=counted.mandate_until,
        failures=before.failures,
        setback=counted.setback or _standing_setback(quality, checks, context),
    )
    return [e.Identified(known)]


def at_link(contact: Contact, context: Context) -> Identification:
    """Where a new link starts: at 0, or at what the authenticated space itself proves.

    Failures stay: whoever tries one file after another is the same person.
    """
    start = level(contact, (), context, linked=True)
    return Identification(start, failures=contact.identification.failures)


def level(
    contact: Contact,
    passed: tuple[str, ...],
    context: Context,
    *,
    linked: bool | None = None,
    quality: Quality | None = None,
) -> int:
    return level_of(
        context.checks,
        passed,
        assurance=contact.origin.assurance,
        ordinary_mail=is_ordinary_mail(contact),
        linked=contact.siren is not None if linked is None else linked,
        quality=quality,
    )


def is_ordinary_mail(contact: Contact) -> bool:
    """A mail whose sender nothing proves, whatever its address."""
    return contact.channel is Channel.MAIL and contact.origin.assurance is not Assurance.ACCOUNT


def same_number(one: str, other: str) -> bool:
    """Whether two telephone numbers are one, however each is written."""
    number = number_of(one)
    return isinstance(number, str) and number == number_of(other)


def _failed(body: c.Identify, contact: Contact, command: c.Command, context: Context) -> Decision:
    """All starts again; the third failure is told to the next agents and to the supervisors."""
    before = contact.identification
    quality = body.quality or before.quality
    counts = any(
        check.code in body.checks and check.kind is not Kind.MANDATE for check in context.checks.items
    )
    failures = (before.failures or 0) + counts
    known = Identification(
        level=level(contact, (), context, quality=quality),
        at=context.now,
        quality=quality,
        failures=failures or None,
        setback=_standing_setback(quality, (), context),
    )
    happened: list[e.Event] = [e.Identified(known)]
    if counts and failures == context.checks.alert_after:
        happened.append(_alerted(contact, command, context))
    return happened


def _alerted(contact: Contact, command: c.Command, context: Context) -> IdentityAlerted:
    number, days = context.checks.alert_after, context.checks.alert_days
    text = f"{number} vérifications d'identité non concluantes : ce dossier est signalé pendant {days} jours."
    note = Message(
        command.id, Direction.NOTE, context.now, context.actor.name, text, author_id=context.actor.id
    )
    assert contact.siren is not None
    until = context.now + timedelta(days=days)
    alert = IdentityAlert(
        command.id, contact.siren, context.actor.centre, contact.id, number, context.now, until
    )
    return IdentityAlerted(note, alert)


def _counted(body: c.Identify, contact: Contact, context: Context) -> _Counted:
    """Ordinary mail opens nothing: nothing of it is held against the file."""
    until = contact.identification.mandate_until
    if is_ordinary_mail(contact) or context.usager is None:
        return _Counted(body.checks, until)
    kinds = {check.code: check.kind for check in context.checks.items}
    counting, setback = [], None
    for code in body.checks:
        wrong: Setback | None = None
        if kinds[code] is Kind.CALLBACK:
            wrong = _callback_setback(body, contact, context)
        elif kinds[code] is Kind.MANDATE:
            found = _mandate(body, contact, context)
            wrong, until = (found, until) if isinstance(found, Setback) else (None, found.until)
        setback = setback or wrong
        if wrong is None:
            counting.append(code)
    return _Counted(tuple(counting), until, setback)


def _mandate(body: c.Identify, contact: Contact, context: Context) -> Setback | Representative:
    assert context.usager is not None
    motif = context.motifs.get(contact.motifs[0].code) if contact.motifs else None
    day = context.now.astimezone(PARIS).date()
    return mandate_of(context.usager.representatives, body.representative, motif.taxes if motif else (), day)


def _callback_setback(body: c.Identify, contact: Contact, context: Context) -> Setback | None:
    """Only a number of the file counts: the one that was dialled, or that the promised call went to."""
    assert context.usager is not None
    on_file = [point.value for point in context.usager.contacts if point.kind == "phone"]
    if not on_file:
        return NO_NUMBER_ON_FILE
    promised = contact.origin.number if contact.channel is Channel.CALLBACK else None
    dialled = body.dialled or promised
    if dialled is None or any(same_number(dialled, number) for number in on_file):
        return None
    return NOT_ON_FILE


def _standing_setback(quality: Quality | None, checks: tuple[str, ...], context: Context) -> Setback | None:
    """Why this person stays below what they know."""
    if quality is Quality.THIRD_PARTY:
        return THIRD_PARTY
    if quality is not None and quality.needs_mandate and not context.checks.count(checks, Kind.MANDATE):
        return NO_MANDATE_YET
    return None
