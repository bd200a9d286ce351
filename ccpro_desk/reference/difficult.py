"""`data/service/difficult.toml` → what helps in a difficult exchange."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

from ccpro_desk.domain.values import Channel
from ccpro_desk.reference import DataError
from ccpro_desk.reference.files import read_toml


@dataclass(frozen=True, slots=True)
class Difficult:
    """Of one channel: sentences to say, in order; how to end; what follows."""

    say: tuple[str, ...]
    end: tuple[str, ...]
    after: tuple[str, ...]


@cache
def load_difficult() -> Mapping[Channel, Difficult]:
    """By channel. Raises `DataError` naming what is missing."""
    table = read_toml("service/difficult.toml")
    try:
        after = tuple(table["after"]["told"])
        named = {Channel(name): table[name] for name in ("phone", "chat", "mail")}
        named[Channel.CALLBACK] = named[Channel.PHONE]
        return {channel: Difficult(tuple(t["say"]), tuple(t["end"]), after) for channel, t in named.items()}
    except (KeyError, TypeError) as error:
        raise DataError(f"data/service/difficult.toml : {error!r} manque ou est mal écrit.") from error
