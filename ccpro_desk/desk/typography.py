"""French typography while one types: one small correction at a time, each of which can be taken back.

A correction looks only at the line up to the caret, and only once a key has ended something: a letter costs
one look into a set. All no-break spaces are U+00A0, as in `answers.french`.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from types import MappingProxyType

from ccpro_desk.answers.french import MONTHS, NBSP

ENDS = frozenset(' \n".,;:!?)»%€0123456789')
"""Keys after which something may be corrected."""
_REACH = 80
"""Characters before the caret that are looked at."""
_GLUED = re.compile(r"(?<=[\w)»\"])([;:!?]+)[ \n]$")
_SPACED = re.compile(r"(?<=\S) (?=[;:!?»%€]$)|(?<=\d)(?=[%€]$)|(?<=«) $")
_CLOCK = re.compile(r"(?<![\w.,/-])([01]?\d|2[0-3])[ \u00a0]?[hH][ \u00a0]?([0-5]\d)?(?=[ \n.,;)]$)")
_HOUR = re.compile(r"\d{1,2}[hH](?:\d\d)?")
_NUMBER = re.compile(r"(?<!\w)([nN]°) ?(?=\d$)")
_AMOUNT = re.compile(r"(?<![\w.,])(\d{1,3}(?:[ \u00a0]\d{3})+(?:,\d{1,2})?)[ \u00a0]?(?=€$)")
_DAY = re.compile(rf"(?<![\w,./])(\d{{1,2}}|1er) ({'|'.join(MONTHS)})(?=[ \n.,;)]$)")
_WORD = re.compile(r"(?<![\w'’@./-])([A-Z]\w+)(?=[ \n.,;:!?)]$)")
_A = re.compile(r"(?:^|[.!?…]\s)(A) ([\w'’]+)(?=[ \n.,]$)")
_NOT_PROSE = re.compile(r"://|www\.|@|\\|/\w*/|[\w.]\.\w{2,}/|\w\.\w+\.\w|=")
"""What an address or a path looks like: nothing is corrected inside."""
_IDENTIFIER = re.compile(r"(?=\S*\d)(?=\S*[A-Za-z])[\w.-]{4,}")


@dataclass(frozen=True, slots=True)
class Correction:
    """`line[start:end]` becomes `text`."""

    start: int
    end: int
    text: str
    about: str
    """What was written and just before: a correction that was taken back is not made again of it."""


@dataclass(frozen=True, slots=True)
class Accents:
    """What `data/typography.toml` says."""

    words: Mapping[str, str]
    """As written → as it should be."""
    after_a: frozenset[str]


NO_ACCENTS = Accents(MappingProxyType({}), frozenset())


def correction(typed: str, line: str, accents: Accents) -> Correction | None:
    """What `typed`, the last character of `line` (a newline included), calls for."""
    if typed not in ENDS or _in_blank(line):
        return None
    near = line[-_REACH:]
    offset = len(line) - len(near)
    if typed == '"':
        found = _quoted(near)
    elif _is_not_prose(near):
        found = None
    else:
        found = next((made for rule in _RULES if (made := rule(near, accents)) is not None), None)
    if found is None:
        return None
    start, end, text = found
    return Correction(start + offset, end + offset, text, near[max(0, start - 12) : end])


_Found = tuple[int, int, str] | None


def _quoted(near: str) -> _Found:
    before = near[:-1]
    if _is_not_prose(before) and before[-1:] not in ("", " ", NBSP, "("):
        return None
    if before.count("«") > before.count("»"):
        start = len(before.rstrip(f" {NBSP}")) if not before.endswith("«" + NBSP) else len(before)
        return start, len(near), f"{NBSP}»"
    if not before or before[-1] in f" {NBSP}(":
        return len(before), len(near), f"«{NBSP}"
    return None


def _glued(near: str, accents: Accents) -> _Found:
    match = _GLUED.search(near)
    if match is None or _is_clock_or_path(near, match.start()):
        return None
    return match.start(1), match.start(1), NBSP


def _spaced(near: str, accents: Accents) -> _Found:
    match = _SPACED.search(near)
    return (match.start(), match.end(), NBSP) if match else None


def _clock(near: str, accents: Accents) -> _Found:
    match = _CLOCK.search(near)
    if match is None:
        return None
    minutes = f"{NBSP}{match[2]}" if match[2] else ""
    return _changed(near, match.start(), match.end(), f"{match[1]}{NBSP}h{minutes}")


def _number(near: str, accents: Accents) -> _Found:
    match = _NUMBER.search(near)
    return _changed(near, match.start(), match.end(), f"{match[1]}{NBSP}") if match else None


def _amount(near: str, accents: Accents) -> _Found:
    match = _AMOUNT.search(near)
    if match is None:
        return None
    return _changed(near, match.start(), match.end(), match[1].replace(" ", NBSP) + NBSP)


def _day(near: str, accents: Accents) -> _Found:
    match = _DAY.search(near)
    return _changed(near, match.start(), match.end(), f"{match[1]}{NBSP}{match[2]}") if match else None


def _accent(near: str, accents: Accents) -> _Found:
    match = _WORD.search(near)
    accented = accents.words.get(match[1]) if match else None
    return (match.start(1), match.end(1), accented) if match and accented else None


def _a_grave(near: str, accents: Accents) -> _Found:
    match = _A.search(near)
    if match is None or match[2].replace("’", "'") not in accents.after_a:
        return None
    return match.start(1), match.end(1), "À"


_RULES = (_amount, _spaced, _glued, _clock, _number, _day, _accent, _a_grave)


def _changed(near: str, start: int, end: int, text: str) -> _Found:
    return None if near[start:end] == text else (start, end, text)


def _is_not_prose(near: str) -> bool:
    """Whether what ends at the caret is an address, a path or an identifier."""
    token = re.split(r"[ \n\u00a0]", near.rstrip(" \n"))[-1]
    word = token.rstrip(".,;:!?)")
    return bool(_NOT_PROSE.search(token) or (_IDENTIFIER.fullmatch(word) and not _HOUR.fullmatch(word)))


def _is_clock_or_path(near: str, at: int) -> bool:
    """« C: » and « 15: » are no ends of sentences."""
    token = re.split(r"[ \n\u00a0]", near[:at])[-1]
    return len(token) == 1 and token.isupper() and near[at] == ":"


def _in_blank(line: str) -> bool:
    return line.rfind("⟦") > line.rfind("⟧")


@cache
def load_accents() -> Accents:
    """Raises `DataError`, `KeyError`."""
    from ccpro_desk.reference.files import read_toml

    table = read_toml("typography.toml")
    capitals = table["accents"]
    words = {word: capitals[word[0]] + word[1:] for word in table["words"]} | table["others"]
    return Accents(MappingProxyType(words), frozenset(table["after_a"]))
