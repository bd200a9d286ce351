"""What others did to a contact since it was read: a reply that knows nothing of it is not sent."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from uuid import UUID

from ccpro_desk.domain.values import Direction, Message
from ccpro_desk.wire.contact_view import ContactView, LateDraftView


@dataclass(frozen=True, slots=True)
class Since:
    """Nothing in it: what was read still stands."""

    messages: tuple[Message, ...] = ()
    """Of the usager, and notes and replies of other agents."""
    late_drafts: tuple[LateDraftView, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.messages or self.late_drafts)

    @property
    def usager_wrote(self) -> bool:
        return any(message.direction is Direction.IN for message in self.messages)

    @property
    def sentence(self) -> str:
        """What happened, what is kept, what to do."""
        if self.usager_wrote:
            return (
                "L'usager a écrit entre-temps : lisez son message avant d'envoyer. Votre texte est conservé."
            )
        return "Un collègue a écrit sur ce contact : lisez-le avant d'envoyer. Votre texte est conservé."


def since(read: ContactView, now: ContactView, reader: UUID | None) -> Since:
    """What others added to `now` after `reader` had read `read`."""
    if now.version <= read.version:
        return Since()
    known = {message.id for message in read.messages}
    return Since(
        tuple(m for m in now.messages if m.id not in known and not _is_own(m.author_id, reader)),
        tuple(_new(now.late_drafts, read.late_drafts, reader)),
    )


def _is_own(author: UUID | None, reader: UUID | None) -> bool:
    return author is not None and author == reader


def _new(
    now: Iterable[LateDraftView], before: tuple[LateDraftView, ...], reader: UUID | None
) -> Iterable[LateDraftView]:
    return (late for late in now if late not in before and late.agent != reader)
