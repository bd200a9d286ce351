"""A connector's way to the central: signs in, tries again when that is harmless, tells why when it gives up.

Every call made here may be repeated: contacts are known by `external_id`, reports by their claim, and a claim
lost on the way runs out by itself.
"""

from __future__ import annotations

import asyncio
import random
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from http import HTTPStatus
from time import monotonic
from types import TracebackType
from typing import Any, Self
from uuid import UUID

import httpx

from ccpro_desk import trust
from ccpro_desk.connectors.errors import CentralError, CentralUnavailable, Refused, SignInRefused
from ccpro_desk.domain.text import clean
from ccpro_desk.domain.values import Channel
from ccpro_desk.wire import CONTRACT, CONTRACT_HEADER
from ccpro_desk.wire.codec import Malformed, dumps, read
from ccpro_desk.wire.views import OutboxItem

_UNIX = "unix:"
_BUSY = frozenset({429, 502, 503, 504})
_FIRST_WAIT = 0.1
_LONGEST_WAIT = 5.0
_LONGEST_RETRY_AFTER = 60.0


@dataclass(frozen=True, slots=True)
class Brought:
    """What became of a mail: the contact's id, and whether it is new or was added to a thread."""

    contact_id: str
    created: bool
    appended: bool


class CentralClient:
    """An account's session on the central at `url` (`http://…`, `https://…` or `unix:PATH`).

    `patience_s`: how long a call is tried again while the central is unreachable, busy or limits the rate.
    `transport` and `wait` are for tests. Methods raise `CentralUnavailable`, `SignInRefused`, `Refused` or
    `CentralError`.
    """

    def __init__(
        self,
        url: str,
        login: str,
        password: str,
        *,
        patience_s: float = 30.0,
        transport: httpx.AsyncBaseTransport | None = None,
        wait: Callable[[float], Awaitable[object]] = asyncio.sleep,
    ) -> None:
        self._login, self._password = login, password
        self._patience = patience_s
        self._wait = wait
        self._url = url
        self._http = _http(url, transport)
        self._token: str | None = None

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self.close()

    async def sign_in(self) -> None:
        """Opens a session; the other calls do it by themselves when there is none or it has run out."""
        answer = await self._try("POST", "/v1/sessions", {"login": self._login, "password": self._password})
        if answer.status_code in (HTTPStatus.UNAUTHORIZED, HTTPStatus.FORBIDDEN):
            raise SignInRefused(
                f"Le central refuse la connexion de « {self._login} ».",
                "Vérifiez l'identifiant et le mot de passe (CCPRO_PASSWORD ou trousseau).",
            )
        self._token = str(_json(_accepted(answer))["token"])

    async def bring(self, contact: dict[str, Any]) -> Brought:
        """Brings a contact, or a message of one: `POST /v1/contacts`."""
        answer = await self.connector_call("POST", "/v1/contacts", contact)
        found = _json(answer)
        view = found.get("contact", found)
        created = answer.status_code == HTTPStatus.CREATED
        return Brought(str(view.get("id", "")), created, appended=bool(found.get("appended")))

    async def claim(self, limit: int = 10) -> list[OutboxItem]:
        """Claims at most `limit` mails ready to go, for 60 s: `GET /v1/outbox`."""
        query = {"channel": Channel.MAIL.value, "limit": limit}
        answer = await self.connector_call("GET", "/v1/outbox", params=query)
        try:
            return [read(OutboxItem, item) for item in _json(answer)["items"]]
        except (Malformed, KeyError, TypeError) as error:
            raise CentralError(f"Le central décrit mal ce qu'il y a à envoyer : {error}") from error

    async def report(self, reply_id: UUID, claim: UUID, status: str, detail: str | None = None) -> None:
        """Says what became of a claimed reply: `sent`, `failed` or `bounced`."""
        body: dict[str, Any] = {"claim": str(claim), "status": status}
        if detail:
            body["detail"] = detail[:2_000]
        await self._call("POST", f"/v1/outbox/{reply_id}", body)

    async def attachment(self, attachment_id: UUID) -> bytes:
        """The bytes of an attachment."""
        return (await self._call("GET", f"/v1/attachments/{attachment_id}")).content

    async def close(self) -> None:
        """Ends the session, if the central can still be told, and the connections."""
        try:
            if self._token:
                async with asyncio.timeout(0.3):
                    await self._once("DELETE", "/v1/sessions/current")
        except (httpx.HTTPError, TimeoutError):
            pass  # it runs out by itself
        finally:
            self._token = None
            await self._http.aclose()

    async def connector_call(
        self, method: str, path: str, body: dict[str, Any] | None = None, params: dict[str, Any] | None = None
    ) -> httpx.Response:
        """A call that every connector may make: refused, it is the account that is wrong, not the call."""
        try:
            return await self._call(method, path, body, params)
        except Refused as refusal:
            if refusal.status != HTTPStatus.FORBIDDEN:
                raise
            raise SignInRefused(
                f"Le compte « {self._login} » n'est pas celui d'un connecteur.",
                "Donnez le compte d'un connecteur : --login connecteur1, par exemple.",
            ) from refusal

    async def _call(
        self, method: str, path: str, body: dict[str, Any] | None = None, params: dict[str, Any] | None = None
    ) -> httpx.Response:
        if self._token is None:
            await self.sign_in()
        answer = await self._try(method, path, body, params)
        if answer.status_code == HTTPStatus.UNAUTHORIZED:
            await self.sign_in()
            answer = await self._try(method, path, body, params)
        return _accepted(answer)

    async def _try(
        self, method: str, path: str, body: dict[str, Any] | None = None, params: dict[str, Any] | None = None
    ) -> httpx.Response:
        """The answer, once there is one that waiting would not change."""
        until, wait = monotonic() + self._patience, _FIRST_WAIT
        content = dumps(body) if body is not None else None
        while True:
            answer: httpx.Response | None = None
            try:
                answer = await self._once(method, path, content, params)
                if answer.status_code not in _BUSY:
                    return answer
                fault = f"réponse {answer.status_code}"
            except httpx.TransportError as error:
                if refused := trust.mistrust(error, "du central"):
                    raise CentralUnavailable(refused.sentence, refused.hint) from error
                fault = clean(str(error), keep_newlines=False) or type(error).__name__
            asked = _retry_after(answer)
            pause = asked or wait * random.uniform(0.7, 1.3)  # noqa: S311 - spreads the retries
            if monotonic() + pause > until:
                raise CentralUnavailable(
                    f"Le central {self._url} ne répond pas ({fault}).",
                    "Rien n'est perdu : relancez la commande quand il sera de retour.",
                    asked,
                )
            await self._wait(pause)
            wait = min(wait * 2, _LONGEST_WAIT)

    async def _once(
        self, method: str, path: str, content: bytes | None = None, params: dict[str, Any] | None = None
    ) -> httpx.Response:
        headers = {CONTRACT_HEADER: CONTRACT}
        if content is not None:
            headers["Content-Type"] = "application/json"
        if self._token is not None and path != "/v1/sessions":
            headers["Authorization"] = f"Bearer {self._token}"
        return await self._http.request(method, path, content=content, params=params, headers=headers)


