"""Every word of the answers: which are known, which begin so, which a mistyped one may mean."""

from __future__ import annotations

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterable, Iterator

from ccpro_desk.answers.words import stem
from ccpro_desk.domain.near_words import typos

_HEAD = 4
"""Letters of a word's beginning: one typo leaves two beginnings a key in common."""
_LONG = 8
_MOST = 4
"""Words that a mistyped one may mean."""


class Vocabulary:
    def __init__(self, words: Iterable[str]) -> None:
        self._words = sorted(words)
        self._known = frozenset(self._words)
        self._by_key: dict[str, list[str]] = defaultdict(list)
        for word in self._words:
            if word.isalpha() and len(word) >= _HEAD:
                for key in _keys(word):
                    self._by_key[key].append(word)

    def __contains__(self, word: str) -> bool:
        return word in self._known

    def goes_on(self, word: str) -> bool:
        """Whether `word` begins another one that its stem does not find already."""
        root, at = stem(word), bisect_left(self._words, word)
        while at < len(self._words) and self._words[at].startswith(word):
            if self._words[at] not in (word, root) and stem(self._words[at]) != root:
                return True
            at += 1
        return False

    def near(self, word: str) -> list[str]:
        """What a mistyped `word`, whole or begun, may mean: one typo up to 7 letters, two beyond."""
        if len(word) < _HEAD or not word.isalpha():
            return []
        allowed = 1 if len(word) < _LONG else 2
        others = {other for key in _keys(word) for other in self._by_key.get(key, ())}
        fit = (other for other in others if len(other) >= len(word) - allowed)
        found = sorted((_nearest(word, other, allowed), other) for other in fit)
        best = min(allowed, found[0][0]) if found else 0
        return [other for distance, other in found if distance == best][:_MOST]


def _keys(word: str) -> Iterator[str]:
    head = word[:_HEAD]
    yield head
    yield from {head[:place] + head[place + 1 :] for place in range(len(head))} - {head}


def _nearest(word: str, other: str, allowed: int) -> int:
    """The smallest number of typos between `word` and `other`, or the beginning of `other`."""
    if abs(len(other) - len(word)) <= allowed:
        return typos(word, other, allowed)
    return typos(word, other[: len(word)], allowed)
