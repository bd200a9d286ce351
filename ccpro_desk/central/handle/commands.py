"""Commands: one read, one decision, one guarded write; a lost race is run again."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID, uuid4

from ccpro_desk.central.errors import ProblemError
from ccpro_desk.central.handle import (
    alerting,
    appointments,
    holder,
    matters,
    officers,
    pairs,
    promises,
    restored,
)
from ccpro_desk.central.handle.changes import audit, change_of, timed
from ccpro_desk.central.handle.home import ATTEMPTS, Home
from ccpro_desk.central.handle.views import full_view
from ccpro_desk.central.store.agent_events import status_event
from ccpro_desk.central.store.port import Outcome
from ccpro_desk.central.store.values import (
    AgentChange,
    Change,
    CommandRead,
    OutboxMove,
    Standing,
    StoredResult,
)
from ccpro_desk.domain import commands as c
from ccpro_desk.domain.agent import Agent
from ccpro_desk.domain.agent_status import set_status
from ccpro_desk.domain.contact import Contact
from ccpro_desk.domain.context import Context
from ccpro_desk.domain.effects import late_draft
from ccpro_desk.domain.frozen import replace
from ccpro_desk.domain.lifecycle import decide, fault
from ccpro_desk.domain.matter import Matter
from ccpro_desk.domain.refusals import SENTENCES, Code, Refusal
from ccpro_desk.domain.text import clean
from ccpro_desk.wire.codec import adapter
from ccpro_desk.wire.commands import Parsed
from ccpro_desk.wire.problems import ProblemCode
from ccpro_desk.wire.views import Result

_UNAUDITED = frozenset({"draft.save"})
_FREE_TEXT = frozenset(
    {"text", "note", "reason", "summary", "facts", "purpose", "number", "fields", "override"}
    | {"representative", "dialled"}
)
"""Fields of bodies that the audit does not copy."""


@dataclass(frozen=True, slots=True)
class _Decided:
    """What to write, and the refusal if it is one."""

    change: Change
    refusal: Refusal | None = None


async def run_batch(
    home: Home, actor: Agent, batch: list[Parsed], standing: Standing | None = None
) -> list[Result]:
    """Each in its own transaction, in order; after a refusal, the contact's later ones are not tried."""
    results: list[Result] = []
    refused: set[UUID] = set()
    for parsed in batch:
        result = await run_one(home, actor, parsed, standing, after_refusal=parsed.contact_id in refused)
        if result.status == "refused" and parsed.contact_id is not None:
            refused.add(parsed.contact_id)
        results.append(result)
    return results


async def run_one(
    home: Home, actor: Agent, parsed: Parsed, standing: Standing | None = None, *, after_refusal: bool
) -> Result:
    """The result of one command. Raises `ProblemError(UNAVAILABLE)` when races are lost for ever."""
    for _ in range(ATTEMPTS):
        matter = await matters.named(home, parsed)
        read = await _read(home, actor, parsed, standing, matter)
        if read.result is not None:
            return await _again(home, actor, parsed, read)
        if after_refusal:
            return _refused(parsed.id, Refusal(Code.AFTER_REFUSAL))
        now = home.now
        context = await _context_of(
            home, actor, parsed, replace(_context(home, read, now), matter=matter), read
        )
        decided = _decide(home, parsed, read, context)
        decided = await _unless_restored(home, parsed, read, decided, context)
        decided = await _naming_the_holder(home, parsed, read, decided)
        if await home.store.write(decided.change) is Outcome.WRITTEN:
            return await _written(home, actor, parsed, read, decided)
    raise ProblemError(ProblemCode.UNAVAILABLE, "Le contact est très sollicité : réessayez.", retry_after=1)


async def _context_of(
    home: Home, actor: Agent, parsed: Parsed, context: Context, read: CommandRead
) -> Context:
    """What the decision may look at, with the agent, usager or other contact that the command names."""
    body = parsed.command.body if parsed.command else None
    if isinstance(body, c.Transfer) and body.to.agent:
        target = await _target(home, body)
        return replace(context, target=target, target_unknown=target is None)
    if isinstance(body, c.LinkUsager):
        return replace(context, deadline=await home.deadlines.next_of(body.siren, context.now))
    if isinstance(body, c.Merge | c.Gather) and read.contact is not None:
        return await pairs.with_other(home, actor, read.contact, body, context)
    if isinstance(body, c.Identify) and read.contact is not None:
        return await alerting.with_file(home, read.contact, body, context)
    if read.contact is not None:
        context = await appointments.with_slot(home, read.contact, body, context)
        context = await officers.with_referral(home, read.contact, body, context)
        context = await promises.with_promises(home, actor, read.contact, body, context)
        return await matters.with_usager(home, read.contact, body, context)
    return context


