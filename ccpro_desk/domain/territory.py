"""Whose professionals a centre serves: by the SIE whose line was forwarded, else by department."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType

from ccpro_desk.domain.contact import NATIONAL


def _nothing() -> Mapping[str, str]:
    return MappingProxyType({})


@dataclass(frozen=True, slots=True)
class Territory:
    """The centres and what each one serves. What nobody declared belongs to the national pool."""

    centres: Mapping[str, str] = field(default_factory=_nothing)
    """Names by centre."""
    centre_of_department: Mapping[str, str] = field(default_factory=_nothing)
    centre_of_sie: Mapping[str, str] = field(default_factory=_nothing)
    centre_of_plateau: Mapping[str, str] = field(default_factory=_nothing)
    offices: Mapping[str, str] = field(default_factory=_nothing)
    """The names of the SIEs by code."""
    department_of_office: Mapping[str, str] = field(default_factory=_nothing)

    def pool_of(self, *, sie: str | None = None, department: str | None = None) -> str:
        """The centre of the SIE's forwarded line; else of the department; else the national pool."""
        by_department = self.centre_of_department.get(department or "", NATIONAL)
        return self.centre_of_sie.get(sie or "", by_department)

    def office_named(self, code: str) -> str:
        """« SIE Lyon Est »; the code of an office that is no longer there."""
        return self.offices.get(code, code)

    def name_of(self, pool: str) -> str:
        return "la file nationale" if pool == NATIONAL else self.centres.get(pool, pool)
