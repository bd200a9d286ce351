"""Amounts of money, in cents, and whole numbers, as French people and their machines write them."""

from __future__ import annotations

import re

from ccpro_desk.domain.checks.wrong import Wrong

MOST_CENTS = 99_999_999_999_99
"""More than any return holds: a slip of the hand."""
_BLANKS = re.compile(r"[\s\u00a0\u2007\u2009\u200a\u202f']+")
_EUROS = re.compile(r"(?:€|euros?|eur)$", re.IGNORECASE)
_PLAIN = re.compile(r"(\d+)(?:[.,](\d{1,2}))?", re.ASCII)
_GROUPED = re.compile(r"(\d{1,3}(?:\.\d{3})+)(?:,(\d{1,2}))?", re.ASCII)
_DOUBTFUL = re.compile(r"\d{1,3}[.,]\d{3}", re.ASCII)


def money(text: str, least: int | None = 0, most: int | None = None) -> int | Wrong:
    """Cents. `1 234,50 €`, `1234.5` and `1.234.567,89` are read; `1.234` is not: who knows what it says?"""
    close = _EUROS.sub("", _BLANKS.sub("", text))
    if close.startswith(("-", "\u2212", "\u2013")):
        return Wrong("Montant incorrect : il ne peut pas être négatif.")
    if _DOUBTFUL.fullmatch(close):
        euros, _, rest = close.replace(",", ".").partition(".")
        return Wrong(f"Montant ambigu : écrivez {euros} {rest} ou {euros},{rest[:2]}.")
    found = _PLAIN.fullmatch(close) or _GROUPED.fullmatch(close)
    if found is None:
        return Wrong("Montant incorrect : un nombre d'euros est attendu, par exemple 1 234,50.")
    cents = int(found[1].replace(".", "")) * 100 + int((found[2] or "0").ljust(2, "0"))
    return _within(cents, least, MOST_CENTS if most is None else most)


def _within(cents: int, least: int | None, most: int) -> int | Wrong:
    if cents > most:
        return Wrong(f"Montant trop élevé : {euros(most)} au plus.")
    if least is not None and cents < least:
        return Wrong(f"Montant trop faible : {euros(least)} au moins.")
    return cents


def euros(cents: int) -> str:
    """`1 234,50 €`, with the blanks that do not break."""
    whole_part, rest = divmod(cents, 100)
    grouped = f"{whole_part:,}".replace(",", "\u202f")
    return f"{grouped},{rest:02d}\u00a0€" if rest else f"{grouped}\u00a0€"


def whole(text: str, least: int | None = 0, most: int | None = None) -> int | Wrong:
    """A whole number."""
    close = _BLANKS.sub("", text)
    if not re.fullmatch(r"\d{1,15}", close, re.ASCII):
        return Wrong("Nombre incorrect : des chiffres seulement, sans virgule.")
    number = int(close)
    if least is not None and number < least:
        return Wrong(f"Nombre trop petit : {least} au moins.")
    if most is not None and number > most:
        return Wrong(f"Nombre trop grand : {most} au plus.")
    return number
