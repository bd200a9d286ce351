"""Fields as people type them: what is read, and the sentence when it is not."""

from __future__ import annotations

from datetime import date

import pytest

from ccpro_desk.domain import checks
from ccpro_desk.domain.checks import Wrong

TODAY = date(2026, 11, 24)
READ: list[tuple[str, str, object]] = [
    ("siren", "732 829 320", "732829320"),
    ("siren", "732\u202f829\u202f320", "732829320"),
    ("siren", "732-829-320", "732829320"),
    ("siren", "356000000", "356000000"),
    ("siren", "000 123 456", "000123456"),  # Monaco: no key
    ("siret", "732 829 320 00074", "73282932000074"),
    ("siret", "35600000000048", "35600000000048"),  # La Poste's seat: the ordinary key
    ("siret", "35600000049837", "35600000049837"),  # La Poste: a sum of digits that five divides
    ("siret", "00012345600012", "00012345600012"),
    ("vat", "FR 44 732 829 320", "FR44732829320"),
    ("vat", "fr44732829320", "FR44732829320"),
    ("vat", "FR K7 399 859 412", "FRK7399859412"),  # a key with a letter
    ("vat", "BE0403019261", "BE0403019261"),
    ("iban", "FR76 3000 6000 0112 3456 7890 189", "FR7630006000011234567890189"),
    ("iban", "fr7630006000011234567890189", "FR7630006000011234567890189"),
    ("iban", "DE89370400440532013000", "DE89370400440532013000"),
    ("bic", "agrifrpp", "AGRIFRPP"),
    ("bic", "BNPA FR PP PAA", "BNPAFRPPPAA"),
    ("email", " compta@fournil.example ", "compta@fournil.example"),
    ("email", "l'etoile+tva@sous.domaine.fr", "l'etoile+tva@sous.domaine.fr"),
    ("phone", "04 65 71 00 15", "+33465710015"),
    ("phone", "0033 4 65 71 00 15", "+33465710015"),
    ("phone", "06.39.98.00.12", "+33639980012"),
    ("phone", "0690 12 34 56", "+590690123456"),  # Guadeloupe
    ("phone", "+377 97 98 66 00", "+37797986600"),
    ("money", "1 234,50", 1_234_50),
    ("money", "1\u202f234,5 €", 1_234_50),
    ("money", "1234.5", 1_234_50),
    ("money", "1.234.567,89 euros", 1_234_567_89),
    ("money", "0", 0),
    ("day", "31/12/2025", "2025-12-31"),
    ("day", "1er octobre 2026", "2026-10-01"),
    ("day", "3 août 2026", "2026-08-03"),
    ("day", "29/02/2024", "2024-02-29"),
    ("day", "03.10.26", "2026-10-03"),
    ("day", "2026-10-03", "2026-10-03"),
    ("period", "octobre 2026", "2026-10"),
    ("period", "10/2026", "2026-10"),
    ("period", "T3 2026", "2026-T3"),
    ("period", "3T2026", "2026-T3"),
    ("period", "2026-T3", "2026-T3"),
    ("period", "2025", "2025"),
    ("year", "2025", 2025),
    ("whole", "1 200", 1200),
]
REFUSED: list[tuple[str, str, str]] = [
    ("siren", "732829321", "clé"),
    ("siren", "73282932", "il y en a 8"),
    ("siren", "73282932000074", "SIRET"),
    ("siren", "７３２８２９３２０", "9 chiffres"),
    ("siren", "L'ÉTOILE", "9 chiffres"),
    ("siret", "73282932000075", "clé"),
    ("siret", "35600000049838", "clé"),
    ("siret", "732829320", "SIREN"),
    ("vat", "FR45732829320", "clé"),
    ("vat", "732829320", "deux lettres"),
    ("vat", "FR4473282932", "13 caractères"),
    ("vat", "US123456789", "État membre"),
    ("vat", "DE12", "forme"),
    ("iban", "FR7630006000011234567890188", "clé"),
    ("iban", "FR763000600001123456789018", "longueur"),
    ("iban", "ZZ7630006000011234567890189", "pays"),
    ("iban", "FR4930006000011234567890100", "clé"),  # right modulo 97, wrong French key
    ("iban", "mon compte", "deux lettres"),
    ("bic", "AGRI", "8 ou 11"),
    ("bic", "AGRIZZPP", "pays"),
    ("email", "compta@fournil", "nom@domaine"),
    ("email", "compta fournil@x.fr", "nom@domaine"),
    ("email", "a@b..fr", "nom@domaine"),
    ("email", f"{'a' * 300}@x.fr", "nom@domaine"),
    ("phone", "04 65 71", "10 chiffres"),
    ("phone", "rappelez-moi", "10 chiffres"),
    ("money", "-12", "négatif"),
    ("money", "−12,00", "négatif"),
    ("money", "1.234", "ambigu"),
    ("money", "1,234", "ambigu"),
    ("money", "12,345678", "nombre d'euros"),
    ("money", "douze", "nombre d'euros"),
    ("money", "٣٤", "nombre d'euros"),
    ("money", "1e9", "nombre d'euros"),
    ("money", "999 999 999 999 999", "trop élevé"),
    ("day", "31/02/2026", "février 2026 compte 28 jours"),
    ("day", "29/02/2025", "28 jours"),
    ("day", "31/04/2026", "avril 2026 compte 30 jours"),
    ("day", "12/13/2026", "mois 13"),
    ("day", "00/10/2026", "n'existe pas"),
    ("day", "demain", "JJ/MM/AAAA"),
    ("day", "01/01/0001", "trop ancienne"),
    ("day", "01/01/0000", "trop ancienne"),
    ("period", "T5 2026", "trimestre"),
    ("period", "2026-13", "mois 13"),
    ("period", "jui 2026", "trimestre"),
    ("year", "26", "quatre chiffres"),
    ("year", "2090", "de 1900 à 2027"),
    ("whole", "3,5", "chiffres seulement"),
]


def check(kind: str, text: str) -> object:
    if kind in ("day", "year"):
        return getattr(checks, kind)(text, TODAY)
    return getattr(checks, kind)(text)


@pytest.mark.parametrize(("kind", "text", "value"), READ)
def test_what_is_read(kind: str, text: str, value: object) -> None:
    assert check(kind, text) == value


@pytest.mark.parametrize(("kind", "text", "said"), REFUSED)
def test_what_is_not_is_said(kind: str, text: str, said: str) -> None:
    found = check(kind, text)
    assert isinstance(found, Wrong) and said in found.sentence, found


def test_bounds_are_said_as_they_are_read() -> None:
    assert checks.money("3", least=5_00) == Wrong("Montant trop faible : 5\u00a0€ au moins.")
    assert checks.money("9 000", most=4_500_50) == Wrong("Montant trop élevé : 4\u202f500,50\u00a0€ au plus.")
    assert checks.day("25/11/2026", TODAY, most=0) == Wrong(
        "Date incorrecte : elle ne peut pas être à venir."
    )
    assert checks.day("23/11/2026", TODAY, least=0) == Wrong("Date incorrecte : elle est déjà passée.")
    assert checks.day("01/01/2026", TODAY, least=-30) == Wrong(
        "Date trop ancienne : le 25/10/2026 au plus tôt."
    )
    assert checks.day("01/01/2028", TODAY, most=60) == Wrong(
        "Date trop lointaine : le 23/01/2027 au plus tard."
    )
