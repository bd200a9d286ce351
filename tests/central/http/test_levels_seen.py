"""No role sees a field of a file below its level: every field of `LEVEL_OF`, every call that reads, every role.

A file is filled with values that stand nowhere else; then every `GET` of the API is called by everybody, for a
contact at each level. Fields and calls that are added later are held to it without a line here.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import fields, is_dataclass, replace
from datetime import date, timedelta
from functools import cache
from types import UnionType
from typing import Any, Union, get_args, get_origin, get_type_hints
from urllib.parse import quote

import httpx
import pytest

from ccpro_desk.central.app import routes_only
from ccpro_desk.central.openapi import document
from ccpro_desk.central.registry import Registry
from ccpro_desk.central.settings import RegistrySettings
from ccpro_desk.domain.delivery import Delivery
from ccpro_desk.domain.ids import new_id
from ccpro_desk.domain.permissions import Right, may
from ccpro_desk.domain.usager import LEVEL_OF, LONG_LISTS, PAGE, Usager, masked_fields
from ccpro_desk.domain.values import Role
from tests.central.http.world import World, command, send
from tests.support.registry import RegistryServer

SIREN = "732829320"
REASON = "Lecture par un essai de tous les champs."
HOLDER = "agent1"
PEOPLE = (
    HOLDER,
    "agent2",
    "tuteur1",
    "encadrant1",
    "chef1",
    "soutien1",
    "referent1",
    "sie1",
    "connecteur1",
    "admin1",
    "stagiaire1",
)
ENDLESS = ("/v1/feed",)
ONE_MORE = PAGE + 1


def secrets(kind: Any, word: str, day: date) -> Any:
    """A value of this type in which everything says `word`, or is `day`."""
    if get_origin(kind) in (Union, UnionType):
        return secrets(next(each for each in get_args(kind) if each is not type(None)), word, day)
    if get_origin(kind) is tuple:
        return (secrets(get_args(kind)[0], word, day),)
    if is_dataclass(kind):
        hints = get_type_hints(kind)
        made = {each.name: secrets(hints[each.name], f"{word}{each.name}", day) for each in fields(kind)}
        return kind(**made)  # type: ignore[operator]
    if kind is date:
        return day
    return {str: f"zq{word}".replace("_", ""), int: number(word), bool: True}[kind]


def number(word: str) -> int:
    """An amount that stands nowhere else."""
    return 880_000_000 + sum(ord(letter) * place for place, letter in enumerate(word, 1))


def closed(diffusion: str) -> list[str]:
    """The fields that level 0 does not show."""
    return list(masked_fields(0, diffusion))


@cache
def file(diffusion: str) -> Usager:
    """A file whose closed fields, and their days, say which field they are."""
    hints, names = get_type_hints(Usager), closed(diffusion)
    values = {name: secrets(hints[name], name, day_of(name)) for name in names}
    longer = {name: values[name] * ONE_MORE for name in LONG_LISTS if name in values}
    bare = Usager(SIREN, "SARL FOURNIL", "69", city="Lyon", diffusion=diffusion)
    return replace(bare, **values | longer, dated={name: day_of(name) for name in names})


def day_of(name: str) -> date:
    return date(1907, 1, 1) + timedelta(days=sorted(LEVEL_OF).index(name))


def seen(text: str, diffusion: str) -> set[str]:
    """The closed fields of which something stands in an answer."""
    return {name for name in closed(diffusion) if any(said in text for said in marks(name, diffusion))}


@cache
def marks(name: str, diffusion: str) -> tuple[str, ...]:
    value = getattr(file(diffusion), name)
    return tuple({day_of(name).isoformat(), *map(str, leaves(value))} - {"True", name, ""})


def leaves(value: Any) -> Iterator[Any]:
    if is_dataclass(value):
        for each in fields(value):
            yield from leaves(getattr(value, each.name))
    elif isinstance(value, tuple):
        for one in value:
            yield from leaves(one)
    elif value is not None:
        yield value


@cache
def reads() -> tuple[tuple[str, Mapping[str, Any]], ...]:
    """Every `GET` of the document with its parameters, by name."""
    paths = document(routes_only())["paths"]
    return tuple(
        (path, {each["name"]: each for each in call["get"].get("parameters", ())})
        for path, call in paths.items()
        if "get" in call and path not in ENDLESS
    )


def calls(known: Mapping[str, str]) -> Iterator[tuple[str, str]]:
    """Each read, for the contact and with a reason where it asks for one: (how it is opened, the call)."""
    for path, asked in reads():
        filled = re.sub(r"\{(\w+)\}", lambda part: quote(known.get(part[1], str(new_id()))), path)
        needed = {name: known[name] for name, each in asked.items() if each.get("required") and name in known}
        needed |= {name: known[name] for name in ("q", "kind") if name in asked}
        opened = [{"contact_id": known["contact_id"]}, {"reason": REASON}] if "reason" in asked else [{}]
        for how in opened:
            query = "&".join(f"{name}={quote(value)}" for name, value in (needed | how).items())
            yield next(iter(how), ""), f"{filled}?{query}"


async def in_hand(here: World, level: int) -> tuple[httpx.AsyncClient, dict[str, str]]:
    """A contact of this usager that the holder knows at that level, with an act where it opens one."""
    sender = {"name": "K. Benali", "address": "a@client.example", "assurance": "account" if level else "none"}
    holder = await here.available(HOLDER)
    brought = await here.brought(sender=sender, siren=SIREN)
    taken = await here.taken(holder)
    assert taken["contact"]["id"] == brought["id"]
    about: dict[str, Any] = {"contact_id": brought["id"], "lease_token": taken["lease"]["token"]}
    known = {"siren": SIREN, "contact_id": brought["id"], "q": "FOURNIL", "kind": "act", "code": "SIE-69-EST"}
    if level == 2:
        identify = {"checks": ["amount"], "passed": True}
        assert (await send(holder, command("contact.identify", identify, **about)))["status"] == "applied"
        wish = {"quoi": "preference", "preference": "telephone", "demandeur": "director"}
        act = command("act.submit", {"act": "A09", "fields": wish}, **about)
        assert (await send(holder, act))["status"] == "applied"
        known["matter_id"] = act["id"]
    view = (await holder.get(f"/v1/contacts/{brought['id']}")).json()
    assert view["identification"]["level"] == level
    return holder, known


def allowed(role: Role, login: str, how: str, call: str, level: int) -> int:
    """The level at which this person may see this file by that call."""
    if not call.startswith("/v1/usagers/"):
        return 0
    if how == "reason":
        return 1 if may(role, Right.READ_DOSSIER) else 0
    return level if how == "contact_id" and login == HOLDER else 0


@pytest.mark.parametrize("diffusion", ["O", "P"])
@pytest.mark.parametrize("level", [0, 1, 2])
async def test_nobody_sees_a_field_below_its_level(here: World, level: int, diffusion: str) -> None:
    here.central.registry = Registry(
        RegistrySettings("https://registre.example", 1_000), here.clock, RegistryServer().client
    )
    await here.central.store.import_usagers([Delivery(file(diffusion))], here.clock.now())
    since = await here.central.store.position()
    holder, known = await in_hand(here, level)
    shown: set[str] = set()
    for login in PEOPLE:
        account = await here.central.store.account(login)
        assert account is not None
        caller = holder if login == HOLDER else await here.caller(login)
        for how, call in calls(known):
            answer = await caller.get(call)
            assert answer.status_code < 500 or "registry" in call, (login, call, answer.text)
            found = seen(answer.text, diffusion)
            open_to = allowed(account.agent.role, login, how, call, level)
            assert not found.intersection(masked_fields(open_to, diffusion)), (login, call, found)
            shown |= found
    opened = set(closed(diffusion)) - set(masked_fields(max(level, 1), diffusion))
    assert shown == opened, "what the level opens is seen by somebody: the marks are good ones"
    events, _ = await here.central.store.events_after(since, 1_000)
    assert not seen(repr(events), diffusion)


@pytest.mark.parametrize("diffusion", ["O", "P"])
@pytest.mark.parametrize("level", [0, 1, 2])
async def test_a_masked_field_is_null_and_named(here: World, level: int, diffusion: str) -> None:
    await here.central.store.import_usagers([Delivery(file(diffusion))], here.clock.now())
    holder, known = await in_hand(here, level)
    told = (await holder.get(f"/v1/usagers/{SIREN}?contact_id={known['contact_id']}")).json()
    assert told["level"] == level and told["masked"] == list(masked_fields(level, diffusion))
    assert LEVEL_OF.keys() <= told.keys()
    assert all(told[name] is None for name in told["masked"])
    assert not told["dated"].keys() & set(told["masked"])
    assert told["dated"].keys() >= set(closed(diffusion)) - set(told["masked"])
