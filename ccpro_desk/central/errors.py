"""What the central answers when it cannot do what was asked.

Tree: `ProblemError` (becomes an RFC 9457 answer), `StoreError` (the database cannot be used),
`StalePosition` (a feed position older than kept, or of another epoch).
"""

from __future__ import annotations

from ccpro_desk.wire.problems import STATUS, ProblemCode


class ProblemError(Exception):
    """A request that is answered by a problem; `title` is the French sentence that the agent reads."""

    def __init__(
        self,
        code: ProblemCode,
        title: str,
        *,
        retry_after: int | None = None,
        status: int | None = None,
        reason: str | None = None,
    ) -> None:
        super().__init__(title)
        self.code = code
        self.title = title
        self.retry_after = retry_after
        """Seconds."""
        self.reason = reason
        self.status = STATUS[code] if status is None else status


def session_over() -> ProblemError:
    """What a session that is unknown, ended, expired or whose account is disabled becomes."""
    title = "Votre session est terminée. Reconnectez-vous : votre travail est conservé sur le poste."
    return ProblemError(ProblemCode.UNAUTHENTICATED, title)


def session_moved() -> ProblemError:
    """What a session becomes whose agent has since signed in at another workstation."""
    title = "Votre service continue sur un autre poste. Ce que celui-ci n'a pas transmis y est conservé."
    return ProblemError(ProblemCode.UNAUTHENTICATED, title, reason="elsewhere")


class StoreError(Exception):
    """The database cannot be used; the message is a French sentence with the mend."""


class StalePosition(Exception):
    """A feed position that cannot be read from any more: the desk must call `/v1/me` again."""
