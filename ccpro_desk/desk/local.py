"""The contacts of this workstation as a search shows them, for when the central does not answer."""

from __future__ import annotations

from ccpro_desk.desk.model import Model
from ccpro_desk.desk.sought import Sought
from ccpro_desk.domain.motifs import fold
from ccpro_desk.domain.values import Direction, Message
from ccpro_desk.wire.contact_view import ContactView, MatterView
from ccpro_desk.wire.listing import EntryKind, FoundView, ReplyState, TimelineEntry


def look_through(model: Model, sought: Sought) -> tuple[FoundView, ...]:
    """Those of this agent that fit, the last received first."""
    mine = [held.view for held in model.contacts.values() if model.is_mine(held.id)]
    fit = [as_found(view, model) for view in mine if _fits(view, sought)]
    return tuple(sorted(fit, key=lambda found: found.received_at, reverse=True))


def timeline_of(model: Model, siren: str) -> tuple[TimelineEntry, ...]:
    """Contacts of this usager and what followed from them, the last first."""
    held = (held.view for held in model.contacts.values() if model.is_mine(held.id))
    mine = [view for view in held if view.usager and view.usager.siren == siren]
    found = [_as_entry(view) for view in mine]
    found += [_as_matter(matter) for view in mine for matter in view.matters or ()]
    return tuple(sorted(found, key=lambda entry: entry.at, reverse=True))


def _as_entry(view: ContactView) -> TimelineEntry:
    return TimelineEntry(
        view.id,
        EntryKind.CONTACT,
        view.received_at,
        view.state,
        True,
        view.channel,
        view.subject,
        tuple(motif.code for motif in view.motifs),
        view.owner_name,
        closed_at=view.closed_at,
    )


def _as_matter(view: MatterView) -> TimelineEntry:
    return TimelineEntry(
        view.id,
        EntryKind(view.kind),
        view.at,
        view.state,
        True,
        title=view.title,
        by=view.author_name,
        contact_id=view.contact_id,
        due_at=view.due_at,
    )


def as_found(view: ContactView, model: Model) -> FoundView:
    """A contact as the central's search would show it."""
    me = model.agent.id if model.agent else None
    holder = view.lease.agent if view.lease else view.owner
    return FoundView(
        id=view.id,
        version=view.version,
        state=view.state,
        channel=view.channel,
        received_at=view.received_at,
        due_at=view.due_at,
        subject=view.subject,
        who=who_of(view),
        siren=view.usager.siren if view.usager else None,
        motifs=view.motifs,
        guessed=view.guessed,
        resume_at=view.resume_at,
        closed_at=view.closed_at,
        reopen_until=view.reopen_until,
        merged_into=view.merged_into,
        owner_name=view.owner_name,
        mine=holder is not None and holder == me,
        messages=len(view.messages),
        replies=tuple(_reply(m, m.author_id == me) for m in view.messages if _is_sent(m)),
    )


def who_of(view: ContactView) -> str:
    """The usager's name once linked, else what the sender calls themselves."""
    if view.usager:
        return view.usager.name
    origin = view.origin
    return (origin.name or origin.address or origin.number or "") if origin else ""


def _is_sent(message: Message) -> bool:
    return message.direction is Direction.OUT and message.status is not None


def _reply(message: Message, mine: bool) -> ReplyState:
    assert message.status is not None
    return ReplyState(message.id, message.at, message.status, mine, message.detail)


def _fits(view: ContactView, sought: Sought) -> bool:
    address = view.origin.address if view.origin else None
    told = fold(f"{view.subject} {who_of(view)} {address or ''}")
    start, end = sought.span or (None, None)
    motifs = {motif.code for motif in view.motifs} | ({view.guessed} if view.guessed else set())
    return (
        all(word in told for word in fold(sought.words).split())
        and sought.siren in (None, view.usager.siren if view.usager else "")
        and (sought.reference is None or _is_named(view, sought.reference))
        and sought.state in (None, view.state)
        and sought.channel in (None, view.channel)
        and (sought.motif is None or any(_is_of(code, sought.motif) for code in motifs))
        and (start is None or view.received_at >= start)
        and (end is None or view.received_at < end)
    )


def _is_of(code: str, motif: str) -> bool:
    return code == motif or code.startswith(f"{motif}.")


def _is_named(view: ContactView, reference: str) -> bool:
    bare = reference.strip("<> ")
    return str(view.id).endswith(bare.lower()) or view.external_id.strip("<>") == bare
