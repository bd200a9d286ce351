"""Commands first durable, then sent: previewed on top of what is pending, written, and only then true."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from uuid import UUID

from ccpro_desk.desk.drafts import Drafts
from ccpro_desk.desk.errors import DeskRefused
from ccpro_desk.desk.ledger import Ledger
from ccpro_desk.desk.model import Change, Draft, Enclosed, Entry, EntryState, Held, Model, Spare
from ccpro_desk.desk.sync.sentences import withdrawn_with
from ccpro_desk.domain import commands as c
from ccpro_desk.domain.ids import new_id
from ccpro_desk.domain.refusals import SENTENCES, Code, Refusal
from ccpro_desk.wire.contact_view import AgentView


class Journal:
    def __init__(self, ledger: Ledger, drafts: Drafts) -> None:
        self._ledger = ledger
        self._drafts = drafts

    async def issue(self, body: c.Body, contact_id: UUID | None = None, *, read: int | None = None) -> UUID:
        """The command's id, once it is on disk. Raises `DeskRefused`, `StoreProblem`.

        `read`: the version that its author has read, when that is not the last one known here.
        """
        command = c.Command(new_id(), body, self._ledger.clock.now(), contact_id, base_version=read)
        known = _refused(self._ledger.model, contact_id)
        await self._ledger.apply(lambda model: _issue(model, command, known))
        self._emptied(command)
        self._ledger.issued.set()
        return command.id

    async def take_back(self, contact_id: UUID, reply_id: UUID) -> None:
        """Withdraw what was never sent; otherwise ask the central to."""
        made = await self._ledger.apply(lambda model: _withdraw(model, reply_id, self._ledger.clock.now()))
        if made.is_empty:
            await self.issue(c.TakeBack(reply_id), contact_id)

    def _emptied(self, command: c.Command) -> None:
        if isinstance(command.body, c.Reply) and command.contact_id is not None:
            draft = self._ledger.model.drafts.get(command.contact_id)
            if draft is not None and not draft.text:
                self._drafts.settled(command.contact_id)


def _refused(model: Model, contact_id: UUID | None) -> frozenset[UUID]:
    return frozenset(entry.id for entry in model.of(contact_id) if entry.state is EntryState.REFUSED)


def _issue(model: Model, command: c.Command, known: frozenset[UUID]) -> Change:
    """`known`: the contact's refused commands when this one was decided; one refused since stops it."""
    agent = model.agent
    if agent is None:
        raise DeskRefused("signed_out", "Connectez-vous d'abord.")
    if command.contact_id is None:
        _check_own(agent, command.body)
        return Change(entries=(Entry(model.next_seq(), command),))
    held = model.contacts.get(command.contact_id)
    if held is None:
        raise DeskRefused(Code.NOT_FOUND, "Ce contact n'est pas à votre poste.")
    if command.body.needs_lease and not _refused(model, command.contact_id) <= known:
        raise DeskRefused(Code.AFTER_REFUSAL, SENTENCES[Code.AFTER_REFUSAL])
    checked = _preview(model, agent, held, command)
    drafts = _emptied_draft(model, checked)
    first = _draft_before(model, checked)
    issued = (*first, checked)
    return Change(
        enclosed=_enclosed(model, checked),
        entries=tuple(Entry(seq, each) for seq, each in enumerate(issued, model.next_seq())),
        drafts=drafts,
        replaces=tuple(model.drafts.get(draft.contact_id) for draft in drafts),
    )


def _preview(model: Model, agent: AgentView, held: Held, command: c.Command) -> c.Command:
    """The command with the token and version known now, if nothing known here forbids it."""
    from ccpro_desk.desk.fold import NO_TOKEN, Folder, room

    known = held.view.version
    version = min(command.base_version or known, known) if command.body.needs_base_version else None
    command = replace(command, base_version=version)
    pending = [entry.command for entry in model.of(held.id) if entry.pending]
    before = Folder(agent, command.issued_at, room(model, agent)).preview(held, pending, command)
    if before.refusal is not None:
        raise DeskRefused(before.refusal.code, before.refusal.message)
    token = before.token if command.body.needs_lease else None
    return replace(command, lease_token=None if token == NO_TOKEN else token)


def _draft_before(model: Model, command: c.Command) -> tuple[c.Command, ...]:
    """What is typed goes with a contact that leaves our hands: whoever takes it finds it."""
    if (
        not isinstance(command.body, c.Park | c.Release | c.Transfer | c.Merge | c.Refer | c.ReplyReferral)
        or command.contact_id is None
    ):
        return ()
    draft = model.drafts.get(command.contact_id)
    if draft is None or not draft.unsent:
        return ()
    return (replace(command, id=new_id(), body=c.SaveDraft(draft.text)),)


def _emptied_draft(model: Model, command: c.Command) -> tuple[Draft, ...]:
    """A reply takes the draft's place, in the same transaction."""
    if not isinstance(command.body, c.Reply) or command.contact_id is None:
        return ()
    before = model.drafts.get(command.contact_id)
    return (Draft(command.contact_id, "", command.issued_at, before.central if before else None),)


def _enclosed(model: Model, command: c.Command) -> tuple[Enclosed, ...]:
    """The draft's files leave it with the reply, and stay known: it may come back."""
    if not isinstance(command.body, c.Reply) or command.contact_id is None:
        return ()
    files = model.enclosed.get(command.contact_id, ())
    return (Enclosed(command.contact_id, ()), Enclosed(command.id, files)) if files else ()


def _check_own(agent: AgentView, body: c.Body) -> None:
    from ccpro_desk.desk.fold import actor
    from ccpro_desk.domain.agent_status import set_status

    if body.of_matter:
        return  # the central knows the matter
    if not isinstance(body, c.SetStatus):
        raise DeskRefused(Code.INVALID, "Cette opération concerne un contact.")
    checked = set_status(actor(agent), body, busy=False, allowed=frozenset(agent.channels))
    if isinstance(checked, Refusal):
        raise DeskRefused(checked.code, checked.message)


def _withdraw(model: Model, reply_id: UUID, now: datetime) -> Change:
    """Take a reply that was never sent out of the journal, with the closing that counted on it."""
    reply = model.entries.get(reply_id)
    if reply is None or not reply.pending or reply.attempted or not isinstance(reply.command.body, c.Reply):
        return Change()
    closings = tuple(
        later
        for later in model.of(reply.contact_id)
        if later.pending and later.seq > reply.seq and isinstance(later.command.body, c.Close)
    )
    withdrawn = (replace(e, state=EntryState.WITHDRAWN, resolved_at=now) for e in (reply, *closings))
    held = model.contacts.get(reply.contact_id) if reply.contact_id else None
    change = Change(
        entries=tuple(withdrawn), notices=(withdrawn_with(held.view if held else None),) if closings else ()
    )
    return _with_text_back(model, change, reply, now)


def _with_text_back(model: Model, change: Change, reply: Entry, now: datetime) -> Change:
    """The text comes back as the draft; when there is a newer one, beside it."""
    if reply.contact_id is None or not isinstance(reply.command.body, c.Reply):
        return change
    before, text = model.drafts.get(reply.contact_id), reply.command.body.text
    if before is not None and before.text.strip():
        return replace(change, spares=(Spare(reply.contact_id, text),))
    change = replace(change, enclosed=model.back_with(reply.id, reply.contact_id))
    draft = Draft(reply.contact_id, text, now, before.central if before else None)
    return replace(change, drafts=(draft,), replaces=(before,))
