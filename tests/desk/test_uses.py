"""How often an agent takes an answer: kept by this workstation, each agent's own."""

from __future__ import annotations

from dataclasses import replace

from ccpro_desk.desk.desk import Desk
from ccpro_desk.desk.settings import DeskSettings
from tests.support.desks import stopping
from tests.support.scripted_central import ScriptedCentral


async def test_they_are_counted_and_outlive_the_service(
    settings: DeskSettings, central: ScriptedCentral
) -> None:
    mine = replace(settings, login="agent1")
    async with stopping(Desk.open(mine)) as desk:
        await desk.start()
        assert await desk.uses.counts() == {}
        await desk.uses.took("TVA-021")  # nobody is signed in: nobody's
        await desk.sign_in("agent1", central.password)
        for answer in ("TVA-021", "CFE-046", "TVA-021"):
            await desk.uses.took(answer)
        await desk.sign_out()
        assert await desk.uses.counts() == {}
    async with stopping(Desk.open(mine)) as desk:
        await desk.start()
        await desk.sign_in("agent1", central.password)
        assert await desk.uses.counts() == {"CFE-046": 1, "TVA-021": 2}
