"""Motifs: why a professional gets in touch. The list is data (`data/motifs.toml`)."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from types import MappingProxyType

GENERAL_SKILL = "general"
"""The skill that every agent has: asked for when nothing says what a contact is about."""

_WORD = re.compile(r"[a-z0-9]+")

OTHER = "autre.autre"
"""The motif that always exists."""


@dataclass(frozen=True, slots=True)
class Family:
    """A family of motifs: one word of an agent's skills."""

    id: str
    label: str
    skill: str


@dataclass(frozen=True, slots=True)
class Weight:
    """What a word says for a motif; below nothing, against it."""

    subject: int
    body: int


@dataclass(frozen=True, slots=True)
class Motif:
    """One reason to get in touch, with the words that betray it."""

    code: str
    """`<family>.<slug>`; it never changes once published."""
    number: int
    label: str
    taxes: tuple[str, ...] = ()
    keywords: Mapping[str, Weight] = field(default_factory=lambda: MappingProxyType({}))
    """Words and phrases as they are written; they are compared without case, accents and punctuation."""

    level: int = 1
    """The level of the skill that its contacts ask for, from 1 (anybody's) to 3 (an expert's)."""

    @property
    def family(self) -> str:
        return self.code.partition(".")[0]

    @property
    def words(self) -> tuple[str, ...]:
        """Those that speak for it."""
        return tuple(word for word, weight in self.keywords.items() if weight.body > 0)


@dataclass(frozen=True)
class Motifs:
    """The whole list, by code."""

    families: tuple[Family, ...]
    items: tuple[Motif, ...]
    threshold: int = 1
    """What a guess must weigh to count."""
    margin: int = 1
    """By how much it must outweigh the next one."""

    def __contains__(self, code: object) -> bool:
        return code in self.codes

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

    @cached_property
    def folded(self) -> tuple[tuple[str, tuple[tuple[str, str, Weight], ...]], ...]:
        """By code: each word as it is compared, as it is written, and its weight."""
        return tuple(
            (m.code, tuple((f" {fold(word)} ", word, weight) for word, weight in m.keywords.items()))
            for m in self.items
        )

    @cached_property
    def codes(self) -> frozenset[str]:
        return frozenset(motif.code for motif in self.items)


def fold(text: str) -> str:
    """`text` in lower case, without accents, words apart by one space."""
    plain = text.lower()
    if not plain.isascii():
        plain = "".join(c for c in unicodedata.normalize("NFKD", plain) if not unicodedata.combining(c))
    return " ".join(_WORD.findall(plain))
