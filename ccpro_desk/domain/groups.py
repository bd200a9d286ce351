"""What a sign-on portal's groups give a person here: a table that an administrator writes."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from typing import TypeVar

from ccpro_desk.domain.values import Channel, Role

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Grant:
    """What belonging to one group gives; what it leaves out, another group may say."""

    role: Role | None = None
    centre: str = ""
    plateau: str = ""
    skills: tuple[str, ...] = ()
    channels: tuple[Channel, ...] = ()
    accompanied: tuple[str, ...] = ()
    """Motif codes: an agent *en accompagnement*."""
    office: str = ""
    """The code of an officer's SIE."""


def granted(groups: Collection[str], table: Mapping[str, Grant]) -> Grant | None:
    """All that these groups give, or none when no group gives a role.

    Of role, centre, plateau and office, the first that the table says, in its own order; of the rest, all.
    """
    mine = [grant for group, grant in table.items() if group in groups]
    role = next((grant.role for grant in mine if grant.role is not None), None)
    if role is None:
        return None
    return Grant(
        role=role,
        centre=next((grant.centre for grant in mine if grant.centre), ""),
        plateau=next((grant.plateau for grant in mine if grant.plateau), ""),
        skills=_all(grant.skills for grant in mine),
        channels=_all(grant.channels for grant in mine),
        accompanied=_all(grant.accompanied for grant in mine),
        office=next((grant.office for grant in mine if grant.office), ""),
    )


def _all(parts: Iterable[tuple[T, ...]]) -> tuple[T, ...]:
    return tuple(dict.fromkeys(item for part in parts for item in part))
