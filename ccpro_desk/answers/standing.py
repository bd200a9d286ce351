"""The motifs that a usager's regimes and legal form speak for: `data/answers/standing.toml`."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from functools import cache

from ccpro_desk.domain.motifs import fold
from ccpro_desk.domain.usager import Usager, in_force
from ccpro_desk.reference import DataError
from ccpro_desk.reference.files import read_toml

FILE = "answers/standing.toml"


@dataclass(frozen=True, slots=True)
class Rule:
    """Whom it is for: a tax and its regime (empty: any), or how a legal category begins."""

    motifs: tuple[str, ...]
    tax: str = ""
    regime: str = ""
    legal: str = ""

    def fits(self, usager: Usager, day: date) -> bool:
        if self.legal:
            return (usager.legal or "").startswith(self.legal)
        return any(
            in_force(regime, day) and regime.tax == self.tax and self.regime in ("", fold(regime.regime))
            for regime in usager.regimes
        )


def motifs_of(usager: Usager, rules: Iterable[Rule], day: date) -> frozenset[str]:
    """Of what is known of the usager: a file read below its level says less."""
    return frozenset(motif for rule in rules if rule.fits(usager, day) for motif in rule.motifs)


@cache
def load_standing() -> tuple[Rule, ...]:
    """Raises `DataError`."""
    try:
        return tuple(
            Rule(
                tuple(row["motifs"]),
                row.get("tax", ""),
                fold(row.get("regime", "")),
                str(row.get("legal", "")),
            )
            for row in read_toml(FILE)["standing"]
        )
    except (KeyError, TypeError, AttributeError) as error:
        raise DataError(f"data/{FILE} est illisible : écrivez des blocs [[standing]] ({error}).") from error
