"""SIREN, SIRET and VAT numbers, with the exceptions of La Poste and of Monaco."""

from __future__ import annotations

from ccpro_desk.domain.checks.wrong import Wrong, close

_MONACO = "000"
"""SIRENs that begin so are Monaco's: they have no key."""


def siren(text: str) -> str | Wrong:
    """Nine digits."""
    from stdnum.fr import siren as known

    digits = close(text)
    if not _is_number(digits):
        return Wrong("SIREN incorrect : 9 chiffres sont attendus, par exemple 732 829 320.")
    if len(digits) == 14:
        return Wrong("SIREN incorrect : 14 chiffres forment un SIRET ; le SIREN en est les 9 premiers.")
    if len(digits) != 9:
        return Wrong(f"SIREN incorrect : 9 chiffres sont attendus, il y en a {len(digits)}.")
    if digits.startswith(_MONACO) or known.is_valid(digits):
        return digits
    return Wrong("SIREN incorrect : la clé ne correspond pas, un chiffre est sans doute faux.")


def siret(text: str) -> str | Wrong:
    """Fourteen digits: a SIREN and the number of an establishment."""
    from stdnum.fr import siret as known

    digits = close(text)
    if not _is_number(digits):
        return Wrong("SIRET incorrect : 14 chiffres sont attendus, par exemple 732 829 320 00074.")
    if len(digits) == 9:
        return Wrong("SIRET incorrect : 9 chiffres forment un SIREN ; il en faut 14 pour un établissement.")
    if len(digits) != 14:
        return Wrong(f"SIRET incorrect : 14 chiffres sont attendus, il y en a {len(digits)}.")
    if digits.startswith(_MONACO) or known.is_valid(digits):
        return digits
    return Wrong("SIRET incorrect : la clé ne correspond pas, un chiffre est sans doute faux.")


def vat(text: str) -> str | Wrong:
    """A VAT number of France or of another member state, with its two letters."""
    number = close(text).upper()
    if not number[:2].isalpha():
        return Wrong("N° de TVA incorrect : il commence par deux lettres, FR pour la France.")
    return _french_vat(number) if number.startswith("FR") else _foreign_vat(number)


def _french_vat(number: str) -> str | Wrong:
    from stdnum.fr import tva as known

    if len(number) != 13:
        return Wrong("N° de TVA incorrect : FR, une clé de 2 caractères et le SIREN, soit 13 caractères.")
    if known.is_valid(number):
        return number
    return Wrong("N° de TVA incorrect : sa clé ou son SIREN ne correspond pas.")


def _foreign_vat(number: str) -> str | Wrong:
    from stdnum.eu import vat as known

    country = "el" if number[:2] == "GR" else number[:2].lower()
    if country not in known.MEMBER_STATES | {"el", "xi"}:
        return Wrong(f"N° de TVA incorrect : « {number[:2]} » n'est pas un État membre de l'Union.")
    if known.is_valid(number):
        return number
    return Wrong(f"N° de TVA incorrect : ce n'est pas la forme des numéros « {number[:2]} ».")


def _is_number(text: str) -> bool:
    return text.isascii() and text.isdigit()
