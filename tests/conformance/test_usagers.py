"""Usagers brought, found by all that one may know of them, and read page by page."""

from __future__ import annotations

from dataclasses import asdict, replace
from datetime import date, timedelta

import pytest

from ccpro_desk.central.errors import ProblemError
from ccpro_desk.domain.delivery import Change, Delivery
from ccpro_desk.domain.usager import (
    LONG_LISTS,
    PAGE,
    Address,
    Claim,
    ContactPoint,
    Establishment,
    Obligation,
    Usager,
)
from ccpro_desk.domain.values import Role
from ccpro_desk.wire.problems import ProblemCode
from tests.support.central import SIREN, Bench

WHY = "Demande écrite du service, dossier 12."
BAKERY = Usager(
    SIREN,
    "SARL Fournil des Brotteaux",
    siret="73282932000074",
    vat="FR44732829320",
    address=Address(("14 rue de la Charité",), "69006", "Lyon"),
    city="Lyon 6e",
    contacts=(ContactPoint("phone", "+33465710015", "M. Benali"), ContactPoint("email", "a@b.example")),
    establishments=(
        Establishment("73282932000074", head=True),
        Establishment("73282932000082", "Le Petit Pétrin", Address(("2 place Carnot",), "69002", "Lyon")),
    ),
)
RAIL = Usager(
    "552049447", "S.N.C.F. Cœur de ligne", acronym="SCL", address=Address((), "93210", "Saint-Denis")
)
OTHERS = [Usager(f"10000000{n}", f"Charité Conseil {n}", city="Pau") for n in range(9)]
FOUND_BY = {
    "732829320": [SIREN],
    "732 829 320": [SIREN],
    "732 82932000082": [SIREN],
    "fr 44 732829320": [SIREN],
    "04 65 71 00 15": [SIREN],
    "+33 (0)4.65.71.00.15".replace("(0)", ""): [SIREN],
    "04 65 71 00": [],
    "465710015": [],
    "benali": [],
    "a@b.example": [],
    "sarl fournil": [SIREN],
    "FOURNIL  brotteaux": [SIREN],
    "fourn brot": [SIREN],
    "fuornil": [SIREN],
    "brotteau": [SIREN],
    "brotteuax": [SIREN],
    "petrin": [SIREN],
    "place carnot 69002": [SIREN],
    "fournil lyon": [SIREN],
    "fournil pau": [],
    "SNCF": ["552049447"],
    "s.n.c.f": ["552049447"],
    "coeur de ligne": ["552049447"],
    "scl": ["552049447"],
    "charité": [*(usager.siren for usager in OTHERS), SIREN],
    "%%%": [],
}


async def filled(central: Bench) -> None:
    deliveries = [Delivery(usager) for usager in (*OTHERS, RAIL, BAKERY)]
    await central.store.import_usagers(deliveries, central.clock.now())


async def test_usagers_are_found_by_all_that_is_public_and_by_a_whole_number(central: Bench) -> None:
    await filled(central)
    agent = await central.add("agent1")
    for query, sirens in FOUND_BY.items():
        hits, _ = await central.handle.search_usagers(agent, query)
        assert [hit.siren for hit in hits] == sirens, query
        assert all(set(asdict(hit)) == {"siren", "name", "city", "state"} for hit in hits)


async def test_pages_of_a_search_go_on_where_the_last_one_ended(central: Bench) -> None:
    await filled(central)
    agent = await central.add("agent1")
    for query in ("charité", "100000"):
        whole, _ = await central.handle.search_usagers(agent, query)
        by_two, cursor = [], None
        while True:
            page, cursor = await central.handle.search_usagers(agent, query, 2, cursor)
            by_two += page
            if cursor is None:
                break
        assert by_two == whole and len(whole) >= 9, query


