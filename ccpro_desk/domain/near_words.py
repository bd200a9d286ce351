"""Words that are nearly the same: one slip of the finger apart, in long words another one further on.

Words that are near share a key: the first letters, whole or with one letter left out. So those near to a word
are looked up, not looked for among all.
"""

from __future__ import annotations

from collections.abc import Iterator

_SHORTEST, _LONGEST = 4, 30
_LETTERS = 7
"""Of a word's beginning; further on, a slip leaves the key as it is."""
_LONG = 8


def is_spelled(word: str) -> bool:
    """Whether it is a word that one may slip in: not a number, not an abbreviation."""
    return word.isalpha() and _SHORTEST <= len(word) <= _LONGEST


def spelling_keys(word: str) -> Iterator[str]:
    """The keys that `word` has in common with those near to it."""
    head = word[:_LETTERS]
    yield head
    yield from {head[:place] + head[place + 1 :] for place in range(len(head))} - {head}


def is_near(word: str, other: str) -> bool:
    """Whether a letter too many, too few, wrong, or two exchanged tell them apart; two such in long words."""
    most = 2 if len(word) >= _LONG else 1
    return word == other or typos(word, other, most) <= most


def typos(one: str, other: str, most: int) -> int:
    """Letters changed, missing, added or swapped (optimal string alignment), or `most` + 1."""
    if abs(len(one) - len(other)) > most:
        return most + 1
    before, row = [], list(range(len(other) + 1))
    for i, letter in enumerate(one, 1):
        before, last, row = row, before, [i]
        for j, facing in enumerate(other, 1):
            cost = min(before[j] + 1, row[j - 1] + 1, before[j - 1] + (letter != facing))
            if i > 1 and j > 1 and letter == other[j - 2] and one[i - 2] == facing:
                cost = min(cost, last[j - 2] + 1)
            row.append(cost)
        if min(row) > most:
            return most + 1
    return row[-1]
