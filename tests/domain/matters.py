"""A small catalogue of acts, and an act of it."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any
from uuid import UUID

from ccpro_desk.domain.acts.catalogue import Act, Catalogue, Field, FieldType
from ccpro_desk.domain.acts.detail import ActDetail, ActState
from ccpro_desk.domain.matter import Matter, MatterKind
from tests.domain.people import AGENT, NOW

PLAIN = Act("essai", "Acte d'essai", "general", 2, date(2026, 11, 1))
EYES = replace(PLAIN, id="relu", title="Acte relu", four_eyes=True)
PAID = replace(
    PLAIN,
    id="somme",
    title="Acte chiffré",
    fields=(
        Field("montant", "Montant", FieldType.MONEY),
        Field("iban", "IBAN", FieldType.IBAN, required=False),
    ),
)
FREE = replace(PLAIN, id="libre", title="Acte libre", duplicate_s=0)
ACTS = Catalogue((PLAIN, EYES, PAID, FREE))


def an_act(**more: Any) -> Matter:
    """One that `AGENT` asked for."""
    made = Matter(
        id=UUID(int=41),
        kind=MatterKind.ACT,
        version=1,
        state=ActState.RECORDED,
        code="essai",
        siren="732829320",
        contact_id=UUID(int=30),
        centre="lons",
        author=AGENT.id,
        at=NOW,
        title="Acte d'essai",
        detail=ActDetail(),
        turn=1,
    )
    return replace(made, **more)