async def test_a_long_list_is_read_page_by_page_under_the_rights_of_the_file(central: Bench) -> None:
    day = central.clock.now().date()
    obligations = tuple(
        Obligation("TVA", "CA3", f"n°{n}", day + timedelta(n), filed_on=day) for n in range(2 * PAGE + 20)
    )
    await central.store.import_usagers(
        [Delivery(replace(BAKERY, obligations=obligations))], central.clock.now()
    )
    agent = await central.add("agent1")
    view = await central.handle.dossier(agent, SIREN, reason=WHY)
    assert isinstance(view.fields, dict)
    read, more = list(view.fields["obligations"]), view.more["obligations"]
    assert (len(read), more.total, set(view.more)) == (PAGE, 2 * PAGE + 20, {"obligations"})
    cursor: str | None = more.next
    while cursor is not None:
        items, cursor = await central.handle.dossier_page(
            agent, SIREN, "obligations", reason=WHY, cursor=cursor
        )
        read += items
    assert [one["period"] for one in read] == [one.period for one in reversed(obligations)]
    for call in (
        central.handle.dossier_page(await central.add("sie1", Role.SIE), SIREN, "obligations", reason=WHY),
        central.handle.dossier_page(agent, SIREN, "obligations"),
    ):
        with pytest.raises(ProblemError) as refused:
            await call
        assert refused.value.code is ProblemCode.FORBIDDEN
    await central.store.import_usagers([Delivery(BAKERY)], central.clock.now())
    assert (await central.handle.dossier(agent, SIREN, reason=WHY)).more == {}
    assert await central.store.usager_page(SIREN, "obligations", 2) == []


async def test_no_list_shows_what_its_level_does_not_open(central: Bench) -> None:
    day = central.clock.now().date()
    secret = Usager(
        SIREN,
        "SARL Fournil",
        diffusion="P",
        establishments=(Establishment("73282932000074"),),
        obligations=(Obligation("TVA", "CA3", "2026-10", day),),
        claims=(Claim("TVA", "2026-09", "TVA", 1, 0, 1),),
    )
    await central.store.import_usagers([Delivery(secret)], central.clock.now())
    await central.add("agent1")
    await central.bring(siren=SIREN)
    given = await central.take("agent1")
    agent, contact_id = await central.agent("agent1"), given.contact.id
    view = await central.handle.dossier(agent, SIREN, contact_id=contact_id)
    assert isinstance(view.fields, dict) and view.level == 0
    assert all(view.fields[name] is None for name in view.masked)
    assert {"claims", "obligations", "establishments", "address"} < set(view.masked)
    assert not set(view.fields["dated"]) & set(view.masked)
    for name in LONG_LISTS:
        with pytest.raises(ProblemError) as refused:
            await central.handle.dossier_page(agent, SIREN, name, contact_id=contact_id)
        assert refused.value.code is ProblemCode.FORBIDDEN


async def test_what_a_row_does_not_give_stays_and_each_field_has_its_day(central: Bench) -> None:
    async def bring(usager: Usager, *given: str, as_of: date | None = None) -> Change:
        delivery = Delivery(usager, frozenset({"siren", "name", *given}), as_of)
        [(change, _)] = (await central.store.import_usagers([delivery], central.clock.now())).items()
        return change

    first, later = date(2026, 10, 1), date(2026, 11, 2)
    assert await bring(BAKERY, "contacts", "vat", as_of=first) is Change.ADDED
    moved = replace(BAKERY, name="SARL Fournil", address=Address(("1 rue Neuve",), "69001", "Lyon"))
    assert await bring(moved, "address", as_of=later) is Change.REPLACED
    assert await bring(moved, "address", as_of=later) is Change.UNCHANGED
    assert await bring(moved, "address") is Change.UNCHANGED
    assert await bring(BAKERY, as_of=first) is Change.OLDER
    found = await central.store.usager(SIREN)
    assert found is not None
    assert (found.usager.name, found.usager.vat, found.usager.contacts) == (
        "SARL Fournil",
        BAKERY.vat,
        BAKERY.contacts,
    )
    assert found.usager.dated == {
        "siren": later,
        "name": later,
        "address": later,
        "contacts": first,
        "vat": first,
    }
    assert await bring(moved, "address", as_of=date(2026, 11, 3)) is Change.CONFIRMED
    central.later(days=1)
    emptied = replace(moved, contacts=())
    assert await bring(emptied, "contacts") is Change.REPLACED
    found = await central.store.usager(SIREN)
    assert found is not None and found.usager.contacts == () and found.as_of == central.clock.now()
