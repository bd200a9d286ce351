"""`data/territory/signature.toml` → what stands at the foot of a centre's e-mails."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from ccpro_desk.reference.files import read_toml


def read_signatures() -> Mapping[str, str]:
    """By centre, with `{agent}` and `{centre}` to fill; empty: none. Raises `DataError`, `KeyError`."""
    table = read_toml("territory/signature.toml")
    own = table.get("centre", {})
    centres = read_toml("territory/centres.toml")["centre"]
    return MappingProxyType({c["id"]: own.get(c["id"], table["common"]).strip() for c in centres})
