"""The contract's calls, over http, https or a Unix socket. Answers become values, problems exceptions."""

from __future__ import annotations

import asyncio
import base64
import json
from collections.abc import AsyncIterator, Mapping, Sequence
from contextlib import asynccontextmanager
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime
from typing import TYPE_CHECKING, Any, TypeVar
from uuid import UUID
from weakref import WeakValueDictionary

import httpx
from httpx_sse import EventSource, ServerSentEvent

from ccpro_desk import trust
from ccpro_desk.desk.settings import Pace
from ccpro_desk.desk.sync.problems import (
    Busy,
    CentralProblem,
    Declined,
    Incompatible,
    SessionExpired,
    Unreachable,
    Untrusted,
)
from ccpro_desk.wire import CONTRACT, CONTRACT_HEADER
from ccpro_desk.wire.codec import Malformed, read, understand
from ccpro_desk.wire.crisis import CrisisView
from ccpro_desk.wire.plateau import ColleagueView, RenfortView
from ccpro_desk.wire.registry import RegistryView
from ccpro_desk.wire.views import ContactView, Me, NextView, Result, SessionView, SignInOffer, UsagerHit

if TYPE_CHECKING:
    from ccpro_desk.desk.portal import Grant
    from ccpro_desk.desk.state import Place

T = TypeVar("T")
UNIX = "unix:"
_MAJOR = CONTRACT.partition(".")[0]


