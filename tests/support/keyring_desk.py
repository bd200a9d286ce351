"""A workstation of one start, as a process: `python keyring_desk.py CENTRAL STATE_DIR [PASSWORD]`.

It keeps its secrets as in production. Writes what it met as one line of JSON.
"""

from __future__ import annotations

import asyncio
import json
import sys
from pathlib import Path

from ccpro_desk.desk.desk import Desk
from ccpro_desk.desk.errors import KeyProblem
from ccpro_desk.desk.settings import DeskSettings
from ccpro_desk.desk.state import LinkKind
from tests.support.desks import FAST, stopping, until


async def started(central: str, place: Path, password: str | None) -> dict[str, object]:
    try:
        desk = Desk.open(DeskSettings(central, place, login="agent1", pace=FAST))
    except KeyProblem as problem:
        return {"problem": problem.sentence}
    async with stopping(desk):
        await desk.start()
        asked = desk.state.needs.value
        if password is not None:
            await desk.sign_in("agent1", password)
        await until(desk, lambda state: state.link.kind is LinkKind.UP_TO_DATE, "up to date")
        return {"asked": asked, "needs": desk.state.needs.value}


if __name__ == "__main__":
    given = [*sys.argv[3:], None][0]
    print(json.dumps(asyncio.run(started(sys.argv[1], Path(sys.argv[2]), given))))
