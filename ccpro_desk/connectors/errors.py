"""What can go wrong between a connector and the central, in French, for whoever runs the connector."""

from __future__ import annotations


class CentralError(Exception):
    """The central cannot be worked with; `hint` says what to do."""

    def __init__(self, message: str, hint: str = "") -> None:
        super().__init__(message)
        self.hint = hint


class CentralUnavailable(CentralError):
    """It did not answer, or not well, for as long as the client is patient."""

    def __init__(self, message: str, hint: str = "", wait_s: float = 0.0) -> None:
        super().__init__(message, hint)
        self.wait_s = wait_s
        """How long the central asks to be left alone."""


class SignInRefused(CentralError):
    """Wrong login or password, or an account that is no connector's."""


class Refused(CentralError):
    """The central understood and said no to this one call."""

    def __init__(self, status: int, code: str, title: str) -> None:
        super().__init__(title)
        self.status = status
        self.code = code
