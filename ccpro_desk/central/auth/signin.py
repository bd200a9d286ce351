"""Sign-in with a local account: the same effort for an unknown login, and waits after wrong passwords."""

from __future__ import annotations

from asyncio import Lock
from dataclasses import fields
from datetime import timedelta
from weakref import WeakValueDictionary

from ccpro_desk.central.auth.guard import new_token, token_hash
from ccpro_desk.central.auth.passwords import verify_slowly
from ccpro_desk.central.errors import ProblemError
from ccpro_desk.central.service import Central
from ccpro_desk.central.store.values import StoredAccount
from ccpro_desk.domain.agent import Agent
from ccpro_desk.domain.text import is_clean
from ccpro_desk.wire.problems import ProblemCode
from ccpro_desk.wire.requests import PasswordSignIn
from ccpro_desk.wire.views import AgentView, SessionView

SESSION = timedelta(hours=12)
_locks: WeakValueDictionary[str, Lock] = WeakValueDictionary()
"""One attempt at a time for a login: parallel guesses are counted like others."""


async def sign_in(central: Central, form: PasswordSignIn, source: str) -> SessionView:
    """A new session. Raises 401, 429."""
    lock = _locks.setdefault(form.login, Lock())
    async with lock:
        account = await _checked(central, form, source)
    view = await _open(central, account.agent, form)
    central.metrics.count_sign_in("done")
    return view


async def _checked(central: Central, form: PasswordSignIn, source: str) -> StoredAccount:
    _refuse_if_waiting(central, form.login, source)
    account = await central.store.account(form.login) if is_clean(form.login) else None
    usable = account is not None and not account.disabled
    right = await verify_slowly(account.password_hash if account and usable else None, form.password)
    if account is None or not right:
        central.by_login.wrong(form.login)
        central.by_source.wrong(source)
        central.metrics.count_sign_in("wrong")
        raise ProblemError(ProblemCode.UNAUTHENTICATED, "Identifiant ou mot de passe incorrect.")
    central.by_login.right(form.login)
    return account


def _refuse_if_waiting(central: Central, login: str, source: str) -> None:
    wait = central.by_login.wait_s(login)
    if source:
        wait = max(wait, central.by_source.wait_s(source))
    if wait:
        central.metrics.count_sign_in("rate_limited")
        title = f"Trop d'essais avec un mauvais mot de passe. Réessayez dans {wait} s."
        raise ProblemError(ProblemCode.RATE_LIMITED, title, retry_after=wait)


async def _open(central: Central, agent: Agent, form: PasswordSignIn) -> SessionView:
    token = new_token()
    now = central.clock.now()
    await central.store.open_session(token_hash(token), agent.id, form.desk, now, now + SESSION)
    await central.feed.recheck(agent.id)
    return SessionView(token, now + SESSION, agent_view(agent))


def agent_view(agent: Agent) -> AgentView:
    """An account as its desk sees it."""
    names = (field.name for field in fields(AgentView))
    return AgentView(**{name: getattr(agent, name) for name in names})
