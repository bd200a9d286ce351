"""Reads the fields of an entry as typed values; what is wrong is collected, with line and mend."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping
from datetime import date, datetime
from enum import StrEnum
from typing import Any, TypeVar

from ccpro_desk.domain.obligations.periods import Closing, month_end
from ccpro_desk.reference.entry import Entry
from ccpro_desk.reference.faults import Fault

E = TypeVar("E", bound=StrEnum)
_MONTH_DAY = re.compile(r"(\d\d)-(\d\d)")
_LEAP = 2024


class Fields:
    """The fields of one entry, or of one inline table of it. A wrong field reads as a harmless value."""

    def __init__(self, entry: Entry, faults: list[Fault], inner: str = "") -> None:
        self._entry, self._faults, self._inner = entry, faults, inner
        self._table: Mapping[str, Any] = entry.table[inner] if inner else entry.table
        self._seen: set[str] = set()

    def fault(self, key: str, what: str, mend: str) -> None:
        line = self._entry.line_of(self._inner or key)
        self._faults.append(Fault(self._entry.file, line, what, mend))

    def has(self, key: str) -> bool:
        return key in self._table

    def text(self, key: str, default: str | None = None) -> str:
        value = self._get(key, str, "un texte entre guillemets", default)
        return value if isinstance(value, str) else ""

    def texts(self, key: str, *, needed: bool = False) -> tuple[str, ...]:
        value = self._get(key, list, "une liste de textes", None if needed else [])
        if not isinstance(value, list) or not all(isinstance(one, str) for one in value):
            self.fault(key, f"« {key} » n'est pas une liste de textes.", f'Écrivez {key} = ["…", "…"].')
            return ()
        return tuple(value)

    def numbers(self, key: str) -> tuple[int, ...]:
        value = self._get(key, list, "une liste de nombres", [])
        if not isinstance(value, list) or not all(type(one) is int for one in value):
            self.fault(key, f"« {key} » n'est pas une liste de nombres.", f"Écrivez {key} = [1, 2].")
            return ()
        return tuple(value)

    def number(self, key: str, least: int = 0, most: int | None = None, default: int | None = None) -> int:
        value = self._get(key, int, "un nombre entier", default)
        if not isinstance(value, int) or value < least or (most is not None and value > most):
            upto = f" à {most}" if most is not None else " ou plus"
            self.fault(key, f"« {key} » vaut {value!r}.", f"Écrivez un nombre entier, de {least}{upto}.")
            return least
        return value

    def maybe_number(self, key: str) -> int | None:
        return self.number(key) if key in self._table else None

    def flag(self, key: str, default: bool = False) -> bool:
        return self._get(key, bool, "true ou false", default) is True

    def day(self, key: str) -> date | None:
        value = self._get(key, date, "une date AAAA-MM-JJ sans guillemets", False)
        if isinstance(value, datetime):
            self.fault(key, f"« {key} » porte une heure.", "Écrivez une date AAAA-MM-JJ.")
            return None
        return value if isinstance(value, date) else None

    def choice(self, key: str, choices: type[E], default: E | None = None) -> E:
        value = self._get(key, str, "un texte entre guillemets", default)
        try:
            return choices(value)
        except ValueError:
            self.fault(key, f"« {key} = {value} » est inconnu.", f"Choisissez parmi : {', '.join(choices)}.")
            return next(iter(choices))

    def month_day(self, key: str) -> Closing:
        return self.as_month_day(key, self.text(key))

    def as_month_day(self, key: str, value: str) -> Closing:
        """`MM-JJ` as month and day."""
        found = _MONTH_DAY.fullmatch(value)
        if found:
            month, day = int(found[1]), int(found[2])
            if 1 <= month <= 12 and 1 <= day <= month_end(_LEAP, month).day:
                return month, day
        self.fault(key, f"« {value} » n'est pas un jour de l'année.", "Écrivez MM-JJ, par exemple 12-15.")
        return 1, 1

    def mapping(self, key: str) -> Mapping[str, Any]:
        value = self._get(key, dict, "une table entre accolades", None)
        return value if isinstance(value, dict) else {}

    def inner(self, key: str) -> Fields | None:
        """An inline table as fields of its own; none: absent or no table."""
        self._seen.add(key)
        if isinstance(self._table.get(key), dict):
            return Fields(self._entry, self._faults, key)
        if key in self._table:
            self.fault(key, f"« {key} » n'est pas une table.", f"Écrivez {key} = {{ … }}.")
        return None

    def end(self, also: Collection[str] = ()) -> None:
        """Whatever was not asked for is a mistake: a misspelt key changes nothing silently."""
        for key in sorted(set(self._table) - self._seen - set(also)):
            known = ", ".join(sorted(self._seen))
            self.fault(key, f"« {key} » est inconnu ici.", f"Les clés possibles sont : {known}.")

    def _get(self, key: str, kind: type, wanted: str, default: Any) -> Any:
        self._seen.add(key)
        if key not in self._table:
            if default is None:
                self.fault(key, f"Il manque « {key} ».", f"Ajoutez une ligne « {key} = … » ({wanted}).")
            return default
        value = self._table[key]
        if not isinstance(value, kind) or (kind is int and isinstance(value, bool)):
            self.fault(key, f"« {key} » ne va pas : {value!r}.", f"Écrivez {wanted}.")
            return default
        return value
