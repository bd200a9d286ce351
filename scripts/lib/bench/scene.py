"""A prepared demo with one contact in the agent's hands: what is started over and over."""

from __future__ import annotations

import asyncio
import os
import sys
import time
from pathlib import Path

from ccpro_desk.cli.demo import LOGIN
from ccpro_desk.cli.embedded.home import DemoHome, demo_dir
from ccpro_desk.cli.embedded.processes import Processes, prepare
from ccpro_desk.cli.embedded.workstation import demo_settings
from ccpro_desk.desk.desk import Desk
from ccpro_desk.desk.errors import DeskRefused
from ccpro_desk.desk.state import DeskContact
from ccpro_desk.domain.values import Status

PEERS = Path(__file__).parent / "peers"
DEMO = (sys.executable, "-m", "ccpro_desk.cli.desk", "demo")
EMPTY = (sys.executable, str(PEERS / "empty.py"))
WITHIN_S = 30.0
INPUT = (sys.executable, str(PEERS / "input.py"))


class Scene:
    """`shown` is a text of the contact that the local store gives back at each start."""

    def __init__(self, state: Path) -> None:
        os.environ["XDG_STATE_HOME"] = str(state)
        home = DemoHome(demo_dir())
        try:
            prepare(home, LOGIN)
            processes = Processes(home)
            try:
                processes.wait_ready()
                self.shown = asyncio.run(_take_one(home))
            finally:
                processes.end()
            self.socket = home.socket
        finally:
            home.close()


async def _take_one(home: DemoHome) -> str:
    desk = Desk.open(demo_settings(home, LOGIN))
    await desk.start()
    try:
        await desk.set_status(Status.AVAILABLE)
        contact = await _next(desk)
    finally:
        await desk.stop()
    return contact.view.subject


async def _next(desk: Desk) -> DeskContact:
    deadline = time.monotonic() + WITHIN_S
    while time.monotonic() < deadline:
        try:
            if contact := await desk.next():
                return contact
        except DeskRefused:
            pass
        await asyncio.sleep(0.1)
    raise SystemExit("the demo gave no contact to its agent")
