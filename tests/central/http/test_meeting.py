"""What an office reads of the contact behind an appointment: the usager's words, not the agents' own."""

from __future__ import annotations

from dataclasses import replace
from uuid import UUID

from ccpro_desk.central.handle.appointments.day import asked_of
from ccpro_desk.domain.values import Direction, Message
from tests.domain.people import AGENT, NOW, contact


def test_an_internal_note_stays_with_the_agents() -> None:
    note = Message(UUID(int=40), Direction.NOTE, NOW, AGENT.name, "Entre nous", author_id=AGENT.id)
    asked = asked_of(replace(contact(), messages=(*contact().messages, note)))
    assert asked.said == "Bonjour" and "Entre nous" not in repr(asked)
