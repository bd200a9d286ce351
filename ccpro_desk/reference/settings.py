"""`data/dispatch.toml` and `data/territory/` → the `Settings` of dispatch."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from types import MappingProxyType
from typing import Any

from ccpro_desk.domain.dispatch import Settings
from ccpro_desk.domain.values import Channel
from ccpro_desk.reference import DataError
from ccpro_desk.reference.files import read_toml
from ccpro_desk.reference.territory import read_hours, read_territory


@cache
def load_settings() -> Settings:
    """What dispatch decides by. Raises `DataError` naming what is wrong in the files."""
    try:
        return _settings(read_toml("dispatch.toml"))
    except (KeyError, TypeError, ValueError) as error:
        raise DataError(
            f"data/dispatch.toml ou data/territory : {error!r} manque ou est mal écrit."
        ) from error


def settings_with(path: Path) -> Settings:
    """The settings with what the file at `path`, written as `data/dispatch.toml`, says otherwise.

    Raises `DataError` naming what is wrong in it.
    """
    try:
        other = tomllib.loads(path.read_text(encoding="utf-8"))
        table = read_toml("dispatch.toml")
        unknown = sorted(set(other) - set(table))
        if unknown:
            raise DataError(f"{path.name} : « {unknown[0]} » est inconnu.")
        return _settings({name: _over(value, other.get(name)) for name, value in table.items()})
    except (OSError, KeyError, TypeError, ValueError, AttributeError) as error:
        raise DataError(f"{path.name} : lecture impossible ({error}).") from error


def _over(value: Any, other: Any) -> Any:
    """`value` with what `other` says instead; a duration of `false` takes it away."""
    if other is None:
        return value
    if not isinstance(value, dict):
        return other
    return {key: kept for key, kept in {**value, **other}.items() if kept is not False}


def _settings(table: Mapping[str, Any]) -> Settings:
    return Settings(
        allowance_s=MappingProxyType({channel: int(table["allowance_s"][channel]) for channel in Channel}),
        territory=read_territory(),
        hours=read_hours(),
        shared=frozenset(Channel(channel) for channel in table["shared"]),
        guess_skill=table["guess_skill"] is True,
        motif_factor=MappingProxyType({code: float(f) for code, f in table["motif_factor"].items()}),
        came_back_factor=float(table["came_back"]["factor"]),
        deadline_margin_s=int(table["deadline"]["margin_s"]),
        skill_s=_by_channel(table["skill_s"]),
        overflow_s=_by_channel(table["overflow_s"]),
        overflow_waiting=_by_channel(table["overflow_waiting"]),
        overflow_oldest_s=_by_channel(table["overflow_oldest_s"]),
        declined_s=_by_channel(table["declined_s"]),
        known_s=_by_channel(table["known_s"]),
        known_days=int(table["known"]["days"]),
        owned_s=_by_channel(table["owned_s"]),
        reopen_s=int(table["reopen"]["within_s"]),
        alike_days=int(table["alike"]["days"]),
        level_shift_s=MappingProxyType({int(level): int(s) for level, s in table["level_shift_s"].items()}),
    )


def _by_channel(table: Mapping[str, Any]) -> Mapping[Channel, int]:
    return MappingProxyType({Channel(channel): int(seconds) for channel, seconds in table.items()})
