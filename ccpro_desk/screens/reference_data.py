"""What screens need of `data/`, loaded in a thread after the first paint."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from textual.message import Message

from ccpro_desk.domain.identification import Checks
from ccpro_desk.domain.motifs import Motifs

if TYPE_CHECKING:
    from ccpro_desk.answers.find import AnswerIndex
    from ccpro_desk.answers.standing import Rule
    from ccpro_desk.domain.referral.perimeter import Perimeter


@dataclass(frozen=True)
class Reference:
    """Empty until it is loaded."""

    answers: AnswerIndex | None = None
    standing: tuple[Rule, ...] = ()
    """The motifs that regimes and legal forms speak for."""
    motifs: Motifs | None = None
    checks: Checks = field(default_factory=lambda: Checks(()))
    centres: Mapping[str, str] = field(default_factory=dict)
    """Centre id → its name."""
    signatures: Mapping[str, str] = field(default_factory=dict)
    """Centre id → what stands at the foot of its e-mails."""
    plateaux: Mapping[str, tuple[str, str]] = field(default_factory=dict)
    """Plateau id → its centre and its name."""
    offices: Mapping[str, tuple[str, str]] = field(default_factory=dict)
    """SIE's code → its name and its department."""
    perimeter: Perimeter | None = None
    trouble: str = ""
    """Why something of it could not be read."""


@dataclass
class ReferenceReady(Message):
    """What lies under `data/` is read."""

    reference: Reference


def load_reference() -> Reference:
    """Read motifs, checks, centres and answers. Never raises: what is wrong is told in `trouble`."""
    from ccpro_desk.answers.find import open_index
    from ccpro_desk.answers.standing import load_standing
    from ccpro_desk.desk.typography import load_accents
    from ccpro_desk.reference import DataError
    from ccpro_desk.reference.files import read_toml
    from ccpro_desk.reference.identification import load_checks
    from ccpro_desk.reference.motifs import load_motifs
    from ccpro_desk.reference.perimeter import load_perimeter
    from ccpro_desk.reference.signature import read_signatures

    try:
        motifs = load_motifs()
        centres = {c["id"]: c["name"] for c in read_toml("territory/centres.toml")["centre"]}
        index, standing = open_index(), load_standing()
        load_accents()
        demo = read_toml("territory/demo.toml")
        plateaux = {p["id"]: (p["centre"], p["name"]) for p in demo.get("plateau", ())}
        offices = {sie["code"]: (sie["name"], sie["department"]) for sie in demo.get("sie", ())}
        signatures, perimeter = read_signatures(), load_perimeter()
        return Reference(
            index, standing, motifs, load_checks(), centres, signatures, plateaux, offices, perimeter
        )
    except (DataError, KeyError) as error:
        return Reference(trouble=f"{error}")
