"""The shift, step by step. Each function is a claim, what is done for it, and what proves it."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from ccpro_desk.cli.tour.around import (
    looks_at_the_queue,
    opens_one_again,
    reads_the_dossier,
    sets_aside,
    takes_it_again,
    writes_a_note,
)
from ccpro_desk.cli.tour.doing import (
    close,
    complete,
    draft,
    fill_blanks,
    focus_reply,
    in_reply,
    send,
    squeeze,
    start,
    state_of,
    status,
    take,
    write,
)
from ccpro_desk.cli.tour.following import (
    asks_for_three_acts,
    books_an_appointment,
    closes_what_came_back,
    is_answered_by_the_sie,
    is_entrusted,
    refers_to_the_sie,
    verifies_who_speaks,
)
from ccpro_desk.cli.tour.service import asks_for_help, begins, ends_the_service, hides
from ccpro_desk.cli.tour.shift import Shift, held, shows, up_to_date

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
        contact = take(shift, step)
        step.true("l'écran montre son objet", shows(shift.desk.look(), start(contact["subject"])))
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
        inserted = in_reply(
            shift.desk.until("la fiche dans la réponse", lambda seen: len(in_reply(seen)) > 80)
        )
        fill_blanks(shift)
        filled = in_reply(shift.desk.look())
        shift.desk.move(*["pageup"] * 6, "end")
        shift.desk.rub_out(1)
        shift.desk.type(EDITED.removeprefix(GREETING[:-1]))
        text = in_reply(shift.desk.look())
        step.true("la fiche insérée commence par une salutation", inserted.startswith(GREETING))
        step.equal(
            "la réponse est la fiche, telle que l'agent l'a complétée", text, EDITED + filled[len(GREETING) :]
        )
        seen = shift.desk.until("le brouillon gardé", lambda seen: draft(shift, seen) == text)
        step.equal("le poste garde le même brouillon", draft(shift, seen), text)
        shift.picture(step)
        step.equal("le centre n'a encore aucune réponse", shift.truth.replies(shift.contacts[-1]), {})


def sends_first(shift: Shift) -> None:
    with shift.report.step(
        "F6, F6 : il relit, il envoie ; la réponse part après dix secondes, une fois."
    ) as step:
        reply = send(shift, step)
        shift.truth.until("la réponse expédiée", lambda: status(shift, reply) == "sent", 40)
        step.equal("le centre la dit", status(shift, reply), "sent")
        step.true("son fichier est dans la boîte d'envoi", reply in shift.truth.files())
        shift.desk.until("« Expédié » au poste", lambda seen: state_of(seen, reply) == "sent")
        shift.picture(step)


def closes_first(shift: Shift) -> None:
    with shift.report.step("F8 puis Entrée : il clôt le contact avec le motif deviné.") as step:
        close(shift, step)


def takes_second(shift: Shift) -> None:
    with shift.report.step("F2 : un deuxième contact, un autre.") as step:
        take(shift, step)
        step.equal("les contacts pris sont distincts", len(set(shift.contacts)), 2)
        shift.picture(step)


def takes_back(shift: Shift) -> None:
    with shift.report.step(
        "Il envoie trop vite, puis annule l'envoi dans les dix secondes (Ctrl+Z)."
    ) as step:
        write(shift, SECOND)
        reply = send(shift, step)
        shift.taken_back.append(reply)
        del shift.sent[reply]
        shift.desk.press("ctrl+z")
        shift.truth.until("l'annulation au centre", lambda: status(shift, reply) == "taken_back", 8)
        step.equal("le centre la dit", status(shift, reply), "taken_back")
        seen = shift.desk.until("le texte de retour", in_reply)
        step.equal("le texte est de nouveau dans la réponse", squeeze(in_reply(seen)), squeeze(SECOND))
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
        write(shift, CORRECTED)
        reply = send(shift, step)
        seen = shift.desk.look()
        step.equal("l'envoi attend, et l'écran ne prétend rien d'autre", state_of(seen, reply), "waiting")
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
        shift.truth.until("la réponse expédiée", lambda: status(shift, reply) == "sent", 60)
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
        close(shift, step)


def is_killed(shift: Shift) -> None:
    with shift.report.step(
        "Troisième contact : une réponse à moitié tapée, et le poste est tué (SIGKILL)."
    ) as step:
        take(shift, step)
        write(shift, HALF)
        shift.picture(step)
        step.equal("le poste est mort du signal", shift.kill_workstation(), -9)
        contact = shift.truth.contact(shift.contacts[-1])
        step.equal("le contact est toujours à l'agent", contact["state"], "active")


def finds_it_again(shift: Shift) -> None:
    with shift.report.step("Il rouvre son poste : le contact et la réponse à moitié tapée sont là.") as step:
        shift.open_workstation()
        seen = shift.desk.until("le poste à jour", up_to_date)
        step.equal("le brouillon gardé", held(seen, shift.contacts[-1]).get("draft"), HALF)
        step.equal("le texte à l'écran", in_reply(seen), HALF)
        shift.picture(step)


def finishes(shift: Shift) -> None:
    with shift.report.step("Il finit sa phrase, envoie et clôt.") as step:
        focus_reply(shift)
        shift.desk.move("pagedown", "end")
        shift.desk.type(REST)
        reply = send(shift, step)
        step.equal("le texte envoyé est entier", shift.sent[reply], HALF + REST)
        close(shift, step)
        shift.truth.until("la réponse expédiée", lambda: status(shift, reply) == "sent", 40)


def ends(shift: Shift) -> None:
    with shift.report.step(
        "Fin : la boîte d'envoi contient exactement les réponses envoyées, chacune dans son fil."
    ) as step:
        files = shift.truth.until("les fichiers", lambda: complete(shift.truth.files(), shift.sent))
        replies = {name: mail for name, mail in files.items() if name not in shift.letters}
        step.equal("un fichier par réponse envoyée, aucun autre", sorted(replies), sorted(shift.sent))
        for reply, mail in replies.items():
            body = mail.get_body(("plain",))
            text = body.get_content() if body else ""
            step.true("chaque fichier porte le texte de l'agent", squeeze(shift.sent[reply]) in squeeze(text))
            step.true("et répond au courriel reçu", mail["In-Reply-To"])
        states = [shift.truth.contact(contact)["state"] for contact in shift.contacts]
        step.equal("tous ses contacts sont clos", states, ["closed"] * len(shift.contacts))


STEPS: Sequence[Callable[[Shift], None]] = (
    opens,
    begins,
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
    asks_for_help,
    hides,
    finishes,
    sets_aside,
    takes_it_again,
    writes_a_note,
    reads_the_dossier,
    looks_at_the_queue,
    opens_one_again,
    is_entrusted,
    verifies_who_speaks,
    asks_for_three_acts,
    books_an_appointment,
    refers_to_the_sie,
    is_answered_by_the_sie,
    closes_what_came_back,
    ends_the_service,
    ends,
)
