"""A reference cut in threes, each sign with the word that is said for it: for dictation by telephone."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from itertools import groupby

from ccpro_desk.domain.text import clean

DIGITS = ("zéro", "un", "deux", "trois", "quatre", "cinq", "six", "sept", "huit", "neuf")
_ACCENTS = {
    "\u0300": "accent grave",
    "\u0301": "accent aigu",
    "\u0302": "accent circonflexe",
    "\u0308": "tréma",
    "\u0327": "cédille",
}
_REFERENCE = re.compile(r"[A-Za-z0-9][\w/.-]{4,33}")
_SPACED = re.compile(r"(?<!\d)\d{3}(?:[ \u00a0]?\d{3}){2}(?:[ \u00a0]?\d{5})?(?!\d)")
_GROUP = 3
_NEAR = 20_000
"""Characters of a text that are looked through."""
LONGEST = 120
"""Signs that are dictated: nobody notes more."""


@dataclass(frozen=True, slots=True)
class Group:
    """Up to three signs, and how they are said."""

    signs: str
    said: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Alphabet:
    letters: Mapping[str, str]
    signs: Mapping[str, str]
    status: str


def dictated(text: str, alphabet: Alphabet) -> list[Group]:
    """`text` without its spaces; a sign like « @ » stands alone between groups."""
    signs = re.sub(r"\s", "", clean(text, keep_newlines=False))[:LONGEST]
    groups: list[Group] = []
    for plain, run in groupby(signs, key=str.isalnum):
        whole = "".join(run)
        step = _GROUP if plain else 1
        for start in range(0, len(whole), step):
            part = whole[start : start + step]
            groups.append(Group(part.upper(), tuple(_said(sign, alphabet) for sign in part)))
    return groups


def references(text: str) -> Iterator[str]:
    """What a text holds that is worth dictating: SIREN, SIRET, numbers of files."""
    near = text[:_NEAR]
    found = [match[0] for match in _SPACED.finditer(near)]
    found += [word.strip(".,;:()«»") for word in near.split() if sum(map(str.isdecimal, word)) >= 4]
    yield from dict.fromkeys(word for word in found if _SPACED.fullmatch(word) or _REFERENCE.fullmatch(word))


@cache
def load_alphabet() -> Alphabet:
    """Raises `DataError`, `KeyError`."""
    from ccpro_desk.reference.files import read_toml

    table = read_toml("spelling/alphabet.toml")
    return Alphabet(table["letters"], table["signs"], table["status"])


def _said(sign: str, alphabet: Alphabet) -> str:
    if sign.isdecimal() and sign.isascii():
        return DIGITS[int(sign)]
    parts = unicodedata.normalize("NFD", sign.upper())
    letter, marks = parts[0], parts[1:]
    word = alphabet.letters.get(letter)
    if word is None:
        return alphabet.signs.get(sign, f"« {sign} »")
    return " ".join((f"{letter} comme {word}", *(_ACCENTS[mark] for mark in marks if mark in _ACCENTS)))
