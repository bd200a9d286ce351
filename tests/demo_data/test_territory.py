"""The ten centres: what a source says, and nothing more."""

from __future__ import annotations

from typing import Any

Centres = dict[str, dict[str, Any]]


def test_the_ten_towns_are_there(centres: Centres) -> None:
    assert len(centres) == 10
    assert all(c["source"] and c["city"] in c["name"] for c in centres.values())


def test_only_sourced_departments_are_served(centres: Centres) -> None:
    served = {name: c["serves"] for name, c in centres.items() if c["serves"]}
    assert served == {"lons": ["69"], "pau": ["33", "31"]}


def test_demo_offices_belong_to_the_centre_that_serves_their_department(
    centres: Centres, territory: dict[str, Any]
) -> None:
    for sie in territory["sie"]:
        serving = [name for name, c in centres.items() if sie["department"] in c["serves"]]
        assert [sie["centre"]] == serving if "centre" in sie else not serving


def test_demo_plateaux_belong_to_a_centre(centres: Centres, territory: dict[str, Any]) -> None:
    assert {p["centre"] for p in territory["plateau"]} == {"lons", "pau"}
    assert {p["centre"] for p in territory["plateau"]} <= set(centres)
