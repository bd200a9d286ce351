"""Down in the queue of two thousand, read page by page from the demo's central, against a DataTable."""

from __future__ import annotations

import asyncio
import sys
import time
from datetime import UTC, datetime

import httpx
from figures import Series
from scene import DEMO, PEERS, WITHIN_S

from ccpro_desk.cli.demo import LOGIN
from ccpro_desk.cli.embedded.home import CONNECTOR, DemoHome, demo_dir
from ccpro_desk.cli.embedded.processes import Processes, prepare
from tests.terminal import Terminal

WAITING = 2_000
TABLE = (sys.executable, str(PEERS / "datatable.py"))
UP, DOWN, PAGE_UP, PAGE_DOWN = b"\x1b[A", b"\x1b[B", b"\x1b[5~", b"\x1b[6~"
KEYS, WARM, WITHIN_SCREEN = 60, 6, 10
GAP_S, QUIET_S, SETTLE_S, MOST_S = 0.03, 0.06, 2.0, 15.0
PLACE, BELOW = b"file\r", "la suite en descendant"


def fill() -> None:
    """Brings what waits, as a connector does."""
    home = DemoHome(demo_dir())
    try:
        prepare(home, LOGIN)
        processes = Processes(home)
        try:
            processes.wait_ready()
            asyncio.run(_bring(home))
        finally:
            processes.end()
    finally:
        home.close()


async def _bring(home: DemoHome) -> None:
    transport = httpx.AsyncHTTPTransport(uds=str(home.socket))
    async with httpx.AsyncClient(transport=transport, base_url="http://central", timeout=WITHIN_S) as caller:
        signed = await caller.post("/v1/sessions", json={"login": CONNECTOR, "password": home.password})
        caller.headers["Authorization"] = f"Bearer {signed.raise_for_status().json()['token']}"
        for number in range(WAITING):
            (await caller.post("/v1/contacts", json=_mail(number))).raise_for_status()


def _mail(number: int) -> dict[str, object]:
    return {
        "channel": "mail",
        "external_id": f"<bench-{number}@banc.example>",
        "received_at": datetime.now(UTC).isoformat(),
        "subject": f"Question {number} sur la déclaration de TVA",
        "body": f"Bonjour, voici la question numéro {number}.",
        "sender": {"address": f"usager-{number}@banc.example"},
        "department": "69",
    }


def measure(rounds: int) -> Series:
    """Seconds and bytes a key, all rounds together: going down the list, and within the screen."""
    series = Series()
    for _ in range(rounds):
        for name, opened in (("table", _table), ("queue", _queue)):
            terminal = opened()
            down, within = _down(terminal), _within(terminal)
            terminal.end()
            series.extend(name, [seconds for seconds, _ in down])
            series.extend(f"{name} within", [seconds for seconds, _ in within])
            series.extend(f"{name} bytes", [float(number) for _, number in within])
    return series


def _table() -> Terminal:
    terminal = Terminal(TABLE)
    terminal.settle(SETTLE_S, MOST_S)
    return terminal


def _queue() -> Terminal:
    """The whole queue is read first; then the highlight goes back up."""
    terminal = Terminal(DEMO)
    terminal.until("À jour", WITHIN_S)
    terminal.send(b":")
    terminal.settle(0.5, MOST_S)
    terminal.send(PLACE)
    terminal.until(BELOW, WITHIN_S)
    pages = 0
    while BELOW in terminal.screen and pages < WAITING // 10:
        terminal.send(PAGE_DOWN)
        terminal.settle(QUIET_S, 1.0)
        pages += 1
    if BELOW in terminal.screen:
        raise SystemExit(f"the queue was not read to its end:\n{terminal.screen}")
    for _ in range(pages):
        terminal.send(PAGE_UP)
        terminal.settle(QUIET_S, 1.0)
    return terminal


def _down(terminal: Terminal) -> list[tuple[float, int]]:
    """One Down after the other, from the top: after a screenful each of them scrolls."""
    took = [_one(terminal) for _ in range(KEYS + WARM)]
    return [found for found in took[WARM:] if found is not None]


def _within(terminal: Terminal) -> list[tuple[float, int]]:
    """Ten up that are not measured, ten down that are: nothing scrolls."""
    took: list[tuple[float, int] | None] = []
    while len(took) < KEYS:
        for _ in range(WITHIN_SCREEN):
            terminal.send(UP)
            terminal.settle(QUIET_S, 1.0)
        took += [_one(terminal) for _ in range(WITHIN_SCREEN)]
    return [found for found in took if found is not None]


def _one(terminal: Terminal) -> tuple[float, int] | None:
    """Seconds to the first byte that a Down makes, and how many bytes; none: it made nothing."""
    terminal.settle(GAP_S, 1.0)
    before, sent = len(terminal.chunks), time.perf_counter()
    terminal.send(DOWN)
    first = terminal.read(2.0)
    terminal.settle(QUIET_S, 1.0)
    if first is None:
        return None
    return first - sent, sum(len(data) for _, data in terminal.chunks[before:])
