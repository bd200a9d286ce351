"""The 40 invented professionals: right identifiers, fictional ways to reach them, consistent dossiers."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import fields
from datetime import date
from typing import Any

import pytest
from pydantic import TypeAdapter
from stdnum.fr import siren, siret, tva

from ccpro_desk.central.usager_rows import delivery_of
from ccpro_desk.domain.delivery import Delivery
from ccpro_desk.domain.usager import Usager
from ccpro_desk.reference.nomenclatures import legal_label, naf_label

Usagers = list[dict[str, Any]]

FIELDS = {
    *("siren", "name", "department", "siret", "vat", "naf", "legal", "address", "contacts", "city", "state"),
    *("activity", "sie", "created_on", "regimes", "obligations", "claims", "accounts", "representatives"),
}
FICTIONAL = re.compile(r"\+33(19900|26191|35301|46571|53649|63998)\d{4}")
"""ARCEP's ranges for works of fiction, in E.164."""


def test_there_are_exactly_forty(usagers: Usagers) -> None:
    assert len(usagers) == 40


@pytest.mark.parametrize("key", ["siren", "name", "siret", "vat"])
def test_no_two_share_an_identifier(usagers: Usagers, key: str) -> None:
    assert len({u[key] for u in usagers}) == len(usagers)


def test_each_line_has_the_fields_of_the_import(usagers: Usagers) -> None:
    assert all(set(u) >= FIELDS for u in usagers)


def test_identifiers_carry_right_keys(usagers: Usagers) -> None:
    for u in usagers:
        assert siren.validate(u["siren"]) == u["siren"]
        assert siret.validate(u["siret"]) == u["siret"]
        assert u["siret"].startswith(u["siren"])
        assert u["vat"] == f"FR{tva.validate(u['vat'])}"
        assert u["vat"][4:] == u["siren"]


def test_all_but_the_known_test_number_lie_outside_companies_numbers(usagers: Usagers) -> None:
    assert {u["siren"][:2] for u in usagers if u["siren"] != "732829320"} == {"29"}


def test_all_of_it_passes_the_checks_of_the_import(usagers: Usagers) -> None:
    for u in usagers:
        found = delivery_of(1, u)
        assert isinstance(found, Delivery) and found.as_of == date(2026, 11, 20), found
        heads = [one for one in found.usager.establishments if one.head]
        assert [one.siret for one in heads] == [u["siret"]]
        assert naf_label(u["naf"]) == u["activity"] and legal_label(u["legal"])
        assert (found.usager.ceased_on is None) == (found.usager.state == "A")


def test_who_uses_the_online_space_agrees_with_the_mandates(usagers: Usagers) -> None:
    spaces = [(u, u["space"]) for u in usagers if "space" in u]
    assert 30 < len(spaces) < 40
    for u, space in spaces:
        mandates = {one["name"]: one.get("until") for one in u["representatives"]}
        for delegate in space.get("delegates", ()):
            assert mandates[delegate["name"]] == delegate.get("until")
            assert set(delegate["services"]) <= set(space["services"])


def test_the_bakery_is_the_one_of_the_mock_up(usagers: Usagers) -> None:
    bakery = next(u for u in usagers if u["siren"] == "732829320")
    assert bakery["name"] == "SARL FOURNIL DES BROTTEAUX"
    assert (bakery["siret"], bakery["vat"], bakery["naf"]) == ("73282932000074", "FR44732829320", "10.71C")
    assert (bakery["department"], bakery["city"], bakery["sie"]["name"]) == ("69", "Lyon 6e", "SIE Lyon Est")
    assert bakery["contacts"][0]["person"] == "M. Karim Benali"


def test_departments_agree_with_postcodes_and_serve_both_centres(usagers: Usagers) -> None:
    assert all(u["address"]["postcode"].startswith(u["department"]) for u in usagers)
    assert {"69", "33", "31"} < {u["department"] for u in usagers}


def test_sies_are_declared_as_demo_codes(usagers: Usagers, territory: dict[str, Any]) -> None:
    declared = {s["code"]: (s["name"], s["department"]) for s in territory["sie"]}
    assert all(s["demo"] for s in territory["sie"])
    for u in usagers:
        assert declared[u["sie"]["code"]] == (u["sie"]["name"], u["department"])


def test_nobody_real_can_be_called_or_written_to(usagers: Usagers) -> None:
    for contact in (c for u in usagers for c in u["contacts"]):
        if contact["kind"] == "phone":
            assert FICTIONAL.fullmatch(contact["value"]), contact
        else:
            assert contact["kind"] == "email"
            assert contact["value"].endswith(".example"), contact


def test_each_has_a_mail_address_of_their_own(usagers: Usagers) -> None:
    addresses = [c["value"] for u in usagers for c in u["contacts"] if c["kind"] == "email"]
    assert len(addresses) == len(set(addresses)) == len(usagers)


def _dates(value: Any, key: str = "") -> Iterator[tuple[str, str]]:
    if isinstance(value, dict):
        for name, inner in value.items():
            yield from _dates(inner, name)
    elif isinstance(value, list):
        for inner in value:
            yield from _dates(inner, key)
    elif key.endswith("_on") or key in ("since", "until"):
        yield key, value


def test_dates_are_real_and_what_is_done_lies_before_the_demonstration(usagers: Usagers) -> None:
    today = date(2026, 11, 23)
    for key, value in _dates(usagers):
        day = date.fromisoformat(value)
        assert key == "due_on" or day <= today, (key, value)


def test_money_is_whole_cents_and_claims_add_up(usagers: Usagers) -> None:
    for u in usagers:
        amounts = [o["amount_cents"] for o in u["obligations"] if "amount_cents" in o]
        assert all(type(a) is int and a >= 0 for a in amounts)
        for claim in u["claims"]:
            assert claim["balance_cents"] == claim["principal_cents"] + claim["penalties_cents"] > 0


def test_no_obligation_stands_twice(usagers: Usagers) -> None:
    for u in usagers:
        keys = [(o["tax"], o["form"], o["period"]) for o in u["obligations"]]
        assert len(keys) == len(set(keys)), u["name"]


def test_each_line_is_a_dossier_of_the_domain(usagers: Usagers) -> None:
    dossiers = TypeAdapter(list[Usager]).validate_json(json.dumps(usagers))
    assert all(d.sie and d.contacts and d.regimes and d.created_on for d in dossiers)
    assert set().union(*usagers) <= {f.name for f in fields(Usager)} | {"as_of"}
