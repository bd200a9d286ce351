"""`ccpro-central user add|accompany|password|list|disable|enable|unlock`."""

from __future__ import annotations

import argparse
import getpass
import json
import os
import sys
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from ccpro_desk.central.accounts import all_levels, all_skills, centres, offices, skills_of
from ccpro_desk.central.auth.passwords import hash_password
from ccpro_desk.central.auth.throttle import PER_LOGIN, attempts_key
from ccpro_desk.central.store.values import AccountUpdate, NewAccount
from ccpro_desk.cli.audited import audited
from ccpro_desk.cli.errors import DONE, USAGE, CommandError
from ccpro_desk.domain.dispatch.skills import written
from ccpro_desk.domain.ids import new_id
from ccpro_desk.domain.text import clean, is_clean
from ccpro_desk.domain.values import Channel, Role
from ccpro_desk.reference.motifs import load_motifs

if TYPE_CHECKING:
    from collections.abc import Mapping
    from uuid import UUID

    from ccpro_desk.central.store.port import Store
    from ccpro_desk.central.store.values import StoredAccount

_SHORTEST = 12
"""Characters of a password made by hand (ANSSI's recommendation for a password alone)."""


async def run(store: Store, args: argparse.Namespace) -> int:
    """Runs one action. Raises `CommandError`, `ProblemError`."""
    actions = {
        "add": _add,
        "password": _password,
        "list": _list,
        "disable": _disable,
        "enable": _enable,
        "accompany": _accompany,
        "unlock": _unlock,
    }
    await actions[args.action](store, args)
    return DONE


async def _add(store: Store, args: argparse.Namespace) -> None:
    login = args.login.strip()
    if not login or not is_clean(login) or len(login) > 200:
        raise CommandError("Cet identifiant ne convient pas.", "Donnez de 1 à 200 caractères.", USAGE)
    role = Role(_of(args.role, [r.value for r in Role], "--role"))
    centre = args.centre and _of(args.centre, centres(), "--centre")
    skills = all_skills() if args.skills == "all" else _each(args.skills, all_levels(), "--skills")
    channels = tuple(Channel(c) for c in _each(args.channels, [c.value for c in Channel], "--channels"))
    name = clean(args.name, keep_newlines=False)
    motifs = _motifs(args.accompanied, "--accompanied", role)
    account = NewAccount(
        new_id(),
        login,
        name,
        role,
        hash_password(_ask_password()),
        centre,
        args.plateau,
        skills_of(motifs) if motifs else skills,
        channels,
        accompanied=motifs,
        office=_office(args.office, role),
    )
    await store.add_account(account)
    await _audited(store, account.id, "made", {"role": role.value, "centre": centre})
    print(f"Le compte « {login} » est créé.")


def _office(code: str, role: Role) -> str:
    """The SIE of an officer. Without one, nothing that is referred reaches them."""
    if code and role is not Role.SIE:
        raise CommandError("Seul un agent du SIE a un service.", "Rien n'a été modifié.", USAGE)
    return code and _of(code, offices(), "--office")


def _of(value: str, allowed: Any, option: str) -> str:
    if value not in allowed:
        raise CommandError(f"{option} : « {value} » est inconnu.", f"Au choix : {', '.join(allowed)}.", USAGE)
    return value


def _each(text: str, allowed: Any, option: str) -> tuple[str, ...]:
    return tuple(dict.fromkeys(_of(part.strip(), allowed, option) for part in text.split(",")))


def _motifs(text: str, option: str, role: Role) -> tuple[str, ...]:
    """The motifs of an agent *en accompagnement*; none: an ordinary account."""
    if not text.strip():
        return ()
    if role is not Role.AGENT:
        raise CommandError("Seul un agent peut être en accompagnement.", "Rien n'a été modifié.", USAGE)
    return _each(text, load_motifs().codes, option)


