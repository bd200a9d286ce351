"""The provider's side: its description, the code's exchange, the token verified (OpenID Connect Core 1.0)."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

from ccpro_desk import trust
from ccpro_desk.central import logs
from ccpro_desk.central.auth.portal.token import TokenFault, UnknownKey, claims_of
from ccpro_desk.central.errors import ProblemError
from ccpro_desk.central.settings import Portal
from ccpro_desk.domain.clock import Clock
from ccpro_desk.domain.text import clean
from ccpro_desk.wire.problems import ProblemCode
from ccpro_desk.wire.requests import CodeSignIn

if TYPE_CHECKING:
    import httpx

_TIMEOUT_S = 10
_KEPT = timedelta(hours=1)
"""How long the provider's description and keys are kept; an unknown key is asked for at once."""
_NOT_SOONER = timedelta(seconds=30)
"""Between two unknown keys."""
_UNCONFIRMED = (
    "Le portail n'a pas confirmé votre connexion. Recommencez ; si cela dure, prévenez l'assistance."
)
_SILENT = "Le portail d'authentification ne répond pas : réessayez dans un instant."


@dataclass(frozen=True, slots=True)
class Identity:
    """Who the provider says it is."""

    issuer: str
    subject: str
    login: str
    name: str
    groups: tuple[str, ...]

    @property
    def key(self) -> str:
        """What an account remembers: a subject is unique by issuer only (Core, 5.7)."""
        return f"{self.issuer} {self.subject}"


def _client() -> httpx.AsyncClient:
    import httpx

    return httpx.AsyncClient(timeout=_TIMEOUT_S, follow_redirects=False, verify=trust.context())


