"""A central without HTTP: store, clock, handle, accounts, and short ways to say what an agent does."""

from __future__ import annotations

import json
from dataclasses import dataclass, field, replace
from datetime import timedelta
from typing import Any
from uuid import UUID, uuid4

from ccpro_desk.central.handle import Brought, Handle
from ccpro_desk.central.rules import Rules, load_rules
from ccpro_desk.central.store import Store
from ccpro_desk.central.store.values import NewAccount
from ccpro_desk.domain.agent import Agent
from ccpro_desk.domain.clock import ManualClock
from ccpro_desk.domain.delivery import Delivery
from ccpro_desk.domain.ids import new_id
from ccpro_desk.domain.usager import Usager
from ccpro_desk.domain.values import Channel, Role
from ccpro_desk.wire.commands import parse_batch
from ccpro_desk.wire.requests import Intake, Sender
from ccpro_desk.wire.views import ContactView, NextView, Result

SIREN = "732829320"


@dataclass
class Bench:
    """One central and its people. Methods speak as the contract does."""

    store: Store
    clock: ManualClock = field(default_factory=ManualClock)
    rules: Rules = field(default_factory=load_rules)
    people: dict[str, UUID] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.handle = Handle(self.store, self.clock, self.rules)

    async def add(self, login: str, role: Role = Role.AGENT, *, available: bool = True, **more: Any) -> Agent:
        account = NewAccount(new_id(), login, login.title(), role, "hash", **({"centre": "lons"} | more))
        await self.store.add_account(account)
        self.people[login] = account.id
        if available and role in (Role.AGENT, Role.TUTOR, Role.SUPERVISOR):
            await self.do(login, "agent.status", {"status": "available"})
        return await self.agent(login)

    async def agent(self, login: str) -> Agent:
        """As the account is now."""
        found = await self.store.account(login)
        assert found is not None
        return found.agent

    async def usager(self, siren: str = SIREN, name: str = "SARL Fournil", **more: Any) -> None:
        await self.store.import_usagers([Delivery(Usager(siren, name, **more))], self.clock.now())

    async def bring(self, external_id: str = "", channel: Channel = Channel.MAIL, **more: Any) -> Brought:
        intake = Intake(
            channel=channel,
            external_id=external_id or f"{uuid4()}@client.example",
            received_at=self.clock.now(),
            sender=Sender(name="Mme Martin", address="martin@client.example"),
            subject="Question de TVA",
            body="Bonjour, quelle est ma date de dépôt ?",
        )
        connector = await self.agent(more.pop("by", "connecteur"))
        return await self.handle.bring(connector, replace(intake, **more))

    async def next(
        self, login: str, key: str | None = None, channels: tuple[Channel, ...] | None = None
    ) -> NextView | None:
        body = json.dumps({"channels": channels}).encode()
        return await self.handle.next(await self.agent(login), channels, key or str(uuid4()), body)

    async def take(self, login: str) -> NextView:
        given = await self.next(login)
        assert given is not None
        return given

    async def send(self, login: str, *commands: dict[str, Any]) -> list[Result]:
        raw = json.dumps({"commands": list(commands)}).encode()
        return await self.handle.commands(await self.agent(login), parse_batch(raw))

    async def do(
        self,
        login: str,
        type_: str,
        body: dict[str, Any],
        at: ContactView | NextView | None = None,
        **more: Any,
    ) -> Result:
        """One command, on a contact as it was seen."""
        return (await self.send(login, self.command(type_, body, at, **more)))[0]

    def command(
        self, type_: str, body: dict[str, Any], at: ContactView | NextView | None = None, **more: Any
    ) -> dict[str, Any]:
        command: dict[str, Any] = {
            "id": str(new_id()),
            "type": type_,
            "issued_at": self.clock.now().isoformat(),
            "body": body,
        }
        view = at.contact if isinstance(at, NextView) else at
        if view is not None:
            command |= {"contact_id": str(view.id), "base_version": view.version}
            if view.lease is not None and view.lease.token is not None:
                command["lease_token"] = str(view.lease.token)
        return command | more

    def later(self, **delta: float) -> None:
        self.clock.at += timedelta(**delta)


async def bench(store: Store) -> Bench:
    """A central with one connector."""
    made = Bench(store)
    await made.add("connecteur", Role.CONNECTOR, centre="")
    return made
