"""SIREN, SIRET and French VAT numbers that a text names, checked by their keys (python-stdnum)."""

from __future__ import annotations

import re
from collections.abc import Iterator

from stdnum import iban
from stdnum.fr import siren, siret, tva

_SEP = "[ .\u00a0\u202f\u2009]?"
_NINE = rf"\d{{3}}{_SEP}\d{{3}}{_SEP}\d{{3}}"
_FREE = rf"(?<![\w@/])(?<!\d{_SEP.rstrip('?')})(?<!\d,)(?<!\+)"
_END = rf"(?!{_SEP}\d)(?![\w@])(?!,\d)"
_VAT = re.compile(rf"(?<![A-Z0-9])FR{_SEP}[0-9A-HJ-NP-Z]{{2}}{_SEP}{_NINE}{_END}", re.IGNORECASE | re.ASCII)
_SIRET = re.compile(rf"{_FREE}{_NINE}{_SEP}(?:\d{{2}}{_SEP}\d{{3}}|\d{{3}}{_SEP}\d{{2}}){_END}", re.ASCII)
_SIREN = re.compile(rf"{_FREE}{_NINE}{_END}", re.ASCII)
_IBAN = re.compile(r"\b[A-Z]{2}\d{2}(?:[ \u00a0]?[A-Z0-9]){11,30}", re.ASCII)
_LABEL = re.compile(r"siren|siret|r\.?c\.?s|tva|insee|immatricul", re.IGNORECASE)
_OTHER = re.compile(
    r"(?:r[ée]f\.?|r[ée]f[ée]rences?|facture|dossier|commande|avis|contrat|clients?|t[ée]l\.?|t[ée]l[ée]phone"
    r"|fax|mobile|portable|r[ôo]le|compte|iban|num[ée]ro fiscal|fiscal|spi|montant|\+\d{1,3})"
    r"(?:\s+de)?\s*(?:n\s?[°ºo.]\s*)?[:.#-]?\s*$",
    re.IGNORECASE,
)
_MONEY = re.compile(r"\s*(?:€|euros?\b|eur\b|k€)", re.IGNORECASE)
_MAX = 50_000


def sirens(text: str) -> tuple[str, ...]:
    """The distinct valid SIREN that `text` names, in order: labelled ones, else bare ones.

    A bare number of nine digits passes the key by chance once in ten: beside a labelled one (« SIREN »,
    « TVA »…) it does not count.
    """
    text = _without_ibans(text[:_MAX])
    labelled: list[str] = []
    bare: list[str] = []
    for number, before in _found(text):
        (labelled if _LABEL.search(before) else bare).append(number)
    return tuple(dict.fromkeys(labelled or bare))


def only_siren(text: str) -> str | None:
    """The one valid SIREN that `text` names; none when it names several."""
    found = sirens(text)
    return found[0] if len(found) == 1 else None


def _found(text: str) -> Iterator[tuple[str, str]]:
    for match in _VAT.finditer(text):
        number = _digits(match[0])[-9:]
        if tva.is_valid(_compact(match[0])) and siren.is_valid(number):
            yield number, "tva"
    for match in _SIRET.finditer(text):
        if siret.is_valid(_digits(match[0])):
            yield _digits(match[0])[:9], "siret"
    for match in _SIREN.finditer(text):
        number, before = _digits(match[0]), text[max(0, match.start() - 40) : match.start()]
        line = before.rpartition("\n")[2]
        if _plausible(number) and not _OTHER.search(line) and not _MONEY.match(text, match.end()):
            yield number, line


def _plausible(number: str) -> bool:
    return number.strip("0") != "" and siren.is_valid(number)


def _without_ibans(text: str) -> str:
    return _IBAN.sub(lambda found: _masked(found[0]), text)


def _masked(found: str) -> str:
    """The longest valid IBAN at the start of `found` blanked, the rest kept."""
    for length in range(len(found), 14, -1):
        if iban.is_valid(_compact(found[:length])):
            return "#" * length + found[length:]
    if found.startswith("FR") and len(_compact(found)) >= 20:
        return "#" * len(found)
    return found


def _digits(raw: str) -> str:
    return re.sub(r"\D", "", raw)


def _compact(raw: str) -> str:
    return re.sub(r"[^A-Z0-9]", "", raw.upper())