class Client:
    """One central, at most one session (`token`). Every call may raise a `CentralProblem`."""

    def __init__(self, central: str, pace: Pace, transport: httpx.AsyncBaseTransport | None = None) -> None:
        base, transport = _way(central, transport)
        self.token: str | None = None
        self.ahead: timedelta | None = None
        """How far the central's clock is ahead of this machine's (its `Date` header, to a second)."""
        self._pace = pace
        self._reading: WeakValueDictionary[UUID, asyncio.Lock] = WeakValueDictionary()
        self._http = httpx.AsyncClient(
            base_url=base,
            transport=transport,
            timeout=httpx.Timeout(pace.request),
            headers={CONTRACT_HEADER: CONTRACT},
            trust_env=not central.startswith(UNIX),
            verify=trust.context() if central.startswith("https:") else True,
        )

    async def sign_in(self, login: str, password: str, desk: UUID) -> SessionView:
        body = {"login": login, "password": password, "desk": str(desk)}
        session = await self._json(SessionView, "POST", "/v1/sessions", body)
        self.token = session.token
        return session

    async def sign_in_offer(self) -> SignInOffer:
        return await self._json(SignInOffer, "GET", "/v1/auth")

    async def sign_in_by_portal(self, grant: Grant, desk: UUID) -> SessionView:
        body = {
            "code": grant.code,
            "code_verifier": grant.code_verifier,
            "redirect_uri": grant.redirect_uri,
            "nonce": grant.nonce,
            "desk": str(desk),
        }
        session = await self._json(SessionView, "POST", "/v1/sessions", body)
        self.token = session.token
        return session

    async def sign_out(self) -> None:
        await self._call("DELETE", "/v1/sessions/current")

    async def me(self) -> Me:
        return await self._json(Me, "GET", "/v1/me")

    async def alive(self, position: str, place: Place | None = None) -> None:
        body: dict[str, Any] = {"position": position}
        if place is not None:
            body["place"] = {"contact_id": str(place.contact_id), "pane": place.pane, "caret": place.caret}
        await self._call("POST", "/v1/alive", body)

    async def colleagues(self) -> tuple[ColleagueView, ...]:
        return await self._items(ColleagueView, "/v1/colleagues", {})

    async def crises(self) -> tuple[CrisisView, ...]:
        """The open crisis lines that concern this centre."""
        return await self._items(CrisisView, "/v1/supervision/crisis", {})

    async def ask_renfort(self, channel: str | None, subject: str) -> RenfortView:
        asked = {"subject": subject, **({"channel": channel} if channel else {})}
        return await self._json(RenfortView, "POST", "/v1/renfort", asked)

    async def next(self, key: UUID, channels: Sequence[str] | None = None) -> NextView | None:
        body = {"channels": list(channels)} if channels else {}
        answer = await self._call("POST", "/v1/contacts/next", body, headers={"Idempotency-Key": str(key)})
        return None if answer.status_code == 204 else _value(NextView, answer)

    async def contact(self, contact_id: UUID) -> ContactView:
        """One reading of a contact at a time, whoever asks: none overtakes another."""
        turn = self._reading.setdefault(contact_id, asyncio.Lock())
        async with turn:
            return await self._json(ContactView, "GET", f"/v1/contacts/{contact_id}")

    async def commands(self, envelopes: Sequence[dict[str, Any]]) -> list[Result]:
        """One result a command, in order: anything else is as good as no answer."""
        answer = await self._call("POST", "/v1/commands", {"commands": list(envelopes)})
        try:
            results = [read(Result, item) for item in answer.json()["results"]]
        except (ValueError, KeyError, TypeError, Malformed) as error:
            raise Unreachable(f"réponse incompréhensible ({error})") from error
        if [str(result.id) for result in results] != [envelope["id"] for envelope in envelopes]:
            raise Unreachable("réponse incomplète")
        return results

    async def dossier(self, siren: str, contact_id: UUID | None, reason: str | None) -> dict[str, Any]:
        asked = {"contact_id": str(contact_id)} if contact_id else {"reason": reason or ""}
        return _object(await self._call("GET", f"/v1/usagers/{siren}", params=asked))

    async def registry(self, siren: str, contact_id: UUID | None, reason: str | None) -> RegistryView:
        asked = {"contact_id": str(contact_id)} if contact_id else {"reason": reason or ""}
        answer = await self._call("GET", f"/v1/usagers/{siren}/registry", params=asked)
        return _value(RegistryView, answer)

    async def search_usagers(self, q: str) -> tuple[UsagerHit, ...]:
        return await self._items(UsagerHit, "/v1/usagers", {"q": q})

    async def attachment(self, attachment_id: UUID) -> bytes:
        return (await self._call("GET", f"/v1/attachments/{attachment_id}")).content

    async def add_attachment(self, name: str, type_: str, content: bytes) -> UUID:
        body = {"name": name, "type": type_, "content_base64": base64.b64encode(content).decode("ascii")}
        answer = _object(await self._call("POST", "/v1/attachments", body))
        return UUID(str(answer.get("id")))

    @asynccontextmanager
    async def feed(self, position: str | None) -> AsyncIterator[AsyncIterator[ServerSentEvent]]:
        """The open feed. Its silence, or its end by a broken line, raises `Unreachable`."""
        headers = {**self._headers(), "Accept": "text/event-stream", "Cache-Control": "no-store"}
        if position is not None:
            headers["Last-Event-ID"] = position
        timeout = httpx.Timeout(self._pace.request, read=self._pace.feed_silence)
        try:
            async with self._http.stream("GET", "/v1/feed", headers=headers, timeout=timeout) as answer:
                if answer.status_code != 200:
                    await answer.aread()
                self._check(answer)
                yield EventSource(answer).aiter_sse()
        except httpx.HTTPError as error:
            raise _unanswered(error) from error

    async def aclose(self) -> None:
        await self._http.aclose()

    async def get(self, kind: type[T], path: str, params: Mapping[str, Any] | None = None) -> T:
        return _value(kind, await self._call("GET", path, params=dict(params or {})))

    async def send(self, kind: type[T], method: str, path: str, body: object) -> T:
        return _value(kind, await self._call(method, path, body))

    async def send_maybe(self, kind: type[T], method: str, path: str, body: object) -> T | None:
        """None: nothing stands (204)."""
        answer = await self._call(method, path, body)
        return None if answer.status_code == 204 else _value(kind, answer)

    async def tell(self, method: str, path: str, body: object = None) -> None:
        await self._call(method, path, body)

    async def _json(self, kind: type[T], method: str, path: str, body: object = None) -> T:
        return _value(kind, await self._call(method, path, body))

    async def _items(self, kind: type[T], path: str, params: dict[str, Any]) -> tuple[T, ...]:
        items = _object(await self._call("GET", path, params=params)).get("items", ())
        try:
            return tuple(read(kind, item) for item in items)
        except Malformed as error:
            raise Unreachable(f"réponse incompréhensible ({error})") from error

    async def _call(
        self,
        method: str,
        path: str,
        body: object = None,
        *,
        params: dict[str, Any] | None = None,
        headers: dict[str, str] | None = None,
    ) -> httpx.Response:
        sent, token = {**self._headers(), **(headers or {})}, self.token
        try:
            answer = await self._http.request(method, path, json=body, params=params, headers=sent)
        except (httpx.HTTPError, httpx.InvalidURL) as error:
            raise _unanswered(error) from error
        self._note_time(answer)
        if answer.status_code == 401 and token != self.token:
            raise Unreachable("session remplacée pendant la demande")
        self._check(answer)
        return answer

    def _headers(self) -> dict[str, str]:
        return {"Authorization": f"Bearer {self.token}"} if self.token else {}

    def _note_time(self, answer: httpx.Response) -> None:
        try:
            at = parsedate_to_datetime(answer.headers["Date"])
        except (KeyError, ValueError, TypeError):
            return
        self.ahead = (at if at.tzinfo else at.replace(tzinfo=UTC)) - datetime.now(UTC)

    def _check(self, answer: httpx.Response) -> None:
        major = answer.headers.get(CONTRACT_HEADER, _MAJOR).partition(".")[0]
        if answer.status_code == 426 or major != _MAJOR:
            raise Incompatible
        if not answer.is_success:
            raise _problem(answer)


