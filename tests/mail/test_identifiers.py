"""SIREN, SIRET and VAT numbers in the texts that people write."""

from __future__ import annotations

import pytest

from ccpro_desk.connectors.mail.identifiers import only_siren, sirens

SIREN = "732829320"


@pytest.mark.parametrize(
    "text",
    [
        "SIREN 732829320",
        "SIREN : 732 829 320.",
        "siren 732.829.320",
        "732\u00a0829\u00a0320 RCS Lyon",
        "SIRET 732 829 320 00074",
        "SIRET 73282932000074",
        "SIRET : 732 829 320 000 74",
        "TVA FR44732829320",
        "TVA intracommunautaire : FR 44 732 829 320",
        "fr44 732.829.320",
        "Transports Rozier, 732 829 320",
        "SIREN 732829320, SIRET 73282932000074, TVA FR44732829320",
        "Tél. 04 65 71 00 15, SIREN 732829320",
        "SIREN 732829320 (facture 298162686)",
    ],
)
def test_found(text: str) -> None:
    assert only_siren(text) == SIREN


@pytest.mark.parametrize(
    "text",
    [
        "",
        "SIREN 732829321",
        "TVA FR45732829320",
        "04 65 71 00 15",
        "+33465710015",
        "+33 465 710 015",
        "+33732829320",
        "FR76 3000 6000 0112 3456 7890 189",
        "FR7630006000011234567890189",
        "IBAN FR76 3000 6732 8293 2012 3456 789",
        "732829320,50 €",
        "732 829 320 €",
        "732 829 320 euros",
        "facture n° 732829320",
        "réf. 732829320",
        "dossier : 732829320",
        "1 732 829 320",
        "732 829 320 1",
        "A732829320",
        "732829320@x.example",
        "000 000 000",
        "numéro fiscal 732829320",
    ],
)
def test_not_found(text: str) -> None:
    assert only_siren(text) is None


def test_two_are_not_one() -> None:
    assert sirens("SIREN 732829320 et SIREN 298162686") == (SIREN, "298162686")
    assert only_siren("SIREN 732829320 et SIREN 298162686") is None


def test_hostile_texts_take_no_time() -> None:
    for piece in ("1 ", "732 829 320 ", "FR76", "FR ", "A1", "A 1 "):
        sirens(piece * 200_000)
