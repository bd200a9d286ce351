"""A row of a file of usagers → a usager whose numbers are right, or why it is refused."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from dataclasses import dataclass, fields, replace
from datetime import date
from typing import Any

from pydantic import ValidationError

from ccpro_desk.domain.checks import Wrong, email, phone, siren, siret, vat
from ccpro_desk.domain.delivery import Delivery
from ccpro_desk.domain.text import clean
from ccpro_desk.domain.usager import ContactPoint, Usager
from ccpro_desk.wire.codec import adapter, sentence

_NAMES = frozenset(field.name for field in fields(Usager)) | {"as_of"}
_TOWN = re.compile(r"(?:(?P<lines>.*?)[,;\s]+)?(?P<postcode>[0-9]{5})\s+(?P<city>\D.*)", re.DOTALL)
_LONGEST_TEXT = 2_000
_FRENCH_PHONE = re.compile(r"\+33[1-79][0-9]{8}")
"""As good as checked: what most files hold, in the form that is kept."""
_PLAIN_EMAIL = re.compile(r"[a-z0-9][a-z0-9_+-]*(?:\.[a-z0-9_+-]+)*@(?:[a-z0-9-]+\.)+[a-z]{2,}")
_STATES, _DIFFUSIONS = frozenset("AC"), frozenset("OPN")


@dataclass(frozen=True, slots=True)
class RefusedRow:
    line: int
    why: str
    """A French sentence, or its end."""


def delivery_of(line: int, row: Any, size: int = 0) -> Delivery | RefusedRow:
    """The usager of a row, whose cells are those of CSV or of NDJSON."""
    if unknown := row.keys() - _NAMES:
        return RefusedRow(line, f"nom inconnu : « {clean(min(unknown))[:50]} »")
    try:
        given = _normal(_cleaned(row))
        as_of = given.pop("as_of", None)
        usager = checked(adapter(Usager).validate_python(given))
        return Delivery(usager, frozenset(given), date.fromisoformat(as_of) if as_of else None, size)
    except ValidationError as error:
        return RefusedRow(line, sentence(error))
    except (ValueError, TypeError, RecursionError) as error:
        return RefusedRow(line, str(error))


def _cleaned(value: Any) -> Any:
    if isinstance(value, str):
        text = value.strip() if value.isascii() and value.isprintable() else clean(value).strip()
        if len(text) > _LONGEST_TEXT:
            raise ValueError(f"texte de plus de {_LONGEST_TEXT} caractères")
        return text
    if isinstance(value, list):
        return [_cleaned(item) for item in value]
    if isinstance(value, dict):
        return {key: _cleaned(item) for key, item in value.items()}
    return value


def _normal(row: dict[str, Any]) -> dict[str, Any]:
    """The forms of a CSV cell become those of NDJSON: an address in words, contacts separated by `;`."""
    row = {key: value for key, value in row.items() if value is not None and value != ""}
    for name in ("address", "contacts"):
        if isinstance(row.get(name), str) and row[name][:1] in ("{", "["):
            row[name] = json.loads(row[name])
    if isinstance(row.get("address"), str):
        row["address"] = _address(row["address"])
    if isinstance(row.get("contacts"), str):
        row["contacts"] = [_contact(c.strip()) for c in row["contacts"].split(";") if c.strip()]
    if isinstance(row.get("address"), dict):
        row.setdefault("city", row["address"].get("city", ""))
    return row


def _address(text: str) -> dict[str, Any]:
    found = _TOWN.fullmatch(text)
    if found is None:
        return {"lines": text.splitlines()}
    lines = [line.strip(" ,;") for line in (found["lines"] or "").splitlines()]
    return {
        "lines": [line for line in lines if line],
        "postcode": found["postcode"],
        "city": " ".join(found["city"].split()),
    }


def _contact(text: str) -> dict[str, str]:
    return {"kind": "email" if "@" in text else "phone", "value": text}


def checked(usager: Usager) -> Usager:
    """The same with its numbers as they are kept. Raises `ValueError` with what is wrong with one."""
    if not usager.name:
        raise ValueError("« name » : il manque")
    if usager.state not in _STATES or usager.diffusion not in _DIFFUSIONS:
        raise ValueError("« state » vaut A ou C, « diffusion » O, P ou N")
    number = _right("siren", siren, usager.siren)
    for one in (usager.siret, *(establishment.siret for establishment in usager.establishments)):
        if one and not _right("siret", siret, one).startswith(number):
            raise ValueError("« siret » : ce n'est pas un établissement de ce SIREN")
    return replace(
        usager,
        siren=number,
        siret=_right("siret", siret, usager.siret) if usager.siret else None,
        vat=_right("vat", vat, usager.vat) if usager.vat else None,
        establishments=tuple(
            replace(one, siret=_right("siret", siret, one.siret)) for one in usager.establishments
        ),
        contacts=tuple(_reached(contact) for contact in usager.contacts),
    )


def _right(name: str, check: Callable[[str], str | Wrong], value: str) -> str:
    found = check(value)
    if isinstance(found, Wrong):
        raise ValueError(f"« {name} » : {found.sentence}")
    return found


def _reached(contact: ContactPoint) -> ContactPoint:
    """With its number as the whole world writes it."""
    if contact.kind == "phone":
        if _FRENCH_PHONE.fullmatch(contact.value):
            return contact
        return replace(contact, value=_right("contacts", phone, contact.value))
    if contact.kind != "email":
        raise ValueError("« contacts » : « kind » vaut phone ou email")
    if not _PLAIN_EMAIL.fullmatch(contact.value):
        _right("contacts", email, contact.value)
    return contact
