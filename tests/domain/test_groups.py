"""What a portal's groups give."""

from __future__ import annotations

import pytest

from ccpro_desk.domain.agent import ALONE, Agent
from ccpro_desk.domain.groups import Grant, granted
from ccpro_desk.domain.ids import new_id
from ccpro_desk.domain.values import Channel, Role

TABLE = {
    "encadrement": Grant(role=Role.SUPERVISOR, centre="lons"),
    "agents-pau": Grant(role=Role.AGENT, centre="pau", plateau="pau-1", skills=("tva",)),
    "telephone": Grant(skills=("tva", "acces"), channels=(Channel.PHONE,)),
    "sie": Grant(role=Role.SIE, office="SIE-69-EST"),
    "nouveaux": Grant(accompanied=("tva.declaration",)),
}


@pytest.mark.parametrize(
    ("groups", "expected"),
    [
        ([], None),
        (["telephone"], None),
        (["inconnu", "nouveaux"], None),
        (["agents-pau"], TABLE["agents-pau"]),
        (["sie"], Grant(Role.SIE, office="SIE-69-EST")),
        (
            ["telephone", "agents-pau"],
            Grant(Role.AGENT, "pau", "pau-1", ("tva", "acces"), (Channel.PHONE,)),
        ),
        (["agents-pau", "encadrement"], Grant(Role.SUPERVISOR, "lons", "pau-1", ("tva",))),
        (
            ["nouveaux", "agents-pau"],
            Grant(Role.AGENT, "pau", "pau-1", ("tva",), (), ("tva.declaration",)),
        ),
    ],
)
def test_groups_give_what_the_table_says(groups: list[str], expected: Grant | None) -> None:
    assert granted(groups, TABLE) == expected


def test_slots_of_an_agent_and_of_one_en_accompagnement() -> None:
    agent = Agent(new_id(), "a", "A", Role.AGENT)
    assert agent.free_slot(Channel.MAIL, {1}, busy=True) == 2
    assert agent.free_slot(Channel.MAIL, {1, 2, 3}, busy=True) is None
    guided = Agent(new_id(), "g", "G", Role.AGENT, skills=("tva",), accompanied=("tva.declaration",))
    assert guided.free_slot(Channel.MAIL, (), busy=False) == ALONE
    assert guided.free_slot(Channel.PHONE, (), busy=True) is None
    assert guided.all_skills == ("tva",)
