"""The fiche de liaison on the screen: what it is first filled with, and how it reads."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import timedelta
from typing import TYPE_CHECKING

from ccpro_desk.answers.french import of
from ccpro_desk.domain.referral.detail import (
    HASTE_LABELS,
    SAID_LABELS,
    STATE_LABELS,
    Answered,
    ReferralState,
    Said,
)
from ccpro_desk.domain.text import clean
from ccpro_desk.domain.values import Direction, Sending
from ccpro_desk.widgets import words
from ccpro_desk.widgets.message import quoted_from
from ccpro_desk.widgets.pane import Block, field, plain, said

if TYPE_CHECKING:
    from datetime import datetime

    from ccpro_desk.domain.motifs import Motifs
    from ccpro_desk.domain.referral.detail import ReferralDetail
    from ccpro_desk.domain.values import AttachmentRef
    from ccpro_desk.wire.contact_view import ContactView, MatterView

WIDTH = 16
INVITATION = "text/calendar"
_MOST = 1_200
"""Characters of a message that the facts begin with."""
_A_MOMENT = timedelta(minutes=1)
"""A promise is due once its day is over: a minute earlier is that day."""
_NOT_SENT = (Sending.TAKEN_BACK, Sending.FAILED)
_STYLES = {
    ReferralState.OPEN: "$accent",
    ReferralState.ASKED: "bold $warning",
    ReferralState.ANSWERED: "$success",
    ReferralState.TAKEN: "$success",
    ReferralState.RETURNED: "bold $warning",
    ReferralState.WITHDRAWN: "$quiet",
}


def first_facts(view: ContactView, noted: str) -> str:
    """What the facts begin with: who asks what, what they wrote last, what was noted on a call."""
    asked = (
        f"{words.who(view)}, {words.CHANNELS[view.channel].lower()} reçu {words.moment(view.received_at)}."
    )
    parts = [asked]
    if view.subject and not words.is_live(view):
        parts[0] += f" Objet : {words.subject(view)}."
    received = next((m for m in reversed(view.messages) if m.direction is Direction.IN), None)
    if received is not None and (text := _own_words(received.text)):
        parts.append(f"Demande : {text}")
    notes = [clean(m.text).strip() for m in view.messages if m.direction is Direction.NOTE]
    parts += [f"Note : {note}" for note in notes[-3:]]
    if noted and words.is_spoken(view):
        parts.append(f"Note : {noted}")
    return "\n\n".join(parts)


def _own_words(text: str) -> str:
    lines = clean(text).strip().split("\n")
    own = "\n".join(lines[: quoted_from(lines)]).strip()
    return own if len(own) <= _MOST else f"{own[:_MOST].rstrip()}…"


def documents_of(view: ContactView) -> tuple[AttachmentRef, ...]:
    """The files of the contact, the first received first; an invitation tells the SIE nothing."""
    files = (ref for m in view.messages for ref in m.attachments)
    return tuple({ref.id: ref for ref in files if not ref.type.startswith(INVITATION)}.values())


def title_of(view: MatterView) -> str:
    """« Fiche de liaison, SIREN 732 829 320 »."""
    about = f", SIREN {words.siren(view.siren)}" if view.siren else ""
    return f"{view.title}{about}"


def standing(view: MatterView, now: datetime) -> tuple[str, str]:
    """Where it stands, and in which style: « Au SIE · promise pour le 24 novembre, dépassé »."""
    state = ReferralState(view.state)
    told, style = STATE_LABELS[state], _STYLES[state]
    if view.due_at is None or state not in (ReferralState.OPEN, ReferralState.ASKED):
        return told, style
    day = words.day(view.due_at - _A_MOMENT)
    if view.due_at <= now:
        return f"{told} · promise pour le {day}, date dépassée", "bold $error"
    return f"{told} · promise pour le {day}", style


def fiche(
    view: MatterView, detail: ReferralDetail, motifs: Motifs | None, office: str, now: datetime
) -> list[Block]:
    """All that the fiche says, then what the two services said since."""
    told, style = standing(view, now)
    motif = motifs.get(detail.motif) if motifs and detail.motif else None
    rows = [
        field("Où elle en est", told, width=WIDTH, style=style),
        field("Usager", _usager(view, detail), width=WIDTH, style="bold"),
        field("Motif", motif.label if motif else "(non précisé)", width=WIDTH),
        field("Urgence", HASTE_LABELS[detail.haste], width=WIDTH),
        field("Pour", office, width=WIDTH),
        field("De", f"{clean(detail.agent)}, {words.moment(view.at, now)}", width=WIDTH),
    ]
    if detail.override:
        why = f"Malgré l'article {detail.article} du périmètre : {clean(detail.override)}"
        rows.append(field("Pourquoi", why, width=WIDTH, style="$warning"))
    rows += [Block(), said("Les faits", "bold $secondary"), *plain(clean(detail.facts))]
    rows += [Block(), *already(detail.said), *_documents(detail)]
    for exchange in detail.exchanges:
        head = f"{SAID_LABELS[exchange.kind]} · {clean(exchange.author)}, {words.moment(exchange.at, now)}"
        mark = "bold $warning" if exchange.kind in (Said.QUESTION, Said.RETURN) else "bold $accent"
        rows += [Block(), said(head, mark), *plain(clean(exchange.text))]
    return rows


def _usager(view: MatterView, detail: ReferralDetail) -> str:
    name = words.named(detail.usager) or "(sans nom)"
    return f"{name} · {words.siren(view.siren)}" if view.siren else f"{name} · aucun dossier rattaché"


def said_so_far(view: ContactView) -> tuple[Answered, ...]:
    """The replies of this contact that the usager has had, or is about to have."""
    out = (m for m in view.messages if m.direction is Direction.OUT and m.status not in _NOT_SENT)
    return tuple(Answered(m.id, m.at, m.author, m.answers) for m in out)


def already(replies: Iterable[Answered]) -> Iterator[Block]:
    """What the usager was told, and of which answers in which version it was made."""
    yield said("Déjà dit à l'usager", "bold $secondary")
    told = False
    for reply in replies:
        told = True
        used = ", ".join(f"{ref.id} v{ref.version}" for ref in reply.answers)
        line = f"Réponse {of(clean(reply.author))}, {words.moment(reply.at)}"
        yield said(f"{line} · fiche {used}" if used else line)
    if not told:
        yield said("Rien n'a encore été envoyé.", "$quiet")


def _documents(detail: ReferralDetail) -> Iterator[Block]:
    if detail.documents:
        yield Block()
        yield said("Pièces", "bold $secondary")
    for ref in detail.documents:
        yield said(words.attached(ref))
