"""`GET /v1/feed`."""

from __future__ import annotations

import re

from tests.contract.house import House
from tests.contract.talk import MOTIFS, Work, following, held, mail, of_contact, said

TYPES = re.compile(
    r"contact\.(received|offered|assigned|returned|changed|message|closed|referred)|reply\.(held|queued|sent|failed|taken_back)"
    r"|(act|appointment|callback)\..+|agent\.status|answers\.published|notice|alive|resync"
)


def test_an_event_of_a_contact(central: House) -> None:
    work = central.work()
    with following(work.who, work.who.me()["position"]) as feed:
        result = work.done("contact.motifs", {"motifs": MOTIFS})
        event = feed.until(of_contact(work.id, "contact.changed"))[-1]
    assert event.id == event.data["position"]
    assert event.type == event.data["type"]
    assert set(event.data) >= {"position", "id", "type", "at", "actor", "contact_id", "version", "changed"}
    assert event.data["version"] == result["version"]
    assert event.data["changed"] == ["motifs"] or "motifs" in event.data["changed"]


def test_a_shift_in_the_feed(central: House) -> None:
    agent = central.ready()
    with following(agent, agent.me()["position"]) as feed:
        work = central.offered()
        work.done("contact.accept")
        work.done("contact.park", {"reason": "attente"})
        work.done("contact.resume", lease_token=None)
        work.done("contact.close", {"motifs": MOTIFS})
        events = feed.until(of_contact(work.id, "contact.closed"))
    assert all(TYPES.fullmatch(event.type) for event in events), [event.type for event in events]
    assert all(event.id for event in events)
    mine = [event.type for event in events if event.data.get("contact_id") == work.id]
    assert mine[0] == "contact.received"
    assert {"contact.offered", "contact.assigned", "contact.closed"} <= set(mine)
    versions = [event.data["version"] for event in events if event.data.get("contact_id") == work.id]
    assert versions == sorted(versions)
    assert "Bonjour" not in str([event.data for event in events])
    assert work.token not in str([event.data for event in events])


def test_changed_names_fields_of_the_view(central: House) -> None:
    work = central.work()
    with following(work.who, work.who.me()["position"]) as feed:
        work.done("contact.link_usager", {"siren": "732829320"})
        work.done("contact.identify", {"checks": ["siren"], "passed": True})
        work.done("contact.note", {"text": "x"})
        work.done("contact.reply", {"text": "x"})
        work.done("contact.close", {"motifs": MOTIFS})
        events = feed.until(of_contact(work.id, "contact.closed"))
    fields = {
        "version",
        "state",
        "subject",
        "due_at",
        "usager",
        "identification",
        "motifs",
        "messages",
        "draft",
        "late_drafts",
        "owner",
        "resume_at",
        "reason",
        "lease",
    }
    for event in events:
        assert set(event.data.get("changed", [])) <= fields, event


def test_without_last_event_id_from_now(central: House) -> None:
    agent = central.ready()
    old = central.bring()
    with following(agent) as feed:
        new = central.bring()
        heard = feed.until(of_contact(new["id"]))
    assert old["id"] not in [event.data.get("contact_id") for event in heard]


def test_a_feed_goes_on_where_it_was_left(central: House) -> None:
    agent = central.ready()
    with following(agent, agent.me()["position"]) as feed:
        first = central.bring()
        position = feed.until(of_contact(first["id"]))[-1].id
    second, third = central.bring(), central.bring()
    with following(agent, position) as feed:
        heard = feed.until(of_contact(third["id"], "contact.received"))
    ids = [event.data["contact_id"] for event in heard if "contact_id" in event.data]
    assert ids == [second["id"], third["id"]]


def test_alive_covers_what_was_filtered_out(central: House) -> None:
    stranger = central.ready("agent7")
    with following(stranger, stranger.me()["position"]) as feed:
        view = central.bring(mail())
        alive = feed.until(lambda event: event.type == "alive")
        assert view["id"] not in str([event.data for event in alive])
        last = alive[-1]
        assert set(last.data) == {"position", "at"} and last.id == last.data["position"]
    with following(stranger, last.id) as feed:
        own = central.bring(mail(department="33"))
        heard = feed.until(of_contact(own["id"]))
    assert view["id"] not in str([event.data for event in heard])


def test_another_centre_and_another_agent_hear_nothing_of_it(central: House) -> None:
    work = central.work("agent1")
    with following(central.ready("agent7"), central.who("agent7").me()["position"]) as pau:
        work.done("contact.note", {"text": "x"})
        mark = central.bring(department="33")
        heard = pau.until(of_contact(mark["id"]))
    assert work.id not in str([event.data for event in heard])


def test_the_former_holder_hears_of_a_closing(central: House) -> None:
    work = central.work("agent1")
    first = central.who("agent1")
    with following(first, first.me()["position"]) as feed:
        work.done("contact.release")
        returned = feed.until(of_contact(work.id, "contact.returned"))[-1]
        assert returned.data["contact_id"] == work.id
        again = held(central.ready("agent2"), central.who("agent2").take())
        again.done("contact.note", {"text": "x"})
        again.done("contact.release")


def test_resync_of_a_position_that_is_not_known(central: House) -> None:
    agent = central.ready()
    with following(agent, "no-such-position") as feed:
        events = feed.rest()
    assert events[-1].type == "resync"
    assert [event.type for event in events if event.type not in ("alive", "resync")] == []


def test_resync_of_another_epoch(central: House) -> None:
    position = central.ready().me()["position"]
    other = ("1" if position[0] == "0" else "0") + position[1:]
    with following(central.who("agent1"), other) as feed:
        assert feed.rest()[-1].type == "resync"


def test_agent_status_says_which_agent(one: House) -> None:
    supervisor, agent = one.who("encadrant1"), one.ready("agent3")
    with following(supervisor, supervisor.me()["position"]) as feed:
        agent.status("pause")
        event = feed.until(lambda event: event.type == "agent.status")[-1]
    assert event.data["about"] == agent.id


def test_the_supervisor_hears_of_the_centre(central: House) -> None:
    supervisor = central.who("encadrant1")
    with following(supervisor, supervisor.me()["position"]) as feed:
        work = central.work()
        work.done("contact.close", {"motifs": MOTIFS})
        types = [event.type for event in feed.until(of_contact(work.id, "contact.closed"))]
    assert "contact.assigned" in types


def test_a_message_of_the_usager_reaches_the_holder(central: House) -> None:
    work: Work = central.work(thread_id=f"fil-{central.served.socket}")
    with following(work.who, work.who.me()["position"]) as feed:
        said(central.who("connecteur1").post("/v1/contacts", mail(thread_id=f"fil-{central.served.socket}")))
        event = feed.until(of_contact(work.id, "contact.message"))[-1]
    assert "messages" in event.data["changed"]
