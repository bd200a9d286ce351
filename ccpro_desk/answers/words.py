"""Words as they are looked for: folded, stemmed, joined, apart; and how far two are from each other."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

import snowballstemmer

from ccpro_desk.domain.motifs import fold

_STOP_LIST = """
    a au aux avec c ce ces cet cette comment d dans de des du elle en est et etre faire fait il ils
    j je l la le les leur lui m ma mais me mes moi mon n ne nos notre nous on ou par pas pour qu que
    quel quelle quelles quels qui s sa se ses son sont sur t ta te tu un une vos votre vous y ai ont
    suis dois peut peux puis bonjour merci
"""
STOP = frozenset(_STOP_LIST.split())
"""Words that say nothing of the matter."""

_PARTS = re.compile(r"[a-z]+|[0-9]+")
_FRENCH = snowballstemmer.stemmer("french")


@lru_cache(maxsize=50_000)
def stem(word: str) -> str:
    """The French stem of a folded word."""
    return str(_FRENCH.stemWord(word)) if len(word) > 3 and word.isalpha() else word


def forms(text: str) -> Iterator[str]:
    """The forms under which words of `text` are found: itself, its stem, code parts joined and apart."""
    words = fold(text).split()
    for index, word in enumerate(words):
        yield word
        if (root := stem(word)) != word:
            yield root
        if len(parts := _PARTS.findall(word)) > 1:
            yield from parts
        if index and _joins(words[index - 1], word):
            yield words[index - 1] + word


def _joins(left: str, right: str) -> bool:
    """Whether two neighbours are one code written apart: « 293 B », « CA 3 », « 3519-SD »."""
    return (left.isdigit() and right.isalpha() and len(right) < 4) or (
        left.isalpha() and len(left) < 4 and left not in STOP and right.isdigit()
    )


def letters_and_digits(word: str) -> list[str]:
    """Letters and digits of `word` apart: « 3519sd » → 3519, sd."""
    return _PARTS.findall(word)
