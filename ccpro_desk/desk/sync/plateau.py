"""The calls of whoever runs a plateau. Each may raise `CentralProblem`."""

from __future__ import annotations

from datetime import date
from typing import Any
from uuid import UUID

from ccpro_desk.desk.sync.client import Client
from ccpro_desk.wire.codec import jsonable
from ccpro_desk.wire.crisis import CrisisView, NewCrisis
from ccpro_desk.wire.plateau import AbsenceView, RenfortView, SupervisionView, WordView

_ROOT = "/v1/supervision"


async def seen(client: Client) -> SupervisionView:
    return await client.get(SupervisionView, _ROOT)


async def absence(client: Client, login: str, first: date | None, last: date | None) -> AbsenceView:
    days = {name: day.isoformat() for name, day in (("first", first), ("last", last)) if day}
    return await client.send(AbsenceView, "POST", f"{_ROOT}/absences", {"agent": login} | days)


async def back(client: Client, login: str) -> AbsenceView:
    return await client.send(AbsenceView, "POST", f"{_ROOT}/absences", {"agent": login, "back": True})


async def reassign(client: Client, contact_id: UUID, to: dict[str, str]) -> None:
    await client.tell("POST", f"{_ROOT}/reassign", {"contact_id": str(contact_id), "to": to})


async def set_word(client: Client, text: str) -> WordView | None:
    return await client.send_maybe(WordView, "PUT", f"{_ROOT}/word", {"text": text})


async def open_crisis(client: Client, new: NewCrisis) -> CrisisView:
    body: Any = jsonable(new)
    return await client.send(CrisisView, "POST", f"{_ROOT}/crisis", body)


async def close_crisis(client: Client, crisis_id: UUID) -> None:
    await client.tell("DELETE", f"{_ROOT}/crisis/{crisis_id}")


async def answer_renfort(client: Client, renfort_id: UUID, answer: str) -> RenfortView:
    return await client.send(RenfortView, "POST", f"{_ROOT}/renfort/{renfort_id}", {"answer": answer})