def _way(
    central: str, transport: httpx.AsyncBaseTransport | None
) -> tuple[str, httpx.AsyncBaseTransport | None]:
    if not central.startswith(UNIX):
        return central, transport
    return "http://central", transport or httpx.AsyncHTTPTransport(uds=central.removeprefix(UNIX))


def _unanswered(error: Exception) -> Unreachable:
    refused = trust.mistrust(error, "du centre")
    return Untrusted(refused) if refused else Unreachable(type(error).__name__)


def _problem(answer: httpx.Response) -> CentralProblem:
    if answer.status_code == 401:
        return SessionExpired(elsewhere=_reason(answer) == "elsewhere")
    try:
        body = answer.json()
        code, title = str(body["code"]), str(body["title"])
    except (ValueError, KeyError, TypeError):
        return Unreachable(f"réponse {answer.status_code}")
    if answer.status_code in (429, 503):
        return Busy(title, _seconds(answer.headers.get("Retry-After")))
    if answer.status_code >= 500:
        return Unreachable(f"réponse {answer.status_code}")
    return Declined(code, answer.status_code, title)


def _reason(answer: httpx.Response) -> object:
    try:
        body = answer.json()
    except ValueError:
        return None
    return body.get("reason") if isinstance(body, dict) else None


def _seconds(raw: str | None) -> float | None:
    try:
        return max(0.0, float(raw)) if raw is not None else None
    except ValueError:
        return None


def _value(kind: type[T], answer: httpx.Response) -> T:
    try:
        return understand(kind, answer.content)
    except Malformed as error:
        raise Unreachable(f"réponse incompréhensible ({error})") from error


def _object(answer: httpx.Response) -> dict[str, Any]:
    try:
        found = json.loads(answer.content)
    except ValueError as error:
        raise Unreachable("réponse incompréhensible") from error
    if not isinstance(found, dict):
        raise Unreachable("réponse incompréhensible")
    return found
