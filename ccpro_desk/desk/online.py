"""What an agent asks of the central there and then: no answer, no effect, and a sentence that says so."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager, suppress
from uuid import UUID

from ccpro_desk.desk import dossiers
from ccpro_desk.desk.errors import CentralUnreachable, DeskRefused, SignInRefused
from ccpro_desk.desk.ledger import Ledger
from ccpro_desk.desk.model import Change, Model
from ccpro_desk.desk.session import Session
from ccpro_desk.desk.state import LinkKind, Place
from ccpro_desk.desk.sync.changes import Changes
from ccpro_desk.desk.sync.client import Client
from ccpro_desk.desk.sync.line import Line
from ccpro_desk.desk.sync.problems import (
    Busy,
    CentralProblem,
    Declined,
    Incompatible,
    SessionExpired,
    Unreachable,
    Untrusted,
)
from ccpro_desk.desk.sync.runner import Sync
from ccpro_desk.domain.ids import new_id
from ccpro_desk.domain.values import Channel
from ccpro_desk.wire.crisis import CrisisView
from ccpro_desk.wire.plateau import ColleagueView, RenfortView
from ccpro_desk.wire.registry import RegistryView
from ccpro_desk.wire.views import DossierView, NextView, SessionView, SignInOffer, UsagerHit

_WORTH_ASKING = (LinkKind.UP_TO_DATE, LinkKind.RECONNECTING)
_SETTLE_S = 5.0
"""How long `next` waits for what was journaled before it: a closing frees a slot, a status opens the tap."""


class Online:
    def __init__(self, ledger: Ledger, line: Line, session: Session, sync: Sync) -> None:
        self._ledger = ledger
        self._line = line
        self._session = session
        self._sync = sync
        self._client = sync.client
        self._next_key: UUID | None = None
        """Of a `next` whose answer never came: asked again, it gives the same contact."""

    @property
    def client(self) -> Client:
        return self._client

    async def resume(self) -> None:
        """Go on with the session that this store remembers."""
        token = self._client.token or await self._session.resume()
        if token is not None and self._session.signed_in:
            self._client.token = token
            self._sync.signed_in()

    def be_found(self, where: Callable[[], Place | None]) -> None:
        self._sync.where = where

    async def stop(self) -> None:
        await self._sync.stop()

    async def sign_in(self, login: str, password: str) -> None:
        wrong = "Identifiant ou mot de passe incorrect."
        async with _signing_in(wrong):
            session = await self._client.sign_in(login, password, UUID(self._session.desk_id))
        await self._enter(session)

    async def sign_in_offer(self) -> SignInOffer:
        async with _signing_in(""):
            return await self._client.sign_in_offer()

    async def sign_in_by_portal(self) -> None:
        from ccpro_desk.desk import portal

        offer = (await self.sign_in_offer()).oidc
        if offer is None:
            raise SignInRefused("Le centre ne propose plus le portail.", "Utilisez votre mot de passe.")
        grant = await portal.ask(offer)
        async with _signing_in("Le portail n'a pas confirmé votre connexion. Recommencez."):
            session = await self._client.sign_in_by_portal(grant, UUID(self._session.desk_id))
        await self._enter(session)

    async def _enter(self, session: SessionView) -> None:
        self._line.signed_out()
        await self._session.enter(session)
        if self._session.signed_in:
            self._sync.signed_in()

    async def sign_out(self, patience_s: float) -> None:
        if self._line.kind is LinkKind.UP_TO_DATE:
            await self._sync.drain(patience_s)
        with suppress(CentralProblem):
            await self._client.sign_out()
        self._client.token = None
        self._line.signed_out()
        await self._session.leave()

    async def next(self) -> UUID | None:
        self.must_be_up()
        with suppress(TimeoutError):
            async with asyncio.timeout(_SETTLE_S):
                await self._ledger.until(lambda model: model.is_quiet)
        key = self._next_key = self._next_key or new_id()
        async with self.asking():
            with self._line.exchange():
                given = await self._given(key)
        return None if given is None else given.contact.id

    def must_be_up(self) -> None:
        """Raises `DeskRefused` when asking makes no sense now."""
        kind = self._line.kind
        if kind in _WORTH_ASKING:
            return
        if kind is LinkKind.OFFLINE:
            raise _offline()
        raise _no_session(kind)

    async def dossier(self, siren: str, contact_id: UUID | None, reason: str | None) -> DossierView:
        if self._line.kind is LinkKind.OFFLINE:
            return await dossiers.from_cache(self._ledger, siren, contact_id, reason)
        try:
            async with self.asking():
                raw = await self._client.dossier(siren, contact_id, reason)
        except DeskRefused as refused:
            if refused.code != "offline":
                raise
            return await dossiers.from_cache(self._ledger, siren, contact_id, reason)
        return await dossiers.keep(self._ledger, contact_id, raw)

    async def registry(self, siren: str, contact_id: UUID | None, reason: str | None) -> RegistryView:
        async with self.asking():
            return await self._client.registry(siren, contact_id, reason)

    async def search_usagers(self, q: str) -> tuple[UsagerHit, ...]:
        async with self.asking():
            return await self._client.search_usagers(q)

    async def colleagues(self) -> tuple[ColleagueView, ...]:
        async with self.asking():
            return await self._client.colleagues()

    async def crises(self) -> tuple[CrisisView, ...]:
        async with self.asking():
            return await self._client.crises()

    async def ask_renfort(self, channel: Channel | None, subject: str) -> RenfortView:
        async with self.asking():
            return await self._client.ask_renfort(channel, subject)

    async def attachment(self, attachment_id: UUID) -> bytes:
        async with self.asking():
            return await self._client.attachment(attachment_id)

    async def attach(self, name: str, type_: str, content: bytes) -> UUID:
        async with self.asking():
            return await self._client.add_attachment(name, type_, content)

    async def _given(self, key: UUID) -> NextView | None:
        """Ask, and write down what was given. The key is spent unless the answer never came."""
        try:
            given = await self._client.next(key)
        except Unreachable:
            raise
        except CentralProblem:
            self._next_key = None
            raise
        if given is not None:
            await self._ledger.apply(lambda model: _taken(model, given, self._ledger))
        self._next_key = None
        return given

    @asynccontextmanager
    async def asking(self) -> AsyncIterator[None]:
        """Problems of the line become refusals that a screen can show."""
        try:
            yield
        except SessionExpired as error:
            self._line.expired(elsewhere=error.elsewhere)
            raise _no_session(LinkKind.EXPIRED) from error
        except Incompatible as error:
            self._line.incompatible()
            raise _no_session(LinkKind.INCOMPATIBLE) from error
        except Untrusted as error:
            raise DeskRefused("offline", error.sentence, error.hint) from error
        except Unreachable as error:
            raise _offline() from error
        except Busy as error:
            raise DeskRefused("rate_limited", error.sentence) from error
        except Declined as error:
            raise DeskRefused(error.code, error.sentence) from error


@asynccontextmanager
async def _signing_in(wrong: str) -> AsyncIterator[None]:
    """Problems of a sign-in in words; `wrong`: what a 401 means."""
    try:
        yield
    except SessionExpired as error:
        raise SignInRefused(wrong) from error
    except (Declined, Busy, Incompatible) as error:
        raise SignInRefused(error.sentence) from error
    except Untrusted as error:
        raise CentralUnreachable(error.sentence, error.hint) from error
    except CentralProblem as error:
        raise CentralUnreachable(
            "Le centre ne répond pas.", "Vérifiez la liaison et l'adresse du centre, puis recommencez."
        ) from error


def _taken(model: Model, given: NextView, ledger: Ledger) -> Change:
    changes = Changes(model, ledger.clock.now())
    changes.taken(given)
    return changes.made()


def _offline() -> DeskRefused:
    return DeskRefused(
        "offline",
        "Le centre ne répond pas.",
        "Continuez avec vos contacts en cours : tout partira à son retour.",
    )


def _no_session(kind: LinkKind) -> DeskRefused:
    if kind is LinkKind.EXPIRED:
        return DeskRefused("signed_out", "Session expirée : reconnectez-vous, votre saisie est conservée.")
    if kind is LinkKind.INCOMPATIBLE:
        return DeskRefused("upgrade_required", Incompatible().sentence)
    return DeskRefused("signed_out", "Connectez-vous d'abord.")
