"""`dispatch replay` over a day that was really worked, on both engines."""

from __future__ import annotations

import json
from argparse import Namespace
from datetime import timedelta
from pathlib import Path

import pytest

from ccpro_desk.cli import central_dispatch
from ccpro_desk.cli.errors import CommandError
from ccpro_desk.domain.hours import PARIS
from ccpro_desk.domain.values import Channel
from ccpro_desk.reference.settings import settings_with
from tests.support.central import Bench


async def worked(central: Bench, agents: int) -> Namespace:
    """Calls of two centres, answered by as many agents as told; the arguments that replay the day."""
    for n in range(agents):
        await central.add(f"agent{n}", centre="lons" if n else "pau")
    for n in range(agents):
        await central.bring(channel=Channel.PHONE, body=None, subject=None, department="69" if n else "33")
    for n in range(agents):
        central.later(seconds=20)
        given = await central.take(f"agent{n}")
        accepted = await central.do(f"agent{n}", "contact.accept", {}, given)
        assert accepted.view is not None
        central.later(minutes=3)
        motifs = [{"code": "autre.autre", "outcome": "answered"}]
        done = await central.do(f"agent{n}", "contact.close", {"motifs": motifs}, accepted.view)
        assert done.status == "applied", done
        await central.do(f"agent{n}", "agent.status", {"status": "offline"})
    return Namespace(day=central.clock.now().astimezone(PARIS).date(), rules=None, json=True)


async def test_a_day_is_compared_by_queue_and_channel(
    central: Bench, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    args = await worked(central, 6)
    args.rules = tmp_path / "autres.toml"
    args.rules.write_text('shared = ["phone"]\n', encoding="utf-8")
    assert await central_dispatch.replay(central.store, args) == 0
    told = json.loads(capsys.readouterr().out)
    [line] = told["lines"]
    assert (line["queue"], line["channel"], line["contacts"]) == ("lons/general", "phone", 5)
    assert line["then"]["late"] == 5 and line["then"]["median_s"] > 600
    assert not any(f"agent{n}" in json.dumps(told) for n in range(6))
    assert await central_dispatch.replay(central.store, Namespace(**{**vars(args), "json": False})) == 0
    assert "lons/general" in capsys.readouterr().out


async def test_thresholds_are_rules_to_try_as_well(
    central: Bench, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    args = await worked(central, 6)
    args.rules = tmp_path / "autres.toml"
    args.rules.write_text(
        "[overflow_waiting]\nphone = 0\n[declined_s]\nphone = false\n[overflow_s]\nphone = false\n",
        encoding="utf-8",
    )
    assert await central_dispatch.replay(central.store, args) == 0
    [line] = json.loads(capsys.readouterr().out)["lines"]
    assert line["contacts"] == 5 and line["other"]["median_s"] is not None
    rules = settings_with(args.rules)
    assert rules.overflow_waiting[Channel.PHONE] == 0 and Channel.PHONE not in rules.declined_s
    assert Channel.CHAT in rules.declined_s and Channel.PHONE not in rules.overflow_s


async def test_a_day_of_four_agents_is_not_shown(central: Bench) -> None:
    args = await worked(central, 4)
    with pytest.raises(CommandError):
        await central_dispatch.replay(central.store, args)
    args.day += timedelta(days=1)
    with pytest.raises(CommandError):
        await central_dispatch.replay(central.store, args)
    with pytest.raises(CommandError):
        central_dispatch.a_day("hier")
