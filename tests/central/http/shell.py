"""`ccpro-central` called in this process: what it prints and its exit code, without the cost of a start."""

from __future__ import annotations

import io
import os
from contextlib import redirect_stderr, redirect_stdout
from dataclasses import dataclass

import pytest

from ccpro_desk.cli.central import main


@dataclass(frozen=True)
class Done:
    returncode: int
    stdout: str
    stderr: str


def run(*words: str, password: str | None = None) -> Done:
    """One command, its standard input empty."""
    out, err = io.StringIO(), io.StringIO()
    mask = os.umask(0o077)
    try:
        with pytest.MonkeyPatch.context() as patch, redirect_stdout(out), redirect_stderr(err):
            patch.setattr("sys.stdin", io.StringIO())
            if password is not None:
                patch.setenv("CCPRO_PASSWORD", password)
            code = _code(words)
    finally:
        os.umask(mask)
    return Done(code, out.getvalue(), err.getvalue())


def _code(words: tuple[str, ...]) -> int:
    try:
        return main(words)
    except SystemExit as error:
        assert isinstance(error.code, int)
        return error.code