async def _target(home: Home, body: c.Transfer) -> Agent | None:
    """The agent that a transfer names, by id or login."""
    assert body.to.agent is not None
    try:
        found = await home.store.account_by_id(UUID(body.to.agent))
    except ValueError:
        found = await home.store.account(body.to.agent)
    return found.agent if found and not found.disabled else None


async def _read(
    home: Home, actor: Agent, parsed: Parsed, standing: Standing | None, matter: Matter | None
) -> CommandRead:
    body = parsed.command.body if parsed.command else None
    of_matter = matter is not None and body is not None and body.of_matter
    return await home.store.read_command(
        parsed.id,
        matter.contact_id if matter is not None and of_matter else parsed.contact_id,
        actor.id,
        siren=body.siren if isinstance(body, c.LinkUsager) else None,
        attachments=body.attachments if isinstance(body, c.Reply) else (),
        reply_id=body.reply_id if isinstance(body, c.TakeBack) else None,
        standing=standing,
    )


async def _again(home: Home, actor: Agent, parsed: Parsed, read: CommandRead) -> Result:
    """The answer to an id that has its result already."""
    stored = read.result
    assert stored is not None
    if stored.content != parsed.content or stored.agent_id != actor.id:
        return _refused(parsed.id, Refusal(Code.CONFLICT))
    if not stored.applied:
        return Result(parsed.id, "refused", stored.code, stored.message)
    result = Result(parsed.id, "duplicate", version=stored.version)
    return await _with_view(home, actor, result, read.contact)


def _decide(home: Home, parsed: Parsed, read: CommandRead, context: Context) -> _Decided:
    command, now = parsed.command, context.now
    if command is None:
        return _refusal(parsed, read, Refusal(Code.INVALID, clean(parsed.fault or "")), now)
    if isinstance(command.body, c.SetStatus):
        return _status(parsed, command.body, read, now)
    if read.contact is None:
        return _refusal(parsed, read, fault(command, context) or Refusal(Code.NOT_FOUND), now)
    decision = decide(read.contact, command, context)
    if isinstance(decision, Refusal):
        return _refused_contact(home, parsed, read, decision, now)
    agent = read.account.agent
    letter = appointments.posted(home, decision, read.contact, agent, now, context.matter)
    change = change_of(
        read.contact,
        [*decision, *letter.events],
        now=now,
        mail=home.rules.mail,
        author=str(agent.id),
        centre=agent.centre,
    )
    change = replace(change, attachments=letter.attachments)
    change = alerting.raised(change, decision, agent.id, now)
    if context.other is not None:
        change = pairs.both(home, change, decision, context)
    return _applied(home, parsed, agent, change, now)


def _applied(home: Home, parsed: Parsed, agent: Agent, change: Change, now: datetime) -> _Decided:
    """The change with its result and its audit."""
    change = timed(change, home.rules.settings, now)
    assert change.after is not None and parsed.command is not None
    body = parsed.command.body
    move = OutboxMove(body.reply_id, "taken_back") if isinstance(body, c.TakeBack) else None
    stored = _stored(parsed, agent, now, version=change.after.version)
    audits = _audits(parsed, agent, change.after, now)
    return _Decided(replace(change, result=stored, move=move, audit=(*audits, *change.audit)))


async def _naming_the_holder(home: Home, parsed: Parsed, read: CommandRead, decided: _Decided) -> _Decided:
    """A refusal because the lease moved on says to whom."""
    command, contact, change = parsed.command, read.contact, decided.change
    if decided.refusal is None or decided.refusal.code is not Code.LEASE_LOST:
        return decided
    if command is None or contact is None or change.result is None:
        return decided
    said = await holder.sentence(home, contact, read.account.agent.id, command.body)
    told = replace(change, result=replace(change.result, message=said))
    return _Decided(told, Refusal(Code.LEASE_LOST, said))


async def _unless_restored(
    home: Home, parsed: Parsed, read: CommandRead, decided: _Decided, context: Context
) -> _Decided:
    """What was lost with the database is applied under a lease that it does not know, or its text kept."""
    command, contact, refusal = parsed.command, read.contact, decided.refusal
    if command is None or contact is None or refusal is None:
        return decided
    if not await restored.is_late(home, command, refusal, context):
        return decided
    change = await restored.applied_late(home, contact, command, context)
    if change is not None:
        return _applied(home, parsed, context.actor, change, context.now)
    kept = restored.kept_late(home, contact, command, context)
    if kept is None:
        return decided
    return _Decided(replace(kept, result=decided.change.result, audit=decided.change.audit), refusal)


def _context(home: Home, read: CommandRead, now: datetime) -> Context:
    agent, contact = read.account.agent, read.contact
    free = agent.free_slot(contact.channel, read.used, busy=read.busy) if contact else None
    return Context(
        actor=agent,
        now=now,
        motifs=home.rules.motifs,
        checks=home.rules.checks,
        settings=home.rules.settings,
        token=uuid4(),
        free_slot=free,
        usager_name=read.usager_name,
        attachments=read.attachments,
        claimed=read.claimed,
        acts=home.rules.acts,
        perimeter=home.rules.perimeter,
        answer_levels=home.rules.answer_levels,
    )