def _http(url: str, transport: httpx.AsyncBaseTransport | None) -> httpx.AsyncClient:
    timeout = httpx.Timeout(60.0, connect=5.0)
    if url.startswith(_UNIX):
        transport = transport or httpx.AsyncHTTPTransport(uds=url.removeprefix(_UNIX))
        url = "http://central"
    verify = trust.context() if url.startswith("https:") else True
    return httpx.AsyncClient(base_url=url, transport=transport, timeout=timeout, verify=verify)


def _accepted(answer: httpx.Response) -> httpx.Response:
    if answer.is_success:
        return answer
    problem = _problem(answer)
    code = clean(str(problem.get("code", "")), keep_newlines=False)
    title = clean(str(problem.get("title") or problem.get("detail") or ""), keep_newlines=False)
    if answer.status_code == HTTPStatus.UPGRADE_REQUIRED:
        raise CentralError(
            "Le central parle une autre version du contrat.", "Installez la même version des deux côtés."
        )
    raise Refused(answer.status_code, code, title or f"réponse {answer.status_code} du central")


def _problem(answer: httpx.Response) -> dict[str, Any]:
    try:
        found = answer.json()
    except ValueError:
        return {}
    return found if isinstance(found, dict) else {}


def _json(answer: httpx.Response) -> dict[str, Any]:
    found = _problem(answer)
    if not found:
        raise CentralError("La réponse n'est pas celle d'un central CC Pros.", "Vérifiez l'adresse donnée.")
    return found


def _retry_after(answer: httpx.Response | None) -> float:
    """Seconds that the central asks to wait; 0 when it does not say."""
    try:
        asked = float(answer.headers.get("Retry-After", "")) if answer is not None else 0.0
    except ValueError:
        return 0.0
    return min(max(asked, 0.0), _LONGEST_RETRY_AFTER)
