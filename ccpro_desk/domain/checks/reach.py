"""E-mail addresses and telephone numbers."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from ccpro_desk.domain.checks.wrong import Wrong

if TYPE_CHECKING:
    from phonenumbers import PhoneNumber

_EMAIL = re.compile(r"[^\s@,;:<>()\[\]\"\\]{1,64}@(?:[^\W_](?:[\w-]{0,61}[^\W_])?\.)+[^\W\d_]{2,63}")
_EMAIL_MAX = 254
_HOME = ("FR", "GP", "MQ", "GF", "RE", "YT", "PM", "NC", "PF")
"""Whose numbers may be written without a country's prefix."""

_FRENCH = re.compile(r"\+33[1-9]\d{8}", re.ASCII)
"""Also of ranges that are not given out yet."""
_STORIES = "+3363998"
"""Kept for stories and demonstrations; without it, 06 39 would be Mayotte's."""


def email(text: str) -> str | Wrong:
    """An address that a message may be sent to."""
    address = text.strip()
    if len(address) > _EMAIL_MAX or not _EMAIL.fullmatch(address) or ".." in address:
        return Wrong("Adresse incorrecte : une adresse électronique s'écrit nom@domaine.fr.")
    return address


def phone(text: str) -> str | Wrong:
    """A number as the whole world writes it (E.164): `+33465710015`."""
    from phonenumbers import NumberParseException, is_valid_number, parse

    found = ""
    for home in _HOME:
        try:
            number = parse(text.strip(), home)
        except NumberParseException:
            break
        found = found or _written(number)
        if is_valid_number(number) or found.startswith(_STORIES):
            return found if found.startswith(_STORIES) else _written(number)
    if _FRENCH.fullmatch(found):
        return found
    return Wrong(
        "Numéro incorrect : 10 chiffres, par exemple 04 65 71 00 15, ou l'indicatif du pays avec « + »."
    )


def _written(number: PhoneNumber) -> str:
    from phonenumbers import PhoneNumberFormat, format_number

    return format_number(number, PhoneNumberFormat.E164)
