"""What a person types in a form → its value, or the French sentence that says what is wrong with it.

One function a kind of thing; pure. The libraries that know the numbers are imported when first asked.
"""

from __future__ import annotations

from ccpro_desk.domain.checks.amounts import money, whole
from ccpro_desk.domain.checks.bank import bic, iban
from ccpro_desk.domain.checks.days import day, period, year
from ccpro_desk.domain.checks.reach import email, phone
from ccpro_desk.domain.checks.registry import siren, siret, vat
from ccpro_desk.domain.checks.wrong import Wrong

__all__ = [
    "Wrong",
    "bic",
    "day",
    "email",
    "iban",
    "money",
    "period",
    "phone",
    "siren",
    "siret",
    "vat",
    "whole",
    "year",
]
