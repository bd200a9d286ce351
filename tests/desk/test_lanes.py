"""Lanes under every disorder: answers lost, requests lost, restarts; each command at most once, in order."""

from __future__ import annotations

import asyncio
import tempfile
from dataclasses import dataclass
from pathlib import Path
from uuid import UUID, uuid4

import httpx
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from ccpro_desk.desk.desk import Desk
from ccpro_desk.desk.errors import DeskRefused
from ccpro_desk.desk.model import Change
from ccpro_desk.desk.settings import DeskSettings, Pace
from ccpro_desk.desk.state import LinkKind
from ccpro_desk.domain.values import MotifOutcome, Outcome, State, Status
from tests.support.desks import settled, stopping, until
from tests.support.scripted_central import ScriptedCentral, an_agent, no_fault

ANSWERED = [MotifOutcome("autre.autre", Outcome.ANSWERED)]
CONTACTS = 2
HASTY = Pace(
    draft_local=0.001,
    draft_central=60.0,
    alive=60.0,
    feed_silence=5.0,
    retry_first=0.001,
    retry_most=0.004,
    request=5.0,
    offline_after=0.02,
)
FAULTS = st.lists(st.sampled_from(["before", "after", "503", "500", "429", None, None]), max_size=12)
STEPS = st.lists(
    st.tuples(
        st.sampled_from(
            ["note", "note", "reply", "bad reply", "close", "writes", "rescue", "restart", "settle", "yield"]
        ),
        st.integers(0, CONTACTS - 1),
    ),
    min_size=1,
    max_size=12,
)


@dataclass
class Played:
    """What one contact's lane was asked, in order."""

    issued: list[UUID]
    closings: dict[UUID, list[UUID]]
    """Closing → the replies issued before it that were still without a result."""


class Game:
    def __init__(self, folder: Path, faults: list[str | None]) -> None:
        self.central = ScriptedCentral(an_agent())
        self._faults = iter(faults)
        self.settings = DeskSettings(
            "http://central.example",
            folder / "state",
            login="agent1",
            key_file=folder / "store.key",
            pace=HASTY,
            transport=self.central,
        )
        self.desk = Desk.open(self.settings)
        self.lanes: dict[UUID, Played] = {}

    async def begin(self) -> list[UUID]:
        contacts = [self.central.bring(f"Contact {number}") for number in range(CONTACTS)]
        self.lanes = {contact_id: Played([], {}) for contact_id in contacts}
        await self.desk.start()
        await self.desk.sign_in("agent1", self.central.password)
        await until(self.desk, lambda state: state.link.kind is LinkKind.UP_TO_DATE, "up to date")
        await self.desk.set_status(Status.AVAILABLE)
        for _ in contacts:
            await self.desk.next()
        self.central.fault = self._fault
        return contacts

    def _fault(self, request: httpx.Request) -> str | None:
        return next(self._faults, None) if request.url.path == "/v1/commands" else None

    async def step(self, what: str, contact_id: UUID) -> None:
        if what in ("note", "reply", "bad reply", "close"):
            await self._issue(what, contact_id)
        elif what == "writes" and self.central.contacts[contact_id].state is not State.CLOSED:
            self.central.usager_writes(contact_id)
        elif what == "rescue" and self.central.contacts[contact_id].lease is not None:
            self.central.rescue(contact_id)
        elif what == "restart":
            await self.desk.stop()
            self.desk = Desk.open(self.settings)
            await self.desk.start()
        elif what == "settle":
            await settled(self.desk)
        elif what == "yield":
            await asyncio.sleep(0)

    async def _issue(self, what: str, contact_id: UUID) -> None:
        lane = self.lanes[contact_id]
        try:
            if what == "close":
                await self.desk.close(contact_id, ANSWERED)
                issued = list(self.desk._ledger.model.entries)[-1]
            else:
                text = f"{what} {len(lane.issued)}"
                issued = await self._write(what, contact_id, text)
        except DeskRefused:
            return
        lane.issued.append(issued)

    async def _write(self, what: str, contact_id: UUID, text: str) -> UUID:
        if what == "note":
            return await self.desk.note(contact_id, text)
        unknown = [uuid4()] if what == "bad reply" else []
        return await self.desk.reply(contact_id, text, attachments=unknown)

    def check(self) -> None:
        for batch in self.central.batches:
            assert len(batch) == len(set(batch)), "a contact's later commands wait for the former's result"
        applied = [command.id for command in self.central.applied]
        assert len(applied) == len(set(applied)), "each command at most once"
        entries = self.desk._ledger.model.entries
        for lane in self.lanes.values():
            done = [command_id for command_id in applied if command_id in lane.issued]
            assert done == sorted(done, key=lane.issued.index), "a contact's order is kept"
            said = [command_id for command_id in lane.issued if entries[command_id].state == "applied"]
            assert said == done, "what is shown as done is what was done"
            self._check_closings(lane, done)

    def _check_closings(self, lane: Played, done: list[UUID]) -> None:
        """Between a refused reply and an applied closing the agent was told: the closing is a later decision."""
        entries = self.desk._ledger.model.entries
        for closing in (c for c in done if entries[c].command.type == "contact.close"):
            for former in lane.issued[: lane.issued.index(closing)]:
                entry = entries[former]
                if entry.state == "refused":
                    assert entry.resolved_at is not None
                    assert entry.resolved_at <= entries[closing].command.issued_at


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(steps=STEPS, faults=FAULTS)
def test_lanes(steps: list[tuple[str, int]], faults: list[str | None]) -> None:
    asyncio.run(_play(steps, faults))


async def _play(steps: list[tuple[str, int]], faults: list[str | None]) -> None:
    with tempfile.TemporaryDirectory() as folder:
        game = Game(Path(folder), faults)
        try:
            contacts = await game.begin()
            for what, which in steps:
                await game.step(what, contacts[which])
            game.central.fault = no_fault
            await settled(game.desk)
            game.check()
        finally:
            await game.desk.stop()


async def test_a_long_lane_goes_up_in_order(tmp_path: Path) -> None:
    game = Game(tmp_path, ["before"])
    async with stopping(game.desk):
        contact_id, _ = await game.begin()
        for _ in range(130):
            await game.step("note", contact_id)
        await settled(game.desk)
        game.check()
        assert len(game.lanes[contact_id].issued) == 130


async def test_a_closing_decided_while_a_refusal_was_being_written_down_is_not_sent(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    game = Game(tmp_path, [])
    async with stopping(game.desk):
        contact_id, _ = await game.begin()
        await game.step("bad reply", contact_id)
        store, closing = game.desk._ledger.store, None
        write = store.write

        async def closing_meanwhile(change: Change) -> None:
            nonlocal closing
            if closing is None and any(entry.state == "refused" for entry in change.entries):
                closing = asyncio.create_task(game.desk.close(contact_id, ANSWERED))
                await asyncio.sleep(0)
            await write(change)

        monkeypatch.setattr(store, "write", closing_meanwhile)
        await settled(game.desk)
        assert closing is not None
        with pytest.raises(DeskRefused, match="l'opération précédente"):
            await closing
        assert game.central.contacts[contact_id].state is State.ACTIVE
        game.check()
