"""The desk's values in the words that agents read."""

from __future__ import annotations

from datetime import date, datetime
from functools import cache
from typing import TYPE_CHECKING

from ccpro_desk.answers.french import MONTHS, NBSP
from ccpro_desk.desk.state import SEND_WORDS, DeskContact, Link, LinkKind, SendState, Sent
from ccpro_desk.domain.identification import Assurance, Quality
from ccpro_desk.domain.text import clean
from ccpro_desk.domain.values import AttachmentRef, Channel, Message, Outcome, Sending, State, Status
from ccpro_desk.widgets import present

if TYPE_CHECKING:
    from collections.abc import Iterable, Sized
    from zoneinfo import ZoneInfo

    from ccpro_desk.desk.state import DeskState
    from ccpro_desk.wire.contact_view import MatterView
    from ccpro_desk.wire.listing import AlikeView
    from ccpro_desk.wire.views import ContactView

STATES = {
    State.WAITING: "en attente",
    State.OFFERED: "proposé",
    State.ACTIVE: "en cours",
    State.PARKED: "mis de côté",
    State.CLOSED: "clos",
    State.REFERRED: "transmis au SIE",
}
CHANNELS = {
    Channel.MAIL: "Courriel",
    Channel.PHONE: "Appel",
    Channel.CHAT: "Tchat",
    Channel.CALLBACK: "Rappel",
}
CHANNELS_TYPED = {channel.value: label.lower() for channel, label in CHANNELS.items()}
"""What is typed to filter by a channel."""
STATUSES = {
    Status.AVAILABLE: "Disponible",
    Status.PAUSE: "Pause",
    Status.DOCUMENTATION: "Documentation",
    Status.TRAINING: "Formation",
    Status.TUTORING: "Tutorat",
    Status.MEETING: "Réunion",
    Status.INCIDENT: "Incident technique",
    Status.WRAP_UP: "Post-appel",
    Status.LEAVING: "Fin de service demandée",
    Status.OFFLINE: "Hors service",
}
OUTCOMES = {
    Outcome.ANSWERED: "Répondu",
    Outcome.ACT: "Acte enregistré",
    Outcome.APPOINTMENT: "Rendez-vous pris",
    Outcome.REFERRED: "Transmis au SIE",
    Outcome.CALLBACK: "Rappel programmé",
    Outcome.UNANSWERED: "Sans réponse",
}
FOLLOWED = {"referral": Outcome.REFERRED, "act": Outcome.ACT, "appointment": Outcome.APPOINTMENT}
"""What a matter of each kind makes of its contact, the weightiest first."""
LEVELS_NEEDED = (
    "Aucune identification demandée",
    "Identité vérifiée : dossier (niveau 1)",
    "Identité vérifiée : actes (niveau 2)",
)
"""What an act asks for, by level."""
UNDONE = ("cancelled", "returned")
"""States of a matter of which nothing came."""
SENDINGS = {
    Sending.HELD: f"Envoi annulable pendant 10{NBSP}s",
    Sending.QUEUED: "Enregistré au centre",
    Sending.SENT: "Expédié",
    Sending.UNSURE: "À vérifier",
    Sending.FAILED: "Non remis",
    Sending.TAKEN_BACK: "Envoi annulé",
}


@cache
def _paris() -> ZoneInfo:
    from zoneinfo import ZoneInfo

    return ZoneInfo("Europe/Paris")


def local(at: datetime) -> datetime:
    """`at` on the clocks of the centre."""
    return at.astimezone(_paris())


def hour(at: datetime) -> str:
    """« 15 h 30 »."""
    shown = local(at)
    return f"{shown.hour}{NBSP}h{NBSP}{shown.minute:02d}"


def day(at: datetime) -> str:
    """« 3 octobre »."""
    shown = local(at)
    return f"{'1er' if shown.day == 1 else shown.day}{NBSP}{MONTHS[shown.month - 1]}"


def long_day(on: date) -> str:
    """« mardi 1er décembre 2026 »."""
    from ccpro_desk.answers.french import long_date

    names = ("lundi", "mardi", "mercredi", "jeudi", "vendredi", "samedi", "dimanche")
    return f"{names[on.weekday()]} {long_date(on)}"


def moment(at: datetime, now: datetime | None = None) -> str:
    """« à 14 h 50 » today, « le 3 octobre à 14 h 50 » on another day, with the year in another year."""
    today, shown = local(now or present.now()), local(at)
    if shown.date() == today.date():
        return f"à {hour(at)}"
    year = "" if shown.year == today.year else f" {shown.year}"
    return f"le {day(at)}{year} à {hour(at)}"


def deadline(at: datetime, now: datetime | None = None) -> str:
    """« 16 h 40 » today, « le 24 novembre, 16 h 40 » on another day."""
    today = local(now or present.now())
    return hour(at) if local(at).date() == today.date() else f"le {day(at)}, {hour(at)}"


