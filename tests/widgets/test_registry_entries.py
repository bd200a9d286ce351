"""The public registry beside the file, as agents read it."""

from __future__ import annotations

from datetime import UTC, datetime

from ccpro_desk.widgets.line_list import Entry
from ccpro_desk.widgets.registry import entries
from ccpro_desk.wire.registry import ComparedView, RegistryView

AT = datetime(2026, 11, 24, 9, 0, tzinfo=UTC)


def text(shown: list[Entry]) -> str:
    return "\n".join(block.content.plain for entry in shown for block in entry.blocks)


def test_what_differs_comes_first_and_the_rest_in_two_lines() -> None:
    rows = (
        ComparedView("name", False, "SARL Fournil", "SARL FOURNIL"),
        ComparedView("state", True, "A", "C"),
        ComparedView("ceased_on", True, None, "2026-10-31"),
        ComparedView("acronym", False, "SF", None),
    )
    told = text(entries(RegistryView("732829320", AT, found=True, fields=rows)))
    assert told.splitlines() == [
        "! État",
        "Dossier    active",
        "Registre   cessée",
        "! Date de cessation",
        "Dossier    non indiqué",
        "Registre   31/10/2026",
        "Identique : Dénomination.",
        "Le registre n'en dit rien : Sigle.",
    ]


def test_nothing_published_proves_nothing() -> None:
    assert "ne prouve rien" in text(entries(RegistryView("732829320", AT, found=False)))
    same = (ComparedView("name", False, "A", "A"),)
    assert "Rien ne diffère" in text(entries(RegistryView("732829320", AT, found=True, fields=same)))
