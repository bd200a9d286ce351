"""What follows from a contact besides replies: acts, an appointment, a fiche for the SIE and its answer."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime

from ccpro_desk.cli.embedded.workstation import sign_in
from ccpro_desk.cli.tour.around import go
from ccpro_desk.cli.tour.doing import close, take
from ccpro_desk.cli.tour.report import Step
from ccpro_desk.cli.tour.shift import Shift, held, shows
from ccpro_desk.cli.tour.workstation import Workstation

SIREN, SIREN_SHOWN = "732829320", "732 829 320"
SUBJECT = "Où en est notre remboursement de crédit de TVA ?"
BODY = (
    "Bonjour,\n\nOù en est notre remboursement de crédit de TVA ? Nous cherchons aussi un paiement, "
    "et notre téléphone a changé. Nous souhaitons rencontrer le service.\n\nKarim Benali"
)
PRIVATE = "m"
"""The letter of a check that counts: the amount of a recent payment."""
OFFICER = "sie1"
ANSWER = "Le paiement est retrouvé : il était imputé sur octobre."


def is_entrusted(shift: Shift) -> None:
    with shift.report.step(
        "Un message de l'espace professionnel arrive ; l'encadrant le lui confie, F2 le lui donne."
    ) as step:
        message = {
            "channel": "mail",
            "external_id": "<tour-1@espace.example>",
            "received_at": datetime.now(UTC).isoformat(),
            "subject": SUBJECT,
            "body": BODY,
            "sender": {
                "name": "Karim Benali",
                "address": "contact@fournil-brotteaux.example",
                "assurance": "account",
            },
            "siren": SIREN,
        }
        contact = shift.truth.bring(message)
        shift.truth.entrust(contact, shift.login)
        taken = take(shift, step)
        step.equal("c'est celui-là", taken["id"], contact)
        step.equal("l'espace professionnel ouvre le dossier", taken["identification"]["level"], 1)
        shift.picture(step)


def verifies_who_speaks(shift: Shift) -> None:
    with shift.report.step(
        "F5 : le dirigeant, un point de contrôle non public ; les actes s'ouvrent."
    ) as step:
        contact = shift.contacts[-1]
        shift.desk.press("f5")
        shift.desk.until("l'identité", lambda seen: seen["screen"] == "IdentityScreen")
        shift.desk.press("enter", PRIVATE)
        shift.picture(step)
        shift.desk.press("enter")
        shift.truth.until("le niveau 2", lambda: shift.truth.contact(contact)["identification"]["level"] == 2)
        known = shift.truth.contact(contact)["identification"]
        step.equal("ce qui a été demandé est noté", known["checks"], ["amount"])
        step.equal("en quelle qualité", known["quality"], "director")
        shift.desk.until("l'identité vérifiée à l'écran", lambda seen: shows(seen, "actes"))


def asks_for_three_acts(shift: Shift) -> None:
    with shift.report.step(
        "F4, trois fois : un paiement à rechercher, un téléphone changé, un acompte d'IS."
    ) as step:
        contact = shift.contacts[-1]
        _act(
            shift,
            step,
            "rechercher un paiement",
            "1 250,00",
            "down",
            "02/11/2026",
            "down",
            "down",
            "down",
            "right",
            "right",
        )
        _act(shift, step, "mettre à jour", "right", "down", "04 65 71 00 16")
        _act(
            shift,
            step,
            "impôt sur les sociétés",
            "right",
            "down",
            "down",
            "20000",
            "down",
            "5000",
            "down",
            "right",
        )
        acts = shift.truth.until("trois actes au centre", lambda: _three(shift, contact))
        step.equal("le centre les a tous trois", sorted(act["code"] for act in acts), ["A09", "A16", "A23"])
        shift.desk.until("les actes à l'écran", lambda seen: not held(seen, contact)["unacknowledged"])
        shift.picture(step)


def books_an_appointment(shift: Shift) -> None:
    with shift.report.step(
        "F4, « rendez-vous » : un créneau du SIE, confirmé par courriel avec son .ics."
    ) as step:
        contact = shift.contacts[-1]
        before = set(shift.truth.files())
        go(shift, "rdv")
        shift.desk.until(
            "les créneaux", lambda seen: seen["screen"] == "SlotScreen" and shows(seen, "À apporter")
        )
        shift.picture(step)
        shift.desk.press("enter")
        shift.desk.until("la relecture", lambda seen: seen["screen"] == "AppointmentReview")
        shift.desk.press("down")
        shift.desk.type("Paiement à retrouver")
        shift.desk.press("enter")
        shift.desk.until("le rendez-vous pris", lambda seen: seen["screen"] == "ResultScreen")
        shift.picture(step)
        shift.desk.press("escape")
        (booked,) = shift.truth.until(
            "le rendez-vous au centre", lambda: shift.truth.matters(contact, "appointment")
        )
        step.equal("le centre le dit pris", booked["state"], "booked")
        files = shift.truth.until("la confirmation", lambda: set(shift.truth.files()) - before)
        letter = shift.truth.files()[next(iter(files))]
        shift.letters |= files
        kinds = [part.get_content_type() for part in letter.walk()]
        step.true("l'invitation est jointe", "text/calendar" in kinds)


def refers_to_the_sie(shift: Shift) -> None:
    with shift.report.step("F7, S : la fiche de liaison, remplie du contact, relue, transmise.") as step:
        contact = shift.contacts[-1]
        shift.desk.press("f7", "s")
        shift.desk.until("la fiche", lambda seen: seen["screen"] == "ReferralScreen")
        shift.picture(step)
        shift.desk.press("f6")
        shift.desk.until("la relecture", lambda seen: seen["screen"] == "FicheReview")
        shift.picture(step)
        shift.desk.press("f6")
        shift.truth.until("transmis au centre", lambda: shift.truth.contact(contact)["state"] == "referred")
        shift.desk.until("le contact quitte le poste", lambda seen: not held(seen, contact))
        step.equal("une fiche au centre, une seule", len(shift.truth.matters(contact, "referral")), 1)
        replies = shift.truth.replies(contact).items()
        told = {reply: message for reply, message in replies if reply not in shift.letters}
        step.equal("l'usager l'apprend par un message, que l'agent a relu", len(told), 1)
        shift.sent |= {reply: message["text"] for reply, message in told.items()}


def is_answered_by_the_sie(shift: Shift) -> None:
    with shift.report.step(
        "Au SIE, l'agent lit la fiche et répond ; le contact revient, la réponse avec."
    ) as step:
        contact = shift.contacts[-1]
        with _officer(shift) as office:
            office.until(
                "la boîte du SIE", lambda seen: seen["screen"] == "InboxScreen" and shows(seen, SIREN_SHOWN)
            )
            office.picture(shift.report.picture(step))
            office.press("enter")
            office.until("la fiche lue", lambda seen: shows(seen, "Où elle en est"))
            office.press("r")
            office.type(ANSWER)
            office.press("f6")
            office.until("la réponse enregistrée", lambda seen: shows(seen, "Réponse enregistrée"))
            office.picture(shift.report.picture(step))
        shift.truth.until("de retour au centre", lambda: shift.truth.contact(contact)["state"] == "waiting")
        shift.contacts.pop()
        taken = take(shift, step)
        step.equal("c'est le même contact", taken["id"], contact)
        seen = shift.desk.until("la réponse à l'écran", lambda seen: shows(seen, "retrouvé"))
        step.true("l'écran dit d'où il revient", shows(seen, "Retour du SIE"))
        shift.picture(step)


def closes_what_came_back(shift: Shift) -> None:
    with shift.report.step("Il clôt ce contact : ce qui a suivi propose l'issue.") as step:
        close(shift, step)


def _act(shift: Shift, step: Step, sought: str, *keys: str) -> None:
    """One act by its name; of the keys, those of more than a word are typed."""
    shift.desk.press("f4")
    shift.desk.until("les actes", lambda seen: seen["screen"] == "ActListScreen")
    shift.desk.type(sought)
    shift.desk.press("enter")
    shift.desk.until("le formulaire", lambda seen: seen["screen"] == "ActFormScreen")
    for key in keys:
        if key.isalpha():
            shift.desk.move(key)
        else:
            shift.desk.type(key)
    shift.picture(step)
    shift.desk.press("f6")
    shift.desk.until("le résumé", lambda seen: seen["screen"] == "ActSummaryScreen")
    shift.desk.press("f6")
    shift.desk.until("demandé", lambda seen: seen["screen"] == "WorkspaceScreen")


def _three(shift: Shift, contact: str) -> Sequence[dict[str, str]]:
    acts = shift.truth.matters(contact, "act")
    return acts if len(acts) == 3 else ()


@contextmanager
def _officer(shift: Shift) -> Iterator[Workstation]:
    sign_in(shift.home, OFFICER)
    office = Workstation(shift.home, OFFICER)
    try:
        yield office
    finally:
        office.end()
