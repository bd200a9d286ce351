"""One line of an answer's text: the first with a word looked for, or the first that tells."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache

from ccpro_desk.answers.model import Answer, Channel
from ccpro_desk.answers.words import STOP, stem
from ccpro_desk.domain.motifs import fold

_LONGEST = 110
"""Characters."""
_TELLING = 30
_EXPRESSION = re.compile(r"\{\{.*?\}\}|\{%.*?%\}", re.DOTALL)


def without_expressions(text: str, instead: str) -> str:
    return _EXPRESSION.sub(instead, text)


def excerpt(answer: Answer, channel: Channel | None, words: Sequence[str]) -> str:
    """`words`: folded, of the query."""
    _, variant = answer.variant(channel or Channel.MAIL)
    lines = _lines(variant.text)
    begun = [f" {stem(word)}" for word in words if word not in STOP]
    chosen = next((line for line, folded in lines if any(word in folded for word in begun)), lines[0][0])
    return chosen if len(chosen) <= _LONGEST else f"{chosen[: _LONGEST - 1].rsplit(' ', 1)[0]}…"


@lru_cache(maxsize=1000)
def _lines(text: str) -> tuple[tuple[str, str], ...]:
    """The lines that tell something, each with what is looked for in it."""
    lines = [line.strip("- ").strip() for line in without_expressions(text, "…").splitlines()]
    telling = [line for line in lines if len(line) > _TELLING] or [line for line in lines if line]
    return tuple((line, f" {fold(line)}") for line in telling)
