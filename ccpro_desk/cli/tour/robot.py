"""`python -m ccpro_desk.cli.tour.robot SETTINGS`: the real application without a terminal, taking orders.

One JSON object a line comes on the standard input (`{"do": …}`), one answers it on the standard output. It is
a process of its own so that the tour can kill it like any other workstation.
"""

from __future__ import annotations

import asyncio
import json
import os
import sys
import unicodedata
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from textual import events
from textual.pilot import Pilot

from ccpro_desk.app import DeskApp
from ccpro_desk.cli.embedded.workstation import WORD
from ccpro_desk.cli.tour.seen import seen
from ccpro_desk.desk.desk import Desk
from ccpro_desk.desk.settings import DeskSettings, Pace

SIZE = (120, 40)
BETWEEN_KEYS_S = 0.01


def key_of(character: str) -> events.Key:
    """The key that types a character, or that erases one (`\\x7f`)."""
    special = {
        "\n": events.Key("enter", "\r"),
        "\x7f": events.Key("backspace", "\x7f"),
        " ": events.Key("space", " "),
    }
    if character in special:
        return special[character]
    name = character if character.isalnum() else unicodedata.name(character).lower().replace(" ", "_")
    return events.Key(name.replace("-", "_"), character)


@dataclass(frozen=True, slots=True)
class Orders:
    """What the workstation can be told to do."""

    app: DeskApp
    pilot: Pilot[int]

    async def press(self, keys: list[str]) -> None:
        for key in keys:
            await self.pilot.press(key)

    async def type(self, text: str) -> None:
        """Like quick fingers: one key a character, the screen keeping up."""
        for character in text:
            self.app.post_message(key_of(character))
            await asyncio.sleep(BETWEEN_KEYS_S)
        await self.pilot.pause()

    async def look(self) -> dict[str, Any]:
        await self.pilot.pause()
        return seen(self.app)

    async def picture(self, path: str) -> None:
        await self.pilot.pause()
        self.app.save_screenshot(path)


async def obey(settings: DeskSettings, answers: int) -> None:
    """Carries out orders until their end of file."""
    app = DeskApp(lambda: Desk.open(settings), word=WORD, theme="sombre")
    lines = asyncio.StreamReader(limit=2**20)
    await asyncio.get_running_loop().connect_read_pipe(lambda: asyncio.StreamReaderProtocol(lines), sys.stdin)
    async with app.run_test(size=SIZE, notifications=True) as pilot:
        orders = Orders(app, pilot)
        while line := await lines.readline():
            order = json.loads(line)
            answer = await getattr(orders, order.pop("do"))(**order)
            os.write(answers, json.dumps({"answer": answer}).encode() + b"\n")


def main() -> None:
    given = json.loads(sys.argv[1])
    settings = DeskSettings(
        central=given["central"],
        state_dir=Path(given["state_dir"]),
        login=given["login"],
        key_file=Path(given["key_file"]),
        pace=Pace(retry_first=0.1, retry_most=1.0, draft_central=1.0),
    )
    answers = os.dup(1)
    os.dup2(2, 1)
    asyncio.run(obey(settings, answers))


if __name__ == "__main__":
    main()
