"""Contacts as entries of a list: what waits, what was found, what is alike, what was handled."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from textual.content import Content

from ccpro_desk.domain.contact import NATIONAL
from ccpro_desk.domain.motifs import GENERAL_SKILL
from ccpro_desk.domain.text import clean
from ccpro_desk.domain.values import Channel, Sending, State
from ccpro_desk.widgets import present, words
from ccpro_desk.widgets.line_list import Entry
from ccpro_desk.widgets.pane import Block

if TYPE_CHECKING:
    from ccpro_desk.desk.day import Handled
    from ccpro_desk.domain.motifs import Motifs
    from ccpro_desk.wire.listing import AlikeView, FoundView, ListedView

WHY = {
    "sender": "même expéditeur",
    "thread": "même fil",
    "usager": "même professionnel",
    "text": "même texte",
}
"""What two contacts have in common."""
_DUE, _CHANNEL, _WHOM = 17, 9, 17
_EVERYBODY, _EVERYWHERE = "tout agent", "tous les centres"
_CRISIS, _PLATEAU = "crisis:", "plateau:"


def line(text: str) -> str:
    """Untrusted text on one line."""
    return clean(text, keep_newlines=False)


def waiting(view: ListedView, motifs: Motifs | None) -> Entry:
    """One line: when it is due, on which channel, for whom it waits, and what it is about."""
    late = view.due_at < present.now()
    due = f"{'! ' if late else '  '}{words.short_moment(view.due_at)}"
    row = (
        _cell(due, _DUE, "bold $warning" if late else "")
        + _cell(words.CHANNELS[view.channel], _CHANNEL, "$quiet")
        + _cell(for_whom(view, motifs), _WHOM, "$secondary")
        + Content(subject(view))
    )
    motif = motifs.get(view.guessed) if motifs and view.guessed else None
    tail = Content.styled(f"  {motif.label} ?", "$quiet") if motif else Content("")
    return Entry(str(view.id), (Block(row + tail, cut=True),))


def subject(view: ListedView) -> str:
    """« Mme Martin · Avis de CFE » for whoever sees names, else the subject alone."""
    about = line(view.subject) or ("(sans objet)" if view.channel is Channel.MAIL else "")
    return " · ".join(part for part in (line(view.who or ""), about) if part)


def for_whom(view: ListedView, motifs: Motifs | None) -> str:
    """The agent, the plateau or the skill that it waits for; « tout agent » when anybody may take it."""
    if view.waits_for:
        return line(view.waits_for)
    if view.skill.startswith(_CRISIS):
        return f"crise {line(view.crisis or '')}"
    if view.skill.startswith(_PLATEAU):
        return words.plateau(view.skill.removeprefix(_PLATEAU), view.pool)
    if view.skill in ("", GENERAL_SKILL):
        return _EVERYWHERE if view.pool == NATIONAL else _EVERYBODY
    skill, _, level = view.skill.partition(":")
    name = (motifs.skill_names if motifs else {}).get(skill, skill)
    return f"{name}, niveau {level}" if level else name


def found(view: FoundView) -> Entry:
    """Who and about what; where it stands, and when it came."""
    head = Content.styled(line(view.who) or "Expéditeur inconnu", "bold") + f"  {line(view.subject)}"
    said = f"{words.CHANNELS[view.channel]} reçu {words.moment(view.received_at)} · {standing(view)}"
    mark = Content("") if view.mine else Content.styled(_followed(view), "$secondary")
    return Entry(
        str(view.id), (Block(head, cut=True), Block(Content.styled(said, "$quiet") + mark, cut=True))
    )


def standing(view: FoundView) -> str:
    """« clos à 14 h 05, réponse expédiée »."""
    if view.merged_into:
        return "regroupé avec un autre contact"
    state = words.STATES.get(view.state, "post-appel" if view.channel is Channel.PHONE else "fin de tchat")
    if view.state is State.CLOSED and view.closed_at:
        state = f"clos {words.moment(view.closed_at)}"
    elif view.state is State.PARKED and view.resume_at:
        state = f"mis de côté, reprise {words.moment(view.resume_at)}"
    sent = [reply.status for reply in view.replies if reply.status is not Sending.TAKEN_BACK]
    return f"{state} · réponse : {words.SENDINGS[sent[-1]].lower()}" if sent else state


def _followed(view: FoundView) -> str:
    return f" · suivi par {line(view.owner_name)}" if view.owner_name else ""


def handled(item: Handled, now: datetime) -> Entry:
    """A contact of the day: the same two lines, then what was done with it, last first."""
    entry = found(item.contact)
    deeds = "\u00a0; ".join(
        f"{words.hour(deed.at)} {deed.label.lower()} ({words.sent_state(deed).lower()})"
        for deed in item.deeds[:3]
    )
    blocks = list(entry.blocks)
    if item.gone:
        blocks.append(Block(Content.styled("Il n'est plus à votre poste.", "$secondary"), cut=True))
    elif item.reopens(now) and item.contact.reopen_until:
        until = words.hour(item.contact.reopen_until)
        blocks.append(Block(Content.styled(f"F7 le rouvre, jusqu'à {until}", "$accent"), hint=True, cut=True))
    if deeds:
        blocks.append(Block(Content.styled(deeds, "$quiet"), cut=True))
    return Entry(entry.key, tuple(blocks), gap=1)


def alike(view: AlikeView) -> Entry:
    """A contact of the same person, or with the same text: as far as one may know it."""
    why = ", ".join(WHY.get(reason, reason) for reason in view.why)
    head = Content.styled(line(view.subject) or "(sans objet)", "bold") + Content.styled(
        f"  {why}", "$accent"
    )
    state = words.STATES.get(view.state, "post-appel")
    if view.state is State.CLOSED and view.closed_at:
        state = f"clos {words.moment(view.closed_at)}"
    said = f"{words.CHANNELS[view.channel]} reçu {words.moment(view.received_at)} · {state}"
    if view.followed_by:
        said += " · à vous" if view.mine else f" · suivi par {line(view.followed_by)}"
    return Entry(
        str(view.id), (Block(head, cut=True), Block(Content.styled(said, "$quiet"), cut=True)), gap=1
    )


def _cell(text: str, width: int, style: str = "") -> Content:
    """A column of `width` cells, a space at least after its text."""
    cut = Content(text).truncate(width - 1, ellipsis=True, pad=True)
    return (cut.stylize(style) if style else cut) + " "
