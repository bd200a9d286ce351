"""Rows of an import: what is made right, what is refused and in which words."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import pytest

from ccpro_desk.central.usager_rows import RefusedRow, delivery_of
from ccpro_desk.central.usagers_file import UsagersFile
from ccpro_desk.domain.delivery import Delivery
from ccpro_desk.domain.usager import Address

GOOD = {"siren": "732829320", "name": "SARL FOURNIL"}


def read(**more: Any) -> Delivery | RefusedRow:
    return delivery_of(7, GOOD | more)


@pytest.mark.parametrize(
    ("more", "why"),
    [
        ({"siren": "732829321"}, "SIREN incorrect"),
        ({"siren": "73282932"}, "9 chiffres"),
        ({"siren": 732829320}, "siren"),
        ({"name": " "}, "name"),
        ({"siret": "73282932000075"}, "SIRET incorrect"),
        ({"siret": "55208131766522"}, "pas un établissement de ce SIREN"),
        ({"vat": "FR45732829320"}, "TVA incorrect"),
        ({"contacts": "04 65"}, "Numéro incorrect"),
        ({"contacts": "a@b"}, "Adresse incorrecte"),
        ({"contacts": [{"kind": "fax", "value": "+33465710015"}]}, "phone ou email"),
        ({"created_on": "2026-02-31"}, "created_on"),
        (
            {"obligations": [{"tax": "TVA", "form": "CA3", "period": "2026-02", "due_on": "31/02/2026"}]},
            "due_on",
        ),
        ({"claims": [{"tax": "TVA", "period": "1", "nature": "x", "principal_cents": "1 000,50"}]}, "cents"),
        ({"state": "F"}, "state"),
        ({"as_of": "2026-11-31"}, ""),
        ({"as_of": 3}, ""),
        ({"banana": 1}, "nom inconnu : « banana »"),
        ({"name": "x" * 2_001}, "plus de 2000 caractères"),
        ({"address": "[1"}, ""),
    ],
)
def test_a_wrong_row_is_refused_in_words(more: dict[str, Any], why: str) -> None:
    found = read(**more)
    assert isinstance(found, RefusedRow) and found.line == 7
    assert why in found.why and "Traceback" not in found.why


def test_numbers_are_kept_as_the_world_writes_them() -> None:
    found = read(
        siren="732 829 320",
        siret="732 829 320 00074",
        vat="fr44 732829320",
        contacts="04 65 71 00 15;A@B.example",
    )
    assert isinstance(found, Delivery)
    usager = found.usager
    assert (usager.siren, usager.siret, usager.vat) == ("732829320", "73282932000074", "FR44732829320")
    assert [contact.value for contact in usager.contacts] == ["+33465710015", "A@B.example"]
    assert found.given == {"siren", "name", "siret", "vat", "contacts"}


@pytest.mark.parametrize(
    ("siren", "siret", "vat"),
    [
        ("356000000", "35600000049837", None),
        ("356000000", "35600000000048", None),
        ("000012345", None, "FR90000012345"),
        ("399859412", None, "FRK7399859412"),
    ],
)
def test_la_poste_monaco_and_keys_with_letters_are_known(
    siren: str, siret: str | None, vat: str | None
) -> None:
    found = read(siren=siren, siret=siret, vat=vat)
    assert isinstance(found, Delivery), found


def test_a_file_says_its_day_row_by_row() -> None:
    found = read(as_of="2026-11-20", vat=None, claims=[])
    assert isinstance(found, Delivery)
    assert found.as_of == date(2026, 11, 20) and found.given == {"siren", "name", "claims"}


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252", "utf-16"])
@pytest.mark.parametrize("separator", [";", ",", "\t"])
def test_csv_is_read_as_it_was_saved(tmp_path: Path, encoding: str, separator: str) -> None:
    file = tmp_path / "usagers.csv"
    rows = (("SIREN", " name", "address"), ("732829320", '"Café ""du Cœur"""', '"1 rue X\r\n69001 Lyon"'))
    file.write_bytes("\r\n".join(separator.join(row) for row in rows).encode(encoding))
    [found] = UsagersFile(file).rows()
    assert isinstance(found, Delivery), found
    assert found.usager.name == 'Café "du Cœur"'
    assert found.usager.address == Address(("1 rue X",), "69001", "Lyon")


def test_a_row_that_cannot_be_read_spoils_no_other(tmp_path: Path) -> None:
    csv = tmp_path / "usagers.csv"
    csv.write_text('siren,name\n732829320,A,B\n"73"x,C\n732829320,"D\n', encoding="utf-8")
    assert [row.line for row in UsagersFile(csv).rows() if isinstance(row, RefusedRow)] == [2, 3, 4]
    ndjson = tmp_path / "usagers.ndjson"
    good = '{"siren": "732829320", "name": "A"}\n'
    ndjson.write_text(f'{good}{{"x": "{"y" * 1_000_000}"}}\n\n{good}[1]\n', encoding="utf-8")
    found = list(UsagersFile(ndjson).rows())
    assert [type(row) for row in found] == [Delivery, RefusedRow, Delivery, RefusedRow]
    assert [row.line for row in found if isinstance(row, RefusedRow)] == [2, 5]
