"""What an operator sets in a TOML file, or on the command line: sign-in by a portal, limits by token.

```toml
local_accounts = true            # persons may also sign in with a password (connectors always may)

[oidc]
issuer = "https://portail.example/"
client_id = "ccpro-desk"
redirect_ports = [8765, 8766, 8767]

[oidc.groups."ccpro-agents-lons"]
role = "agent"
centre = "lons"

[limits]
person = { per_s = 100, burst = 1000 }

[registry]                       # without it the public registry is not asked
url = "https://registre.example"
per_s = 7                        # what it allows, shared by so many processes
processes = 2
```
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field, fields, replace
from pathlib import Path
from types import MappingProxyType
from typing import Any
from urllib.parse import urlsplit

from ccpro_desk.domain.groups import Grant
from ccpro_desk.domain.permissions import VALIDATION
from ccpro_desk.domain.values import Channel, Role

PORTS = (8765, 8766, 8767)
_ALL = "all"
_LEVELS = ("1", "2", "3")
_LOOPBACK = ("127.0.0.1", "localhost", "::1")


class SettingsError(Exception):
    """The settings cannot be used; the message is a French sentence that names the place."""


@dataclass(frozen=True, slots=True)
class Portal:
    """An OpenID Connect provider (authorization code and PKCE) and what its groups give here."""

    issuer: str
    client_id: str
    redirect_ports: tuple[int, ...] = PORTS
    """Ports of the loopback address that the provider has been told of: desks try them in turn."""
    scope: str = "openid profile email groups"
    login_claim: str = "preferred_username"
    name_claim: str = "name"
    groups_claim: str = "groups"
    groups: Mapping[str, Grant] = field(default_factory=lambda: MappingProxyType({}))
    client_secret: str = field(default="", repr=False)
    """For a provider that knows no public clients; from the environment, never from the file."""


@dataclass(frozen=True, slots=True)
class Rate:
    """So many requests a second for ever, and so many at once; `per_s` 0: no limit."""

    per_s: float
    burst: int


@dataclass(frozen=True, slots=True)
class Limits:
    """What one session may ask of one process."""

    person: Rate = Rate(100, 1_000)
    connector: Rate = Rate(1_000, 5_000)
    apart: Rate = Rate(10, 100)
    """Signs of life and openings of the feed, counted apart so that work never costs a desk its leases."""


@dataclass(frozen=True, slots=True)
class RegistrySettings:
    """The public registry of enterprises: asked only where its address is set."""

    url: str
    per_s: float = 7.0
    """Requests a second that the registry allows, over all processes of this host."""
    processes: int = 1
    """How many processes share them."""


@dataclass(frozen=True, slots=True)
class Settings:
    portal: Portal | None = None
    limits: Limits = Limits()
    local_accounts: bool = True
    registry: RegistrySettings | None = None


@dataclass(frozen=True, slots=True)
class Known:
    """The words that a grant may use."""

    centres: frozenset[str]
    skills: tuple[str, ...]
    motifs: frozenset[str]
    offices: frozenset[str] = frozenset()


def read_settings(path: Path, known: Known) -> Settings:
    """The file's settings. Raises `SettingsError`."""
    try:
        table = tomllib.loads(path.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise SettingsError(f"{path} : lecture impossible ({error}).") from error
    _only(table, {"local_accounts", "oidc", "limits", "registry"}, "")
    portal = _portal(table["oidc"], known) if "oidc" in table else None
    local = _typed(table, "local_accounts", bool, True, "")
    if not local and portal is None:
        raise SettingsError("local_accounts = false sans [oidc] : personne ne pourrait se connecter.")
    registry = _registry(table["registry"]) if "registry" in table else None
    return Settings(portal, _limits(table.get("limits", {})), local, registry)


def with_portal(settings: Settings, issuer: str, client_id: str) -> Settings:
    """`settings` for this provider; its groups and ports stay."""
    before = settings.portal or Portal(issuer, client_id)
    portal = replace(before, issuer=_issuer(issuer), client_id=client_id)
    return replace(settings, portal=portal)


def _portal(table: Any, known: Known) -> Portal:
    where = "oidc"
    if not isinstance(table, dict):
        raise SettingsError("[oidc] : une table est attendue.")
    _only(table, {each.name for each in fields(Portal)} - {"client_secret"}, where)
    groups = _typed(table, "groups", dict, {}, where)
    ports = _typed(table, "redirect_ports", list, list(PORTS), where)
    if not ports or not all(isinstance(port, int) and 1024 <= port < 65536 for port in ports):
        raise SettingsError("oidc.redirect_ports : des numéros de port de 1024 à 65535 sont attendus.")
    texts = {
        name: _typed(table, name, str, getattr(_DEFAULT, name), where)
        for name in ("scope", "login_claim", "name_claim", "groups_claim")
    }
    client_id = _typed(table, "client_id", str, "", where)
    if not client_id:
        raise SettingsError("oidc.client_id : il manque.")
    return Portal(
        issuer=_issuer(_typed(table, "issuer", str, "", where)),
        client_id=client_id,
        redirect_ports=tuple(ports),
        groups={name: _grant(name, grant, known) for name, grant in groups.items()},
        **texts,
    )


_DEFAULT = Portal("", "")


def _issuer(url: str) -> str:
    return _secure(url, "oidc.issuer")


def _secure(url: str, where: str) -> str:
    """An https URL; http only for what is on this machine."""
    parts = urlsplit(url)
    secure = parts.scheme == "https" or (parts.scheme == "http" and parts.hostname in _LOOPBACK)
    if not secure or not parts.netloc or parts.query or parts.fragment:
        raise SettingsError(f"{where} : « {url} » n'est pas une adresse https.")
    return url


def _registry(table: Any) -> RegistrySettings:
    where = "registry"
    if not isinstance(table, dict):
        raise SettingsError("[registry] : une table est attendue.")
    _only(table, {each.name for each in fields(RegistrySettings)}, where)
    url = _secure(_typed(table, "url", str, "", where), "registry.url").rstrip("/")
    per_s, processes = table.get("per_s", 7), table.get("processes", 1)
    if type(per_s) not in (int, float) or type(processes) is not int or per_s <= 0 or processes < 1:
        raise SettingsError("[registry] : per_s et processes sont des nombres au-dessus de zéro.")
    return RegistrySettings(url, float(per_s), processes)


def _grant(name: str, table: Any, known: Known) -> Grant:
    where = f'oidc.groups."{name}"'
    if not isinstance(table, dict):
        raise SettingsError(f"{where} : une table est attendue.")
    _only(table, {each.name for each in fields(Grant)}, where)
    role = _typed(table, "role", str, "", where)
    people = [each.value for each in Role if each is not Role.CONNECTOR]
    if role and role not in people:
        raise SettingsError(f"{where}.role : « {role} » est inconnu. Au choix : {', '.join(people)}.")
    centre = _typed(table, "centre", str, "", where)
    if centre and centre not in known.centres:
        raise SettingsError(f"{where}.centre : « {centre} » est inconnu.")
    office = _typed(table, "office", str, "", where)
    if office and office not in known.offices:
        raise SettingsError(f"{where}.office : « {office} » est inconnu.")
    skills = _words(table, "skills", known.skills, where)
    return Grant(
        role=Role(role) if role else None,
        centre=centre,
        plateau=_typed(table, "plateau", str, "", where),
        skills=_every(skills, known) if _ALL in skills else skills,
        channels=tuple(Channel(word) for word in _words(table, "channels", list(Channel), where)),
        accompanied=_words(table, "accompanied", known.motifs, where),
        office=office,
    )


def _every(said: tuple[str, ...], known: Known) -> tuple[str, ...]:
    """All that a motif may ask for; what lets acts be looked at is given by its name only."""
    return (*known.skills, *(word for word in said if word == VALIDATION))


def _words(table: dict[str, Any], name: str, allowed: Any, where: str) -> tuple[str, ...]:
    words = _typed(table, name, list, [], where)
    for word in words:
        if word not in allowed and not (name == "skills" and _is_skill(word, allowed)):
            raise SettingsError(f"{where}.{name} : « {word} » est inconnu.")
    return tuple(words)


def _is_skill(word: Any, allowed: Any) -> bool:
    """`all`, the right to look at acts, or a skill with a level: `tva:2`."""
    name, colon, level = str(word).partition(":")
    return word in (_ALL, VALIDATION) or (name in allowed and bool(colon) and level in _LEVELS)


def _limits(table: Any) -> Limits:
    names = [each.name for each in fields(Limits)]
    if not isinstance(table, dict):
        raise SettingsError("[limits] : une table est attendue.")
    _only(table, set(names), "limits")
    return replace(Limits(), **{name: _rate(value, f"limits.{name}") for name, value in table.items()})


def _rate(value: Any, where: str) -> Rate:
    table: dict[str, Any] = value if isinstance(value, dict) else {}
    per_s: Any = table.get("per_s")
    burst: Any = table.get("burst")
    if type(per_s) not in (int, float) or type(burst) is not int or per_s < 0 or burst < 1:
        raise SettingsError(f"{where} : écrivez {{ per_s = 100, burst = 1000 }}.")
    return Rate(float(per_s), burst)


def _only(table: dict[str, Any], allowed: set[str], where: str) -> None:
    for name in table:
        if name not in allowed:
            raise SettingsError(
                f"{'.'.join(part for part in (where, name) if part)} : ce réglage n'existe pas."
            )


def _typed(table: dict[str, Any], name: str, kind: type[Any], default: Any, where: str) -> Any:
    value = table.get(name, default)
    if not isinstance(value, kind):
        raise SettingsError(f"{'.'.join(part for part in (where, name) if part)} : valeur mal formée.")
    return value
