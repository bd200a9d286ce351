"""Fiches de liaison as an officer or an agent asks for them: listed, read, answered."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING
from uuid import UUID

from ccpro_desk.desk.errors import DeskRefused

if TYPE_CHECKING:
    from ccpro_desk.desk.journal import Journal
    from ccpro_desk.desk.lists import Lists
    from ccpro_desk.desk.matters import Matters
    from ccpro_desk.domain.referral.detail import ReferralDetail
    from ccpro_desk.wire.contact_view import ContactView, MatterView


class View(StrEnum):
    """Which fiches are listed."""

    OPEN = "open"
    ASKED = "asked"
    ALL = "all"


_STATES = {View.OPEN: ("open", "asked"), View.ASKED: ("asked",), View.ALL: ()}


@dataclass(frozen=True, slots=True)
class Fiches:
    """The first of them, those due first first."""

    items: tuple[MatterView, ...]
    more: bool = False


@dataclass(frozen=True, slots=True)
class Read:
    """A fiche with what it says, and its contact as far as this reader may see it."""

    view: MatterView
    detail: ReferralDetail
    contact: ContactView | None


class Referrals:
    """Reads raise `DeskRefused`: `offline`, `signed_out`, `forbidden`, `not_found`."""

    def __init__(self, matters: Matters, lists: Lists, journal: Journal) -> None:
        self._matters = matters
        self._lists = lists
        self._journal = journal

    async def listed(self, view: View, *, mine: bool) -> Fiches:
        """Of the officer's office; `mine`: those that the agent sent."""
        from ccpro_desk.domain.matter import MatterKind

        page = await self._matters.listed(MatterKind.REFERRAL, _STATES[view], mine=mine)
        return Fiches(page.items, page.next is not None)

    async def read(self, matter_id: UUID) -> Read:
        """One of them; its contact where the reader may see it."""
        view = await self._matters.one(matter_id)
        detail = _detail(view)
        if detail is None:
            raise DeskRefused("forbidden", "Cette fiche n'est pas ouverte à votre compte.")
        return Read(view, detail, await self._contact(view))

    async def _contact(self, view: MatterView) -> ContactView | None:
        try:
            return await self._lists.contact(view.contact_id)
        except DeskRefused as refused:
            if refused.code not in ("forbidden", "not_found"):
                raise
            return None

    async def say(self, what: str, matter_id: UUID, text: str, article: str = "") -> UUID:
        """What an officer says of a fiche; the command's id, once it is on disk."""
        from ccpro_desk.domain import commands as c

        body: c.Body
        match what:
            case "answer":
                body = c.AnswerReferral(matter_id, text)
            case "ask":
                body = c.AskReferral(matter_id, text)
            case "take":
                body = c.TakeReferral(matter_id, text or None)
            case _:
                body = c.ReturnReferral(matter_id, text, article or None)
        return await self._journal.issue(body)


def _detail(view: MatterView) -> ReferralDetail | None:
    """What the fiche says; none: the reader's level does not open it."""
    from ccpro_desk.domain.referral.detail import ReferralDetail
    from ccpro_desk.wire.codec import Malformed, read

    if view.detail is None:
        return None
    try:
        return read(ReferralDetail, dict(view.detail))
    except Malformed:
        return None
