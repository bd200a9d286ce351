"""A program in a pseudo-terminal that answers like a modern one; output is stamped on arrival."""

from __future__ import annotations

import fcntl
import os
import pty
import re
import select
import signal
import struct
import sys
import termios
import time
from collections.abc import Iterator, Sequence

import pyte

COLUMNS, ROWS = 120, 40
REPLIES = (
    (b"\x1b[?2026$p", b"\x1b[?2026;2$y"),
    (b"\x1b[?2048$p", b"\x1b[?2048;0$y"),
    (b"\x1b[c", b"\x1b[?62;22c"),
    (b"\x1b[6n", b"\x1b[1;1R"),
)
"""What the program asks of its terminal, and what terminals answer."""
UNKNOWN_TO_PYTE = re.compile(
    rb"\x1b\[[<>=][0-9;]*[a-zA-Z]|\x1b\[\?[0-9;]*\$[a-z]|\x1bP.*?\x1b\\|\x1b\][^\x07\x1b]*(?:\x07|\x1b\\)",
    re.S,
)


class Terminal:
    """One run of a program."""

    def __init__(self, argv: Sequence[str], env: dict[str, str] | None = None) -> None:
        self.chunks: list[tuple[float, bytes]] = []
        self._live = _Screen(COLUMNS, ROWS)
        self._stream = pyte.ByteStream(self._live)
        self._shown = 0
        self._ended = False
        self.started = time.perf_counter()
        self.pid, self._master = pty.fork()
        if self.pid == 0:
            _become(argv, env or {})

    def read(self, timeout: float) -> float | None:
        """When the next piece of output came; none in time, or none any more."""
        if not select.select([self._master], [], [], max(0.0, timeout))[0]:
            return None
        try:
            data = os.read(self._master, 1 << 16)
        except OSError:
            return None
        now = time.perf_counter()
        self.chunks.append((now, data))
        for question, answer in REPLIES:
            for _ in range(data.count(question)):
                os.write(self._master, answer)
        return now

    def settle(self, quiet: float, most: float) -> None:
        """Reads until `quiet` seconds of silence, after a first word."""
        end = time.perf_counter() + most
        if not self.chunks:
            self.read(most)
        while time.perf_counter() < end and self.read(min(quiet, end - time.perf_counter())) is not None:
            pass

    def send(self, keys: bytes) -> None:
        os.write(self._master, keys)

    def end(self) -> None:
        """SIGTERM, then SIGKILL; reads on meanwhile so that the program can finish. Nothing when it has ended."""
        if self._ended:
            return
        for how, patience in ((signal.SIGTERM, 3.0), (signal.SIGKILL, 3.0)):
            os.kill(self.pid, how)
            end = time.perf_counter() + patience
            while time.perf_counter() < end:
                if self._reap() is not None:
                    return
                if self.read(0.02) is None:
                    time.sleep(0.005)

    def _reap(self) -> int | None:
        pid, status = os.waitpid(self.pid, os.WNOHANG)
        if not pid:
            return None
        self._ended = True
        os.close(self._master)
        return os.waitstatus_to_exitcode(status)

    @property
    def screen(self) -> str:
        """The screen's text now."""
        for _, data in self.chunks[self._shown :]:
            self._stream.feed(UNKNOWN_TO_PYTE.sub(b"", data))
        self._shown = len(self.chunks)
        return "\n".join(self._live.display)

    def until(self, words: str, within_s: float = 60.0) -> str:
        """Reads until the screen shows `words`; the screen."""
        end = time.perf_counter() + within_s
        while words not in (screen := self.screen):
            if time.perf_counter() > end:
                raise AssertionError(f"after {within_s:g} s the screen does not show {words!r}:\n{screen}")
            self.settle(0.1, 1.0)
        return screen

    def wait(self, within_s: float = 30.0) -> int:
        """Reads until the program ends; its exit code, negative for a signal."""
        end = time.perf_counter() + within_s
        while time.perf_counter() < end:
            self.read(0.05)
            if (code := self._reap()) is not None:
                return code
        raise AssertionError(f"after {within_s:g} s the program goes on:\n{self.screen}")

    def screens(self) -> Iterator[tuple[float, str]]:
        """The screen's text after each chunk, with the seconds since the start."""
        screen = _Screen(COLUMNS, ROWS)
        stream = pyte.ByteStream(screen)
        for at, data in self.chunks:
            stream.feed(UNKNOWN_TO_PYTE.sub(b"", data))
            yield at - self.started, "\n".join(screen.display)


class _Screen(pyte.Screen):
    """Leaves alone what pyte does not know."""

    def select_graphic_rendition(self, *attrs: int, private: bool = False, **_: object) -> None:
        if not private:
            super().select_graphic_rendition(*attrs)

    def report_device_status(self, *_: object, **__: object) -> None:
        pass

    def report_device_attributes(self, *_: object, **__: object) -> None:
        pass

    def draw(self, data: str) -> None:
        super().draw(re.sub("[\u200b-\u200f\u2060\ufe00-\ufe0f\u202a-\u202e\u2066-\u2069]", "", data))


def _become(argv: Sequence[str], env: dict[str, str]) -> None:
    clean = {k: v for k, v in os.environ.items() if not k.startswith(("PYTHON", "TMUX")) and k != "NO_COLOR"}
    try:
        fcntl.ioctl(0, termios.TIOCSWINSZ, struct.pack("HHHH", ROWS, COLUMNS, 0, 0))
        os.execvpe(argv[0], list(argv), clean | {"TERM": "xterm-256color", "COLORTERM": "truecolor"} | env)
    finally:
        sys.stderr.write(f"cannot start {argv[0]}\n")
        os._exit(127)
