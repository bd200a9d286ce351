"""An identity becomes an account: made at the first sign-in, brought up to date at each."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ccpro_desk.central.auth.portal.provider import Identity
from ccpro_desk.central.errors import ProblemError
from ccpro_desk.central.handle.changes import audit
from ccpro_desk.central.settings import Portal
from ccpro_desk.central.store.values import AccountUpdate, Change, NewAccount, StoredAccount
from ccpro_desk.domain.agent import Agent
from ccpro_desk.domain.dispatch.skills import written
from ccpro_desk.domain.groups import granted
from ccpro_desk.domain.ids import new_id
from ccpro_desk.domain.motifs import GENERAL_SKILL, Motifs
from ccpro_desk.domain.text import is_clean
from ccpro_desk.domain.values import Channel
from ccpro_desk.wire.problems import ProblemCode

if TYPE_CHECKING:
    from ccpro_desk.central.service import Central

_NO_GROUP = (
    "Le portail vous a reconnu, mais aucun de vos groupes ne donne accès à CC Pros Desk : "
    "demandez-le à votre encadrement."
)
_CLOSED = "Votre compte est fermé ici : adressez-vous à votre encadrement."
_TAKEN = "Un compte local porte déjà votre identifiant ici : l'administration doit d'abord le renommer."


async def account_of(central: Central, portal: Portal, identity: Identity) -> Agent:
    """The agent whom the provider named. Raises `forbidden`."""
    update = _update(central.rules.motifs, portal, identity)
    found = await central.store.account_of_identity(identity.key)
    if found is None:
        return await _made(central, identity, update)
    if found.disabled:
        raise ProblemError(ProblemCode.FORBIDDEN, _CLOSED)
    if _differs(found, update):
        await central.store.update_account(found.agent.id, update)
        await _audit(central, found.agent, "account.updated", update)
    return await _again(central, identity)


def _update(motifs: Motifs, portal: Portal, identity: Identity) -> AccountUpdate:
    grant = granted(identity.groups, portal.groups)
    if grant is None or grant.role is None:
        raise ProblemError(ProblemCode.FORBIDDEN, _NO_GROUP)
    skills = grant.skills or (GENERAL_SKILL,)
    if grant.accompanied:
        skills = tuple(dict.fromkeys(motifs.skill_of(code) for code in grant.accompanied))
    return AccountUpdate(
        name=identity.name,
        role=grant.role,
        centre=grant.centre,
        plateau=grant.plateau,
        skills=skills,
        channels=grant.channels or tuple(Channel),
        accompanied=grant.accompanied,
        office=grant.office,
    )


async def _made(central: Central, identity: Identity, update: AccountUpdate) -> Agent:
    """A new account, unless another sign-in of the same person has just made it."""
    if not identity.login or not is_clean(identity.login):
        raise ProblemError(ProblemCode.FORBIDDEN, _NO_GROUP)
    account = NewAccount(
        id=new_id(),
        login=identity.login,
        name=update.name,
        role=update.role,
        password_hash="",
        centre=update.centre,
        plateau=update.plateau,
        skills=update.skills,
        channels=update.channels,
        identity=identity.key,
        accompanied=update.accompanied,
        office=update.office,
    )
    try:
        await central.store.add_account(account)
    except ProblemError as error:
        if await central.store.account_of_identity(identity.key) is None:
            raise ProblemError(ProblemCode.FORBIDDEN, _TAKEN) from error
        return await _again(central, identity)
    agent = await _again(central, identity)
    await _audit(central, agent, "account.made", update)
    return agent


async def _again(central: Central, identity: Identity) -> Agent:
    found = await central.store.account_of_identity(identity.key)
    if found is None or found.disabled:
        raise ProblemError(ProblemCode.FORBIDDEN, _CLOSED)
    return found.agent


def _differs(found: StoredAccount, update: AccountUpdate) -> bool:
    agent = found.agent
    now = (
        agent.name,
        agent.role,
        agent.centre,
        agent.plateau,
        written(agent),
        agent.accompanied,
        agent.office,
    )
    then = (
        update.name,
        update.role,
        update.centre,
        update.plateau,
        update.skills,
        update.accompanied,
        update.office,
    )
    return now != then or found.allowed != frozenset(update.channels)


async def _audit(central: Central, agent: Agent, action: str, update: AccountUpdate) -> None:
    detail = {
        "role": update.role,
        "centre": update.centre,
        "plateau": update.plateau,
        "skills": list(update.skills),
        "accompanied": list(update.accompanied),
        "office": update.office,
    }
    entry = audit(central.clock.now(), agent.id, action, f"agent/{agent.id}", detail)
    await central.store.write(Change(audit=(entry,)))
