"""SIREN as agents type and paste them: spaced, on a French keyboard without Maj, as a SIRET or VAT number.

Every field that takes a SIREN reads it here.
"""

from __future__ import annotations

import re

WRONG = "SIREN incorrect : 9 chiffres attendus, clé invalide."
_SIREN, _SIRET = 9, 14
_UNSHIFTED = str.maketrans("&é\"'(-è_çàÉÈÇÀ", "1234567890" + "2790")
"""The digits' row of an AZERTY keyboard without Maj, and with capitals locked."""
_SPACING = re.compile(r"[\s.\u00b7\u2009\u200a\u200b\u2060\ufeff]+")
_DASHES = re.compile(r"[-\u2010-\u2015/_]")
_VAT = re.compile(r"fr\d\d(\d{9})", re.I)


class NotASiren(ValueError):
    """`str()` is the sentence for the agent."""

    def __init__(self) -> None:
        super().__init__(WRONG)


def digits_typed(typed: str) -> str | None:
    """The digits that were meant by what was typed or pasted; none when it is no number.

    >>> digits_typed("732 829.320"), digits_typed('è"éçàç"éà'), digits_typed("L'ÉTOILE")
    ('732829320', '732909320', None)
    """
    close = _SPACING.sub("", typed)
    vat = _VAT.fullmatch(close)
    if vat:
        return vat[1]
    dashed = _DASHES.sub("", close)
    if dashed.isascii() and dashed.isdigit():
        return dashed  # « 732-829-320 »: a dash between digits is no 6
    read = close.translate(_UNSHIFTED)
    return read if read.isascii() and read.isdigit() else None


def siren_in(typed: str) -> str | None:
    """The digits of a SIREN being typed; of a SIRET its first nine. None when it is no number."""
    digits = digits_typed(typed)
    return digits[:_SIREN] if digits is not None and len(digits) == _SIRET else digits


def is_siren(number: str) -> bool:
    """Nine digits with a right key."""
    if len(number) != _SIREN:
        return False
    from stdnum.fr import siren

    return bool(siren.is_valid(number))


def read_siren(typed: str) -> str:
    """A SIREN's nine digits. Raises `NotASiren`."""
    number = siren_in(typed)
    if number is None or not is_siren(number):
        raise NotASiren
    return number
