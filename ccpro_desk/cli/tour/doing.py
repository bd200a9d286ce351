"""What a step does again and again: take a contact, write, send, close; and what it reads off the screen."""

from __future__ import annotations

from typing import Any

from ccpro_desk.cli.tour.report import Step, StepFailed
from ccpro_desk.cli.tour.shift import Shift, held, sendings


def take(shift: Shift, step: Step) -> dict[str, Any]:
    """F2, with the question that a first F2 asks. The contact as the central has it."""
    before = {contact["id"] for contact in shift.desk.look()["contacts"]}
    shift.desk.press("f2")
    if shift.desk.look()["screen"] == "AskScreen":
        shift.desk.press("enter")
    seen = shift.desk.until("un contact de plus", lambda seen: new(seen, before))
    contact_id = new(seen, before)[0]
    shift.contacts.append(contact_id)
    contact = shift.truth.contact(contact_id)
    step.equal("le centre le dit en cours", contact["state"], "active")
    step.equal("le poste aussi", held(seen, contact_id)["state"], "active")
    step.equal("même objet des deux côtés", held(seen, contact_id)["subject"], contact["subject"])
    return contact


def new(seen: dict[str, Any], before: set[str]) -> list[str]:
    return [c["id"] for c in seen["contacts"] if c["id"] not in before and c["state"] == "active"]


def write(shift: Shift, text: str) -> None:
    """The whole reply, in place of what stood there."""
    focus_reply(shift)
    shift.desk.move(*["pagedown"] * 3, "end")
    shift.desk.rub_out(len(in_reply(shift.desk.look())))
    shift.desk.type(text)
    shift.desk.until("le texte dans la réponse", lambda seen: squeeze(in_reply(seen)) == squeeze(text))


def focus_reply(shift: Shift) -> None:
    for _ in range(5):
        if shift.desk.look()["focus"] == "reply":
            return
        shift.desk.press("tab")
    raise StepFailed("Tab ne mène pas à la réponse")


def fill_blanks(shift: Shift) -> None:
    for _ in range(12):
        if "⟦" not in in_reply(shift.desk.look()):
            return
        shift.desk.press("tab")
        shift.desk.type("23/11/2026")
    raise StepFailed("des blancs de la fiche restent à remplir")


def send(shift: Shift, step: Step) -> str:
    """F6 twice. The reply's id; its text is what the editor held."""
    contact_id = shift.contacts[-1]
    seen = shift.desk.look()
    text, before = in_reply(seen).strip(), {sent["id"] for sent in sendings(seen, contact_id)}
    shift.desk.press("f6")
    shift.desk.until("la relecture", lambda seen: seen["screen"] == "ReviewScreen")
    shift.picture(step)
    shift.desk.press("f6")
    seen = shift.desk.until("l'envoi", lambda seen: {s["id"] for s in sendings(seen, contact_id)} - before)
    (reply,) = {sent["id"] for sent in sendings(seen, contact_id)} - before
    shift.sent[reply] = text
    step.equal("la réponse est vide, prête pour la suite", in_reply(shift.desk.look()), "")
    return str(reply)


def close(shift: Shift, step: Step) -> None:
    contact_id = shift.contacts[-1]
    shift.desk.press("f8")
    shift.desk.until("les motifs", lambda seen: seen["screen"] == "ClosingScreen")
    shift.picture(step)
    shift.desk.press("enter")
    shift.truth.until("la clôture au centre", lambda: shift.truth.contact(contact_id)["state"] == "closed")
    contact = shift.truth.contact(contact_id)
    step.true("le centre a un motif et une issue", contact["motifs"])
    seen = shift.desk.until("le contact quitte le poste", lambda seen: not held(seen, contact_id))
    step.equal("aucun refus", [c["refused"] for c in seen["contacts"] if c["refused"]], [])


def status(shift: Shift, reply: str) -> str:
    """The reply's status at the central; empty when it is not there."""
    return str(shift.truth.replies(shift.contacts[-1]).get(reply, {}).get("status", ""))


def state_of(seen: dict[str, Any], reply: str) -> str:
    return next((str(sent["state"]) for sent in seen["sent"] if sent["id"] == reply), "")


def draft(shift: Shift, seen: dict[str, Any]) -> str:
    return str(held(seen, shift.contacts[-1]).get("draft", ""))


def in_reply(seen: dict[str, Any]) -> str:
    return seen["reply"] or ""


def start(subject: str) -> str:
    return " ".join(subject.split()[:3])


def squeeze(text: str) -> str:
    return " ".join(text.replace("\u00a0", " ").replace("\u202f", " ").split())


def complete(files: dict[str, Any], sent: dict[str, str]) -> dict[str, Any]:
    return files if set(files) >= set(sent) else {}
