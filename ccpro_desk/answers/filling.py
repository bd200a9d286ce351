"""What an agent types into a blank, set as it stands in the text, or refused in a sentence."""

from __future__ import annotations

import re
from datetime import date, datetime

from stdnum import exceptions
from stdnum.fr import siren, siret, tva

from ccpro_desk.answers import french
from ccpro_desk.answers.blanks import plain
from ccpro_desk.answers.model import Blank, BlankType

_MONEY = re.compile(r"(\d{1,12})(?:[.,](\d{1,2}))?")


class BlankError(ValueError):
    """What was typed does not suit the blank; the message is for the agent."""


def filled(blank: Blank, typed: str) -> str:
    """What stands in the text for what was `typed`. Raises `BlankError` in a sentence for the agent."""
    value = plain(typed).strip()
    if not value:
        raise BlankError(f"« {blank.label} » : saisissez une valeur.")
    return _FILL[blank.type](blank, value)


def _text(blank: Blank, value: str) -> str:
    return value


def _date(blank: Blank, value: str) -> str:
    for form in ("%d/%m/%Y", "%Y-%m-%d", "%d/%m/%y", "%d.%m.%Y"):
        try:
            return french.long_date(_day(value, form))
        except ValueError:
            continue
    raise BlankError(f"« {blank.label} » : date attendue, par exemple 03/10/2026.")


def _day(value: str, form: str) -> date:
    return datetime.strptime(value, form).date()


def _money(blank: Blank, value: str) -> str:
    match = _MONEY.fullmatch(re.sub(r"[\s€]|euros?", "", value))
    if match is None:
        raise BlankError(f"« {blank.label} » : montant attendu, par exemple 1 234,50.")
    return french.money(int(match[1]) * 100 + int((match[2] or "0").ljust(2, "0")))


def _choice(blank: Blank, value: str) -> str:
    if value not in blank.choices:
        raise BlankError(f"« {blank.label} » : choisissez parmi {', '.join(blank.choices)}.")
    return value


def _period(blank: Blank, value: str) -> str:
    words = french.period_words(value.upper())
    return value if words == value.upper() else words


def _siren(blank: Blank, value: str) -> str:
    try:
        number = siren.validate(value)
    except exceptions.ValidationError as error:
        raise BlankError("SIREN incorrect : 9 chiffres attendus, clé invalide.") from error
    return f"{number[:3]}{french.NBSP}{number[3:6]}{french.NBSP}{number[6:]}"


def _siret(blank: Blank, value: str) -> str:
    try:
        number = siret.validate(value)
    except exceptions.ValidationError as error:
        raise BlankError("SIRET incorrect : 14 chiffres attendus, clé invalide.") from error
    return french.NBSP.join((number[:3], number[3:6], number[6:9], number[9:]))


def _vat(blank: Blank, value: str) -> str:
    try:
        return f"FR{tva.validate(value)}"
    except exceptions.ValidationError as error:
        raise BlankError("Numéro de TVA incorrect : FR, deux caractères de clé et le SIREN.") from error


_FILL = {
    BlankType.TEXT: _text,
    BlankType.DATE: _date,
    BlankType.MONEY: _money,
    BlankType.CHOICE: _choice,
    BlankType.PERIOD: _period,
    BlankType.SIREN: _siren,
    BlankType.SIRET: _siret,
    BlankType.VAT: _vat,
}