def short_moment(at: datetime, now: datetime | None = None) -> str:
    """« 16 h 40 » today, « 24/11 16 h 40 » this year, « 24/11/25 » before: for columns."""
    today, shown = local(now or present.now()), local(at)
    if shown.date() == today.date():
        return hour(at)
    if shown.year == today.year:
        return f"{shown:%d/%m} {hour(at)}"
    return f"{shown:%d/%m/%y}"


def link(value: Link) -> str:
    """The truth about the central, for the top right corner."""
    waiting = f", {sendings(value.pending)} en attente" if value.pending else ""
    if value.kind is LinkKind.UP_TO_DATE:
        return "À jour" if not value.pending else f"Envoi en cours{waiting}"
    if value.kind is LinkKind.OFFLINE:
        since = f" depuis {hour(value.since)}" if value.since else ""
        return f"Hors connexion{since}{waiting}"
    if value.elsewhere:
        return f"Sur un autre poste{waiting}"
    return {
        LinkKind.RECONNECTING: "Reconnexion en cours",
        LinkKind.SIGNED_OUT: "Non connecté",
        LinkKind.EXPIRED: "Session expirée",
        LinkKind.INCOMPATIBLE: "Version du centre incompatible",
    }[value.kind] + waiting


def sendings(number: int) -> str:
    return f"{number}{NBSP}envoi{'s' if number > 1 else ''}"


def state(view: ContactView) -> str:
    """« en cours », « mis de côté, reprise à 15 h 30 »."""
    if view.state is State.WRAP_UP:
        return "fin de tchat" if view.channel is Channel.CHAT else "post-appel"
    if view.state is State.PARKED and view.resume_at:
        return f"mis de côté, reprise {moment(view.resume_at)}"
    return STATES[view.state]


def agent_status(status: Status, mine: Iterable[ContactView]) -> str:
    """« Disponible » is shown as « En contact » while one is active, « Post-appel » after a call."""
    states = {(view.state, view.channel) for view in mine}
    if status is not Status.AVAILABLE:
        return STATUSES[status]
    if any(state is State.ACTIVE for state, _ in states):
        return "En contact"
    return STATUSES[Status.WRAP_UP if (State.WRAP_UP, Channel.PHONE) in states else status]


def named(text: str, most: int = 120) -> str:
    """What somebody calls themselves or their subject, on one line and no longer than one can read."""
    plain = clean(text[: 4 * most], keep_newlines=False)
    return plain if len(plain) <= most else f"{plain[: most - 1]}…"


def who(view: ContactView) -> str:
    """The usager's name once linked, else what the sender calls themselves."""
    if view.usager:
        return named(view.usager.name)
    if view.origin:
        known = view.origin.name or view.origin.address or phone(view.origin.number or "")
        return named(known) or unknown(view)
    return unknown(view)


def unknown(view: ContactView) -> str:
    """« Numéro masqué » for a call, « Expéditeur inconnu » for what is written."""
    return "Numéro masqué" if view.channel is Channel.PHONE else "Expéditeur inconnu"


def subject(view: ContactView) -> str:
    """What it is about; a call has no subject: it is « Appel »."""
    return named(view.subject, 300) or (
        "(sans objet)" if view.channel is Channel.MAIL else CHANNELS[view.channel]
    )


def beside(found: Iterable[AlikeView]) -> str:
    """« 2 autres contacts de cet expéditeur : F7, G pour les voir. »; empty when there are none."""
    views = list(found)
    people = [view for view in views if view.why != ("text",)]
    told = []
    if people:
        one = all({"sender", "thread"} & set(view.why) for view in people)
        whose = "de cet expéditeur" if one else "de ce professionnel"
        told.append(f"{len(people)} autre{_s(people)} contact{_s(people)} {whose}")
    if same := len(views) - len(people):
        plural = "s" if same > 1 else ""
        told.append(f"{same} contact{plural} au même texte, d'autres expéditeurs")
    return f"{' ; '.join(told)} : F7, G pour les voir." if told else ""


def _s(several: Sized) -> str:
    return "s" if len(several) > 1 else ""


def is_spoken(view: ContactView) -> bool:
    """Whether one speaks on it: what is written there is a note, not a reply."""
    return view.channel in (Channel.PHONE, Channel.CALLBACK)


def is_live(view: ContactView) -> bool:
    """Whether somebody waits at the other end: it is offered, taken, then ended."""
    return view.channel in (Channel.PHONE, Channel.CHAT)


def phone(number: str) -> str:
    """« 06 39 98 00 12 » for a French number, any other as it came."""
    national = f"0{number[3:]}" if number.startswith("+33") else number
    if len(national) != 10 or not national.isdigit():
        return number
    return NBSP.join(national[at : at + 2] for at in range(0, 10, 2))


def plateau(name: str, centre: str) -> str:
    """« plateau 1 » for the plateau `lons-1` of the centre `lons`."""
    short = name.removeprefix(f"{centre}-")
    return short if not short or short.lower().startswith("plateau") else f"plateau {short}"


