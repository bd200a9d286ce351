"""Why an usager meets the SIE, and what they bring: a closed list that officers keep."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType

from ccpro_desk.domain.appointments.modes import Mode

OTHER = "autre"
"""The purpose that always exists: said in words alone."""


@dataclass(frozen=True, slots=True)
class Purpose:
    code: str
    label: str
    documents: tuple[str, ...] = ()
    """To bring, or to have at hand on the phone."""
    help: str = ""


def _no_documents() -> Mapping[Mode, tuple[str, ...]]:
    return MappingProxyType({})


@dataclass(frozen=True, slots=True)
class Purposes:
    """The list, with the documents that a mode asks for whatever the purpose."""

    by_code: Mapping[str, Purpose]
    of_mode: Mapping[Mode, tuple[str, ...]] = field(default_factory=_no_documents)

    def __contains__(self, code: str) -> bool:
        return code in self.by_code

    def label(self, code: str) -> str:
        """What stands for `code`; for one that officers have taken out of the list, the code."""
        found = self.by_code.get(code)
        return found.label if found else code

    def documents(self, code: str, mode: Mode) -> tuple[str, ...]:
        """What to bring, each once."""
        found = self.by_code.get(code)
        of_purpose = found.documents if found else ()
        return tuple(dict.fromkeys((*self.of_mode.get(mode, ()), *of_purpose)))


NO_PURPOSES = Purposes(MappingProxyType({}))
