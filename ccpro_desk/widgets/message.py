"""A contact's conversation, as paragraphs: header, late drafts, messages, what is on its way."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from textual.content import Content

from ccpro_desk.answers import french
from ccpro_desk.desk.state import DeskContact, SendState, Sent
from ccpro_desk.domain.matter import MatterKind
from ccpro_desk.domain.text import clean
from ccpro_desk.domain.values import Channel, Direction, Message, Sending, State
from ccpro_desk.widgets import words
from ccpro_desk.widgets.pane import Block, field, hint, plain, said
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


LATEST = 20
"""Messages of a conversation that are laid out when it is opened: it opens as fast with a thousand."""
_FILES = 8
"""Attached files that the header names: Ctrl+O lists the others."""
_TITLE_ROOM = 50
"""Cells that a title has at 120 columns."""
_SPOKEN = {
    State.OFFERED: "F9 pour décrocher ou refuser.",
    State.ACTIVE: "F5 vérifie l'identité, F3 cherche une fiche à lire, F9 raccroche.",
    State.WRAP_UP: "L'appel est terminé. F8 pour clore : votre note part avec la clôture.",
}


def titles(view: ContactView) -> tuple[str, str]:
    """« Courriel reçu à 14 h 50 · répondre avant 16 h 40 », in two when it is too long for one title."""
    if words.is_live(view):
        return f"{words.CHANNELS[view.channel]}, {words.moment(view.received_at)}", ""
    received = f"{words.CHANNELS[view.channel]} reçu {words.moment(view.received_at)}"
    before = f"répondre avant {words.deadline(view.due_at)}"
    one = f"{received} · {before}"
    return (one, "") if len(one) <= _TITLE_ROOM else (received, before)


def conversation(
    contact: DeskContact, *, unfolded: bool, latest: int | None = LATEST, beside: str = ""
) -> list[Block]:
    """What was written on this contact, oldest first; quoted parts folded unless `unfolded`.

    `latest`: how many messages, the older ones in a line that says so; none: all of them.
    `beside`: what is told of other contacts of the same person.
    """
    view = contact.view
    blocks = [*_header(view), *([hint(beside, "$accent")] if beside else []), *_merged(view), *_fiches(view)]
    blocks.append(Block())
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
    shown = view.messages if latest is None else view.messages[-latest:]
    if older := len(view.messages) - len(shown):
        number = french.count(older, "message plus ancien", "messages plus anciens")
        blocks += [said(f"▸ {number} (A pour les lire)", "$quiet"), Block()]
    for message in shown:
        blocks += [*_message(message, several=several, unfolded=unfolded), Block()]
    if view.channel is Channel.PHONE and view.state in _SPOKEN:
        blocks += [hint(_SPOKEN[view.state]), Block()]
    for sent in (*contact.refusals, *contact.pending):
        blocks += _on_its_way(sent, view)
    while len(blocks) > 1 and blocks[-1] == Block():
        blocks.pop()
    return blocks


def _merged(view: ContactView) -> Iterator[Block]:
    """The contacts that go on in this one."""
    for ref in view.merged:
        subject = clean(ref.subject, keep_newlines=False) or "sans objet"
        told = f"{words.CHANNELS[ref.channel].lower()} « {subject} », reçu {words.moment(ref.received_at)}"
        yield field("Avec", told, style="$quiet")


def names_of(view: ContactView | None) -> frozenset[str]:
    """What the usager is called: no spelling mistake in what is written to them."""
    if view is None:
        return frozenset()
    named = (view.usager.name if view.usager else "", (view.origin.name if view.origin else "") or "")
    return frozenset(part.casefold() for name in named for part in re.findall(r"[^\W\d_]+", name))


def quoted_from(lines: list[str]) -> int:
    """The number of the first quoted line, or of none: `len(lines)`."""
    for number, line in enumerate(lines):
        follows = number + 1 < len(lines) and _HEADER.match(line) and _NEXT_HEADER.match(lines[number + 1])
        if _INTRODUCED.match(line.strip()) or follows:
            return number
    return len(lines)


def _fiches(view: ContactView) -> Iterator[Block]:
    """What the SIE asked waits for its answer."""
    asked = [m for m in view.matters or () if m.kind is MatterKind.REFERRAL and m.state == "asked"]
    if asked and view.state is State.ACTIVE:
        yield hint("Question du SIE : F7, S pour y répondre sur la même fiche.", "bold $warning")


def _header(view: ContactView) -> Iterator[Block]:
    origin = view.origin
    name = words.named((origin.name if origin else "") or "")
    address = clean((origin.address if origin else "") or "", keep_newlines=False)
    if not address and origin:
        address = words.phone(clean(origin.number or "", keep_newlines=False))
    yield field("De", name or address or words.unknown(view), style="bold")
    if name and address:
        yield field("", address, style="$quiet")
    if view.subject or not words.is_live(view):
        yield field("Objet", words.subject(view), style="bold")
    files = [attached for message in view.messages for attached in message.attachments]
    for attached in files[:_FILES]:
        name = clean(attached.name, keep_newlines=False) or "sans nom"
        yield field("Joint", f"{name} ({words.size(attached.size)})")
    if len(files) > _FILES:
        yield field("", f"et {len(files) - _FILES} autres (Ctrl+O)", style="$quiet")


def _message(message: Message, *, several: bool, unfolded: bool) -> Iterator[Block]:
    author = words.named(message.author)
    if message.direction is Direction.NOTE:
        when = words.moment(message.at)
        yield said(f"Note interne {french.of(author)}, {when} · l'usager ne la voit pas", "bold $note")
        yield from _noted(clean(message.text))
        return
    out = message.direction is Direction.OUT
    if several or out:
        yield _rule(f"Réponse {french.of(author)}" if out else author, message)
    lines = clean(message.text).strip("\n").split("\n")
    quoted = quoted_from(lines)
    body = "\n".join(lines[:quoted]).rstrip()
    if body:
        yield from plain(body)
    elif quoted == len(lines):
        yield said("(message vide)", "italic $quiet")
    yield from _quote(lines[quoted:], unfolded)


def _noted(text: str) -> Iterator[Block]:
    """A bar beside each paragraph: a note is told from a reply without its colour too."""
    bar = Content.styled("┃", "bold $note")
    for block in plain(text, "$note", indent=2):
        yield replace(block, lead=bar)


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
