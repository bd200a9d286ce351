"""`data/retention.toml`: every rule, with its reason and where its duration comes from."""

from __future__ import annotations

from typing import Any

import pytest

from ccpro_desk.reference import DataError
from ccpro_desk.reference.retention import RULES, load_retention, read_rules


def table(**days: Any) -> dict[str, Any]:
    """A file in which these rules have other durations."""
    rules = [
        {"id": rule.id, "days": days.get(rule.id, rule.keep.days), "reason": "r", "source": "s"}
        for rule in load_retention()
    ]
    return {"rule": rules}


def test_the_published_rules_say_why_and_whence() -> None:
    rules = load_retention()
    assert tuple(rule.id for rule in rules) == RULES
    assert all(rule.reason.endswith(".") and rule.source for rule in rules)
    assert all("réglage" in rule.source or "contrat" in rule.source for rule in rules)


@pytest.mark.parametrize(
    ("rule", "days", "word"),
    [
        ("sign_ins", 31, "au plus"),
        ("sessions", 400, "au plus"),
        ("events", 60, "au plus"),
        ("results", 29, "au moins"),
        ("contacts", 29, "au moins"),
        ("drafts", 0, "au moins"),
        ("audit_rows", "mille", "au moins"),
    ],
)
def test_a_duration_out_of_bounds_is_named(rule: str, days: object, word: str) -> None:
    with pytest.raises(DataError, match=f"« {rule} » garde .* {word}"):
        read_rules(table(**{rule: days}))


def test_a_missing_a_double_and_an_unknown_rule_are_refused() -> None:
    whole = table()["rule"]
    for rules in (whole[1:], [*whole, whole[0]], [*whole[1:], whole[0] | {"id": "tout"}]):
        with pytest.raises(DataError, match="une règle pour chacun"):
            read_rules({"rule": rules})


def test_a_rule_without_its_reason_is_refused() -> None:
    rules = [{name: value for name, value in rule.items() if name != "reason"} for rule in table()["rule"]]
    with pytest.raises(DataError, match="reason"):
        read_rules({"rule": rules})
