"""Agents, their sessions and contacts waiting, written by SQL: for the bench and for faults."""

from __future__ import annotations

from ccpro_desk.central.store import open_store

POOL = "case when i % 11 = 0 then 'national' else 'c' || i % 11 - 1 end"
"""Ten centres and the national queue."""
CENTRE = "'c' || i % 10"
SKILLS = '["general", "tva", "is", "cfe", "pas"]'
"""All that contacts ask for."""
_EMPTY = """
truncate account, session, contact, message, event, audit, audit_detail, command_result, next_result"""
_ACCOUNTS = """
insert into account (id, login, name, role, password_hash, centre, plateau, skills, allowed, channels, slots,
    status)
select gen_random_uuid(), 'agent' || i, 'Agent ' || i, 'agent', '-', {centre}, 'p1', '{skills}',
    '["mail"]', '["mail"]', '{{"mail": 3}}', 'available'
from generate_series(0, {agents} - 1) i"""
_SESSIONS = """
insert into session (token_hash, agent_id, opened_at, expires_at)
select encode(sha256(convert_to('bench-' || substr(login, 6), 'UTF8')), 'hex'), id, now(),
    now() + interval '1 day'
from account"""
_CONTACTS = """
insert into contact (id, version, state, channel, connector, external_id, received_at, due_at, pool, skill,
    rank, cold)
select gen_random_uuid(), 1, 'waiting', 'mail', '00000000-0000-7000-8000-000000000001',
    '<m' || i || '@fournil.example>', now() - i % 100000 * interval '1 second', now(), {pool},
    (array['general','tva','is','cfe','pas'])[1 + i % 5],
    now() + (i::bigint * 7919) % 1000000 * interval '1 second',
    jsonb_build_object('subject', 'TVA : échéance n° ' || i, 'origin', jsonb_build_object('name',
        'Fournil ' || i, 'address', 'contact' || i || '@fournil.example'), 'reason',
        '{{"code": "received", "text": "Nouveau contact."}}'::jsonb)
from generate_series(0, {count} - 1) i"""
_MESSAGES = """
insert into message (id, contact_id, seq, direction, at, author, text, attachments)
select gen_random_uuid(), id, 0, 'in', received_at, 'Fournil', repeat('Bonjour, ', 20), '[]' from contact"""


def statements(
    contacts: int, *, agents: int = 2_000, skills: str = SKILLS, pool: str = POOL, centre: str = CENTRE
) -> list[str]:
    """Agent n signs with the token `bench-n`; everything that was there before is gone.

    `pool` and `centre`: SQL expressions of the contact's and the agent's number `i`.
    """
    return [
        _EMPTY,
        _ACCOUNTS.format(agents=agents, skills=skills, centre=centre),
        _SESSIONS,
        _CONTACTS.format(count=contacts, pool=pool),
        _MESSAGES,
        "vacuum analyze",
        "checkpoint",
    ]


async def migrate(url: str) -> None:
    store = await open_store(url)
    await store.migrate()
    await store.close()
