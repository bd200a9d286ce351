"""Model → `DeskState`: pure, called once a change."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING
from uuid import UUID

from ccpro_desk.desk.labels import label_of, text_of
from ccpro_desk.desk.model import Entry, EntryState, Held, Model
from ccpro_desk.desk.state import Around, DeskContact, DeskState, Link, Needs, SendState, Sent
from ccpro_desk.domain import commands as c
from ccpro_desk.domain.values import Message, Sending, State
from ccpro_desk.wire.contact_view import AgentView, ContactView

if TYPE_CHECKING:
    from ccpro_desk.desk.fold import Folder

_OF_SENDING = {
    Sending.HELD: SendState.HELD,
    Sending.QUEUED: SendState.AT_CENTRAL,
    Sending.SENT: SendState.SENT,
    Sending.UNSURE: SendState.UNSURE,
    Sending.FAILED: SendState.FAILED,
    Sending.TAKEN_BACK: SendState.TAKEN_BACK,
}
_OF_ENTRY = {
    EntryState.PENDING: SendState.WAITING,
    EntryState.AGAIN: SendState.WAITING,
    EntryState.APPLIED: SendState.AT_CENTRAL,
    EntryState.REFUSED: SendState.REFUSED,
    EntryState.HELD_BACK: SendState.REFUSED,
    EntryState.WITHDRAWN: SendState.TAKEN_BACK,
}


def compose(model: Model, link: Link, needs: Needs, now: datetime, ahead: timedelta) -> DeskState:
    """The state at `now`. `ahead`: how far the central's clock is ahead of ours."""
    composer = _Composer(model, now, ahead)
    pending = sum(1 for _ in model.owed())
    return DeskState(
        link=replace(link, pending=pending),
        agent=composer.agent(),
        contacts=composer.contacts(),
        sent=composer.sent_today(),
        notices=tuple(model.notices),
        needs=needs,
        around=model.around or Around(),
        due=composer.due(),
    )


class _Composer:
    def __init__(self, model: Model, now: datetime, ahead: timedelta) -> None:
        self._model = model
        self._now = now
        self._ahead = ahead
        self._lanes: dict[UUID | None, list[Entry]] = {}
        for entry in model.entries.values():
            self._lanes.setdefault(entry.contact_id, []).append(entry)

    def agent(self) -> AgentView | None:
        agent = self._model.agent
        asked = [e.command.body for e in self._lanes.get(None, ()) if e.pending]
        statuses = [body for body in asked if isinstance(body, c.SetStatus)]
        if agent is None or not statuses:
            return agent
        last = statuses[-1]
        if last.after_current:
            return replace(agent, after_current=last.status)
        return replace(agent, status=last.status, after_current=None)

    def contacts(self) -> tuple[DeskContact, ...]:
        shown = (self._contact(held) for held in self._model.contacts.values() if self._is_shown(held))
        return tuple(sorted(shown, key=lambda contact: (contact.view.due_at, contact.id)))

    def due(self) -> tuple[UUID, ...]:
        """Set aside until an hour that has come, the longest ago first."""
        parked = (h.view for h in self._model.contacts.values() if h.view.state is State.PARKED)
        mine = [(v.resume_at, v.id) for v in parked if v.resume_at and self._model.is_mine(v.id)]
        return tuple(contact_id for at, contact_id in sorted(mine) if at <= self._now)

    def sent_today(self) -> tuple[Sent, ...]:
        today = self._now.astimezone().date()
        of_day = (
            self._sent(entry)
            for entry in reversed(self._model.entries.values())
            if not _is_draft(entry) and (entry.pending or not entry.seen or _day(entry) == today)
        )
        return tuple(of_day)

    def _is_shown(self, held: Held) -> bool:
        if self._model.is_mine(held.id):
            return True
        draft = self._model.drafts.get(held.id)
        if draft is not None and draft.unsent and draft.text:
            return True
        return any(entry.pending or not entry.seen for entry in self._lanes.get(held.id, ()))

    def _contact(self, held: Held) -> DeskContact:
        lane = self._lanes.get(held.id, ())
        pending = [entry for entry in lane if entry.pending]
        draft = self._model.drafts.get(held.id)
        return DeskContact(
            view=self._shown(held, pending),
            token=held.token,
            draft=draft.text if draft else "",
            draft_unsent=draft is not None and draft.unsent,
            pending=tuple(self._sent(entry) for entry in pending if not _is_draft(entry)),
            refusals=tuple(self._sent(entry) for entry in lane if not entry.seen),
            unseen=held.seen_version < held.view.version,
            enclosed=self._model.enclosed.get(held.id, ()),
            other_drafts=tuple(s.text for s in self._model.spares if s.contact_id == held.id),
        )

    def _shown(self, held: Held, pending: Iterable[Entry]) -> ContactView:
        commands = [entry.command for entry in pending]
        folder = self._folder() if commands else None
        return folder.shown(held, commands) if folder else held.view

    def _folder(self) -> Folder | None:
        """The rules are imported only when something is pending: they are not needed to start."""
        from ccpro_desk.desk.fold import Folder, room

        agent = self._model.agent
        return Folder(agent, self._now, room(self._model, agent)) if agent else None

    def _sent(self, entry: Entry) -> Sent:
        message = self._message(entry)
        state = _state(entry, message)
        return Sent(
            command_id=entry.id,
            contact_id=entry.contact_id,
            kind=entry.command.type,
            label=label_of(entry.command.body),
            state=state,
            at=entry.command.issued_at if message is None else message.at,
            detail=entry.message or (message.detail if message else ""),
            until=self._until(entry, message) if state is SendState.HELD else None,
            text=text_of(entry.command.body) if state is SendState.REFUSED else "",
            code=entry.code,
        )

    def _message(self, entry: Entry) -> Message | None:
        held = self._model.contacts.get(entry.contact_id) if entry.contact_id else None
        if held is None or not isinstance(entry.command.body, c.Reply):
            return None
        return next((m for m in held.view.messages if m.id == entry.id), None)

    def _until(self, entry: Entry, message: Message | None) -> datetime | None:
        if message is None or not isinstance(entry.command.body, c.Reply):
            return None
        return message.at + timedelta(seconds=entry.command.body.hold_s) - self._ahead


def _day(entry: Entry) -> date:
    return entry.command.issued_at.astimezone().date()


def _is_draft(entry: Entry) -> bool:
    """Drafts are journaled when a contact leaves: nobody has to look at them."""
    return isinstance(entry.command.body, c.SaveDraft)


def _state(entry: Entry, message: Message | None) -> SendState:
    """Where it stands: what the feed said last, else the contact's own message, else the journal."""
    if entry.state is EntryState.APPLIED:
        sending = entry.sending or (message.status if message else None)
        if sending is not None:
            return _OF_SENDING[sending]
    return _OF_ENTRY[entry.state]
