"""`ccpro-central usagers import`: how far it is, what was refused and why, what became of the others."""

from __future__ import annotations

import argparse
import asyncio
import csv
import json
import sys
import time
from collections.abc import Awaitable, Callable, Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, TextIO

from ccpro_desk.central.importing import Imported, bring
from ccpro_desk.central.usager_rows import RefusedRow
from ccpro_desk.central.usagers_file import FileError, UsagersFile
from ccpro_desk.cli.audited import audited
from ccpro_desk.cli.errors import DONE, FAILED, USAGE, CommandError
from ccpro_desk.domain.delivery import Change

if TYPE_CHECKING:
    from ccpro_desk.central.store.port import Store

_ALONE = "usagers import"
_EVERY_S = 1.0
_SHOWN, _LISTED = 100, 1_000
"""Refused rows on the screen, in JSON: a report has them all."""
_AGAIN = "Relancez la même commande : ce qui est déjà importé ne changera pas, la suite viendra."
_WORDS = {
    Change.ADDED: ("ajouté", "ajoutés"),
    Change.REPLACED: ("remplacé", "remplacés"),
    Change.CONFIRMED: ("confirmé à une date plus récente", "confirmés à une date plus récente"),
    Change.UNCHANGED: ("inchangé", "inchangés"),
    Change.OLDER: (
        "laissé tel quel, ce qui est connu étant plus récent",
        "laissés tels quels, ce qui est connu étant plus récent",
    ),
}
_ALWAYS = (Change.ADDED, Change.REPLACED)


def run(args: argparse.Namespace, with_store: Callable[[Callable[[Store], Awaitable[int]]], int]) -> int:
    """Raises `CommandError`."""
    if not args.file.is_file():
        raise CommandError(f"Le fichier {args.file} n'existe pas.", "Vérifiez son chemin.", USAGE)
    as_of = _day(args.as_of)
    return with_store(lambda store: _import(store, args, as_of))


def _day(text: str | None) -> date | None:
    try:
        day = date.fromisoformat(text) if text else None
    except ValueError as error:
        hint = "Écrivez-le AAAA-MM-JJ, par exemple 2026-11-24."
        raise CommandError(f"--as-of : « {text} » n'est pas un jour.", hint, USAGE) from error
    if day is not None and day > date.today():
        raise CommandError("--as-of : ce jour est à venir.", "Donnez le jour de l'extraction.", USAGE)
    return day


async def _import(store: Store, args: argparse.Namespace, as_of: date | None) -> int:
    async with store.alone(_ALONE) as mine:
        if not mine:
            line = "Un autre import est en cours sur cette base."
            raise CommandError(line, "Relancez celui-ci quand l'autre aura fini.")
        with _report(args.report) as report:
            told = _Told(report)
            try:
                imported = await _bring(store, args.file, as_of, told)
            except asyncio.CancelledError:
                print(f"Interrompu après {told.imported.rows} lignes. {_AGAIN}", file=sys.stderr)
                raise
            finally:
                said = {change.value: number for change, number in told.imported.changes.items()}
                await audited(
                    store, "usagers.imported", "usagers", {**said, "refused": told.imported.refused}
                )
    _say(imported, told, as_json=args.json)
    return FAILED if imported.refused else DONE


async def _bring(store: Store, path: Path, as_of: date | None, told: _Told) -> Imported:
    try:
        file = UsagersFile(path)
        if file.encoding != "UTF-8":
            print(f"{path.name} est en {file.encoding} : ses accents ont été lus ainsi.", file=sys.stderr)
        return await bring(
            store,
            file,
            as_of=as_of,
            refused=told.refused,
            progress=lambda imported: told.progress(imported, file),
        )
    except FileError as error:
        many = _counted(told.imported.known, "usager a été importé", "usagers ont été importés")
        kept = f"{many} avant l'erreur." if told.imported.known else "Rien n'a été importé."
        raise CommandError(str(error), kept) from error


@contextmanager
def _report(path: Path | None) -> Iterator[TextIO | None]:
    """The report's file, written as rows are refused. In CSV as French spreadsheets read it."""
    if path is None:
        yield None
        return
    try:
        with path.open("w", encoding="utf-8-sig", newline="") as file:
            yield file
    except OSError as error:
        line = f"Le rapport {path} ne peut pas être écrit ({error.strerror})."
        raise CommandError(line, "Choisissez un autre fichier : --report.") from error


class _Told:
    """What is said while rows come."""

    def __init__(self, report: TextIO | None) -> None:
        self.imported = Imported()
        self.first: list[RefusedRow] = []
        self._writer = csv.writer(report, delimiter=";") if report else None
        self._report = report
        self._said = time.monotonic()
        if self._writer:
            self._writer.writerow(("ligne", "motif"))

    def refused(self, row: RefusedRow) -> None:
        if len(self.first) < _LISTED:
            self.first.append(row)
        if self._writer:
            self._writer.writerow((row.line, row.why))

    def progress(self, imported: Imported, file: UsagersFile) -> None:
        self.imported = imported
        if self._report:
            self._report.flush()
        if time.monotonic() - self._said >= _EVERY_S:
            self._said = time.monotonic()
            part = min(100, 100 * file.read // max(1, file.size))
            refused = f", {imported.refused} refusées" if imported.refused else ""
            print(f"{imported.rows} lignes ({part} %){refused}…", file=sys.stderr, flush=True)


def _say(imported: Imported, told: _Told, *, as_json: bool) -> None:
    if as_json:
        rows = [{"line": row.line, "why": row.why} for row in told.first]
        numbers = {change.value: imported.changes[change] for change in Change}
        print(json.dumps({**numbers, "refused": rows, "refused_total": imported.refused}))
    else:
        parts = [
            _counted(imported.changes[change], *words)
            for change, words in _WORDS.items()
            if change in _ALWAYS or imported.changes[change]
        ]
        print(f"{', '.join(parts)}, {_counted(imported.refused, 'refusé', 'refusés')}.")
    for row in told.first[:_SHOWN]:
        print(f"Ligne {row.line} : {row.why}", file=sys.stderr)
    if imported.refused > _SHOWN:
        print(f"… et {imported.refused - _SHOWN} autres lignes.", file=sys.stderr)


def _counted(number: int, one: str, several: str) -> str:
    return f"{number} {several if number > 1 else one}"
