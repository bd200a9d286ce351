"""Ten thousand answers, no two alike: every answer the project ships, many times over, in other words."""

from __future__ import annotations

import random
from collections.abc import Sequence
from dataclasses import replace
from types import MappingProxyType

from ccpro_desk.answers.library import Library
from ccpro_desk.answers.model import Answer, Reference, ReferenceKind, Variant

ANSWERS = 10_000
_WORDS = 12_000
"""Besides those of the shipped answers: about what a large reference work of one trade uses."""
_SYLLABLES = (
    *("ba", "ce", "di", "fo", "gu", "la", "me", "ni", "po", "ra", "se", "ti", "vo", "cha", "bre", "cla"),
    *("dre", "fla", "gne", "tion", "ment", "eur", "able", "ure", "age"),
)


def grown(shipped: Library, count: int = ANSWERS) -> Library:
    """The same answers whenever they are made."""
    some = random.Random(20261124)
    words = _words(some)
    models = list(shipped.answers.values())
    made = [_one(some, models[n % len(models)], n, words) for n in range(count)]
    return replace(shipped, answers={answer.id: answer for answer in made})


def _words(some: random.Random) -> list[str]:
    made = {"".join(some.choices(_SYLLABLES, k=some.randint(2, 4))) for _ in range(_WORDS)}
    return sorted(made)


def _one(some: random.Random, model: Answer, n: int, words: Sequence[str]) -> Answer:
    """Half of the sentences of its model, and as many that no other has."""
    variants = {
        channel: Variant(_text(some, variant.text, words), variant.line)
        for channel, variant in model.variants.items()
    }
    kind, own = ReferenceKind.FORM, f"{some.randrange(10_000, 99_999)}-SD"
    return replace(
        model,
        id=f"{model.id[:3]}-{10_000 + n}",
        title=f"{model.title} {' '.join(_drawn(some, words, 3))}",
        references=(*model.references, Reference(kind, own)),
        variants=MappingProxyType(variants),
    )


def _text(some: random.Random, text: str, words: Sequence[str]) -> str:
    lines = [line for line in text.splitlines() if line.strip()]
    kept = some.sample(lines, (len(lines) + 1) // 2)
    return "\n".join([*kept, *(" ".join(_drawn(some, words, 12)).capitalize() + "." for _ in kept)])


def _drawn(some: random.Random, words: Sequence[str], count: int) -> list[str]:
    """Few words are frequent, most are rare."""
    return [words[int(len(words) * some.random() ** 3)] for _ in range(count)]
