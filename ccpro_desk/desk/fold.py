"""Pending commands folded over the central's last view, by the `decide` and `evolve` that the central runs.

Two folds of one function: what the agent is *shown* (only what is honest: a reply, a closing, an
identification is never shown as done before the central said so), and what a new command is *previewed* on.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from uuid import UUID

from ccpro_desk.desk.model import Held, Model
from ccpro_desk.domain import commands as c
from ccpro_desk.domain.agent import Agent
from ccpro_desk.domain.contact import Contact, Lease, Origin
from ccpro_desk.domain.context import Context
from ccpro_desk.domain.dispatch import Settings
from ccpro_desk.domain.events import MatterMoved
from ccpro_desk.domain.evolve import evolve_all
from ccpro_desk.domain.lifecycle import decide
from ccpro_desk.domain.matter import Matter
from ccpro_desk.domain.refusals import Refusal
from ccpro_desk.domain.shapes import SHAPES
from ccpro_desk.domain.values import AttachmentRef, State
from ccpro_desk.reference.acts import load_acts
from ccpro_desk.reference.identification import load_checks
from ccpro_desk.reference.motifs import load_motifs
from ccpro_desk.reference.perimeter import load_perimeter
from ccpro_desk.reference.purposes import load_purposes
from ccpro_desk.reference.settings import load_settings
from ccpro_desk.wire.contact_view import AgentView, ContactView, LeaseView, MatterView, UsagerRef

NO_TOKEN = UUID(int=0)
"""Stands for the token of a lease that a pending command will give: never sent as if it were one."""
SHOWN = (
    c.AddNote,
    c.SetMotifs,
    c.LinkUsager,
    c.Park,
    c.Resume,
    c.Release,
    c.Transfer,
    c.SubmitAct,
    c.BookAppointment,
)
"""What may be shown before the central has said so, as pending."""


_ELSEWHERE = (c.MoveAppointment, c.CancelAppointment)


@dataclass(frozen=True, slots=True)
class Previewed:
    """A contact with commands folded over it, and the refusal of the last one, if any."""

    contact: Contact
    refusal: Refusal | None = None
    token: UUID | None = None
    """Of the lease that the command is issued under."""
    matters: tuple[Matter, ...] = ()
    """What the commands begin: recorded here, not done."""


@dataclass(frozen=True, slots=True)
class Folder:
    """Folds for one agent; `free_slot` says whether a channel has room for one more contact."""

    agent: AgentView
    now: datetime
    free_slot: Callable[[ContactView], int | None]

    def shown(self, held: Held, pending: Iterable[c.Command]) -> ContactView:
        honest = [command for command in pending if isinstance(command.body, SHOWN)]
        if not honest:
            return held.view
        return _view(self._all(held, honest), held.view, self.agent)

    def preview(self, held: Held, pending: Iterable[c.Command], command: c.Command) -> Previewed:
        """`command` on top of all that is pending. Its token is taken from the fold."""
        so_far = self._all(held, pending)
        lease = so_far.contact.lease
        return replace(self._one(so_far, command, held), token=lease.token if lease else None)

    def _all(self, held: Held, commands: Iterable[c.Command]) -> Previewed:
        so_far = Previewed(_contact(held))
        for command in commands:
            if so_far.contact.message(command.id) is not None or command.id in so_far.contact.matters:
                continue  # the view has it already: applied, and its result still on the way
            so_far = replace(self._one(so_far, command, held), refusal=None)
        return so_far

    def _on(self, contact: Contact, command: c.Command) -> c.Command:
        token = contact.lease.token if contact.lease else command.lease_token
        return replace(command, lease_token=token or NO_TOKEN)

    def _one(self, so_far: Previewed, command: c.Command, held: Held) -> Previewed:
        contact = so_far.contact
        command = self._on(contact, command)
        context = self._context(command, held, so_far.matters)
        if isinstance(command.body, _ELSEWHERE) and context.matter is None:
            return so_far  # of another contact of this usager: only the central knows it
        decision = decide(contact, command, context)
        if isinstance(decision, Refusal):
            return replace(so_far, refusal=decision)
        begun = tuple(event.matter for event in decision if isinstance(event, MatterMoved))
        after = evolve_all(contact, decision, str(self.agent.id))
        return Previewed(after, matters=(*so_far.matters, *begun))

    def _context(self, command: c.Command, held: Held, begun: tuple[Matter, ...]) -> Context:
        context = Context(
            actor=actor(self.agent),
            now=self.now,
            motifs=load_motifs(),
            checks=load_checks(),
            settings=_settings(held.view),
            token=NO_TOKEN,
            free_slot=self.free_slot(held.view),
            usager_name=_usager_name(command.body, held.view),
            attachments=_attachments(command.body),
            answer_levels=_answer_levels,
        )
        if isinstance(command.body, c.SubmitAct):
            return replace(context, acts=load_acts(), others=(*begun, *_others(held.view)))
        if isinstance(command.body, c.Refer):
            files = {ref.id: ref for message in held.view.messages for ref in message.attachments}
            return replace(context, perimeter=load_perimeter(), attachments=files)
        if isinstance(command.body, c.BookAppointment):
            return replace(context, purposes=load_purposes())
        if command.body.matter_id is not None:
            return replace(context, matter=_named(command.body.matter_id, (*begun, *_others(held.view))))
        return context


def _others(view: ContactView) -> tuple[Matter, ...]:
    """What the central shows of this contact: without what was said."""
    return tuple(
        Matter(
            id=each.id,
            kind=each.kind,
            version=each.version,
            state=each.state,
            code=each.code,
            siren=each.siren,
            contact_id=each.contact_id,
            centre=each.centre,
            author=each.author,
            at=each.at,
            title=each.title,
            detail=SHAPES[each.kind].detail(),
            office=each.office,
            due_at=each.due_at,
        )
        for each in view.matters or ()
    )


def _named(matter_id: UUID, among: tuple[Matter, ...]) -> Matter | None:
    return next((each for each in among if each.id == matter_id), None)


def room(model: Model, agent: AgentView) -> Callable[[ContactView], int | None]:
    """Whether a channel has room, from the contacts that this workstation knows."""

    def free_slot(view: ContactView) -> int | None:
        taken = [h for h in model.contacts.values() if h.is_at(agent.id) and h.view.state is not State.PARKED]
        on_channel = sum(1 for h in taken if h.view.channel is view.channel and h.id != view.id)
        return on_channel + 1 if on_channel < actor(agent).slots_of(view.channel) else None

    return free_slot


def actor(view: AgentView) -> Agent:
    """The account as the rules need it."""
    return Agent(
        id=view.id,
        login=view.login,
        name=view.name,
        role=view.role,
        centre=view.centre,
        plateau=view.plateau,
        skills=view.skills,
        channels=view.channels,
        slots=view.slots,
        status=view.status,
        after_current=view.after_current,
        office=view.office,
    )


def _settings(view: ContactView) -> Settings:
    """The rules; how long a contact may be reopened is the central's word."""
    settings = load_settings()
    if view.closed_at is None or view.reopen_until is None:
        return settings
    return replace(settings, reopen_s=int((view.reopen_until - view.closed_at).total_seconds()))


