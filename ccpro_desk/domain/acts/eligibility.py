"""Whether a usager may have an act, and if not why, in a sentence, with the way out.

Only what the file says refuses: of what it does not hold, or what the reader's level masks, nothing is said.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, field
from datetime import date
from types import MappingProxyType
from typing import Protocol

from ccpro_desk.domain.acts.catalogue import Act, Condition, Way
from ccpro_desk.domain.acts.checking import holds
from ccpro_desk.domain.acts.detail import Value
from ccpro_desk.domain.contact import Origin
from ccpro_desk.domain.identification import (
    THIRD_PARTY,
    WAYS_OUT,
    Assurance,
    Identification,
    Quality,
)
from ccpro_desk.domain.usager import Usager, in_force
from ccpro_desk.domain.values import Channel

_MANDATED = frozenset(quality.value for quality in Quality if quality.needs_mandate)
WAYS = MappingProxyType(
    {
        Way.NONE: "",
        Way.SIE: "Transmettez la demande au SIE par une fiche de liaison.",
        Way.ONLINE: "L'usager la fait lui-même en ligne.",
        Way.ASSISTANCE: "Orientez l'usager vers l'assistance technique.",
    }
)
NOT_YET = "Cet acte n'est possible qu'à partir du {}."
NO_MORE = "Cet acte n'est plus possible depuis le {}."
LEVELS = MappingProxyType(
    {
        1: "Vérifiez d'abord l'identité de l'usager (F5) : cet acte ouvre son dossier.",
        2: "Cet acte demande une identité vérifiée au niveau 2 (F5) : deux éléments non publics, "
        "puis un troisième ou un rappel au numéro du dossier.",
    }
)


ORDINARY_MAIL = f"Un courriel ordinaire n'identifie personne, quoi qu'on vérifie : {WAYS_OUT}."


class Asking(Protocol):
    """The contact in which the act is asked for, or its view."""

    @property
    def channel(self) -> Channel: ...

    @property
    def origin(self) -> Origin | None: ...

    @property
    def identification(self) -> Identification: ...


@dataclass(frozen=True, slots=True)
class Reason:
    """Why not, and where to instead."""

    sentence: str
    way: Way = Way.NONE
    level: bool = False
    """The person is not known far enough: the rest may well hold."""
    for_good: bool = False
    """Nothing that is checked in this contact will change it."""

    @property
    def whole(self) -> str:
        return f"{self.sentence} {WAYS[self.way]}".strip()


@dataclass(frozen=True, slots=True)
class Asked:
    """All that a condition may look at."""

    usager: Usager
    contact: Asking
    today: date
    values: Mapping[str, Value] = field(default_factory=dict)


def eligibility(
    act: Act,
    usager: Usager | None,
    contact: Asking,
    today: date,
    values: Mapping[str, Value] | None = None,
    masked: Collection[str] = (),
) -> tuple[Reason, ...]:
    """Why the usager may not have the act; empty: nothing known here is against it.

    `values`: what the form says so far. `masked`: fields of the file that the reader does not see.
    """
    reasons = list(_at_all(act, contact, today))
    if usager is None:
        return tuple(reasons)
    asked = Asked(usager, contact, today, values or {})
    for condition in act.conditions:
        if NEEDS.get(condition.rule) in masked or not _is_asked(condition, asked):
            continue
        held = RULES[condition.rule](condition, asked)
        if held is not None and held is condition.unless:
            reasons.append(Reason(condition.reason, condition.way))
    return tuple(reasons)


def _is_asked(condition: Condition, asked: Asked) -> bool:
    begun = condition.since is None or condition.since <= asked.today
    over = condition.until is not None and condition.until < asked.today
    return begun and not over and holds(condition.when, asked.values)


def _at_all(act: Act, contact: Asking, today: date) -> list[Reason]:
    """Whatever the usager: the act's own dates, and how far the person is known."""
    reasons = []
    if act.since is not None and today < act.since:
        reasons.append(Reason(NOT_YET.format(f"{act.since:%d/%m/%Y}")))
    if act.until is not None and today > act.until:
        reasons.append(Reason(NO_MORE.format(f"{act.until:%d/%m/%Y}")))
    if contact.identification.level < act.level:
        reasons.append(_level_reason(act, contact))
    return reasons


def _level_reason(act: Act, contact: Asking) -> Reason:
    """What would open the act: a check by F5 is only named where it may succeed."""
    proven = contact.origin is not None and contact.origin.assurance is Assurance.ACCOUNT
    if contact.channel is Channel.MAIL and not proven and not contact.identification.level:
        return Reason(ORDINARY_MAIL, level=True, for_good=True)
    if contact.identification.quality is Quality.THIRD_PARTY:
        return Reason(THIRD_PARTY.text, level=True, for_good=True)
    return Reason(LEVELS[act.level], level=True)


