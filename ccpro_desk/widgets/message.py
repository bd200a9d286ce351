"""A contact's conversation, as paragraphs: header, late drafts, messages, what is on its way."""

from __future__ import annotations

import re
from collections.abc import Iterator

from textual.content import Content

from ccpro_desk.desk.state import DeskContact, SendState, Sent
from ccpro_desk.domain.text import clean
from ccpro_desk.domain.values import Direction, Message, Sending
from ccpro_desk.widgets import words
from ccpro_desk.widgets.pane import Block, field, plain, said
from ccpro_desk.wire.contact_view import ContactView

_INTRODUCED = re.compile(
    r"^(?:>|Le .{4,120} a écrit\s*:$|On .{4,120} wrote:$"
    r"|-{2,} ?(?:Message d'origine|Original Message|Message transféré))",
    re.I,
)
"""Where what the usager quotes begins."""
_HEADER = re.compile(r"^(?:De|From)\s*:\s.+", re.I)
_NEXT_HEADER = re.compile(r"^(?:Envoyé|Sent|Date|À|To)\s*:\s", re.I)
_SENDING_STYLES = {Sending.FAILED: "bold $error", Sending.UNSURE: "bold $warning", Sending.SENT: "$success"}
_SENT_STYLES = {
    SendState.REFUSED: "bold $error",
    SendState.FAILED: "bold $error",
    SendState.WAITING: "$warning",
}


def title(view: ContactView) -> str:
    """« Courriel reçu à 14 h 50 · répondre avant 16 h 40 »."""
    received = f"{words.CHANNELS[view.channel]} reçu {words.moment(view.received_at)}"
    return f"{received} · répondre avant {words.deadline(view.due_at)}"


def conversation(contact: DeskContact, *, unfolded: bool) -> list[Block]:
    """Everything that was written on this contact, oldest first; quoted parts folded unless `unfolded`."""
    view = contact.view
    blocks = [*_header(view), Block()]
    for late in view.late_drafts:
        colleague = clean(late.agent_name, keep_newlines=False) or "un collègue"
        blocks += [
            said(
                f"Texte non envoyé de {colleague}, {words.moment(late.at)}",
                "bold $warning",
            )
        ]
        blocks += [*plain(clean(late.text), "$quiet", indent=2), Block()]
    several = len(view.messages) > 1
    for message in view.messages:
        blocks += [*_message(message, several=several, unfolded=unfolded), Block()]
    for sent in (*contact.refusals, *contact.pending):
        blocks += _on_its_way(sent, view)
    while len(blocks) > 1 and blocks[-1] == Block():
        blocks.pop()
    return blocks


def quoted_from(lines: list[str]) -> int:
    """The number of the first quoted line, or of none: `len(lines)`."""
    for number, line in enumerate(lines):
        follows = number + 1 < len(lines) and _HEADER.match(line) and _NEXT_HEADER.match(lines[number + 1])
        if _INTRODUCED.match(line.strip()) or follows:
            return number
    return len(lines)


def _header(view: ContactView) -> Iterator[Block]:
    origin = view.origin
    name = clean((origin.name if origin else "") or "", keep_newlines=False)
    address = clean((origin.address or origin.number if origin else "") or "", keep_newlines=False)
    yield field("De", " · ".join(part for part in (name, address) if part) or "inconnu", style="bold")
    yield field("Objet", clean(view.subject, keep_newlines=False) or "(sans objet)", style="bold")
    for message in view.messages:
        for attached in message.attachments:
            yield field(
                "Joint",
                f"{clean(attached.name, keep_newlines=False) or 'sans nom'} ({words.size(attached.size)})",
            )


def _message(message: Message, *, several: bool, unfolded: bool) -> Iterator[Block]:
    author = clean(message.author, keep_newlines=False)
    if message.direction is Direction.NOTE:
        yield said(f"Note interne de {author}, {words.moment(message.at)}", "bold $secondary")
        yield from plain(clean(message.text), "$secondary", indent=2)
        return
    out = message.direction is Direction.OUT
    if several or out:
        yield _rule(f"Réponse de {author}" if out else author, message)
    lines = clean(message.text).strip("\n").split("\n")
    quoted = quoted_from(lines)
    body = "\n".join(lines[:quoted]).rstrip()
    if body:
        yield from plain(body)
    elif quoted == len(lines):
        yield said("(message vide)", "italic $quiet")
    yield from _quote(lines[quoted:], unfolded)


def _quote(lines: list[str], unfolded: bool) -> Iterator[Block]:
    if not lines:
        return
    if unfolded:
        yield from plain("\n".join(lines), "$quiet", indent=1)
        return
    number = len(lines)
    yield said(f"▸ {number} ligne{'s' if number > 1 else ''} de citation (D pour déplier)", "$quiet")


def _rule(who: str, message: Message) -> Block:
    head = Content.styled(f"{who}, {words.moment(message.at)}", "bold $secondary")
    if message.status is None:
        return Block(head)
    style = _SENDING_STYLES.get(message.status, "$accent")
    return Block(head + Content.styled(f" · {words.message_status(message)}", style))


def _on_its_way(sent: Sent, view: ContactView) -> Iterator[Block]:
    if (
        sent.state is not SendState.REFUSED
        and view.messages
        and any(m.id == sent.command_id for m in view.messages)
    ):
        return
    yield said(f"{sent.label} · {words.sent_state(sent)}", _SENT_STYLES.get(sent.state, "$accent"))
    if sent.text:
        yield from plain(clean(sent.text), "$quiet", indent=2)
