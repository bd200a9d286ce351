"""`data/retention.toml` → how long each kind of thing is kept."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from functools import cache
from types import MappingProxyType
from typing import Any

from ccpro_desk.reference import DataError
from ccpro_desk.reference.files import read_toml

RULES = (
    "results",
    "events",
    "contacts",
    "drafts",
    "attachments",
    "unlinked",
    "crises",
    "sessions",
    "sign_ins",
    "audit_details",
    "audit_rows",
)
"""Every rule, in the order of a purge: a contact goes after its events."""
LEAST: Mapping[str, int] = MappingProxyType(
    {"contacts": 30, "results": 30, "events": 30, "unlinked": 1, "crises": 31}
)
"""Days that the contract or a contact under way needs."""
MOST: Mapping[str, int] = MappingProxyType({"results": 30, "events": 30, "sessions": 30, "sign_ins": 30})
"""The central itself removes results and events after the contract's thirty days."""


@dataclass(frozen=True, slots=True)
class Rule:
    id: str
    keep: timedelta
    reason: str
    """Why it is kept at all, in French."""
    source: str


@cache
def load_retention() -> tuple[Rule, ...]:
    """All rules, in the order of `RULES`. Raises `DataError` naming what is wrong in the file."""
    return read_rules(read_toml("retention.toml"))


def read_rules(table: Mapping[str, Any]) -> tuple[Rule, ...]:
    """The rules of a file's table. Raises `DataError`."""
    try:
        found = [Rule(r["id"], timedelta(days=_days(r)), r["reason"], r["source"]) for r in table["rule"]]
    except (KeyError, TypeError) as error:
        raise DataError(f"data/retention.toml : {error!r} manque ou est mal écrit.") from error
    if sorted(rule.id for rule in found) != sorted(RULES):
        raise DataError(f"data/retention.toml : il faut une règle pour chacun de : {', '.join(RULES)}.")
    return tuple(sorted(found, key=lambda rule: RULES.index(rule.id)))


def _days(table: Mapping[str, object]) -> int:
    name, days = str(table["id"]), table["days"]
    if not isinstance(days, int) or days < LEAST.get(name, 1):
        raise DataError(f"data/retention.toml : « {name} » garde {LEAST.get(name, 1)} jours au moins.")
    if days > MOST.get(name, days):
        raise DataError(f"data/retention.toml : « {name} » garde {MOST[name]} jours au plus.")
    return days
