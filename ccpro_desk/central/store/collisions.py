"""Which promise a uniqueness fault is about."""

from __future__ import annotations

from ccpro_desk.central.store.port import Outcome

_BY_TABLE = (
    ("contact_slot", Outcome.SLOT),
    ("contact_alone", Outcome.SLOT),
    ("contact.lease_agent", Outcome.SLOT),
    ("command_result", Outcome.RESULT),
    ("next_result", Outcome.RESULT),
    ("intake", Outcome.INTAKE),
    ("message_order", Outcome.STALE),
    ("message.contact_id", Outcome.STALE),
    ("matter_step", Outcome.STALE),
    ("matter_turn", Outcome.STALE),
    ("matter.siren", Outcome.STALE),
    ("seat", Outcome.SEAT),
)


def outcome_of(fault: str) -> Outcome:
    """`fault`: the constraint or columns that the database names."""
    return next((outcome for name, outcome in _BY_TABLE if name in fault), Outcome.EXISTS)
