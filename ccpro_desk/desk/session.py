"""Who is signed in at this workstation: which store is open, under which key, with which token."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

from ccpro_desk.desk.keys import Keys, find_keys
from ccpro_desk.desk.ledger import Ledger
from ccpro_desk.desk.model import Change, Model
from ccpro_desk.desk.places import Place, Places
from ccpro_desk.desk.settings import DeskSettings
from ccpro_desk.desk.state import Needs
from ccpro_desk.desk.store import Store

if TYPE_CHECKING:
    from ccpro_desk.wire.views import SessionView

_TOKEN = "token"  # noqa: S105 — the name under which it is kept


class Session:
    def __init__(self, settings: DeskSettings, ledger: Ledger, keys: Keys | None) -> None:
        self._ledger = ledger
        self._keys = keys or find_keys(settings)
        self._places = Places(settings.state_dir, settings.central)
        self._fresh: SessionView | None = None
        """A session of the central that waits for the passphrase of its store."""
        self.signed_in = False
        login = settings.login or self._places.last_login()
        self._place: Place | None = self._places.of(login) if login else None

    @property
    def desk_id(self) -> str:
        return str(self._places.desk_id())

    @property
    def needs(self) -> Needs:
        if self._place is not None and (not self._ledger.is_open or self._fresh is not None):
            return Needs.NEW_PASSPHRASE if self._keys.is_new(self._place) else Needs.PASSPHRASE
        return Needs.NOTHING if self.signed_in else Needs.SIGN_IN

    def open(self) -> None:
        """Open the store of whoever signed in last. Raises `StoreProblem`, `KeyProblem`."""
        if self._place is None:
            return
        key = self._keys.store_key(self._place)
        if key is not None:
            self._ledger.open(*Store.open(self._place, key))
            self.signed_in = self._ledger.model.agent is not None

    async def unlock(self, passphrase: str) -> None:
        if self._place is None:
            return
        if not self._ledger.is_open:
            await asyncio.to_thread(self._keys.unlock, self._place, passphrase)
            self.open()
        if self._fresh is not None:
            await self._begin(self._fresh)

    async def resume(self) -> str | None:
        """The token of the last session, if it was not ended."""
        if self._place is None or not self._ledger.is_open or self._ledger.model.agent is None:
            self.signed_in = False
            return None
        if self._keys.keeps_tokens:
            token = await asyncio.to_thread(self._keys.token, self._place)
        else:
            token = await self._ledger.store.meta(_TOKEN)
        self.signed_in = token is not None
        return token

    async def enter(self, session: SessionView) -> None:
        """Open the store of whoever signed in, closing another's. Raises `StoreProblem`, `KeyProblem`."""
        place = self._places.of(session.agent.login)
        if self._place is None or place.name != self._place.name or not self._ledger.is_open:
            await asyncio.to_thread(self._ledger.close)
            self._place = place
            key = await asyncio.to_thread(self._keys.store_key, place)
            self._places.remember_login(session.agent.login)
            if key is None:
                self._fresh = session
                return
            self._ledger.open(*await asyncio.to_thread(Store.open, place, key))
        await self._begin(session)

    async def leave(self) -> None:
        self.signed_in = False
        if self._place is not None and self._keys.keeps_tokens:
            await asyncio.to_thread(self._keys.keep_token, self._place, None)
        elif self._ledger.is_open:
            await self._ledger.store.put_meta(_TOKEN, None)

    async def _begin(self, session: SessionView) -> None:
        self._places.remember_login(session.agent.login)

        def build(model: Model) -> Change:
            return Change(agent=session.agent)

        await self._ledger.apply(build)
        if self._place is not None and self._keys.keeps_tokens:
            await asyncio.to_thread(self._keys.keep_token, self._place, session.token)
        else:
            await self._ledger.store.put_meta(_TOKEN, session.token)
        self.signed_in, self._fresh = True, None
