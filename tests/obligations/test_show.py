"""`ccpro-desk calendar show`: a dossier of a file, or regimes; JSON; iCalendar read by another parser."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path

import pytest
import vobject

from ccpro_desk.cli.desk import main
from ccpro_desk.reference import data_dir

DEMO = str(data_dir() / "demo" / "usagers.ndjson")
RANGE = ["--from", "2026-11-01", "--to", "2026-12-31", "--on", "2026-11-24"]
Out = pytest.CaptureFixture[str]


def test_a_dossier_of_a_file(capsys: Out) -> None:
    assert main(["calendar", "show", "732829320", "--dossier", DEMO, *RANGE]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert lines[0] == "23/11/2026  3310-CA3-SD, octobre 2026 : en retard, à déposer et à payer"
    assert lines[1].startswith("15/12/2026  avis CFE, 2026 : à venir, à payer")


def test_regimes_and_sizes_by_hand(capsys: Out) -> None:
    who = ["--regime", "cfe", "--regime", "ts", "--size", "CFE:2025=3000", "--size", "TS:2025=500"]
    to = ["--from", "2026-01-01", "--to", "2026-12-31", "--on", "2026-01-01", "--json"]
    assert main(["calendar", "show", *who, *to]) == 0
    found = json.loads(capsys.readouterr().out)
    assert [
        (due["form"], due["last"], due["condition"]) for due in found["dues"] if not due["condition"]
    ] == [
        ("acompte CFE", "2026-06-15", ""),
        ("avis CFE", "2026-12-15", ""),
    ]
    assert len(found["remarks"]) == 1 and "Taxe sur les salaires" in found["remarks"][0]


@pytest.mark.parametrize(
    ("words", "code", "said"),
    [
        (["--regime", "zut"], 2, "« zut » est inconnu"),
        ([], 2, "Aucun régime"),
        (["--regime", "cfe", "--from", "2027-01-01", "--to", "2026-01-01"], 2, "finit avant de commencer"),
        (["111111111", "--dossier", DEMO], 1, "n'est pas dans usagers.ndjson"),
        (["111111111", "--dossier", "/nowhere.ndjson"], 1, "ne peut pas être lu"),
        (["--regime", "cfe", "--data", "/nowhere"], 2, "n'existe pas"),
        (["--regime", "cfe", "--ics", "/nowhere/x.ics"], 1, "ne peut pas être écrit"),
    ],
)
def test_what_cannot_be_shown_is_said(capsys: Out, words: list[str], code: int, said: str) -> None:
    assert main(["calendar", "show", *words]) == code
    assert said in capsys.readouterr().err


def test_the_icalendar_file_as_another_parser_reads_it(tmp_path: Path, capsys: Out) -> None:
    file = tmp_path / "échéances.ics"
    for _ in range(2):  # written again: the same entries
        assert main(["calendar", "show", "295966089", "--dossier", DEMO, *RANGE, "--ics", str(file)]) == 0
    raw = file.read_bytes()
    assert all(len(line) <= 75 for line in raw.split(b"\r\n"))
    [read] = list(vobject.readComponents(raw.decode("utf-8")))
    events = {event.uid.value: event for event in read.vevent_list}
    window = events["295966089-tva.ca3.mois-2026-11@ccpro-desk"]
    assert (window.dtstart.value, window.dtend.value) == (date(2026, 12, 21), date(2026, 12, 25))
    assert window.summary.value == "CA3 (novembre 2026) à déposer et à payer"
    assert "espace professionnel" in window.description.value and "S21" in window.description.value
    assert len(events) == len(read.vevent_list) == 4
