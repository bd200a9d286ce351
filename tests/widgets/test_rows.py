"""A line of the queue says for whom it waits."""

from __future__ import annotations

from datetime import UTC, datetime
from uuid import UUID

import pytest

from ccpro_desk.domain.values import Channel, State
from ccpro_desk.reference.motifs import load_motifs
from ccpro_desk.widgets.rows import for_whom
from ccpro_desk.wire.listing import ListedView

NOW = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)


@pytest.mark.parametrize(
    ("skill", "words"),
    [
        ("tva", "TVA"),
        ("tva:2", "TVA, niveau 2"),
        ("tva:3", "TVA, niveau 3"),
        ("locaux", "Cotisation foncière des entreprises, CVAE, Taxe sur les salaires"),
        ("assistance", "assistance"),
        ("crisis:1", "crise Panne du portail"),
    ],
)
def test_for_whom_it_waits(skill: str, words: str) -> None:
    view = ListedView(
        UUID(int=1),
        1,
        State.WAITING,
        Channel.MAIL,
        "m1",
        NOW,
        NOW,
        pool="lons",
        skill=skill,
        crisis="Panne du portail",
    )
    assert for_whom(view, load_motifs()) == words
