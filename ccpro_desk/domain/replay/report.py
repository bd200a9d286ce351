"""Waits and breaches by queue and channel. Nothing is said of fewer than five agents together."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from ccpro_desk.domain.contact import Contact
from ccpro_desk.domain.replay.day import Day, Past

FEWEST = 5
"""Agents: the figures of fewer would be figures of persons."""
OTHERS = "autres files"

Answers = Mapping[UUID, datetime]
Name = Callable[[Contact], tuple[str, str]]


@dataclass(frozen=True, slots=True)
class Figures:
    """Waits in seconds; `late`: not answered within the promised delay, or not at all."""

    median_s: int | None
    ninth_s: int | None
    """Nine in ten waited less."""
    late: int


@dataclass(frozen=True, slots=True)
class Line:
    """One queue and channel."""

    queue: str
    channel: str
    contacts: int
    then: Figures
    """As it was."""
    present: Figures
    """Played again under the present rules."""
    other: Figures
    """Played again under the other rules."""


def compared(day: Day, name: Name, present: Answers, other: Answers) -> list[Line]:
    """A line a queue and channel that five agents or more answered; the rest together, if as many."""
    then = {past.contact.id: past.answered_at for past in day.contacts if past.answered_at is not None}
    lines = []
    for (queue, channel), pasts in sorted(_grouped(day, name).items()):
        lines.append(
            Line(
                queue,
                channel,
                len(pasts),
                _figures(pasts, then),
                _figures(pasts, present),
                _figures(pasts, other),
            )
        )
    return lines


def _grouped(day: Day, name: Name) -> dict[tuple[str, str], list[Past]]:
    groups: dict[tuple[str, str], list[Past]] = {}
    for past in day.contacts:
        groups.setdefault(name(past.contact), []).append(past)
    kept = {key: pasts for key, pasts in groups.items() if _agents(pasts) >= FEWEST}
    for channel in {channel for _, channel in groups}:
        rest = [p for key, pasts in groups.items() if key not in kept and key[1] == channel for p in pasts]
        if _agents(rest) >= FEWEST:
            kept[(OTHERS, channel)] = rest
    return kept


def _agents(pasts: Iterable[Past]) -> int:
    return len({agent for past in pasts for agent in past.by})


def _figures(pasts: list[Past], answers: Answers) -> Figures:
    waits = sorted(
        int((answers[p.contact.id] - p.contact.received_at).total_seconds())
        for p in pasts
        if p.contact.id in answers
    )
    return Figures(_at(waits, 0.5), _at(waits, 0.9), sum(1 for past in pasts if _is_late(past, answers)))


def _is_late(past: Past, answers: Answers) -> bool:
    at = answers.get(past.contact.id)
    return at is None or at > past.contact.due_at


def _at(waits: list[int], part: float) -> int | None:
    """The smallest wait that `part` of them do not exceed."""
    if not waits:
        return None
    return waits[min(len(waits) - 1, int(part * len(waits)))]
