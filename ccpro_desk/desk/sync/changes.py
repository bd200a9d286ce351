"""What the central said → a `Change` of the workstation. Pure: a builder over the model as it stands."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime, timedelta
from uuid import UUID

from ccpro_desk.desk.labels import text_of
from ccpro_desk.desk.model import Change, Draft, Enclosed, Entry, EntryState, Held, Model, Spare
from ccpro_desk.desk.state import Around
from ccpro_desk.desk.sync import sentences, surroundings
from ccpro_desk.desk.sync.again import lost_perhaps
from ccpro_desk.desk.sync.merge import merge_draft
from ccpro_desk.domain import commands as c
from ccpro_desk.domain.agent_status import set_status
from ccpro_desk.domain.ids import new_id
from ccpro_desk.domain.refusals import SENTENCES, Code, Refusal
from ccpro_desk.domain.values import Direction, Sending, State
from ccpro_desk.wire.views import AgentView, ContactView, Me, NextView, Result

_LATELY = timedelta(minutes=1)
_LETS_GO = (c.Release, c.Transfer, c.Park, c.Close, c.End, c.Refer, c.ReplyReferral)
"""After these a contact is no longer in hand, and nobody need be told."""


class Changes:
    """Collects what one transaction will write; `made` gives it."""

    def __init__(self, model: Model, now: datetime) -> None:
        self._model = model
        self._now = now
        self._entries: dict[UUID, Entry] = {}
        self._contacts: dict[UUID, Held] = {}
        self._drafts: dict[UUID, Draft] = {}
        self._spares: list[Spare] = []
        self._enclosed: tuple[Enclosed, ...] = ()
        self._notices: list[str] = []
        self._agent: AgentView | None = None
        self._position: str | None = None
        self._around: Around | None = None

    def made(self) -> Change:
        drafts = tuple(self._drafts.values())
        return Change(
            entries=tuple(self._entries.values()),
            contacts=tuple(self._contacts.values()),
            drafts=drafts,
            replaces=tuple(self._model.drafts.get(draft.contact_id) for draft in drafts),
            spares=tuple(self._spares),
            enclosed=self._enclosed,
            notices=tuple(self._notices),
            agent=self._agent,
            position=self._position,
            around=self._around,
        )

    def tell(self, notice: str) -> None:
        """A sentence that the agent should read."""
        self._notices.append(notice)

    def position(self, position: str | None) -> None:
        self._position = position

    def snapshot(self, me: Me, *, complete: bool) -> None:
        """`/v1/me`. `complete`: nothing was under way meanwhile, so what is absent is no longer ours."""
        if complete:
            self._tell_status(me)
        self._agent = replace(me.agent, status=me.status)
        self._around = surroundings.around(self._model.around, me)
        self._notices += surroundings.news(self._model.around, self._around)
        self._position = me.position
        tokens = {lease.contact_id: lease.token for lease in me.leases}
        drafts = {draft.contact_id: draft.text for draft in me.drafts}
        for view in me.contacts:
            moved = self._moved_from(view.id, tokens.get(view.id))
            self.view(view, token=tokens.get(view.id))
            self._merge(view, drafts.get(view.id, view.draft), moved)
        if complete:
            for contact_id in self._model.contacts.keys() - {view.id for view in me.contacts}:
                self.gone(contact_id)

    def _tell_status(self, me: Me) -> None:
        """A status that changed by nobody's doing here is said: what it is, and why."""
        before = self._model.agent
        asked = any(isinstance(e.command.body, c.SetStatus) for e in self._model.pending())
        if before is not None and not asked and before.status is not me.status:
            self._notices.append(sentences.status_changed(me.status, before.after_current))

    def _moved_from(self, contact_id: UUID, token: UUID | None) -> UUID | None:
        """The token under which this workstation held the contact, when another one held it since."""
        before = self._held(contact_id)
        known = before.token if before else None
        return known if known is not None and token is not None and known != token else None

    def again(self) -> None:
        """The central may have been restored from a backup: what it acknowledged is pushed again."""
        self._entries |= {entry.id: entry for entry in lost_perhaps(self._model.entries.values(), self._now)}

    def taken(self, given: NextView) -> None:
        """`next` gave this contact."""
        token = given.lease.token if given.lease else None
        self.view(given.contact, token=token, mine=True)
        self._merge(given.contact, given.contact.draft)

    def view(self, view: ContactView, *, token: UUID | None = None, mine: bool = False) -> None:
        """A contact as the central shows it; an older one than ours is dropped. `mine`: by our own doing."""
        before = self._held(view.id)
        if before is not None and view.version < before.view.version:
            return
        seen = before.seen_version if before else 0
        if mine and (before is None or seen >= before.view.version) and not _written(before, view):
            seen = view.version
        after = Held(view, self._token(view, before, token), seen)
        self._contacts[view.id] = after
        if before is not None and view.state is not State.CLOSED and self._has_left(before, after):
            self._left(before, view.lease.agent_name if view.lease else "")
        if view.state is State.CLOSED and self._model.enclosed.get(view.id):
            self._enclosed += (Enclosed(view.id, ()),)
        for message in view.messages:
            if message.status is not None:
                self.sending(message.id, message.status)

    def quietly(self, contact_id: UUID) -> None:
        """What changed was our own doing, or a timer's: nothing for the agent to look at."""
        before, held = self._model.contacts.get(contact_id), self._contacts.get(contact_id)
        if before is None or held is None or _written(before, held.view):
            return
        if before.seen_version >= before.view.version:
            self._contacts[contact_id] = replace(held, seen_version=held.view.version)

    def referral_moved(self) -> None:
        """A fiche de liaison that concerns us began or moved: lists of them are read again."""
        around = self._around or self._model.around or Around()
        self._around = replace(around, referrals=around.referrals + 1)

    def made_here(self, contact_id: UUID) -> None:
        """A contact that began by our own doing: nothing in it is new to the agent."""
        held = self._contacts.get(contact_id)
        if held is not None:
            self._contacts[contact_id] = replace(held, seen_version=held.view.version)

    def gone(self, contact_id: UUID) -> None:
        """No longer ours, nor ours to read: what was typed for it is kept and told."""
        held = self._held(contact_id)
        agent = self._agent or self._model.agent
        if held is None or agent is None or not held.is_at(agent.id):
            return
        view = replace(held.view, lease=None, owner=None, state=State.WAITING)
        self._contacts[contact_id] = Held(view, None, view.version)
        self._left(held, "")

    def offer_over(self, contact_id: UUID, *, given_up: bool) -> None:
        """What was offered to us is not any more, by nobody's doing here."""
        before = self._model.contacts.get(contact_id)
        agent = self._agent or self._model.agent
        if before and agent and before.view.state is State.OFFERED and before.is_at(agent.id):
            self._notices.append(sentences.offer_over(before.view, given_up=given_up))

    def _has_left(self, before: Held, after: Held) -> bool:
        agent = self._agent or self._model.agent
        return agent is not None and before.is_at(agent.id) and not after.is_at(agent.id)

    def _left(self, before: Held, holder: str) -> None:
        """What was typed and not brought goes up under the old lease: the central keeps it as late draft."""
        draft = self._draft(before.id)
        unsent = draft is not None and draft.unsent and bool(draft.text)
        if unsent or not self._let_go(before):
            self._notices.append(sentences.gone(before.view, holder))
        if draft is not None and unsent and before.token is not None:
            self._bring_late(before.id, draft.text, before.token)

    def _bring_late(self, contact_id: UUID, text: str, token: UUID) -> None:
        """Under a token that is no longer good: refused, and kept by the central as a late draft."""
        command = c.Command(new_id(), c.SaveDraft(text), self._now, contact_id, token)
        self._entries[command.id] = Entry(self._model.next_seq() + len(self._entries), command)

    def _let_go(self, before: Held) -> bool:
        """Whether it left our hands by our own doing; an offer that ends has its own sentence."""
        if before.view.state is State.OFFERED:
            return True
        lately = (
            entry
            for entry in self._model.of(before.id)
            if entry.pending or (entry.resolved_at is not None and self._now - entry.resolved_at < _LATELY)
        )
        return any(isinstance(entry.command.body, _LETS_GO) for entry in lately)

    def sending(self, reply_id: UUID, sending: Sending) -> None:
        """Where a reply of ours stands."""
        entry = self._entry(reply_id)
        if entry is not None and entry.sending is not sending:
            self._entries[reply_id] = replace(entry, sending=sending)

    def result(self, entry_id: UUID, result: Result) -> None:
        """What became of a journaled command."""
        entry = self._entry(entry_id)
        if entry is None or not entry.owed:
            return
        if result.status == "refused":
            self._refused(entry, result)
        elif entry.state is EntryState.AGAIN:
            self._entries[entry.id] = replace(entry, state=EntryState.APPLIED)
        else:
            self._applied(entry, result)
        if result.view is not None:
            self.view(result.view, mine=True)

    def draft_result(self, contact_id: UUID, text: str, result: Result) -> None:
        """What became of a draft that was brought to the central: refused, it is not sent again as it is."""
        draft = self._draft(contact_id)
        if draft is not None:
            self._put_draft(replace(draft, central=text))
        if result.status == "refused" and result.code == Code.LEASE_LOST and text:
            self._lost(contact_id, result.message)

    def _applied(self, entry: Entry, result: Result) -> None:
        self._entries[entry.id] = replace(entry, state=EntryState.APPLIED, resolved_at=self._now)
        body = entry.command.body
        if isinstance(body, c.Reply) and entry.contact_id is not None:
            self._central_draft(entry.contact_id, "")
        if isinstance(body, c.SaveDraft) and entry.contact_id is not None:
            self._central_draft(entry.contact_id, body.text)
        if isinstance(body, c.SetStatus):
            self._status(body)
        if isinstance(body, c.TakeBack) and entry.contact_id is not None:
            self._restore(entry.contact_id, self._model.entries.get(body.reply_id))

    def _refused(self, entry: Entry, result: Result) -> None:
        code = result.code or Code.INVALID.value
        if isinstance(entry.command.body, c.SaveDraft):
            self._late_entry(entry, entry.command.body, code, result.message)
            return
        self._settle(entry, EntryState.REFUSED, code, result.message or _sentence(code))
        if entry.contact_id is None:
            said = result.message or _sentence(code)
            of_matter = entry.command.body.of_matter
            self._notices.append(sentences.not_done(said) if of_matter else sentences.status_refused(said))
            return
        if code == Code.LEASE_LOST:
            self._lost(entry.contact_id, result.message)
        for later in self._model.of(entry.contact_id):
            if later.owed and later.seq > entry.seq:
                after = Code.AFTER_REFUSAL
                self._settle(later, EntryState.HELD_BACK, after.value, SENTENCES[after])

    def _late_entry(self, entry: Entry, body: c.SaveDraft, code: str, said: str | None) -> None:
        """A journaled draft that was refused: the central keeps its text, nothing depends on it."""
        self._entries[entry.id] = replace(entry, state=EntryState.REFUSED, code=code, resolved_at=self._now)
        if entry.contact_id is not None:
            self._central_draft(entry.contact_id, body.text)
            if code == Code.LEASE_LOST:
                self._lost(entry.contact_id, said)

    def _settle(self, entry: Entry, state: EntryState, code: str, message: str) -> None:
        self._entries[entry.id] = replace(
            entry, state=state, code=code, message=message, resolved_at=self._now, seen=False
        )
        if entry.contact_id is not None:
            self._restore(entry.contact_id, entry, late=code == Code.LEASE_LOST)

    def _restore(self, contact_id: UUID, entry: Entry | None, *, late: bool = False) -> None:
        """A reply that did not go comes back as the draft; when there is a newer one, beside it.

        `late`: the central has kept its text.
        """
        if entry is None or not isinstance(entry.command.body, c.Reply):
            return
        text = text_of(entry.command.body)
        draft = self._draft(contact_id)
        if draft is not None and draft.text.strip():
            self._spares.append(Spare(contact_id, text))
        else:
            known = text if late else draft.central if draft else None
            self._put_draft(Draft(contact_id, text, self._now, known))
            self._enclosed += self._model.back_with(entry.id, contact_id)

    def _central_draft(self, contact_id: UUID, text: str) -> None:
        draft = self._draft(contact_id)
        if draft is not None and draft.central != text:
            self._put_draft(replace(draft, central=text))

    def _status(self, body: c.SetStatus) -> None:
        from ccpro_desk.desk.fold import actor

        view = self._agent or self._model.agent
        if view is None:
            return
        busy = any(
            h.is_at(view.id) and h.view.state is not State.PARKED for h in self._model.contacts.values()
        )
        agent = set_status(actor(view), body, busy=busy, allowed=frozenset(view.channels))
        if not isinstance(agent, Refusal):
            self._agent = replace(view, status=agent.status, after_current=agent.after_current)

    def _lost(self, contact_id: UUID, said: str | None) -> None:
        held = self._held(contact_id)
        if held is not None:
            self._notices.append(sentences.late(held.view, said or ""))

    def _merge(self, view: ContactView, server: str | None, moved: UUID | None = None) -> None:
        """`moved`: the token of before another workstation held it; what was typed there is newer."""
        draft, elsewhere = self._draft(view.id), moved is not None
        merged = merge_draft(draft, server or "", view.id, self._now, elsewhere=elsewhere)
        if merged.draft is not None and merged.draft != self._draft(view.id):
            self._put_draft(merged.draft)
        if merged.spare and moved is not None:
            self._bring_late(view.id, merged.spare, moved)
            self._notices.append(sentences.typed_elsewhere(view))
        elif merged.spare:
            self._spares.append(Spare(view.id, merged.spare))
            self._notices.append(sentences.two_drafts(view))

    def _token(self, view: ContactView, before: Held | None, token: UUID | None) -> UUID | None:
        """The newest token given; a view without one leaves ours, as long as the lease is ours."""
        agent = self._agent or self._model.agent
        if view.lease is None or (agent is not None and view.lease.agent != agent.id):
            return None
        return token or view.lease.token or (before.token if before else None)

    def _put_draft(self, draft: Draft) -> None:
        self._drafts[draft.contact_id] = draft

    def _draft(self, contact_id: UUID) -> Draft | None:
        return self._drafts.get(contact_id) or self._model.drafts.get(contact_id)

    def _held(self, contact_id: UUID) -> Held | None:
        return self._contacts.get(contact_id) or self._model.contacts.get(contact_id)

    def _entry(self, entry_id: UUID) -> Entry | None:
        return self._entries.get(entry_id) or self._model.entries.get(entry_id)


def _written(before: Held | None, view: ContactView) -> bool:
    """Whether the usager wrote between the two."""
    if before is None:
        return False
    known = {message.id for message in before.view.messages}
    return any(m.direction is Direction.IN and m.id not in known for m in view.messages)


def _sentence(code: str) -> str:
    known: Iterable[str] = tuple(Code)
    return SENTENCES[Code(code)] if code in known else f"Refusé par le centre ({code})."
