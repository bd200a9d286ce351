"""One sign-in by the portal, from the key to the code: cancelled by cancelling the task."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from ccpro_desk import trust
from ccpro_desk.desk.errors import CentralUnreachable, SignInRefused
from ccpro_desk.desk.portal.browser import opened
from ccpro_desk.desk.portal.listener import listening
from ccpro_desk.desk.portal.request import Asked
from ccpro_desk.domain.text import clean
from ccpro_desk.wire.views import OidcOffer

PATIENCE_S = 300.0
"""How long someone has to sign in at the portal."""
_ABOUT_S = 10.0
_SECURE = ("https://", "http://127.0.0.1", "http://localhost", "http://[::1]")


@dataclass(frozen=True, slots=True)
class Grant:
    """What the central needs to ask the portal who it was."""

    code: str = field(repr=False)
    code_verifier: str = field(repr=False)
    redirect_uri: str
    nonce: str = field(repr=False)


async def ask(offer: OidcOffer, patience_s: float = PATIENCE_S) -> Grant:
    """Opens the browser at the portal and waits. Raises `SignInRefused`, `CentralUnreachable`."""
    about = await _described(offer)
    async with listening(offer.redirect_ports) as listener:
        asked = Asked(offer, listener.redirect_uri)
        listener.accepts = lambda given: _is_answer(asked, about, given)
        async with opened(asked.url(str(about["authorization_endpoint"]))) as browser:
            given = await _answer(listener.answer, browser, patience_s)
    if "code" not in given:
        raise _refused(given.get("error", ""))
    return Grant(given["code"], asked.verifier, asked.redirect_uri, asked.nonce)


def _is_answer(asked: Asked, about: Mapping[str, Any], given: Mapping[str, str]) -> bool:
    """Our `state`, and the portal's own name where it says it (RFC 9207)."""
    issued = given.get("iss", about["issuer"]) == about["issuer"]
    return issued and asked.is_ours(given.get("state", "")) and ("code" in given or "error" in given)


async def _answer(
    answer: asyncio.Future[dict[str, str]], browser: asyncio.Task[None], patience_s: float
) -> dict[str, str]:
    """The portal's answer, unless no browser opens or nobody comes back."""
    try:
        async with asyncio.timeout(patience_s):
            either: set[asyncio.Future[Any]] = {answer, browser}
            await asyncio.wait(either, return_when=asyncio.FIRST_COMPLETED)
            if not answer.done():
                browser.result()
            return await answer
    except TimeoutError as error:
        raise SignInRefused(
            "Le portail n'a pas répondu à temps.", "Recommencez, et finissez la connexion dans le navigateur."
        ) from error


async def _described(offer: OidcOffer) -> dict[str, Any]:
    """The portal's own description (OpenID Connect Discovery 1.0)."""
    import httpx

    url = f"{offer.issuer.rstrip('/')}/.well-known/openid-configuration"
    if not url.startswith(_SECURE):
        raise SignInRefused("L'adresse du portail n'est pas sûre.", "Prévenez l'assistance.")
    try:
        async with httpx.AsyncClient(timeout=_ABOUT_S, verify=trust.context()) as http:
            found = (await http.get(url)).raise_for_status().json()
        about = {"issuer": str(found["issuer"]), "authorization_endpoint": found["authorization_endpoint"]}
    except (httpx.HTTPError, httpx.InvalidURL, ValueError, KeyError, TypeError) as error:
        if refused := trust.mistrust(error, "du portail"):
            raise CentralUnreachable(refused.sentence, refused.hint) from error
        raise CentralUnreachable(
            "Le portail d'authentification ne répond pas.", "Vérifiez la liaison, puis recommencez."
        ) from error
    if not str(about["authorization_endpoint"]).startswith(_SECURE):
        raise SignInRefused("L'adresse du portail n'est pas sûre.", "Prévenez l'assistance.")
    return about


def _refused(code: str) -> SignInRefused:
    if code == "access_denied":
        return SignInRefused(
            "Le portail a refusé l'accès.", "Vérifiez vos droits auprès de votre encadrement."
        )
    return SignInRefused(f"Le portail n'a pas fini la connexion ({clean(code)[:100]}).", "Recommencez.")
