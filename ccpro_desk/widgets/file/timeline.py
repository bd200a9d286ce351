"""What happened with a usager, an entry each: contacts, acts, appointments, referrals."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ccpro_desk.domain.matter import MatterKind
from ccpro_desk.domain.values import State
from ccpro_desk.widgets import words
from ccpro_desk.widgets.file.lines import joined, on_line
from ccpro_desk.widgets.line_list import Entry
from ccpro_desk.widgets.matters import KINDS, label_of
from ccpro_desk.widgets.pane import field
from ccpro_desk.wire.listing import EntryKind

if TYPE_CHECKING:
    from ccpro_desk.domain.motifs import Motifs
    from ccpro_desk.wire.listing import TimelineEntry

_DUE = {EntryKind.APPOINTMENT: "", EntryKind.REFERRAL: "réponse promise "}
"""What a matter's hour or promised date is called; an act's is nobody's business."""
CLOSED = "vous ne pouvez pas le consulter"
"""Said of an entry that the agent may not open."""
_WHEN = 16


def entry(one: TimelineEntry, motifs: Motifs | None) -> Entry:
    """A line, and in grey below it where it stands; what may not be opened has no text."""
    what = words.CHANNELS[one.channel].capitalize() if one.channel else KINDS[MatterKind(one.kind)]
    state = state_of(one.kind, one.state)
    head = joined(what, on_line(one.title) or _about(one, motifs)) if one.readable else what
    due = f"{_DUE[one.kind]}{words.moment(one.due_at)}" if one.due_at and one.kind in _DUE else ""
    closed = f"clos {words.moment(one.closed_at)}" if one.closed_at else ""
    told = joined(closed or state, due, on_line(one.by)) if one.readable else joined(closed or state, CLOSED)
    return Entry(
        f"{one.kind}:{one.id}:{int(one.readable)}",
        (
            field(words.short_moment(one.at), head, width=_WHEN, style="bold" if one.readable else "$quiet"),
            field("", told, width=_WHEN, style="$quiet"),
        ),
    )


def _about(one: TimelineEntry, motifs: Motifs | None) -> str:
    """The first motif's label, for what has no subject."""
    found = motifs.get(one.motifs[0]) if motifs and one.motifs else None
    return found.label if found else ""


def state_of(kind: EntryKind, state: str) -> str:
    """« Pris », « en cours »: as its own list says."""
    if kind is EntryKind.CONTACT:
        return words.STATES.get(State(state), "post-appel")
    label = label_of(MatterKind(kind), state)
    return label[:1].lower() + label[1:]
