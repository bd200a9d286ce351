"""Small makers for tests of the rules."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

from ccpro_desk.domain import commands as c
from ccpro_desk.domain.agent import Agent
from ccpro_desk.domain.contact import Contact, Lease, Origin, Place
from ccpro_desk.domain.context import Context
from ccpro_desk.domain.ids import new_id
from ccpro_desk.domain.values import Channel, Direction, Message, Role, Sending, State
from ccpro_desk.reference.identification import load_checks
from ccpro_desk.reference.motifs import load_motifs
from ccpro_desk.reference.settings import load_settings

NOW = datetime(2026, 11, 23, 8, 0, tzinfo=UTC)
CONNECTOR = Agent(UUID(int=1), "connecteur", "Connecteur", Role.CONNECTOR)
AGENT = Agent(UUID(int=2), "agent1", "Ana Lopez", Role.AGENT, "lons")
OTHER = Agent(UUID(int=3), "agent2", "Ben Roche", Role.AGENT, "lons")
TOKEN = UUID(int=9)


def contact(state: State = State.ACTIVE, channel: Channel = Channel.MAIL, **more: Any) -> Contact:
    """A contact of `AGENT` in this state, with one message and one reply on its way."""
    leased = state in (State.OFFERED, State.ACTIVE, State.WRAP_UP)
    question = Message(UUID(int=20), Direction.IN, NOW, "Mme Martin", "Bonjour")
    reply = Message(
        UUID(int=21), Direction.OUT, NOW, AGENT.name, "Voici", status=Sending.HELD, author_id=AGENT.id
    )
    made = Contact(
        id=UUID(int=30),
        version=5,
        state=state,
        channel=channel,
        connector=CONNECTOR.id,
        external_id="m1@client.example",
        received_at=NOW,
        due_at=NOW + timedelta(days=2),
        origin=Origin(address="martin@client.example"),
        place=Place("lons", rank=NOW),
        messages=(question, reply),
        lease=Lease(TOKEN, AGENT.id, 1, NOW + timedelta(minutes=30)) if leased else None,
        owner=None if state in (State.WAITING, State.OFFERED) else AGENT.id,
    )
    return replace(made, **more)


def command(body: c.Body, **more: Any) -> c.Command:
    return c.Command(
        **(
            {
                "id": new_id(),
                "body": body,
                "issued_at": NOW,
                "contact_id": UUID(int=30),
                "lease_token": TOKEN,
                "base_version": 5,
            }
            | more
        )
    )


def context(actor: Agent = AGENT, **more: Any) -> Context:
    return Context(
        **(
            {
                "actor": actor,
                "now": NOW,
                "motifs": load_motifs(),
                "checks": load_checks(),
                "settings": load_settings(),
                "token": new_id(),
                "usager_name": "SARL Fournil",
            }
            | more
        )
    )
