"""The document that an act will give, before it is asked for: the same words as the central will print."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from ccpro_desk.documents.compose import Given, compose
from ccpro_desk.documents.kinds import Kind, Source, kind_of, kinds_for
from ccpro_desk.documents.matters import act_facts
from ccpro_desk.documents.plain import plain
from ccpro_desk.domain.acts.catalogue import Act, Catalogue
from ccpro_desk.domain.acts.detail import Value
from ccpro_desk.wire.contact_view import AgentView, ContactView

RECORDED = "dès que le centre l'aura confirmé"


def preview(
    act: Act, values: Mapping[str, Value], view: ContactView, agent: AgentView | None, centre: str, on: date
) -> str:
    """Its text."""
    facts = act_facts(Catalogue((act,)), act.id, values, on)
    given = Given(
        on,
        centre,
        reference="donnée par le centre",
        about=act.title,
        recorded=RECORDED,
        usager=view.usager.name if view.usager else "",
        siren=view.usager.siren if view.usager else "",
        agent=agent.name if agent else "",
        rows=facts.rows,
        asked=facts.asked,
        dates=facts.dates,
        basis=facts.basis,
    )
    return plain(compose(next(iter(documents_of(act)), kind_of("receipt")), given))


def documents_of(act: Act) -> tuple[Kind, ...]:
    """What may be made of it, in the file's order."""
    return kinds_for(Source.ACT, act.produces, asked=bool(act.documents))
