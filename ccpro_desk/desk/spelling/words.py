"""Where the words of a line stand, and which of them are no matter of spelling."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

_WORD = re.compile(r"[^\W\d_]+(?:[-'’][^\W\d_]+)*")
_BESIDE = re.compile(r"\S*(?:://|www\.|@|\\|\w/\w|\w\.\w+\.\w)\S*|⟦[^⟧]*(?:⟧|$)|\S*\d\S*")
"""Addresses, paths, blanks, identifiers and amounts: whatever letters they hold."""
SHORTEST, LONGEST = 2, 60


@dataclass(frozen=True, slots=True)
class Word:
    start: int
    end: int
    text: str


def words(line: str) -> Iterator[Word]:
    """The words of `line` that have a spelling."""
    beside = [match.span() for match in _BESIDE.finditer(line)]
    for match in _WORD.finditer(line):
        start, end = match.span()
        if (
            not any(first < end and start < last for first, last in beside)
            and SHORTEST <= end - start <= LONGEST
        ):
            yield Word(start, end, match[0])


@cache
def trade() -> frozenset[str]:
    """The words of the trade, as they are looked up. Raises `DataError`, `KeyError`."""
    from ccpro_desk.reference.files import read_toml

    table = read_toml("spelling/trade.toml")
    return frozenset((*table["acronyms"], *table["words"], *(word.capitalize() for word in table["words"])))
