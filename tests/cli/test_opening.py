"""The line that stands on the screen while the workstation is read from the disk."""

from __future__ import annotations

import sys

import pytest

from tests.terminal import Terminal

OPENS = "from ccpro_desk.cli.opening import opening\nwith opening('CC Pros Desk'):\n    {}"


def _screens(does: str) -> list[str]:
    terminal = Terminal([sys.executable, "-c", OPENS.format(does)])
    terminal.settle(0.2, 20.0)
    terminal.end()
    return [screen for _, screen in terminal.screens()]


def test_it_says_at_once_what_is_opening() -> None:
    assert "CC Pros Desk · ouverture…" in _screens("input()")[0].splitlines()[0]


def test_what_does_not_open_leaves_its_reason_on_the_terminal() -> None:
    terminal = Terminal([sys.executable, "-c", OPENS.format("raise OSError('disque illisible')")])
    terminal.settle(0.2, 20.0)
    terminal.end()
    raw = b"".join(chunk for _, chunk in terminal.chunks)
    assert raw.index(b"\x1b[?1049l") < raw.index(b"disque illisible")


def test_nothing_is_drawn_where_nobody_looks(capsys: pytest.CaptureFixture[str]) -> None:
    from ccpro_desk.cli.opening import opening

    with opening("CC Pros Desk"):
        pass
    assert capsys.readouterr() == ("", "")
