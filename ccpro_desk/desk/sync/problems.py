"""What the central, or the way to it, may answer instead of what was asked.

CentralProblem
├── Unreachable       no answer, or none that makes sense: whether it was done is not known
│   └── Untrusted     the certificate is refused: nothing was sent
├── Busy              429 or 503: later (`retry_after`, seconds)
├── SessionExpired    401
├── Incompatible      426, or an answer of another major version of the contract
└── Declined          any other problem: `code`, `status`, and the French title as sentence
"""

from __future__ import annotations

from ccpro_desk.desk.errors import DeskError
from ccpro_desk.trust import Mistrust


class CentralProblem(DeskError):
    """The central did not do what was asked."""


class Unreachable(CentralProblem):
    def __init__(self, detail: str = "") -> None:
        super().__init__("Le centre ne répond pas. Votre saisie est conservée.", detail)


class Untrusted(Unreachable):
    def __init__(self, why: Mistrust) -> None:
        super().__init__()
        self.sentence, self.hint = why.sentence, why.hint


class Busy(CentralProblem):
    def __init__(self, sentence: str, retry_after: float | None) -> None:
        super().__init__(sentence)
        self.retry_after = retry_after


class SessionExpired(CentralProblem):
    def __init__(self, *, elsewhere: bool = False) -> None:
        super().__init__("Session expirée : reconnectez-vous, votre saisie est conservée.")
        self.elsewhere = elsewhere
        """The agent has since signed in at another workstation."""


class Incompatible(CentralProblem):
    def __init__(self) -> None:
        super().__init__(
            "Le centre utilise une autre version : mettez ccpro-desk à jour. Votre saisie est conservée."
        )


class Declined(CentralProblem):
    def __init__(self, code: str, status: int, sentence: str) -> None:
        super().__init__(sentence)
        self.code = code
        self.status = status
