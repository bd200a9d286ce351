"""`data/letters/referral.toml` → what the usager is told, with its blanks filled."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

from ccpro_desk.reference import DataError
from ccpro_desk.reference.files import read_toml


@dataclass(frozen=True, slots=True)
class ReferralLetters:
    """The sentences, with their blanks."""

    referred: str
    promised: str
    open: str
    spoken: str
    taken: str

    def to_refer(self, office: str, day: str) -> str:
        """What the agent may write; `day`: what is promised, in words; empty: nothing is."""
        end = self.promised.format(day=day) if day else self.open
        return f"{self.referred.format(office=office).strip()}\n\n{end}"

    def to_say(self, office: str) -> str:
        return self.spoken.format(office=office).strip()

    def to_take(self, office: str) -> str:
        return self.taken.format(office=office).strip()


@cache
def load_letters() -> ReferralLetters:
    """Raises `DataError` naming what is missing."""
    table = read_toml("letters/referral.toml")
    try:
        return _read(table)
    except (KeyError, TypeError, AttributeError) as error:
        raise DataError(f"data/letters/referral.toml : {error!r} manque ou est mal écrit.") from error


def _read(table: Mapping[str, Mapping[str, str]]) -> ReferralLetters:
    referred = table["referred"]
    return ReferralLetters(
        referred["text"],
        referred["promised"],
        referred["open"],
        table["spoken"]["text"],
        table["taken"]["text"],
    )
