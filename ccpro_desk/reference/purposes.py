"""`data/appointments/purposes.toml` → why an usager meets the SIE, and what they bring."""

from __future__ import annotations

from functools import cache
from types import MappingProxyType

from ccpro_desk.domain.appointments.modes import Mode
from ccpro_desk.domain.appointments.purposes import OTHER, Purpose, Purposes
from ccpro_desk.reference import DataError
from ccpro_desk.reference.files import read_toml

_FILE = "appointments/purposes.toml"


@cache
def load_purposes() -> Purposes:
    """In the file's order. Raises `DataError` naming what is wrong in it."""
    table = read_toml(_FILE)
    try:
        of_mode = {Mode(mode): tuple(documents) for mode, documents in table["documents"].items()}
        purposes = (
            Purpose(p["code"], p["label"], tuple(p["documents"]), p.get("help", "")) for p in table["purpose"]
        )
        by_code = {purpose.code: purpose for purpose in purposes}
        by_code[OTHER]
    except (KeyError, TypeError, ValueError) as error:
        raise DataError(f"data/{_FILE} : {error!r} manque ou est mal écrit.") from error
    return Purposes(MappingProxyType(by_code), MappingProxyType(of_mode))
