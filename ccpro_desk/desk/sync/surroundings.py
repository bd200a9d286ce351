"""What `/v1/me` says besides the contacts in hand: the word, help asked for, what waits for this agent."""

from __future__ import annotations

from collections.abc import Iterator

from ccpro_desk.desk.state import Around, Place
from ccpro_desk.desk.sync import sentences
from ccpro_desk.domain.values import State
from ccpro_desk.wire.views import Me, PlaceView


def around(before: Around | None, me: Me) -> Around:
    """As it stands now. The place is the one that this session began with: later ones are our own."""
    awaiting = tuple(view for view in me.contacts if view.state is State.WAITING)
    place = before.place if before is not None else _place(me.place)
    return Around(me.word, me.renfort, awaiting, place, before.referrals if before else 0)


def news(before: Around | None, now: Around) -> Iterator[str]:
    """What the agent should be told: not at the start, where one page says it all."""
    if before is None:
        return
    if now.word is not None and now.word != before.word:
        yield sentences.word(now.word.text, now.word.author)
    asked = now.renfort
    if asked is not None and asked.answer and before.renfort != asked:
        yield sentences.renfort_answered(asked.answer)


def _place(view: PlaceView | None) -> Place | None:
    return Place(view.contact_id, view.pane, view.caret) if view else None
