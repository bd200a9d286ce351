"""How a command ends badly: one line, a hint, an exit code."""

from __future__ import annotations

import sys

DONE, FAILED, USAGE = 0, 1, 2


class CommandError(Exception):
    """Stops a command. `line` says what happened and what is kept, `hint` what to do."""

    def __init__(self, line: str, hint: str, code: int = FAILED) -> None:
        super().__init__(line)
        self.line = line
        self.hint = hint
        self.code = code


def tell(error: CommandError) -> int:
    """Writes the error for a person; returns the exit code."""
    print(error.line, file=sys.stderr)
    print(error.hint, file=sys.stderr)
    return error.code
