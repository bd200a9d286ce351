"""Queues by name: a skill, a level of it, a plateau, a crisis line, an accompanied agent's motif.

`tva` is served by everybody who has the skill, `tva:2` and `tva:3` by those of that level or above.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING

from ccpro_desk.domain.contact import Contact
from ccpro_desk.domain.motifs import GENERAL_SKILL

if TYPE_CHECKING:
    from ccpro_desk.domain.agent import Agent

PLATEAU, CRISIS, MOTIF = "plateau:", "crisis:", "motif:"
"""How the queues of a plateau, of a crisis line and of an accompanied agent's motif begin."""
ASSISTANCE = "assistance"
"""The skill of those who help with the online services themselves."""
LEARNING, USUAL, EXPERT = 1, 2, 3
LEVELS = (LEARNING, USUAL, EXPERT)


def levelled(skill: str, level: int) -> str:
    """The queue of those who have `skill` at `level` at least; everybody has the first one."""
    return f"{skill}:{level}" if level > LEARNING else skill


def skill_in(queue: str) -> str:
    """The skill of a queue, without its level; what is no skill stays as it is."""
    skill, _, level = queue.rpartition(":")
    return skill if _is_level(level) and not queue.startswith((PLATEAU, CRISIS)) else queue


def level_in(queue: str) -> int:
    """The level that a queue asks for."""
    return LEARNING if skill_in(queue) == queue else int(queue.rpartition(":")[2])


def _is_level(text: str) -> bool:
    return text in ("1", "2", "3")


def queues_of(agent: Agent) -> Iterator[str]:
    """The skills that an agent serves, and each of their levels up to the agent's."""
    for skill in agent.all_skills:
        yield skill
        if skill != GENERAL_SKILL:
            yield from (levelled(skill, level) for level in range(USUAL, agent.level_in(skill) + 1))


def spellings(queue: str) -> tuple[str, ...]:
    """How an account's skill may be written for it to serve `queue`: a level not said is the usual one."""
    skill, asked = skill_in(queue), level_in(queue)
    plain = (skill,) if asked <= USUAL else ()
    return (*plain, *(f"{skill}:{level}" for level in LEVELS if level >= asked))


def said(skills: tuple[str, ...]) -> tuple[tuple[str, ...], Mapping[str, int]]:
    """Skills as an administrator writes them, `tva` or `tva:3`: their names, and the levels said."""
    levels = {skill_in(text): level_in(text) for text in skills if skill_in(text) != text}
    return tuple(dict.fromkeys(skill_in(text) for text in skills)), levels


def written(agent: Agent) -> tuple[str, ...]:
    """The reverse: an agent's skills, with the levels that were said."""
    levels = agent.levels
    return tuple(f"{skill}:{levels[skill]}" if skill in levels else skill for skill in agent.skills)


def lesson(contact: Contact) -> str | None:
    """The motif by which an agent *en accompagnement* finds a waiting contact.

    None: it is of no known motif, or waits for somebody in particular: a plateau, a level, the assistance, a
    crisis line.
    """
    queue = contact.place.skill
    return None if ":" in queue or queue == ASSISTANCE else contact.urgency.motif
