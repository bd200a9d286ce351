"""Moments on the wire: RFC 3339 with an offset, and nothing that a lenient reader would make one of."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import fields, is_dataclass
from datetime import UTC, date, datetime, timedelta, timezone
from typing import Annotated, Any, get_args, get_origin, get_type_hints
from uuid import uuid4

import pytest

from ccpro_desk.domain.bounds import Moment
from ccpro_desk.domain.commands import COMMANDS, Park
from ccpro_desk.domain.values import STRICT
from ccpro_desk.wire import commands, crisis, plateau, requests
from ccpro_desk.wire.codec import Malformed, parse
from ccpro_desk.wire.requests import Intake

EXPECTED = "une date RFC 3339 avec décalage est attendue"


def until(moment: str) -> datetime | None:
    return parse(Park, json.dumps({"reason": "attend une pièce", "until": moment})).until


@pytest.mark.parametrize(
    "text",
    [
        "1700000000",
        "1700000000.5",
        "-1",
        "20261123T080000Z",
        "2026-11-23",
        "2026-11-23T08:00:00",
        "2026-11-23T08:00Z",
        "2026-11-23 08:00:00Z",
        "2026-11-23_08:00:00Z",
        "2026-11-23T08:00:00+0100",
        "2026-11-23T08:00:00+01",
        "2026-11-23T08:00:00+25:00",
        "2026-13-23T08:00:00Z",
        "2026-11-31T08:00:00Z",
        "2026-11-23T24:00:00Z",
        "2026-W48-1T08:00:00Z",
        "2026-11-23T08:00:00Z ",
        "\u0662\u0660\u0662\u0666-11-23T08:00:00Z",
        "demain",
        "",
    ],
)
def test_what_is_no_moment_is_refused(text: str) -> None:
    with pytest.raises(Malformed, match=EXPECTED):
        until(text)


@pytest.mark.parametrize("value", [1700000000, 1700000000.5, True, [], {}])
def test_a_number_is_no_moment_either(value: object) -> None:
    with pytest.raises(Malformed):
        parse(Park, json.dumps({"reason": "attend une pièce", "until": value}))


def test_what_rfc_3339_allows_is_read() -> None:
    eight = datetime(2026, 11, 23, 8, tzinfo=UTC)
    assert until("2026-11-23T08:00:00Z") == eight
    assert until("2026-11-23t08:00:00z") == eight
    assert until("2026-11-23T09:00:00+01:00") == eight
    assert until("2026-11-23T04:30:00.000-03:30") == eight
    assert until("2026-11-23T08:00:00.123456789Z") == eight + timedelta(microseconds=123456)
    east = datetime(2026, 11, 23, 9, tzinfo=timezone(timedelta(hours=1)))
    assert until(east.isoformat()) == east


@pytest.mark.parametrize("text", ["0", "1893456000", "2026-02-30", "2026-11-24T00:00:00Z", "24/11/2026", ""])
def test_what_is_no_day_is_refused(text: str) -> None:
    with pytest.raises(Malformed, match="« first » : une date AAAA-MM-JJ est attendue"):
        parse(plateau.Absence, json.dumps({"agent": "agent1", "first": text}))
    assert parse(plateau.Absence, json.dumps({"agent": "a", "first": "2026-11-24"})).first == date(
        2026, 11, 24
    )


def test_a_connector_says_when_in_the_same_way() -> None:
    intake: dict[str, Any] = {"channel": "mail", "external_id": "<1@x.example>", "sender": {}}
    assert parse(Intake, json.dumps(intake | {"received_at": "2026-11-23T08:00:00Z"}))
    with pytest.raises(Malformed, match="received_at"):
        parse(Intake, json.dumps(intake | {"received_at": "1700000000"}))


def test_a_command_issued_at_a_number_is_invalid_for_itself_alone() -> None:
    good = {"id": str(uuid4()), "type": "agent.status", "issued_at": "2026-11-23T08:00:00Z"}
    good |= {"body": {"status": "pause"}}
    bad = good | {"id": str(uuid4()), "issued_at": "1700000000"}
    one, other = commands.parse_batch(json.dumps({"commands": [bad, good]}).encode())
    assert one.command is None and one.fault == f"Champ « issued_at » : {EXPECTED}."
    assert other.command is not None


def asked() -> Iterator[type[Any]]:
    """Every dataclass that a request may be made of."""
    yield from COMMANDS.values()
    for module in (requests, plateau, crisis, commands):
        for kind in vars(module).values():
            if is_dataclass(kind) and getattr(kind, "__pydantic_config__", None) == STRICT:
                yield kind  # type: ignore[misc]


def test_no_request_has_a_moment_that_is_read_otherwise() -> None:
    """A field that is a plain `datetime` or `date` takes numbers in quotes: all are `Moment` or `Day`."""
    found = set()
    for kind in asked():
        hints = get_type_hints(kind, include_extras=True)
        for field in fields(kind):
            parts = _parts(hints[field.name])
            assert not {datetime, date} & set(parts), f"{kind.__name__}.{field.name}"
            found |= {f"{kind.__name__}.{field.name}" for part in parts if part == Moment}
    assert {
        "Park.until",
        "Envelope.issued_at",
        "Intake.received_at",
        "NewCrisis.until",
        "NewWord.until",
    } <= found


def _parts(hint: Any) -> list[Any]:
    """A hint, or the members of a union, their annotations kept."""
    if get_origin(hint) is Annotated or not get_args(hint):
        return [hint]
    return [part for arg in get_args(hint) for part in _parts(arg)]
