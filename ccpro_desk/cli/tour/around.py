"""What lies around the loop: setting aside, notes, a professional's file, the queue, my own day."""

from __future__ import annotations

from email import policy
from email.parser import BytesParser

from ccpro_desk.cli.tour.doing import close, start, take
from ccpro_desk.cli.tour.shift import Shift, held, shows
from ccpro_desk.reference import data_dir

NOTE = "Rappeler le cabinet avant vendredi"
REASON = "attend une pièce de l'usager"


def sets_aside(shift: Shift) -> None:
    with shift.report.step("F7, C : il met un contact de côté jusqu'à une heure dite.") as step:
        take(shift, step)
        contact = shift.contacts[-1]
        shift.desk.press("f7", "c")
        shift.desk.until("la mise de côté", lambda seen: seen["screen"] == "ParkingScreen")
        shift.desk.type(REASON)
        shift.desk.press("enter")
        shift.desk.type("23 h 50")
        shift.picture(step)
        shift.desk.press("enter")
        shift.truth.until(
            "la mise de côté au centre", lambda: shift.truth.contact(contact)["state"] == "parked"
        )
        seen = shift.desk.until("l'heure de reprise", lambda seen: shows(seen, "23 h 50"))
        step.equal("le poste le dit de côté", held(seen, contact)["state"], "parked")
        step.true("le centre garde l'heure de reprise", shift.truth.contact(contact)["resume_at"])
        shift.picture(step)


def takes_it_again(shift: Shift) -> None:
    with shift.report.step("Il le retrouve par son objet (Ctrl+F) et le reprend.") as step:
        contact = shift.contacts[-1]
        subject = held(shift.desk.look(), contact)["subject"]
        shift.desk.press("ctrl+f")
        shift.desk.type(start(subject).lower())
        shift.desk.press("enter")
        shift.desk.until("le contact à l'écran", lambda seen: seen["screen"] == "WorkspaceScreen")
        go(shift, "reprendre")
        shift.truth.until("la reprise au centre", lambda: shift.truth.contact(contact)["state"] == "active")
        seen = shift.desk.until("la reprise au poste", lambda seen: held(seen, contact)["state"] == "active")
        step.equal("le poste le dit en cours", held(seen, contact)["state"], "active")


def writes_a_note(shift: Shift) -> None:
    with shift.report.step("Ctrl+N : une note interne, que l'usager ne voit jamais.") as step:
        contact = shift.contacts[-1]
        shift.desk.press("ctrl+n")
        shift.desk.until("la note", lambda seen: seen["screen"] == "NoteScreen")
        shift.desk.type(NOTE)
        shift.picture(step)
        shift.desk.press("ctrl+n")
        notes = shift.truth.until("la note au centre", lambda: _notes(shift, contact))
        step.equal("le centre a la note, et elle seule", notes, [NOTE])
        step.equal("rien n'est parti", shift.truth.replies(contact), {})


def reads_the_dossier(shift: Shift) -> None:
    with shift.report.step("« :dossier » : le dossier en plein écran, masqué à ce niveau.") as step:
        siren = shift.truth.contact(shift.contacts[-1])["usager"]["siren"]
        go(shift, f"dossier {siren}")
        seen = shift.desk.until(
            "le dossier", lambda seen: seen["screen"] == "DossierScreen" and shows(seen, "SIRET")
        )
        step.true("l'écran dit ce qui est masqué", shows(seen, "Masqué") or shows(seen, "masqué"))
        shift.picture(step)
        shift.desk.press("escape")


def looks_at_the_queue(shift: Shift) -> None:
    with shift.report.step("« :file » : ce qui attend au centre, sans aucun nom.") as step:
        waiting, behind = shift.truth.in_state("waiting"), shift.desk.look()
        go(shift, "file")
        seen = shift.desk.until("la file", lambda seen: shows(seen, f"{len(waiting)} en attente"))
        names = [name for name in _senders() if shows(seen, name) and not shows(behind, name)]
        step.equal("aucun nom de qui attend à l'écran", names, [])
        shift.picture(step)
        shift.desk.press("escape")


def opens_one_again(shift: Shift) -> None:
    with shift.report.step(
        "« :journee » : sa journée, à lui seul ; F7 y rouvre ce qu'il vient de clore."
    ) as step:
        close(shift, step)
        contact = shift.contacts[-1]
        go(shift, "journee")
        seen = shift.desk.until(
            "ce qu'il a traité", lambda seen: seen["screen"] == "DayScreen" and shows(seen, "clos")
        )
        shift.picture(step)
        step.true("l'écran dit que lui seul le voit", shows(seen, "Vous seul voyez cet écran"))
        shift.desk.press("f7")
        shift.truth.until(
            "la réouverture au centre", lambda: shift.truth.contact(contact)["state"] == "active"
        )
        shift.desk.until("le contact au poste", lambda seen: held(seen, contact).get("state") == "active")
        close(shift, step)


def go(shift: Shift, place: str) -> None:
    """« : », a place, Entrée; out of the editor first."""
    while (seen := shift.desk.look())["screen"] == "WorkspaceScreen" and seen["focus"] == "reply":
        shift.desk.press("escape")
    shift.desk.press("colon")
    shift.desk.type(place)
    shift.desk.press("enter")


def _notes(shift: Shift, contact: str) -> list[str]:
    messages = shift.truth.contact(contact)["messages"]
    return [message["text"] for message in messages if message["direction"] == "note"]


def _senders() -> list[str]:
    """Who wrote the demo's e-mails."""
    mails = sorted((data_dir() / "demo" / "mails").glob("*.eml"))
    parsed = (BytesParser(policy=policy.default).parsebytes(mail.read_bytes()) for mail in mails)
    named = (address.display_name for mail in parsed for address in mail["From"].addresses)
    return sorted({name for name in named if name})
