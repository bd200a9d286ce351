"""PostgreSQL: changes go together, but nobody waits for, or fails with, one of the others."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from uuid import uuid4

from ccpro_desk.central.errors import StoreError
from ccpro_desk.central.handle.changes import change_of
from ccpro_desk.central.store import open_store
from ccpro_desk.central.store.port import Outcome
from ccpro_desk.central.store.values import Change
from ccpro_desk.domain import events as e
from ccpro_desk.domain.contact import Contact
from ccpro_desk.domain.values import Direction, Message
from tests.support.central import Bench, bench
from tests.support.postgres import Server, postgres
from tests.support.rivals import rival


@asynccontextmanager
async def made(server: Server) -> AsyncIterator[tuple[Bench, str]]:
    async with server.database() as url:
        store = await open_store(url)
        yield await bench(store), url
        await store.close()


async def waiting(central: Bench, count: int) -> list[Contact]:
    found = [await central.store.contact((await central.bring()).view.id) for _ in range(count)]
    return [contact for contact in found if contact is not None]


def noting(central: Bench, contact: Contact, text: str) -> Change:
    note = Message(uuid4(), Direction.NOTE, central.clock.now(), "Essai", text)
    return change_of(contact, [e.NoteAdded(note)], now=central.clock.now(), mail=central.rules.mail)


async def test_who_waits_for_a_lock_lets_the_others_go(postgres: Server) -> None:
    async with made(postgres) as (central, url):
        locked, *others = await waiting(central, 4)
        async with rival(url, locked.id) as commit:
            late = asyncio.create_task(central.store.write(noting(central, locked, "Trop tard.")))
            notes = [central.store.write(noting(central, contact, "Vu.")) for contact in others]
            assert await asyncio.gather(*notes) == [Outcome.WRITTEN] * 3
            assert not late.done()
            await commit()
            assert await late is Outcome.STALE


async def test_what_the_database_refuses_spoils_nothing_else(postgres: Server) -> None:
    async with made(postgres) as (central, _):
        contacts = await waiting(central, 4)
        texts = ("Oui.", "Non.", "Un \x00 que PostgreSQL refuse.", "Peut-être.")
        writes = (
            central.store.write(noting(central, c, text)) for c, text in zip(contacts, texts, strict=True)
        )
        found = await asyncio.gather(*writes, return_exceptions=True)
        assert [outcome for outcome in found if not isinstance(outcome, StoreError)] == [Outcome.WRITTEN] * 3
        assert isinstance(found[2], StoreError)


__all__ = ["postgres"]
