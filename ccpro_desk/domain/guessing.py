"""What a message is probably about: the words of `data/motifs.toml`, weighed; and which of them tell it.

A motif is taken for known only if its words weigh enough, and clearly more than any other's: a guess is never
invented. What the agent says replaces it.
"""

from __future__ import annotations

from dataclasses import dataclass

from ccpro_desk.domain.motifs import Motifs, Weight, fold

_QUOTED, _SIGNATURE = ">", "--"
"""How a mail's quoted lines begin, and the line that its signature follows."""


@dataclass(frozen=True, slots=True)
class Guess:
    code: str
    score: int
    because: tuple[str, ...]
    """The words found that speak for it, the weightiest first."""


def likeliest(motifs: Motifs, subject: str, text: str) -> Guess | None:
    """The motif of a message, if its words weigh enough and clearly more than the next one's."""
    found = weighed(motifs, subject, text)[:2]
    if not found or found[0].score < motifs.threshold:
        return None
    second = found[1].score if len(found) > 1 else 0
    return found[0] if found[0].score - second >= motifs.margin else None


def guess(motifs: Motifs, subject: str, text: str, *, limit: int = 3) -> tuple[str, ...]:
    """The codes that a message points to at all, best first: suggestions for whoever reads it."""
    return tuple(each.code for each in weighed(motifs, subject, text)[:limit])


def weighed(motifs: Motifs, subject: str, text: str) -> list[Guess]:
    """Every motif that a message speaks for more than against, best first."""
    title, body = f" {fold(subject)} ", f" {fold(own_words(text))} "
    found = [_weighed(code, words, title, body) for code, words in motifs.folded]
    return sorted((each for each in found if each.score > 0), key=lambda each: (-each.score, each.code))


def own_words(text: str) -> str:
    """A mail without what it quotes and without its signature; all of it when nothing else is left."""
    own: list[str] = []
    for line in text.split("\n"):
        if line.rstrip() == _SIGNATURE:
            break
        if not line.startswith(_QUOTED):
            own.append(line)
    kept = "\n".join(own)
    return kept if kept.strip() else text


def _weighed(code: str, words: tuple[tuple[str, str, Weight], ...], title: str, body: str) -> Guess:
    points = [
        ((word in title) * weight.subject + (word in body) * weight.body, word, written)
        for word, written, weight in words
    ]
    for_it = sorted(((p, word, written) for p, word, written in points if p > 0), key=lambda each: -each[0])
    return Guess(code, sum(p for p, _, _ in points), _told(for_it))


def _told(found: list[tuple[int, str, str]]) -> tuple[str, ...]:
    """The words as they are written, without those that a longer one says already."""
    folded = [word for _, word, _ in found]
    return tuple(
        written for _, word, written in found if not any(word in other and word != other for other in folded)
    )
