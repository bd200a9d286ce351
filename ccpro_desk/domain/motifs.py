"""Motifs: why a professional gets in touch. The list is data (`data/motifs.toml`), the guess is a rule."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from types import MappingProxyType

GENERAL_SKILL = "general"
"""The skill that every agent has: asked for when nothing says what a contact is about."""

OTHER = "autre.autre"
"""The motif that always exists."""


@dataclass(frozen=True, slots=True)
class Family:
    """A family of motifs: one word of an agent's skills."""

    id: str
    label: str
    skill: str


@dataclass(frozen=True, slots=True)
class Motif:
    """One reason to get in touch, with the words that betray it."""

    code: str
    """`<family>.<slug>`; it never changes once published."""
    number: int
    label: str
    taxes: tuple[str, ...] = ()
    keywords: Mapping[str, int] = field(default_factory=lambda: MappingProxyType({}))
    """Words and phrases, lower case and without accents, with their weight."""

    level: int = 1
    """The level of the skill that its contacts ask for, from 1 (anybody's) to 3 (an expert's)."""

    @property
    def family(self) -> str:
        return self.code.partition(".")[0]


@dataclass(frozen=True)
class Motifs:
    """The whole list, by code."""

    families: tuple[Family, ...]
    items: tuple[Motif, ...]

    def __contains__(self, code: object) -> bool:
        return any(motif.code == code for motif in self.items)

    def get(self, code: str) -> Motif | None:
        return next((motif for motif in self.items if motif.code == code), None)

    def skill_of(self, code: str) -> str:
        """The skill that a contact with this motif asks for."""
        family = code.partition(".")[0]
        return next((f.skill for f in self.families if f.id == family), GENERAL_SKILL)

    def queue_of(self, code: str) -> str:
        """The same with the level that this motif asks for."""
        motif, skill = self.get(code), self.skill_of(code)
        return f"{skill}:{motif.level}" if motif is not None and motif.level > 1 else skill

    @cached_property
    def skill_names(self) -> Mapping[str, str]:
        """What each skill is about, in words: the labels of its families."""
        names: dict[str, list[str]] = {}
        for family in self.families:
            names.setdefault(family.skill, []).append(family.label)
        return {skill: ", ".join(labels) for skill, labels in names.items()}

    @property
    def codes(self) -> frozenset[str]:
        return frozenset(motif.code for motif in self.items)


def fold(text: str) -> str:
    """`text` in lower case, without accents, words apart by one space."""
    plain = "".join(c for c in unicodedata.normalize("NFKD", text.lower()) if not unicodedata.combining(c))
    return " ".join(re.findall(r"[a-z0-9]+", plain))


def guess(motifs: Motifs, subject: str, text: str, *, limit: int = 3) -> tuple[str, ...]:
    """The likeliest motif codes of a message, best first; a word of the subject counts twice.

    Empty when nothing points anywhere: a guess is never invented.
    """
    weighed = ((f" {fold(subject)} ", 2), (f" {fold(text)} ", 1))
    scores = {motif.code: _score(motif.keywords.items(), weighed) for motif in motifs.items}
    best = sorted((code for code, score in scores.items() if score), key=lambda code: (-scores[code], code))
    return tuple(best[:limit])


def _score(keywords: Iterable[tuple[str, int]], weighed: Iterable[tuple[str, int]]) -> int:
    places = tuple(weighed)
    return sum(
        weight * factor for word, weight in keywords for place, factor in places if f" {word} " in place
    )
