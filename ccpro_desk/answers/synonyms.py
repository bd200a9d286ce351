"""The words of the trade that mean the same: `data/answers/synonyms.toml`."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from types import MappingProxyType

from ccpro_desk.domain.motifs import fold
from ccpro_desk.reference import data_dir
from ccpro_desk.reference.faults import ContentError, Fault

_LONGEST = 4
"""Words in the longest phrase that is looked up."""


@dataclass(frozen=True)
class Synonyms:
    """A phrase as agents say it → the other ways to say it, both folded."""

    by_phrase: Mapping[tuple[str, ...], tuple[tuple[str, ...], ...]] = field(
        default_factory=lambda: MappingProxyType({})
    )

    def split(self, words: list[str]) -> list[tuple[tuple[str, ...], tuple[tuple[str, ...], ...]]]:
        """`words` cut into known phrases and single words, each with its other ways."""
        pieces = []
        at = 0
        while at < len(words):
            size = next((n for n in range(_LONGEST, 0, -1) if tuple(words[at : at + n]) in self.by_phrase), 1)
            phrase = tuple(words[at : at + size])
            pieces.append((phrase, self.by_phrase.get(phrase, ())))
            at += len(phrase)
        return pieces


def load_synonyms(path: Path | None = None) -> Synonyms:
    """The groups of `path`, by default the shipped file; none without a file. Raises `ContentError`."""
    file = path or data_dir() / "answers" / "synonyms.toml"
    if not file.exists():
        return Synonyms()
    try:
        groups = [
            list(row["words"]) for row in tomllib.loads(file.read_text(encoding="utf-8")).get("group", [])
        ]
    except (tomllib.TOMLDecodeError, KeyError, TypeError) as error:
        mend = 'Écrivez des blocs [[group]] avec words = ["…", "…"].'
        raise ContentError(
            [Fault("answers/synonyms.toml", 1, f"Synonymes illisibles ({error}).", mend)]
        ) from error
    return Synonyms(MappingProxyType(_by_phrase(groups)))


def _by_phrase(groups: list[list[str]]) -> dict[tuple[str, ...], tuple[tuple[str, ...], ...]]:
    found: dict[tuple[str, ...], tuple[tuple[str, ...], ...]] = {}
    for group in groups:
        ways = [tuple(fold(words).split()) for words in group]
        for way in ways:
            others = (*found.get(way, ()), *(other for other in ways if other != way))
            found[way] = tuple(dict.fromkeys(others))
    return found
