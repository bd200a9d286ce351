"""Sign-in with a local account, or by the portal; and waits after wrong passwords."""

from __future__ import annotations

from asyncio import Lock
from dataclasses import fields
from datetime import timedelta
from uuid import UUID
from weakref import WeakValueDictionary

from ccpro_desk.central.auth.guard import new_token, token_hash
from ccpro_desk.central.auth.passwords import verify_slowly
from ccpro_desk.central.auth.portal.people import account_of
from ccpro_desk.central.errors import ProblemError
from ccpro_desk.central.handle.changes import audit
from ccpro_desk.central.service import Central
from ccpro_desk.central.store.values import Change, StoredAccount
from ccpro_desk.domain.agent import Agent
from ccpro_desk.domain.text import is_clean
from ccpro_desk.wire.problems import ProblemCode
from ccpro_desk.wire.requests import CodeSignIn, PasswordSignIn
from ccpro_desk.wire.views import AgentView, SessionView

SESSION = timedelta(hours=12)
_NO_PORTAL = "La connexion par un portail n'est pas proposée ici : utilisez votre mot de passe."
_PORTAL_ONLY = "Ici, on se connecte par le portail."
_locks: WeakValueDictionary[str, Lock] = WeakValueDictionary()
"""One attempt at a time for a login in this process: several right ones at once do not make it wait."""


async def sign_in(central: Central, form: PasswordSignIn, source: str) -> SessionView:
    """A new session for a login and its password. Raises 401, 403, 429."""
    lock = _locks.setdefault(form.login, Lock())
    async with lock:
        account = await _checked(central, form, source)
    if account.agent.is_person and not central.settings.local_accounts:
        raise ProblemError(ProblemCode.FORBIDDEN, _PORTAL_ONLY)
    return await _open(central, account.agent, form.desk, "password")


async def sign_in_by_portal(central: Central, form: CodeSignIn, source: str) -> SessionView:
    """A new session for whom the portal names. Raises 401, 403, 422, 429, 503."""
    if central.provider is None:
        raise ProblemError(ProblemCode.INVALID, _NO_PORTAL)
    _refuse(central, await _source_wait_s(central, source))
    try:
        identity = await central.provider.identity(form)
    except ProblemError as error:
        if error.code is ProblemCode.UNAUTHENTICATED:
            await _wrong_source(central, source)
        central.metrics.count_sign_in("portal_failed")
        raise
    agent = await account_of(central, central.provider.portal, identity)
    return await _open(central, agent, form.desk, "portal")


async def sign_out(central: Central, session: bytes, agent: Agent) -> None:
    """Ends the session of this token's hash."""
    await central.store.close_session(session, central.clock.now())
    await _audit(central, agent, "closed", {})
    await central.feed.recheck(agent.id)


async def _checked(central: Central, form: PasswordSignIn, source: str) -> StoredAccount:
    """The account, if the password is right. An attempt counts as wrong until it is known to be right."""
    wait = await _source_wait_s(central, source)
    _refuse(central, wait or await central.by_login.begin(form.login))
    account = await central.store.account(form.login) if is_clean(form.login) else None
    known = account.password_hash if account and not account.disabled else ""
    right = await verify_slowly(known or None, form.password)
    if account is None or not right:
        await _wrong_source(central, source)
        await _audit(central, account.agent if account else None, "refused", {})
        central.metrics.count_sign_in("wrong")
        raise ProblemError(ProblemCode.UNAUTHENTICATED, "Identifiant ou mot de passe incorrect.")
    await central.by_login.right(form.login)
    return account


async def _source_wait_s(central: Central, source: str) -> int:
    return await central.by_source.wait_s(source) if source else 0


async def _wrong_source(central: Central, source: str) -> None:
    if source:
        await central.by_source.wrong(source)


def _refuse(central: Central, wait: int) -> None:
    if not wait:
        return
    central.metrics.count_sign_in("rate_limited")
    raise ProblemError(ProblemCode.RATE_LIMITED, _wait_sentence(wait), retry_after=wait)


def _wait_sentence(wait: int) -> str:
    if wait < 3600:
        return f"Trop d'essais avec un mauvais mot de passe. Réessayez dans {wait} s."
    return (
        f"Ce compte est bloqué pour {wait // 3600} h : trop d'essais avec un mauvais mot de passe. "
        "L'administration peut le débloquer."
    )


async def _open(central: Central, agent: Agent, desk: UUID | None, way: str) -> SessionView:
    token = new_token()
    now = central.clock.now()
    await central.store.open_session(token_hash(token), agent.id, desk, now, now + SESSION)
    await _audit(central, agent, "opened", {"way": way})
    await central.feed.recheck(agent.id)
    central.metrics.count_sign_in("done")
    return SessionView(token, now + SESSION, agent_view(agent))


async def _audit(central: Central, agent: Agent | None, what: str, detail: dict[str, str]) -> None:
    """Nobody's, for a login that does not exist: the answer takes as long, and what was typed is not kept."""
    about = f"agent/{agent.id if agent else '-'}"
    actor = agent.id if agent and what != "refused" else None
    entry = audit(central.clock.now(), actor, f"session.{what}", about, detail)
    await central.store.write(Change(audit=(entry,)))


def agent_view(agent: Agent) -> AgentView:
    """An account as its desk sees it."""
    names = (field.name for field in fields(AgentView))
    return AgentView(**{name: getattr(agent, name) for name in names})
