"""What the steps of a tour share: the demo's processes, the workstation, the central's truth, the report."""

from __future__ import annotations

from contextlib import suppress
from typing import Any

from ccpro_desk.cli.embedded.children import Child
from ccpro_desk.cli.embedded.home import DemoHome
from ccpro_desk.cli.tour.report import Report, Step
from ccpro_desk.cli.tour.truth import Truth
from ccpro_desk.cli.tour.workstation import Workstation


class Shift:
    """One agent's shift at the demo. `sent` and `taken_back` are the replies that the agent meant."""

    def __init__(self, home: DemoHome, report: Report, truth: Truth, login: str) -> None:
        self.home = home
        self.report = report
        self.truth = truth
        self.login = login
        self.sent: dict[str, str] = {}
        """Reply id → the text that the agent sent."""
        self.taken_back: list[str] = []
        self.letters: set[str] = set()
        """The centre's own: an appointment confirmed."""
        self.contacts: list[str] = []
        """The contacts taken, in order."""
        self.central: Child = home.serve()
        self.central.wait_ready()
        self.sender: Child = home.send()
        self.desk = Workstation(home, login)

    def picture(self, step: Step) -> None:
        self.desk.picture(self.report.picture(step))

    def stop_central(self) -> None:
        self.central.kill()

    def start_central(self) -> None:
        self.central = self.home.serve()
        self.central.wait_ready()

    def kill_workstation(self) -> int:
        return self.desk.kill()

    def open_workstation(self) -> None:
        self.desk.end()
        self.desk = Workstation(self.home, self.login)

    def end(self) -> None:
        with suppress(OSError):
            self.desk.end()
        for child in (self.sender, self.central):
            child.end()


def held(seen: dict[str, Any], contact_id: str) -> dict[str, Any]:
    """A contact as the workstation knows it; empty when it has let it go."""
    return next((c for c in seen["contacts"] if c["id"] == contact_id), {})


def sendings(seen: dict[str, Any], contact_id: str, kind: str = "contact.reply") -> list[dict[str, Any]]:
    """What the agent sent for a contact, newest first."""
    return [sent for sent in seen["sent"] if sent["contact"] == contact_id and sent["kind"] == kind]


def shows(seen: dict[str, Any], words: str) -> bool:
    """Whether the screen says so, wherever its lines break."""
    return words in "\n".join(seen["lines"]) or words in " ".join(seen["lines"])


def up_to_date(seen: dict[str, Any]) -> bool:
    """Whether the workstation is, and its screen says so: it is drawn a moment after."""
    return seen["link"] == "up_to_date" and shows(seen, "À jour")
