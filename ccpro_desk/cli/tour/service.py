"""The service from its start to its end: nothing by itself, help when asked for, the curtain, and out."""

from __future__ import annotations

from ccpro_desk.cli.tour.around import go
from ccpro_desk.cli.tour.doing import focus_reply, in_reply
from ccpro_desk.cli.tour.shift import Shift, shows

SUBJECT = "TVA sur la marge"
ANSWER = "J'arrive, gardez l'usager en ligne."


def begins(shift: Shift) -> None:
    with shift.report.step("Début : il n'est pas disponible ; Entrée commence son service.") as step:
        seen = shift.desk.until("la page de début", lambda seen: seen["screen"] == "BeginningScreen")
        step.true("rien ne lui est proposé avant", shows(seen, "hors service"))
        step.true("le centre ne le tient pas pour disponible", shift.login not in shift.truth.available())
        shift.desk.press("enter")
        shift.truth.until("disponible au centre", lambda: shift.login in shift.truth.available())
        seen = shift.desk.until("« Disponible » à l'écran", lambda seen: shows(seen, "Disponible"))
        step.equal("aucun contact n'est venu tout seul", seen["contacts"], [])
        shift.picture(step)


def asks_for_help(shift: Shift) -> None:
    with shift.report.step("Ctrl+R : du renfort, sans quitter son texte ; la réponse arrive.") as step:
        focus_reply(shift)
        text = in_reply(shift.desk.look())
        shift.desk.press("ctrl+r")
        shift.desk.until("la demande", lambda seen: seen["screen"] == "RenfortScreen")
        shift.desk.type(SUBJECT)
        shift.picture(step)
        shift.desk.press("enter")
        (asked,) = shift.truth.until("la demande au centre", shift.truth.renforts)
        step.equal("le centre sait sur quoi", asked["subject"], SUBJECT)
        shift.truth.answer_renfort(asked["id"], ANSWER)
        seen = shift.desk.until("la réponse à l'écran", lambda seen: shows(seen, ANSWER))
        step.equal("le texte n'a pas bougé", in_reply(seen), text)
        step.equal("il écrit toujours au même endroit", seen["focus"], "reply")


def hides(shift: Shift) -> None:
    with shift.report.step("Ctrl+L : l'écran est masqué aussitôt ; une touche le rend.") as step:
        before = shift.desk.look()
        subject = before["contacts"][0]["subject"]
        shift.desk.press("ctrl+l")
        seen = shift.desk.until("le rideau", lambda seen: seen["screen"] == "CurtainScreen")
        step.true("plus rien de personne à l'écran", not shows(seen, subject[:20]))
        shift.picture(step)
        shift.desk.press("space")
        after = shift.desk.until("l'écran rendu", lambda seen: seen["screen"] == before["screen"])
        step.equal("le texte est là", in_reply(after), in_reply(before))


def ends_the_service(shift: Shift) -> None:
    with shift.report.step("« :fin » : la liste de ce qui reste, puis S ; plus rien ne vient.") as step:
        go(shift, "fin")
        seen = shift.desk.until("la page de fin", lambda seen: seen["screen"] == "EndingScreen")
        step.true("il ne lui reste rien en main", shows(seen, "Tout est réglé"))
        shift.truth.until("plus disponible au centre", lambda: shift.login not in shift.truth.available())
        shift.picture(step)
        shift.desk.press("s")
        step.equal("le poste se ferme sans erreur", shift.desk.ended(), 0)
        step.true("le centre le dit parti", shift.login not in shift.truth.available())