class Provider:
    """One provider. A client a sign-in: calls to its endpoints carry no cookie of another."""

    def __init__(
        self, portal: Portal, clock: Clock, client: Callable[[], httpx.AsyncClient] = _client
    ) -> None:
        self.portal = portal
        self._clock = clock
        self._client = client
        self._about: tuple[datetime, dict[str, Any]] | None = None
        self._keys: tuple[datetime, dict[str, Any]] | None = None

    async def identity(self, form: CodeSignIn) -> Identity:
        """Raises `unauthenticated`, `invalid` (a redirection not ours), `unavailable`."""
        self._check_redirect(form.redirect_uri)
        async with self._client() as http:
            about = await self._described(http)
            tokens = await self._exchanged(http, about, form)
            claims = await self._verified(http, about, tokens, form.nonce)
            if self.portal.groups_claim not in claims and "access_token" in tokens:
                claims = {**await self._user_info(http, about, tokens, claims), **claims}
        return self._identity(str(about["issuer"]), claims)

    def _check_redirect(self, uri: str) -> None:
        allowed = [f"http://127.0.0.1:{port}/callback" for port in self.portal.redirect_ports]
        if uri not in allowed:
            raise ProblemError(ProblemCode.INVALID, "Champ « redirect_uri » : adresse de retour inconnue.")

    async def _described(self, http: httpx.AsyncClient) -> dict[str, Any]:
        now = self._clock.now()
        if self._about is None or now - self._about[0] > _KEPT:
            base = self.portal.issuer.rstrip("/")
            about = await self._json(http, "GET", f"{base}/.well-known/openid-configuration")
            if str(about.get("issuer", "")).rstrip("/") != base:
                raise _misconfigured("issuer")
            self._about = now, about
        return self._about[1]

    async def _exchanged(
        self, http: httpx.AsyncClient, about: dict[str, Any], form: CodeSignIn
    ) -> dict[str, Any]:
        asked = {
            "grant_type": "authorization_code",
            "code": form.code,
            "redirect_uri": form.redirect_uri,
            "client_id": self.portal.client_id,
            "code_verifier": form.code_verifier,
        }
        if self.portal.client_secret:
            asked["client_secret"] = self.portal.client_secret
        return await self._json(http, "POST", _endpoint(about, "token_endpoint"), asked)

    async def _verified(
        self, http: httpx.AsyncClient, about: dict[str, Any], tokens: dict[str, Any], nonce: str
    ) -> dict[str, Any]:
        token = str(tokens.get("id_token", ""))
        expected = {"issuer": str(about["issuer"]), "client_id": self.portal.client_id, "nonce": nonce}
        now = self._clock.now()
        try:
            try:
                return claims_of(token, await self._key_set(http, about), now, **expected)
            except UnknownKey:
                return claims_of(token, await self._key_set(http, about, renewed=True), now, **expected)
        except TokenFault as fault:
            logs.warning("portal_token_refused", why=fault.why)
            raise _unconfirmed() from fault

    async def _key_set(
        self, http: httpx.AsyncClient, about: dict[str, Any], *, renewed: bool = False
    ) -> dict[str, Any]:
        now = self._clock.now()
        age = _NOT_SOONER if renewed else _KEPT
        if self._keys is None or now - self._keys[0] > age:
            self._keys = now, await self._json(http, "GET", _endpoint(about, "jwks_uri"))
        return self._keys[1]

    async def _user_info(
        self, http: httpx.AsyncClient, about: dict[str, Any], tokens: dict[str, Any], claims: dict[str, Any]
    ) -> dict[str, Any]:
        """More claims, of the same subject only (Core, 5.3.2)."""
        if "userinfo_endpoint" not in about:
            return {}
        headers = {"Authorization": f"Bearer {tokens['access_token']}"}
        found = await self._json(http, "GET", _endpoint(about, "userinfo_endpoint"), headers=headers)
        if found.get("sub") != claims["sub"]:
            logs.warning("portal_token_refused", why="userinfo")
            raise _unconfirmed()
        return found

    async def _json(
        self,
        http: httpx.AsyncClient,
        method: str,
        url: str,
        form: dict[str, str] | None = None,
        *,
        headers: dict[str, str] | None = None,
    ) -> dict[str, Any]:
        from httpx import HTTPError, InvalidURL

        try:
            answer = await http.request(method, url, data=form, headers=headers)
            found = answer.json() if answer.status_code in (200, 400, 401) else None
        except (HTTPError, InvalidURL, ValueError) as error:
            logs.error("portal_unreachable", error=error)
            raise ProblemError(ProblemCode.UNAVAILABLE, _SILENT, retry_after=5) from error
        if answer.status_code == 200 and isinstance(found, dict):
            return found
        code = found.get("error") if isinstance(found, dict) else None
        logs.warning("portal_refused", status=answer.status_code, code=clean(str(code))[:100])
        if code == "invalid_grant":
            raise _unconfirmed()
        raise ProblemError(ProblemCode.UNAVAILABLE, _SILENT, retry_after=5)

    def _identity(self, issuer: str, claims: dict[str, Any]) -> Identity:
        subject = str(claims["sub"])
        login = clean(str(claims.get(self.portal.login_claim) or subject), keep_newlines=False)
        name = clean(str(claims.get(self.portal.name_claim) or login), keep_newlines=False)
        groups = _groups(claims.get(self.portal.groups_claim))
        return Identity(issuer, subject, login[:200], name[:200], groups)


def _groups(claim: Any) -> tuple[str, ...]:
    """A list, or one text with `;` or `,` between names: both are in use."""
    if isinstance(claim, str):
        return tuple(part.strip() for part in claim.replace(",", ";").split(";") if part.strip())
    return tuple(str(group) for group in claim) if isinstance(claim, list) else ()


def _endpoint(about: dict[str, Any], name: str) -> str:
    url = about.get(name)
    if not isinstance(url, str):
        raise _misconfigured(name)
    return url


def _misconfigured(what: str) -> ProblemError:
    logs.warning("portal_misconfigured", what=what)
    title = "Le portail d'authentification n'est pas celui qui est réglé ici : prévenez l'administration."
    return ProblemError(ProblemCode.UNAVAILABLE, title)


def _unconfirmed() -> ProblemError:
    return ProblemError(ProblemCode.UNAUTHENTICATED, _UNCONFIRMED)