def _status(parsed: Parsed, body: c.SetStatus, read: CommandRead, now: datetime) -> _Decided:
    agent = read.account.agent
    after = set_status(agent, body, busy=read.busy, allowed=read.account.allowed)
    if isinstance(after, Refusal):
        return _refusal(parsed, read, after, now)
    entry = audit(now, agent.id, parsed.type, f"agent/{agent.id}", _codes(parsed))
    events = (status_event(after, now, by=agent.id),)
    stored = _stored(parsed, agent, now)
    return _Decided(Change(agent=AgentChange(after), events=events, audit=(entry,), result=stored))


def _refused_contact(
    home: Home, parsed: Parsed, read: CommandRead, refusal: Refusal, now: datetime
) -> _Decided:
    """A refusal; of a text whose lease is lost, the text is kept on the contact in the same transaction."""
    assert read.contact is not None and parsed.command is not None
    context = _context(home, read, now)
    kept = late_draft(read.contact, parsed.command, context) if refusal.code is Code.LEASE_LOST else None
    decided = _refusal(parsed, read, refusal, now)
    if kept is None:
        return decided
    change = change_of(read.contact, [kept], now=now, mail=home.rules.mail, author=str(read.account.agent.id))
    return _Decided(replace(change, result=decided.change.result, audit=decided.change.audit), refusal)


def _refusal(parsed: Parsed, read: CommandRead, refusal: Refusal, now: datetime) -> _Decided:
    agent = read.account.agent
    stored = _stored(parsed, agent, now, refusal=refusal)
    detail = {"type": clean(parsed.type)[:100]}
    entry = audit(now, agent.id, f"refused.{refusal.code}", _about(parsed), detail)
    return _Decided(Change(result=stored, audit=(entry,)), refusal)


def _stored(
    parsed: Parsed,
    agent: Agent,
    now: datetime,
    *,
    version: int | None = None,
    refusal: Refusal | None = None,
) -> StoredResult:
    return StoredResult(
        id=parsed.id,
        agent_id=agent.id,
        content=parsed.content,
        at=now,
        applied=refusal is None,
        contact_id=parsed.contact_id,
        code=refusal.code if refusal else None,
        message=refusal.message if refusal else None,
        version=version,
    )


async def _written(home: Home, actor: Agent, parsed: Parsed, read: CommandRead, decided: _Decided) -> Result:
    await _free(home, read, decided.change)
    if decided.change.alerts:
        await home.store.forget_alerts(home.now)
    if decided.refusal is not None:
        return _refused(parsed.id, decided.refusal)
    after = decided.change.after
    result = Result(parsed.id, "applied", version=after.version if after else None)
    return await _with_view(home, actor, result, after)


async def _free(home: Home, read: CommandRead, change: Change) -> None:
    """Gives the agent whose hands are empty now the status that they asked for."""
    before, after = change.before, change.after
    if before is None or before.lease is None or (after is not None and after.lease is not None):
        return
    if before.lease.agent != read.account.agent.id or read.account.agent.after_current is not None:
        await home.store.free_agents(home.now, before.lease.agent)


async def _with_view(home: Home, actor: Agent, result: Result, contact: Contact | None) -> Result:
    """`result` with the contact, for whoever has it in hand or owns it."""
    if contact is None:
        return result
    holds = contact.lease is not None and contact.lease.agent == actor.id
    if not holds and contact.owner != actor.id:
        return result
    return replace(result, view=await full_view(home, contact, actor, token=True))


def _refused(command_id: UUID, refusal: Refusal) -> Result:
    return Result(command_id, "refused", refusal.code, refusal.message or SENTENCES[refusal.code])


def _audits(parsed: Parsed, agent: Agent, after: Contact, now: datetime) -> tuple[Any, ...]:
    if parsed.type in _UNAUDITED:
        return ()
    detail = {**_codes(parsed), "state": after.state, "version": after.version}
    return (audit(now, agent.id, parsed.type, _about(parsed), detail),)


def _about(parsed: Parsed) -> str:
    if parsed.command is not None and parsed.command.body.of_matter:
        return f"matter/{parsed.command.body.matter_id}"
    return f"contact/{parsed.contact_id}" if parsed.contact_id else f"command/{parsed.id}"


def _codes(parsed: Parsed) -> dict[str, Any]:
    """A body without what people wrote in it."""
    command = parsed.command
    assert command is not None
    body = adapter(type(command.body)).dump_python(command.body, mode="json")
    return {name: value for name, value in body.items() if name not in _FREE_TEXT and value is not None}
