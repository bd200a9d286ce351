"""My contacts, as entries of a list."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from types import MappingProxyType
from uuid import UUID

from textual.content import Content

from ccpro_desk.desk.state import DeskContact
from ccpro_desk.domain.text import clean
from ccpro_desk.domain.values import State
from ccpro_desk.widgets import words
from ccpro_desk.widgets.line_list import Entry
from ccpro_desk.widgets.pane import Block, said

_MOST = 60
"""Characters of a name or a subject in a column of thirty."""
EMPTY = "Aucun contact en cours.\n\nF2 pour prendre le suivant."

NONE_BESIDE: Mapping[UUID, int] = MappingProxyType({})


def entries(contacts: Iterable[DeskContact], beside: Mapping[UUID, int] = NONE_BESIDE) -> list[Entry]:
    """One entry a contact: who, about what, where it stands; `beside`: others of the same person."""
    return [_entry(contact, beside.get(contact.id, 0)) for contact in contacts]


def _entry(contact: DeskContact, beside: int) -> Entry:
    subject, state = words.contact_lines(contact)
    style = {State.ACTIVE: "$success", State.OFFERED: "bold $warning"}.get(contact.view.state, "$quiet")
    if contact.refusals:
        style = "bold $error"
    name = words.named(words.who(contact.view), _MOST)
    mark = Content.styled("● ", "$accent") if contact.unseen else Content("")
    more = Content.styled(f"  +{beside}", "$accent") if beside else Content("")
    blocks = (
        Block(mark + Content.styled(name, "bold") + more),
        said(words.named(subject, _MOST), "$quiet"),
        said(state, style),
    )
    return Entry(str(contact.id), blocks, gap=1)


def reason(contact: DeskContact | None) -> list[Block]:
    """Why this contact, why me."""
    if contact is None or not contact.view.reason.text:
        return []
    over = contact.view.state is State.WRAP_UP
    return [
        said("Où en est ce contact ?" if over else "Pourquoi ce contact ?", "bold $secondary"),
        said(clean(contact.view.reason.text).replace("\n", " ")),
    ]
