"""The application on a real terminal, its contacts full of what must never act on one: for `test_hostile.py`."""

from __future__ import annotations

from uuid import uuid4

from ccpro_desk.app import run
from ccpro_desk.domain.values import AttachmentRef
from ccpro_desk.wire.views import UsagerRef
from tests.screens.scripted import ScriptedDesk, contact, state

OSC = "\x1b]52;c;UFdORUQ=\x07\x1b]0;PWNED\x1b\\"
C1 = "\x9d0;PWNED\x9c\x9b31m"
BIDI = "\u202eexe.fdp\u202c"
MARKUP = "[/x] [red]rouge[/] [@click=app.exit()]clic[/]"
EVIL = f"{OSC}{C1}{BIDI}\x7f\x08{MARKUP}"


def main() -> None:
    attached = AttachmentRef(uuid4(), f"facture{EVIL}.pdf", "application/pdf", 1200)
    usager = UsagerRef("732829320", f"SARL {EVIL}")
    body = f"Bonjour {EVIL}\n> cité {EVIL}"
    evil = contact(f"Objet {EVIL}", body, name=f"M. {EVIL}", usager=usager, attachments=(attached,))
    other = contact(f"Autre {EVIL}", body, name=f"Mme {EVIL}")
    desk = ScriptedDesk(state(evil, other, notices=(f"Avis {EVIL}",)))
    run(lambda: desk.as_desk, word="DÉMONSTRATION")


if __name__ == "__main__":
    main()
