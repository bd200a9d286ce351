"""What runs out: offers, leases by channel, the grace of a restart."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest

from tests.contract.house import House, house
from tests.contract.talk import MOTIFS, Work, call, following, held, mail, of_contact, problem, said
from tests.eventually import eventually

SHORT = ("--offer", "1", "--lease", "mail=2,chat=600", "--grace", "0")


@pytest.fixture(scope="module")
def _hurried(tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    folder: Path = tmp_path_factory.mktemp("hurried")
    with house(f"sqlite:///{folder / 'central.db'}", *SHORT) as found:
        yield found


@pytest.fixture
def hurried(_hurried: House) -> Iterator[House]:
    """A central whose offers and mail leases run out soon; those of chats do not, phones and callbacks as usual."""
    yield _hurried
    _hurried.drain()


def left(view: dict[str, Any]) -> float:
    """Seconds from now to the lease's end."""
    end = datetime.fromisoformat(view["lease"]["expires_at"])
    return (end - datetime.now(end.tzinfo)).total_seconds()


def state(central: House, work: Work) -> str:
    return str(central.who("encadrant1").contact(work.id)["state"])


def test_leases_are_as_long_as_their_channel_says(hurried: House) -> None:
    for channel, low, high in (("mail", 0, 2), ("callback", 1700, 1800)):
        hurried.bring(mail() | {"channel": channel})
        given = hurried.ready().take(channels=[channel])
        assert low < left(given) <= high
    for channel, low, high in (("phone", 40, 45), ("chat", 590, 600)):
        hurried.bring(mail() | {"channel": channel})
        work = held(hurried.ready(), hurried.who("agent1").take(channels=[channel]))
        work.done("contact.accept")
        assert low < left(work.view) <= high


def test_the_defaults(one: House) -> None:
    work = one.work()
    assert 1700 < left(work.view) <= 1800
    call_ = one.offered()
    assert 20 < left(call_.view) <= 30
    call_.done("contact.accept")
    assert 40 < left(call_.view) <= 45


def test_an_offer_runs_out(hurried: House) -> None:
    agent = hurried.ready()
    with following(agent, agent.me()["position"]) as feed:
        work = hurried.offered()
        feed.until(of_contact(work.id, "contact.returned"))
    assert state(hurried, work) == "waiting"
    result = work.do("contact.accept")
    assert result["status"] == "refused" and result["code"] in ("wrong_state", "forbidden", "lease_lost")


def test_a_lease_runs_out_and_the_contact_goes_to_another(hurried: House) -> None:
    work = hurried.work("agent1")
    work.done("draft.save", {"text": "Bonjour, je"}, base_version=None)
    with following(work.who, work.who.me()["position"]) as feed:
        feed.until(of_contact(work.id, "contact.returned"))
    work.refused("lease_lost", "contact.reply", {"text": "trop tard"})
    again = held(hurried.ready("agent2"), hurried.who("agent2").take())
    assert again.id == work.id
    view = again.who.contact(again.id)
    assert "trop tard" in [draft["text"] for draft in view["late_drafts"]]
    assert "Bonjour, je" in str(view)
    again.done("contact.close", {"motifs": MOTIFS}, base_version=view["version"])


def test_alive_renews_the_leases(hurried: House) -> None:
    work = hurried.work("agent1")
    first = work.view["lease"]["expires_at"]

    def renewed() -> bool:
        me = work.who.me()
        assert work.who.post("/v1/alive", {"position": me["position"]}).status_code == 204
        return [lease["token"] for lease in me["leases"] if lease["expires_at"] > first] == [work.token]

    eventually(renewed, "the lease ends later", 20)
    work.done("draft.save", {"text": "toujours à moi"})


def test_a_parked_contact_needs_no_lease(hurried: House) -> None:
    work = hurried.work("agent1")
    work.done("contact.park", {"reason": "attente"})
    other = hurried.work("agent1")
    with following(work.who, work.who.me()["position"]) as feed:
        feed.until(of_contact(other.id, "contact.returned"))
    assert state(hurried, work) == "parked"
    work.done("contact.resume", lease_token=None)
    work.done("contact.close", {"motifs": MOTIFS})


def test_a_resume_at_its_time(hurried: House) -> None:
    work = hurried.work()
    work.done("contact.park", {"reason": "attente", "until": "2027-01-04T09:00:00+01:00"})
    resumed = datetime.fromisoformat(work.view["resume_at"])
    assert resumed == datetime.fromisoformat("2027-01-04T09:00:00+01:00")


@pytest.mark.parametrize("grace", ["0", "60"])
def test_a_restart_keeps_all_and_gives_grace(tmp_path: Path, grace: str) -> None:
    database = f"sqlite:///{tmp_path / 'central.db'}"
    with house(database, "--lease", "mail=1", "--grace", grace) as central:
        work = central.work()
        note = work.command("contact.note", {"text": "avant"}, base_version=None)
        applied = work.who.send(note)["status"]
        key_position = work.who.me()["position"]
        central.served.kill()
        over = datetime.fromisoformat(work.view["lease"]["expires_at"])
        eventually(lambda: datetime.now(over.tzinfo) > over, "the lease would be over", 10)
        central.served.start()
        me = work.who.me()
        assert work.who.send(note)["status"] == ("duplicate" if applied == "applied" else applied)
        if grace == "0":
            eventually(lambda: not work.who.me()["leases"], "the lease has run out", 10)
        else:
            assert [lease["token"] for lease in me["leases"]] == [work.token]
            assert left({"lease": me["leases"][0]}) > 30
        with following(work.who, key_position) as feed:
            mark = central.bring(call())
            heard = feed.until(of_contact(mark["id"]))
        assert "resync" not in [event.type for event in heard]


def test_signing_out_then_lease_ends(hurried: House) -> None:
    work = hurried.work("agent1")
    hurried.sign_out("agent1")
    eventually(lambda: state(hurried, work) == "waiting", "the lease has run out", 10)
    assert said(hurried.ready("agent1").next())["contact"]["id"] == work.id


def test_a_silent_agent_gets_no_capacity_back_before_the_end(hurried: House) -> None:
    work = hurried.talking()
    problem(work.who.next(channels=["phone"]), 409, "capacity")