def quality_of(identification: Identification) -> str:
    """As what the person speaks; empty: nobody asked."""
    return identification.quality or ""


def _state(condition: Condition, asked: Asked) -> bool | None:
    return asked.usager.state in condition.any


def _legal(condition: Condition, asked: Asked) -> bool | None:
    legal = asked.usager.legal
    return legal.startswith(tuple(condition.any)) if legal else None


def _regime(condition: Condition, asked: Asked) -> bool | None:
    """Of the tax `about`, the regime in force today is one of these."""
    standing = [r for r in asked.usager.regimes if _fold(r.tax) == _fold(condition.about)]
    now = [r for r in standing if in_force(r, asked.today)]
    if not now:
        return None
    wanted = {_fold(word) for word in condition.any}
    return any(_fold(r.regime) in wanted or any(w in _fold(r.label) for w in wanted) for r in now)


def _channel(condition: Condition, asked: Asked) -> bool | None:
    return asked.contact.channel.value in condition.any


def _caller(condition: Condition, asked: Asked) -> bool | None:
    quality = quality_of(asked.contact.identification)
    return quality in condition.any if quality else None


def _mandate(condition: Condition, asked: Asked) -> bool | None:
    """A representative's mandate is in force; of who leads the enterprise none is asked.

    As what they speak was asked when they were identified, or stands in the field `about`.
    """
    quality = quality_of(asked.contact.identification) or str(asked.values.get(condition.about, ""))
    if quality not in _MANDATED:
        return None
    return any(in_force(mandate, asked.today) for mandate in asked.usager.representatives)


def _created(condition: Condition, asked: Asked) -> bool | None:
    """How many days ago the enterprise began."""
    made = asked.usager.created_on
    return _within((asked.today - made).days, condition) if made else None


def _created_this_year(condition: Condition, asked: Asked) -> bool | None:
    made = asked.usager.created_on
    return made.year == asked.today.year if made else None


def _owed(condition: Condition, asked: Asked) -> bool | None:
    """What is left of the claims, in cents, of the tax `about` or of all."""
    claims = [c for c in asked.usager.claims if not condition.about or _fold(c.tax) == _fold(condition.about)]
    return _within(sum(claim.balance_cents for claim in claims), condition)


def _account(condition: Condition, asked: Asked) -> bool | None:
    """The number of bank accounts on file."""
    return _within(len(asked.usager.accounts), condition)


def _field(condition: Condition, asked: Asked) -> bool | None:
    """What the form says in the field `about`: one of these, or a number within bounds."""
    value = asked.values.get(condition.about)
    if value is None or value == "":
        return None
    if condition.any:
        return _said(value) in condition.any
    return _within(value, condition) if isinstance(value, int) and not isinstance(value, bool) else None


def _said(value: Value) -> str:
    if isinstance(value, bool):
        return "oui" if value else "non"
    return str(value)


def _day(condition: Condition, asked: Asked) -> bool | None:
    """The date in the field `about` lies so many days from today."""
    value = asked.values.get(condition.about)
    try:
        at = date.fromisoformat(value) if isinstance(value, str) else None
    except ValueError:
        return None
    return _within((at - asked.today).days, condition) if at else None


def _before(condition: Condition, asked: Asked) -> bool | None:
    """The date in the field `about` comes before this one."""
    value = asked.values.get(condition.about)
    return value < min(condition.any) if isinstance(value, str) and value else None


def _within(number: int, condition: Condition) -> bool:
    enough = condition.least is None or number >= condition.least
    return enough and (condition.most is None or number <= condition.most)


def _fold(text: str) -> str:
    bare = unicodedata.normalize("NFD", text.lower())
    return "".join(c for c in bare if not unicodedata.combining(c))


RULES: Mapping[str, Callable[[Condition, Asked], bool | None]] = MappingProxyType(
    {
        "state": _state,
        "legal": _legal,
        "regime": _regime,
        "channel": _channel,
        "caller": _caller,
        "mandate": _mandate,
        "created": _created,
        "created_this_year": _created_this_year,
        "owed": _owed,
        "accounts": _account,
        "field": _field,
        "day": _day,
        "before": _before,
    }
)
"""The words of a condition; each says whether it holds, or that nothing is known of it."""
NEEDS: Mapping[str, str] = MappingProxyType(
    {"regime": "regimes", "mandate": "representatives", "owed": "claims", "accounts": "accounts"}
)
"""The field of the file that a word looks at, when a level may mask it."""