def _contact(held: Held) -> Contact:
    view = held.view
    return Contact(
        id=view.id,
        version=view.version,
        state=view.state,
        channel=view.channel,
        connector=view.connector or NO_TOKEN,
        external_id=view.external_id,
        received_at=view.received_at,
        due_at=view.due_at,
        subject=view.subject,
        origin=view.origin or Origin(),
        siren=view.usager.siren if view.usager else None,
        usager_name=view.usager.name if view.usager else None,
        identification=view.identification,
        motifs=view.motifs,
        messages=view.messages,
        draft=view.draft,
        lease=_lease(view.lease, held.token),
        owner=view.owner,
        resume_at=view.resume_at,
        reason=view.reason,
        closed_at=view.closed_at,
        merged_into=view.merged_into,
        matters=tuple(matter.id for matter in view.matters or ()),
    )


def _lease(view: LeaseView | None, token: UUID | None) -> Lease | None:
    if view is None:
        return None
    return Lease(token or NO_TOKEN, view.agent, 1, view.expires_at)


def _view(folded: Previewed, before: ContactView, agent: AgentView) -> ContactView:
    contact = folded.contact
    begun = tuple(MatterView.of(matter, agent.name, pending=True) for matter in folded.matters)
    usager = UsagerRef(contact.siren, contact.usager_name or contact.siren) if contact.siren else None
    return replace(
        before,
        state=contact.state,
        usager=usager,
        motifs=contact.motifs,
        messages=contact.messages,
        owner=contact.owner,
        resume_at=contact.resume_at,
        reason=contact.reason,
        identification=contact.identification,
        matters=(*(before.matters or ()), *begun) if begun else before.matters,
    )


def _usager_name(body: c.Body, view: ContactView) -> str | None:
    """The central knows the name; until then the number stands for it."""
    if not isinstance(body, c.LinkUsager):
        return None
    if view.usager is not None and view.usager.siren == body.siren:
        return view.usager.name
    return body.siren


def _answer_levels() -> Mapping[str, int]:
    from ccpro_desk.answers.library import answer_levels

    return answer_levels()


def _attachments(body: c.Body) -> Mapping[UUID, AttachmentRef]:
    if not isinstance(body, c.Reply):
        return {}
    return {key: AttachmentRef(key, "", "", 0) for key in body.attachments}
