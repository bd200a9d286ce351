"""The process that reads one file: bytes on its input, JSON on its output, and hardly any right.

Limits are set before anything of the file is looked at. What was read before a limit is given all the same.
"""

from __future__ import annotations

import json
import signal
import sys
from collections.abc import Iterator

from ccpro_desk.desk.attached.kinds import Kind, kind_of

MOST = 400_000
"""Characters of text that are given."""
PAGES = 400


class OutOfTime(Exception):
    """The processor time is used up."""


def main(memory: int, cpu_s: int) -> int:
    """`memory`: bytes of address space; `cpu_s`: seconds of processor."""
    _limit(memory, cpu_s)
    content = sys.stdin.buffer.read()
    kind = kind_of(content)
    found: dict[str, object] = {"text": "", "cut": False, "active": False, "checked": False, "note": ""}
    try:
        _read(kind, content, found)
    except (OutOfTime, MemoryError, RecursionError):
        found["cut"] = True
    except Exception as error:  # whatever a broken file makes a parser do
        found["note"] = type(error).__name__
    json.dump(found, sys.stdout)
    return 0


def _read(kind: Kind, content: bytes, found: dict[str, object]) -> None:
    if kind is Kind.PDF:
        from ccpro_desk.desk.attached import pdf

        pdf.read(content, found, most=MOST, pages=PAGES)
        return
    text = _decoded(content)
    if kind is Kind.HTML:
        text = "\n".join(_visible(text))
    found["text"], found["cut"], found["checked"] = text[:MOST], len(text) > MOST, True


def _decoded(content: bytes) -> str:
    for encoding in ("utf-16" if content[:2] in (b"\xff\xfe", b"\xfe\xff") else "utf-8-sig", "cp1252"):
        try:
            return content.decode(encoding)
        except UnicodeDecodeError:
            continue
    return content.decode("latin-1")


def _visible(markup: str) -> Iterator[str]:
    """The lines that a reader of the page would see."""
    from html.parser import HTMLParser

    class Words(HTMLParser):
        hidden = 0
        words: list[str] = []  # noqa: RUF012 - one page a process

        def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
            self.hidden += tag in ("script", "style", "template")

        def handle_endtag(self, tag: str) -> None:
            self.hidden = max(0, self.hidden - (tag in ("script", "style", "template")))

        def handle_data(self, data: str) -> None:
            if not self.hidden and data.strip():
                self.words.append(" ".join(data.split()))

    parser = Words()
    parser.feed(markup)
    yield from parser.words


def _limit(memory: int, cpu_s: int) -> None:
    try:
        import resource
    except ImportError:  # not a Unix: the parent's own time limit is what is left
        return
    signal.signal(signal.SIGXCPU, _out_of_time)
    limits = (
        (resource.RLIMIT_AS, memory, memory),
        (resource.RLIMIT_CPU, cpu_s, cpu_s + 2),
        (resource.RLIMIT_FSIZE, 0, 0),
        (resource.RLIMIT_CORE, 0, 0),
    )
    for what, soft, hard in limits:
        resource.setrlimit(what, (soft, hard))


def _out_of_time(signum: int, frame: object) -> None:
    raise OutOfTime


if __name__ == "__main__":
    sys.exit(main(*map(int, sys.argv[1:])))