def identity(view: ContactView) -> str:
    """How far the person is known, in the words of the glossary."""
    level = view.identification.level
    if view.identification.quality is Quality.THIRD_PARTY:
        return "Tiers sans mandat"
    if level == 2:
        return "Identité vérifiée : actes"
    if view.origin and view.origin.assurance is Assurance.ACCOUNT:
        return "Message authentifié (espace professionnel)"
    if level:
        return "Identité vérifiée : dossier"
    if view.identification.at and not view.identification.checks:
        return "Vérification non concluante"
    return "Identité non vérifiée : renseignements généraux"


def mandate(view: ContactView) -> str:
    """« Mandat vérifié jusqu'au 31/12/2026 », or nothing when no mandate was found."""
    known = view.identification
    if "mandate" not in known.checks or ordinary_mail(view):
        return ""
    return (
        f"Mandat vérifié jusqu'au {known.mandate_until:%d/%m/%Y}" if known.mandate_until else "Mandat vérifié"
    )


def ordinary_mail(view: ContactView) -> bool:
    """Whether what is answered travels by ordinary mail: no data of the dossier in it."""
    return view.channel is Channel.MAIL and (
        not view.origin or view.origin.assurance is not Assurance.ACCOUNT
    )


def message_status(message: Message) -> str:
    """Where a reply of the thread stands."""
    if message.status is None:
        return ""
    said = SENDINGS[message.status]
    return f"{said} : {message.detail}" if message.detail else said


def sent_state(sent: Sent) -> str:
    """« Envoi annulable », « Refusé : (motif) », « Expédié à 14 h 05 »."""
    if sent.state is SendState.SENT:
        return f"Expédié {moment(sent.at)}"
    if sent.state is SendState.HELD:
        return SENDINGS[Sending.HELD]
    said = SEND_WORDS[sent.state]
    return f"{said} : {sent.detail}" if sent.detail else said


def reminder(state: DeskState) -> tuple[str, bool]:
    """What the bar says besides, and whether it asks for something: hours that came, help, promises."""
    number = len(state.due)
    if number:
        return (f"{number} contact{'s' if number > 1 else ''} à reprendre", True)
    asked = state.around.renfort
    if asked is not None and asked.answer is None:
        return (f"Renfort demandé à {hour(asked.asked_at)}", False)
    promised = [
        c.view.resume_at
        for c in state.contacts
        if c.view.channel is Channel.CALLBACK and c.view.state is State.PARKED and c.view.resume_at
    ]
    if not promised:
        return ("", False)
    if len(promised) == 1:
        return (f"1 rappel promis, {short_moment(promised[0])}", False)
    first = min(promised)
    at = f"à {hour(first)}" if local(first).date() == local(present.now()).date() else short_moment(first)
    return (f"{len(promised)} rappels promis, le prochain {at}", False)


def contact_lines(contact: DeskContact) -> tuple[str, str]:
    """(subject, state) of a contact, for my list."""
    view = contact.view
    waiting = [s for s in contact.pending if s.state is SendState.WAITING]
    said = (
        f"mis de côté, {hour(view.resume_at)}"
        if view.state is State.PARKED and view.resume_at
        else state(view)
    )
    if contact.refusals:
        said = "refusé, à revoir"
    elif waiting:
        said = f"{said}, {sendings(len(waiting))} en attente"
    return subject(view), said


def size(octets: int) -> str:
    """« 84 ko »."""
    if octets < 1000:
        return f"{octets}{NBSP}octets"
    if octets < 1_000_000:
        return f"{round(octets / 1000)}{NBSP}ko"
    return f"{octets / 1_000_000:.1f}".replace(".", ",") + f"{NBSP}Mo"


def attached(ref: AttachmentRef) -> str:
    """« demande.pdf (84 ko, application/pdf) »."""
    name = clean(ref.name, keep_newlines=False) or "sans nom"
    kind = clean(ref.type.partition(";")[0], keep_newlines=False)
    return f"{name} ({size(ref.size)}{f', {kind}' if kind else ''})"


def siren(number: str) -> str:
    """« 732 829 320 »."""
    return NBSP.join((number[:3], number[3:6], number[6:9])) if len(number) == 9 else number


def siret(number: str) -> str:
    """« 732 829 320 00074 »."""
    return f"{siren(number[:9])}{NBSP}{number[9:]}" if len(number) == 14 else number


def is_to_come(matter: MatterView) -> bool:
    """An appointment that is to take place."""
    coming = matter.due_at is not None and matter.due_at > present.now()
    return matter.kind.value == "appointment" and matter.state in ("booked", "reminded") and coming


def came_of(view: ContactView) -> tuple[Outcome, ...]:
    """The outcomes that acts, appointments and referrals of this contact make true."""
    kinds = {matter.kind.value for matter in view.matters or () if matter.state not in UNDONE}
    return tuple(outcome for kind, outcome in FOLLOWED.items() if kind in kinds)