async def _accompany(store: Store, args: argparse.Namespace) -> None:
    found = await _stored(store, args.login)
    agent = found.agent
    motifs = _motifs(args.motifs, "--motifs", agent.role)
    allowed = tuple(Channel(channel) for channel in sorted(found.allowed))
    skills = skills_of(motifs) if motifs else written(replace(agent, skills=agent.all_skills))
    update = AccountUpdate(agent.name, agent.role, agent.centre, agent.plateau, skills, allowed, motifs)
    await store.update_account(agent.id, update)
    await _audited(store, agent.id, "accompanied", {"motifs": list(motifs)})
    if motifs:
        print(f"« {args.login} » est en accompagnement sur {len(motifs)} motif(s), un contact à la fois.")
    else:
        print(f"L'accompagnement de « {args.login} » est fini. Compétences : {', '.join(skills)}.")


async def _unlock(store: Store, args: argparse.Namespace) -> None:
    found = (await _stored(store, args.login)).agent
    await store.forget_attempts(attempts_key(PER_LOGIN.scope, args.login))
    await _audited(store, found.id, "unlocked")
    print("Le compte est débloqué.")


async def _password(store: Store, args: argparse.Namespace) -> None:
    found = (await _stored(store, args.login)).agent
    await store.set_password(args.login, hash_password(_ask_password()))
    await store.forget_attempts(attempts_key(PER_LOGIN.scope, args.login))
    await _audited(store, found.id, "password")
    print("Le mot de passe est changé ; les sessions ouvertes sont fermées.")


def _ask_password() -> str:
    """From `CCPRO_PASSWORD`, else typed twice, else the first line of the standard input."""
    given = os.environ.get("CCPRO_PASSWORD")
    if given is None and sys.stdin.isatty():
        given = getpass.getpass("Mot de passe : ")
        if getpass.getpass("Encore une fois : ") != given:
            raise CommandError("Les deux saisies diffèrent.", "Recommencez : rien n'a été modifié.", USAGE)
    elif given is None:
        given = sys.stdin.readline().rstrip("\n")
    if len(given) < _SHORTEST:
        hint = f"Il en faut au moins {_SHORTEST} : rien n'a été modifié."
        raise CommandError("Le mot de passe a trop peu de caractères.", hint, USAGE)
    return given


async def _list(store: Store, args: argparse.Namespace) -> None:
    accounts = await store.accounts()
    if args.json:
        print(json.dumps([_row(account) for account in accounts], ensure_ascii=False))
        return
    for account in accounts:
        row = _row(account)
        state = "fermé" if account.disabled else "ouvert"
        print(f"{row['login']:<20} {row['role']:<12} {row['centre'] or '-':<12} {state:<7} {row['name']}")


def _row(account: StoredAccount) -> dict[str, Any]:
    agent = account.agent
    return {
        "id": str(agent.id),
        "login": agent.login,
        "name": agent.name,
        "role": agent.role.value,
        "centre": agent.centre,
        "plateau": agent.plateau,
        "office": agent.office,
        "skills": list(written(agent)),
        "disabled": account.disabled,
        "accompanied": list(agent.accompanied),
    }


async def _disable(store: Store, args: argparse.Namespace) -> None:
    found = (await _stored(store, args.login)).agent
    await store.set_disabled(args.login, True)
    await _audited(store, found.id, "disabled")
    print("Le compte est fermé, ses sessions aussi.")


async def _enable(store: Store, args: argparse.Namespace) -> None:
    found = (await _stored(store, args.login)).agent
    await store.set_disabled(args.login, False)
    await _audited(store, found.id, "enabled")
    print("Le compte est rouvert.")


async def _stored(store: Store, login: str) -> StoredAccount:
    """Raises `CommandError` where there is none."""
    found = await store.account(login)
    if found is None:
        raise CommandError(f"Le compte « {login} » n'existe pas.", "Voyez « ccpro-central user list ».")
    return found


async def _audited(store: Store, agent_id: UUID, what: str, detail: Mapping[str, Any] | None = None) -> None:
    await audited(store, f"account.{what}", f"agent/{agent_id}", detail)
