"""Invented professionals, the same for the same number, and what somebody types to find one."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator
from typing import Any

from stdnum.luhn import calc_check_digit


def _words(text: str) -> tuple[str, ...]:
    return tuple(text.split())


FORMS = _words("SARL SAS EURL SCI SELARL ASSOCIATION SNC")
TRADES = _words(
    "BOULANGERIE GARAGE PLOMBERIE COIFFURE PHARMACIE TRAITEUR MENUISERIE TRANSPORTS CONSEIL IMMOBILIER"
    " RESTAURANT ELECTRICITE MACONNERIE OPTIQUE LIBRAIRIE FLEURS INFORMATIQUE NETTOYAGE PEINTURE CARROSSERIE"
)
STREETS = _words("rue avenue boulevard place chemin quai impasse cours")
CITIES = _words(
    "Lyon Villeurbanne Bordeaux Toulouse Pau Lille Marseille Cahors Perpignan Carpentras Lisieux Morlaix"
    " Alençon Châlons Decazeville Givors Tarare Bron Vénissieux Mérignac"
)
_HEADS = _words(
    "bar ber bou car cha cor dan del dor fa fer gar gil gui lam lar len mar mer mor nav per pic rob ros sal"
    " ten val"
)
_MIDDLES = _words("a an be ci de di ga ge li lo ma na ne ni ra re ri ro sa ti va vi")
_TAILS = _words("ard aud ault eau et ier in ois on ot oux ron tin vel zac")
_FIRST = 10_000_000


def people(count: int, *, obligations: int = 0) -> Iterator[dict[str, Any]]:
    """Rows of NDJSON; each is a few hundred bytes, and what its obligations take."""
    for number in range(count):
        yield _person(number, obligations)


def _person(number: int, obligations: int) -> dict[str, Any]:
    draw = random.Random(number)
    siren = _with_key(_FIRST + number * 7)
    name = _surname(draw)
    place, city = draw.randrange(len(CITIES)), draw.choice(CITIES)
    return {
        "siren": siren,
        "name": f"{draw.choice(FORMS)} {draw.choice(TRADES)} {name.upper()}",
        "department": "69",
        "siret": _with_key(int(f"{siren}{draw.randrange(1, 9):04d}")),
        "vat": f"FR{int(siren + '12') % 97:02d}{siren}",
        "naf": "10.71C",
        "legal": "5499",
        "address": {
            "lines": [f"{draw.randrange(1, 200)} {draw.choice(STREETS)} {_surname(draw).title()}"],
            "postcode": f"{69000 + place:05d}",
            "city": city,
        },
        "contacts": [{"kind": "phone", "value": f"+336{39_980_000 + number % 10_000:08d}", "person": name}],
        "regimes": [{"tax": "TVA", "regime": "réel normal", "label": "CA3 mensuelle", "since": "2020-01-01"}],
        "obligations": [_obligation(draw, n) for n in range(obligations)],
    }


def _obligation(draw: random.Random, n: int) -> dict[str, Any]:
    year, month = 2026 - n // 12, 12 - n % 12
    day = f"{year}-{month:02d}-15"
    amount = draw.randrange(1_000, 900_000)
    return {
        "tax": "TVA",
        "form": "3310-CA3-SD",
        "period": f"{year}-{month:02d}",
        "due_on": day,
        "filed_on": day,
        "paid_on": day,
        "amount_cents": amount,
    }


def _surname(draw: random.Random) -> str:
    middle = "".join(draw.choice(_MIDDLES) for _ in range(draw.randrange(1, 3)))
    return draw.choice(_HEADS) + middle + draw.choice(_TAILS)


def _with_key(body: int) -> str:
    text = str(body)
    return text + str(calc_check_digit(text))


def queries(count: int, each: int) -> Iterator[tuple[str, str]]:
    """(kind, what is typed) for usagers drawn among `count`, `each` of a kind."""
    draw = random.Random(2026)
    for kind, typed in _KINDS.items():
        for _ in range(each):
            yield kind, typed(_person(draw.randrange(count), 0), draw)


def _slip(word: str, draw: random.Random) -> str:
    """Two letters exchanged, not the first."""
    at = draw.randrange(1, len(word) - 2)
    return word[:at] + word[at + 1] + word[at] + word[at + 2 :]


_KINDS: dict[str, Callable[[dict[str, Any], random.Random], str]] = {
    "SIREN": lambda row, _: row["siren"],
    "SIRET": lambda row, _: row["siret"],
    "VAT number": lambda row, _: row["vat"],
    "telephone": lambda row, _: "0" + row["contacts"][0]["value"][3:],
    "beginning of a SIREN": lambda row, _: row["siren"][:5],
    "beginning of a name": lambda row, _: row["name"][:14],
    "a name": lambda row, _: row["name"].split()[-1],
    "trade and name": lambda row, _: " ".join(row["name"].split()[1:]).lower(),
    "a slip": lambda row, draw: _slip(row["name"].split()[-1].lower(), draw),
    "address": lambda row, _: f"{row['address']['lines'][0]} {row['address']['city']}",
    "a trade in a town": lambda row, _: f"{row['name'].split()[1]} {row['address']['city']}",
    "a trade alone": lambda row, _: row["name"].split()[1].lower(),
    "a town alone": lambda row, _: row["address"]["city"],
}
