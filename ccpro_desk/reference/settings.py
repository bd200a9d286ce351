"""`data/dispatch.toml` and `data/territory/` → the `Settings` of dispatch."""

from __future__ import annotations

from functools import cache
from types import MappingProxyType

from ccpro_desk.domain.dispatch import Settings
from ccpro_desk.domain.values import Channel
from ccpro_desk.reference import DataError
from ccpro_desk.reference.files import read_toml


@cache
def load_settings() -> Settings:
    """Allowances and territory. Raises `DataError` naming what is wrong in the files."""
    try:
        allowance = read_toml("dispatch.toml")["allowance_s"]
        centres = read_toml("territory/centres.toml")["centre"]
        offices = read_toml("territory/demo.toml").get("sie", [])
        return Settings(
            allowance_s=MappingProxyType({channel: int(allowance[channel.value]) for channel in Channel}),
            centre_of_department=MappingProxyType({d: c["id"] for c in centres for d in c["serves"]}),
            centre_of_sie=MappingProxyType({o["code"]: o["centre"] for o in offices if o.get("centre")}),
        )
    except (KeyError, TypeError, ValueError) as error:
        raise DataError(
            f"data/dispatch.toml ou data/territory : {error!r} manque ou est mal écrit."
        ) from error
