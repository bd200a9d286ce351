"""What is typed, as an FTS5 expression: synonyms, beginnings and typos joined by OR."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from ccpro_desk.answers.synonyms import Synonyms
from ccpro_desk.answers.vocabulary import Vocabulary
from ccpro_desk.answers.words import STOP, letters_and_digits, stem
from ccpro_desk.domain.motifs import fold


@dataclass(frozen=True)
class Asking:
    """Every word goes between quotes: the engine's own syntax is only text."""

    vocabulary: Vocabulary
    synonyms: Synonyms

    def groups(self, query: str) -> list[str]:
        """One expression a phrase of the query; the last word may be only begun."""
        words = _told(fold(query).split())
        pieces = self.synonyms.split(words)
        telling = [piece for piece in pieces if piece[1] or not STOP.issuperset(piece[0])] or pieces
        last = words[-1] if words and not query[-1:].isspace() else ""
        return list(dict.fromkeys(self._group(phrase, ways, last) for phrase, ways in telling))

    def _group(self, phrase: tuple[str, ...], ways: Sequence[tuple[str, ...]], last: str) -> str:
        """A way to say it that holds a shorter one finds nothing more: it is left out."""
        spoken, kept = [self._phrase(phrase, last)], list[frozenset[str]]()
        for way in sorted((tuple(w for w in way if w not in STOP) for way in ways), key=len):
            roots = frozenset(map(stem, way))
            if way and all(root in self.vocabulary for root in roots) and not any(k <= roots for k in kept):
                kept.append(roots)
                spoken.append(self._phrase(way, ""))
        return f"({' OR '.join(dict.fromkeys(spoken))})"

    def _phrase(self, words: tuple[str, ...], last: str) -> str:
        telling = tuple(word for word in words if word not in STOP) or words
        said = dict.fromkeys(self._word(word, begun=word == last) for word in telling)
        return f"({' AND '.join(said)})"

    def _word(self, word: str, *, begun: bool) -> str:
        """Its stem finds all its forms; itself once more, the very form counts more."""
        root = stem(word)
        ways = [f'"{form}"' for form in dict.fromkeys((root, word)) if form in self.vocabulary]
        if (begun or not ways) and self.vocabulary.goes_on(word):
            ways.append(f'"{word}" *')
        if len(pieces := letters_and_digits(word)) > 1:
            ways.append("(" + " AND ".join(f'"{piece}"' for piece in pieces) + ")")
        if not ways:
            ways = [f'"{other}"' for other in self.vocabulary.near(word) or [word]]
        return f"({' OR '.join(ways)})"


def _told(words: list[str]) -> list[str]:
    """Without the first letter of a word to come, which tells nothing yet."""
    begins = len(words) > 1 and len(words[-1]) == 1 and words[-2].isalpha()
    return words[:-1] if begins else words
