"""My contacts, as entries of a list."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
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
OFFICER = (
    "Les agents du SIE ne prennent pas de contact.\n\nF2 pour vos fiches de liaison, « :agenda » pour vos "
    "rendez-vous du jour."
)

NONE_BESIDE: Mapping[UUID, int] = MappingProxyType({})


def entries(
    contacts: Iterable[DeskContact],
    beside: Mapping[UUID, int] = NONE_BESIDE,
    *,
    due: Collection[UUID] = (),
) -> list[Entry]:
    """One entry a contact: who, about what, where it stands.

    `beside`: others of the same person; `due`: those whose hour has come.
    """
    return [_entry(contact, beside.get(contact.id, 0), is_due=contact.id in due) for contact in contacts]


def _entry(contact: DeskContact, beside: int, *, is_due: bool = False) -> Entry:
    subject, state = words.contact_lines(contact)
    if is_due and contact.view.resume_at and not contact.refusals:
        state = f"à reprendre, {words.short_moment(contact.view.resume_at)}"
    style = {State.ACTIVE: "$success", State.OFFERED: "bold $warning"}.get(contact.view.state, "$quiet")
    if is_due:
        style = "bold $warning"
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
