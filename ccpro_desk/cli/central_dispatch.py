"""`ccpro-central dispatch replay`: a past day under other rules."""

from __future__ import annotations

import argparse
import json
from dataclasses import asdict
from datetime import date, datetime, time, timedelta
from typing import TYPE_CHECKING

from ccpro_desk.cli.errors import DONE, USAGE, CommandError
from ccpro_desk.domain.contact import NATIONAL, Contact
from ccpro_desk.domain.hours import PARIS
from ccpro_desk.domain.replay import FEWEST, Day, Figures, Line, compared, day_of, run
from ccpro_desk.domain.replay.run import placed
from ccpro_desk.reference.motifs import load_motifs
from ccpro_desk.reference.settings import load_settings, settings_with

if TYPE_CHECKING:
    from ccpro_desk.central.store.port import Store
    from ccpro_desk.domain.dispatch import Settings

_CHANNELS = {"phone": "téléphone", "mail": "message", "chat": "tchat", "callback": "rappel"}


async def replay(store: Store, args: argparse.Namespace) -> int:
    """Reads the day, plays it under the present and the other rules, prints both. Raises `CommandError`."""
    present = load_settings()
    other = settings_with(args.rules) if args.rules else present
    day = await _day(store, args.day)
    if len(day.shifts) < FEWEST:
        raise CommandError(
            f"Moins de {FEWEST} agents ont traité des contacts le {args.day:%d/%m/%Y}.",
            "Leurs chiffres seraient ceux de personnes : rien n'est affiché.",
        )
    _tell(compare(day, present, other), args)
    return DONE


def compare(day: Day, present: Settings, other: Settings) -> list[Line]:
    """The day under the present and under the other rules, by the present queues."""
    motifs = load_motifs()

    def name(contact: Contact) -> tuple[str, str]:
        place = placed(contact, day, present, motifs).place
        return f"{place.pool}/{place.skill}", contact.channel.value

    return compared(day, name, run(day, present, motifs), run(day, other, motifs))


async def _day(store: Store, day: date) -> Day:
    start = datetime.combine(day, time(), PARIS)
    contacts, moments = await store.day(start, datetime.combine(day + timedelta(days=1), time(), PARIS))
    accounts = await store.accounts()
    return day_of(contacts, moments, {account.agent.id: account.agent for account in accounts}, NATIONAL)


def a_day(text: str) -> date:
    """A day as the command line gives it. Raises `CommandError`."""
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise CommandError(
            f"--day : « {text} » n'est pas un jour.", "Exemple : --day 2026-11-20.", USAGE
        ) from None


def _tell(lines: list[Line], args: argparse.Namespace) -> None:
    if args.json:
        print(json.dumps({"day": args.day.isoformat(), "lines": [asdict(line) for line in lines]}))
        return
    print(f"Journée du {args.day:%d/%m/%Y} : attente médiane / 9 sur 10, et hors délai promis.")
    print(
        f"{'file':<22}{'canal':<11}{'contacts':>8}{'ce jour-là':>26}"
        f"{'règles présentes':>26}{'autres règles':>26}"
    )
    for line in lines:
        figures = "".join(f"{_figures(f):>26}" for f in (line.then, line.present, line.other))
        print(f"{line.queue:<22}{_CHANNELS[line.channel]:<11}{line.contacts:>8}{figures}")
    print(f"Une file servie par moins de {FEWEST} agents n'a pas de ligne à elle.")


def _figures(figures: Figures) -> str:
    return f"{_span(figures.median_s)} / {_span(figures.ninth_s)} ({figures.late})"


def _span(seconds: int | None) -> str:
    if seconds is None:
        return "–"
    if seconds < 120:
        return f"{seconds} s"
    return f"{seconds // 60} min" if seconds < 7200 else f"{seconds // 3600} h"
