"""The shift, step by step. Each function is a claim, what is done for it, and what proves it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from ccpro_desk.cli.tour.report import Step, StepFailed
from ccpro_desk.cli.tour.shift import Shift, held, sendings, shows, up_to_date

QUESTION = "remboursement"
GREETING, EDITED = "Bonjour,", "Bonjour et merci pour votre message,"
SECOND = "Bonjour,\n\nVotre demande a bien été reçue. Nous revenons vers vous.\n\nCordialement,"
CORRECTED = "Bonjour,\n\nVotre demande est complète ; elle est traitée cette semaine.\n\nCordialement,"
HALF = "Bonjour,\n\nNous avons bien reçu votre courriel et nous"
REST = " vous répondrons avant la fin de la semaine.\n\nCordialement,"


def opens(shift: Shift) -> None:
    with shift.report.step(
        "L'agent ouvre son poste : il est connecté, à jour, les courriels attendent au centre."
    ) as step:
        seen = shift.desk.until("le poste à jour", up_to_date)
        step.equal("connecté en tant que", seen["agent"]["login"], shift.login)
        step.true("l'écran dit « À jour »", shows(seen, "À jour"))
        step.true("le centre a des courriels en attente", shift.truth.in_state("waiting"))
        step.equal("aucune réponse n'est partie", sorted(shift.truth.files()), [])
        shift.picture(step)


def takes_first(shift: Shift) -> None:
    with shift.report.step("F2 : il se dit disponible et le centre lui donne un premier contact.") as step:
        contact = _take(shift, step)
        step.true("l'écran montre son objet", shows(shift.desk.look(), _start(contact["subject"])))
        shift.picture(step)


def inserts_an_answer(shift: Shift) -> None:
    with shift.report.step(
        "F3 : il cherche une fiche, l'insère, en remplit les blancs et la complète."
    ) as step:
        shift.desk.press("f3")
        shift.desk.type(QUESTION)
        shift.desk.until(
            "une fiche trouvée", lambda seen: seen["screen"] == "AnswersScreen" and shows(seen, "TVA-")
        )
        shift.picture(step)
        shift.desk.press("enter")
        inserted = _reply(shift.desk.until("la fiche dans la réponse", lambda seen: len(_reply(seen)) > 80))
        _fill_blanks(shift)
        filled = _reply(shift.desk.look())
        shift.desk.move(*["pageup"] * 6, "end")
        shift.desk.rub_out(1)
        shift.desk.type(EDITED.removeprefix(GREETING[:-1]))
        text = _reply(shift.desk.look())
        step.true("la fiche insérée commence par une salutation", inserted.startswith(GREETING))
        step.equal(
            "la réponse est la fiche, telle que l'agent l'a complétée", text, EDITED + filled[len(GREETING) :]
        )
        seen = shift.desk.until("le brouillon gardé", lambda seen: _draft(shift, seen) == text)
        step.equal("le poste garde le même brouillon", _draft(shift, seen), text)
        shift.picture(step)
        step.equal("le centre n'a encore aucune réponse", shift.truth.replies(shift.contacts[-1]), {})


def sends_first(shift: Shift) -> None:
    with shift.report.step(
        "F6, F6 : il relit, il envoie ; la réponse part après dix secondes, une fois."
    ) as step:
        reply = _send(shift, step)
        shift.truth.until("la réponse expédiée", lambda: _status(shift, reply) == "sent", 40)
        step.equal("le centre la dit", _status(shift, reply), "sent")
        step.true("son fichier est dans la boîte d'envoi", reply in shift.truth.files())
        shift.desk.until("« Expédié » au poste", lambda seen: _state_of(seen, reply) == "sent")
        shift.picture(step)


def closes_first(shift: Shift) -> None:
    with shift.report.step("F8 puis Entrée : il clôt le contact avec le motif deviné.") as step:
        _close(shift, step)


def takes_second(shift: Shift) -> None:
    with shift.report.step("F2 : un deuxième contact, un autre.") as step:
        _take(shift, step)
        step.equal("les contacts pris sont distincts", len(set(shift.contacts)), 2)
        shift.picture(step)


def takes_back(shift: Shift) -> None:
    with shift.report.step(
        "Il envoie trop vite, puis annule l'envoi dans les dix secondes (Ctrl+Z)."
    ) as step:
        _write(shift, SECOND)
        reply = _send(shift, step)
        shift.taken_back.append(reply)
        del shift.sent[reply]
        shift.desk.press("ctrl+z")
        shift.truth.until("l'annulation au centre", lambda: _status(shift, reply) == "taken_back", 8)
        step.equal("le centre la dit", _status(shift, reply), "taken_back")
        seen = shift.desk.until("le texte de retour", lambda seen: _reply(seen) == SECOND)
        step.equal("le texte est de nouveau dans la réponse", _reply(seen), SECOND)
        step.true("rien n'est parti", reply not in shift.truth.files())
        shift.picture(step)


def is_cut_off(shift: Shift) -> None:
    with shift.report.step(
        "Le centre s'arrête brutalement. Le poste le dit ; l'agent corrige et envoie quand même."
    ) as step:
        shift.stop_central()
        step.equal("le centre ne répond plus", shift.truth.is_there(), False)
        seen = shift.desk.until("la coupure à l'écran", lambda seen: shows(seen, "Hors connexion"), 40)
        step.equal("le poste se sait coupé", seen["link"], "offline")
        _write(shift, CORRECTED)
        reply = _send(shift, step)
        seen = shift.desk.look()
        step.equal("l'envoi attend, et l'écran ne prétend rien d'autre", _state_of(seen, reply), "waiting")
        step.true("l'écran compte ce qui attend", shows(seen, "en attente"))
        step.true("rien n'est parti", reply not in shift.truth.files())
        shift.picture(step)


def comes_back(shift: Shift) -> None:
    with shift.report.step("Le centre revient : l'envoi monte seul, une seule fois, et part.") as step:
        reply = next(iter(reversed(shift.sent)))
        shift.start_central()
        seen = shift.desk.until(
            "le poste à jour", lambda seen: up_to_date(seen) and not seen["unacknowledged"], 60
        )
        step.true("l'écran dit « À jour »", shows(seen, "À jour"))
        shift.truth.until("la réponse expédiée", lambda: _status(shift, reply) == "sent", 60)
        outgoing = shift.truth.replies(shift.contacts[-1])
        step.equal(
            "le centre n'a que la réponse annulée et celle-ci",
            sorted(outgoing),
            sorted([*shift.taken_back, reply]),
        )
        step.true(
            "son texte est celui de l'agent, et la signature du centre",
            outgoing[reply]["text"].startswith(shift.sent[reply]),
        )
        shift.picture(step)


def closes_second(shift: Shift) -> None:
    with shift.report.step("Il clôt le deuxième contact.") as step:
        _close(shift, step)


def is_killed(shift: Shift) -> None:
    with shift.report.step(
        "Troisième contact : une réponse à moitié tapée, et le poste est tué (SIGKILL)."
    ) as step:
        _take(shift, step)
        _write(shift, HALF)
        shift.picture(step)
        step.equal("le poste est mort du signal", shift.kill_workstation(), -9)
        contact = shift.truth.contact(shift.contacts[-1])
        step.equal("le contact est toujours à l'agent", contact["state"], "active")


def finds_it_again(shift: Shift) -> None:
    with shift.report.step("Il rouvre son poste : le contact et la réponse à moitié tapée sont là.") as step:
        shift.open_workstation()
        seen = shift.desk.until("le poste à jour", up_to_date)
        step.equal("le brouillon gardé", held(seen, shift.contacts[-1]).get("draft"), HALF)
        step.equal("le texte à l'écran", _reply(seen), HALF)
        shift.picture(step)


def finishes(shift: Shift) -> None:
    with shift.report.step("Il finit sa phrase, envoie et clôt.") as step:
        _focus_reply(shift)
        shift.desk.move("pagedown", "end")
        shift.desk.type(REST)
        reply = _send(shift, step)
        step.equal("le texte envoyé est entier", shift.sent[reply], HALF + REST)
        _close(shift, step)
        shift.truth.until("la réponse expédiée", lambda: _status(shift, reply) == "sent", 40)


def ends(shift: Shift) -> None:
    with shift.report.step(
        "Fin : la boîte d'envoi contient exactement les réponses envoyées, chacune dans son fil."
    ) as step:
        files = shift.truth.until("les fichiers", lambda: _complete(shift.truth.files(), shift.sent))
        step.equal("un fichier par réponse envoyée, aucun autre", sorted(files), sorted(shift.sent))
        for reply, mail in files.items():
            body = mail.get_body(("plain",))
            text = body.get_content() if body else ""
            step.true(
                "chaque fichier porte le texte de l'agent", _squeeze(shift.sent[reply]) in _squeeze(text)
            )
            step.true("et répond au courriel reçu", mail["In-Reply-To"])
        states = [shift.truth.contact(contact)["state"] for contact in shift.contacts]
        step.equal("les trois contacts sont clos", states, ["closed"] * 3)
        step.equal("le poste se ferme sans erreur", shift.desk.leave(), 0)


STEPS: Sequence[Callable[[Shift], None]] = (
    opens,
    takes_first,
    inserts_an_answer,
    sends_first,
    closes_first,
    takes_second,
    takes_back,
    is_cut_off,
    comes_back,
    closes_second,
    is_killed,
    finds_it_again,
    finishes,
    ends,
)


def _take(shift: Shift, step: Step) -> dict[str, Any]:
    """F2, with the question that a first F2 asks. The contact as the central has it."""
    before = {contact["id"] for contact in shift.desk.look()["contacts"]}
    shift.desk.press("f2")
    if shift.desk.look()["screen"] == "AskScreen":
        shift.desk.press("enter")
    seen = shift.desk.until("un contact de plus", lambda seen: _new(seen, before))
    contact_id = _new(seen, before)[0]
    shift.contacts.append(contact_id)
    contact = shift.truth.contact(contact_id)
    step.equal("le centre le dit en cours", contact["state"], "active")
    step.equal("le poste aussi", held(seen, contact_id)["state"], "active")
    step.equal("même objet des deux côtés", held(seen, contact_id)["subject"], contact["subject"])
    return contact


def _new(seen: dict[str, Any], before: set[str]) -> list[str]:
    return [c["id"] for c in seen["contacts"] if c["id"] not in before and c["state"] == "active"]


def _write(shift: Shift, text: str) -> None:
    """The whole reply, in place of what stood there."""
    _focus_reply(shift)
    shift.desk.move(*["pagedown"] * 3, "end")
    shift.desk.rub_out(len(_reply(shift.desk.look())))
    shift.desk.type(text)
    shift.desk.until("le texte dans la réponse", lambda seen: _reply(seen) == text)


def _focus_reply(shift: Shift) -> None:
    for _ in range(5):
        if shift.desk.look()["focus"] == "reply":
            return
        shift.desk.press("tab")
    raise StepFailed("Tab ne mène pas à la réponse")


def _fill_blanks(shift: Shift) -> None:
    for _ in range(12):
        if "⟦" not in _reply(shift.desk.look()):
            return
        shift.desk.press("tab")
        shift.desk.type("23/11/2026")
    raise StepFailed("des blancs de la fiche restent à remplir")


def _send(shift: Shift, step: Step) -> str:
    """F6 twice. The reply's id; its text is what the editor held."""
    contact_id = shift.contacts[-1]
    seen = shift.desk.look()
    text, before = _reply(seen).strip(), {sent["id"] for sent in sendings(seen, contact_id)}
    shift.desk.press("f6")
    shift.desk.until("la relecture", lambda seen: seen["screen"] == "ReviewScreen")
    shift.picture(step)
    shift.desk.press("f6")
    seen = shift.desk.until("l'envoi", lambda seen: {s["id"] for s in sendings(seen, contact_id)} - before)
    (reply,) = {sent["id"] for sent in sendings(seen, contact_id)} - before
    shift.sent[reply] = text
    step.equal("la réponse est vide, prête pour la suite", _reply(shift.desk.look()), "")
    return str(reply)


def _close(shift: Shift, step: Step) -> None:
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


def _status(shift: Shift, reply: str) -> str:
    """The reply's status at the central; empty when it is not there."""
    return str(shift.truth.replies(shift.contacts[-1]).get(reply, {}).get("status", ""))


def _state_of(seen: dict[str, Any], reply: str) -> str:
    return next((str(sent["state"]) for sent in seen["sent"] if sent["id"] == reply), "")


def _draft(shift: Shift, seen: dict[str, Any]) -> str:
    return str(held(seen, shift.contacts[-1]).get("draft", ""))


def _reply(seen: dict[str, Any]) -> str:
    return seen["reply"] or ""


def _start(subject: str) -> str:
    return " ".join(subject.split()[:3])


def _squeeze(text: str) -> str:
    return " ".join(text.replace("\u00a0", " ").replace("\u202f", " ").split())


def _complete(files: dict[str, Any], sent: dict[str, str]) -> dict[str, Any]:
    return files if set(files) >= set(sent) else {}
