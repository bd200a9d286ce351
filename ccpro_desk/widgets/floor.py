"""The plateau as entries of a list: help asked for, waits, who is available, crisis lines, the word."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import timedelta
from typing import TYPE_CHECKING

from textual.content import Content

from ccpro_desk.answers import french
from ccpro_desk.domain.contact import NATIONAL
from ccpro_desk.domain.motifs import GENERAL_SKILL
from ccpro_desk.widgets import words
from ccpro_desk.widgets.line_list import Entry
from ccpro_desk.widgets.pane import Block, said
from ccpro_desk.widgets.rows import line

if TYPE_CHECKING:
    from ccpro_desk.desk.plateau import Floor
    from ccpro_desk.domain.motifs import Motifs
    from ccpro_desk.wire.crisis import CrisisView
    from ccpro_desk.wire.plateau import (
        AlertView,
        AvailableView,
        FichesView,
        QueueView,
        RenfortView,
        SupervisionView,
        WaitView,
    )

CHANNELS_OF = {"phone": "appels", "mail": "courriels", "chat": "tchats", "callback": "rappels"}
_COLUMN = 12


def entries(floor: Floor, motifs: Motifs | None) -> list[Entry]:
    """All of it, each part under its title."""
    seen = floor.seen
    parts = (
        ("Mot du plateau", [_word(seen)]),
        ("Renforts demandés", [_renfort(each) for each in seen.renforts]),
        ("Vérifications d'identité non concluantes", [_alert(each) for each in seen.alerts or ()]),
        ("Attentes", [_wait(each, seen) for each in seen.channels if each.waiting]),
        ("Fiches de liaison au SIE", [_fiches(seen.fiches)] if seen.fiches else []),
        ("Files", [_queue(each, seen, motifs) for each in seen.queues]),
        ("Disponibles", [_available(each) for each in seen.available]),
        ("Lignes de crise", [_crisis(each) for each in floor.crises]),
    )
    return [entry for title, found in parts for entry in _titled(title, found, seen)]


def _titled(title: str, found: list[Entry], seen: SupervisionView) -> Iterator[Entry]:
    """The part's entries, its title above the first; an empty part says so."""
    if title == "Disponibles" and seen.group:
        ready = ", ".join(
            f"{number} {CHANNELS_OF[channel]}" for channel, number in seen.group.available.items() if number
        )
        title = f"{title} sur {seen.group.agents} agents : {ready or 'personne'}"
    if not found:
        if title.startswith(("Attentes", "Disponibles")):
            yield Entry(f"none:{title}", (_title(title), said("  personne", "$quiet")), gap=1)
        return
    first, *rest = found
    shown = [Entry(first.key, (_title(title), *first.blocks)), *rest]
    yield from shown[:-1]
    yield Entry(shown[-1].key, shown[-1].blocks, gap=1)


def _title(text: str) -> Block:
    return Block(Content.styled(text, "bold $secondary"), cut=True)


def _row(lead: str, text: str, style: str = "") -> Block:
    head = Content(f"  {lead:<{_COLUMN}}" if lead else "  ")
    return Block(head + (Content.styled(text, style) if style else Content(text)))


def _word(seen: SupervisionView) -> Entry:
    if seen.word is None:
        return Entry("word", (_row("", "aucun : Entrée pour en écrire un", "$quiet"),))
    until = f"jusqu'à {words.hour(seen.word.until)}, {line(seen.word.author)}"
    return Entry("word", (_row("", f"« {line(seen.word.text)} »"), _row("", until, "$quiet")))


def _renfort(view: RenfortView) -> Entry:
    about = " · ".join(
        part
        for part in (words.CHANNELS[view.channel].lower() if view.channel else "", line(view.subject))
        if part
    )
    asked = f"{line(view.name)}{f' ({about})' if about else ''}"
    block = _row(words.hour(view.asked_at), asked, "" if view.answer else "bold $warning")
    answer = f"répondu : {line(view.answer)}" if view.answer else "attend votre réponse : Entrée"
    return Entry(f"renfort:{view.id}", (block, _row("", answer, "$quiet")))


def _fiches(view: FichesView) -> Entry:
    text = f"{view.open} sans réponse du SIE"
    if not view.overdue:
        return Entry("fiches", (_row("", text),))
    late = french.count(view.overdue, "date promise dépassée", "dates promises dépassées")
    return Entry("fiches", (Block(_row("", text).content + Content.styled(f"  ! {late}", "bold $warning")),))


def _alert(view: AlertView) -> Entry:
    block = _row(words.short_moment(view.at), f"dossier {words.siren(view.siren)}", "bold $warning")
    told = f"{view.failures} échecs ; signalé aux agents jusqu'au {words.local(view.until):%d/%m/%Y}"
    return Entry(f"alert:{view.id}", (block, _row("", told, "$quiet")))


def _wait(view: WaitView, seen: SupervisionView) -> Entry:
    return Entry(f"wait:{view.channel}", (_waiting(words.CHANNELS[view.channel], view, seen),))


def _waiting(lead: str, view: WaitView | QueueView, seen: SupervisionView) -> Block:
    since = words.short_moment(seen.as_of - timedelta(seconds=view.oldest_s), seen.as_of)
    text = f"{view.waiting} en attente, le premier depuis {since}"
    if not view.late:
        return _row(lead, text)
    late = f"! {view.late} au-delà du délai promis"
    return Block(_row(lead, text).content + Content.styled(f"  {late}", "bold $warning"))


def _queue(view: QueueView, seen: SupervisionView, motifs: Motifs | None) -> Entry:
    names = motifs.skill_names if motifs else {}
    what = f"crise {line(view.crisis)}" if view.crisis else names.get(view.skill, view.skill)
    if view.skill == GENERAL_SKILL:
        what = "tous motifs"
    where = "national" if view.pool == NATIONAL else ""
    told = ", ".join(part for part in (what, where) if part)
    block = _waiting(words.CHANNELS[view.channel], view, seen)
    return Entry(f"queue:{view.pool}:{view.channel}:{view.skill}", (Block(block.content + f"  {told}"),))


def _available(view: AvailableView) -> Entry:
    channels = ", ".join(words.CHANNELS[channel].lower() for channel in view.channels)
    return Entry(f"agent:{view.login}", (_row("", f"{line(view.name)} : {channels}"),))


def _crisis(view: CrisisView) -> Entry:
    by = ", ".join(map(line, (*view.numbers, *view.words)))
    where = "tous les centres" if view.national else "ce centre"
    head = _row("", f"{line(view.label)} ({by})", "bold")
    told = (
        f"{where}, réponse promise en {view.allowance_s // 60} min, jusqu'à {words.short_moment(view.until)}"
    )
    return Entry(f"crisis:{view.id}", (head, _row("", told, "$quiet")))


def plateaux(names: Iterable[str]) -> tuple[str, ...]:
    """The plateaux that are named, each once."""
    return tuple(sorted({name for name in names if name}))
