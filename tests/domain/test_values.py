"""Identification levels, text cleaning, statuses, dispatch."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ccpro_desk.domain.agent import Agent
from ccpro_desk.domain.agent_status import freed, set_status
from ccpro_desk.domain.commands import SetStatus
from ccpro_desk.domain.contact import NATIONAL, Place
from ccpro_desk.domain.dispatch import Head, choose, keys_of, place_of
from ccpro_desk.domain.identification import Assurance, level_of
from ccpro_desk.domain.refusals import SENTENCES, Code, Refusal
from ccpro_desk.domain.text import clean, is_clean
from ccpro_desk.domain.usager import LEVEL_OF, PUBLIC, masked_fields
from ccpro_desk.domain.values import Channel, Role, Status
from ccpro_desk.reference.identification import load_checks
from ccpro_desk.reference.settings import load_settings
from tests.domain.people import AGENT, NOW

PUBLIC_CHECKS = ("siren", "name", "address", "director", "vat")


@pytest.mark.parametrize(
    ("passed", "assurance", "level"),
    [
        (PUBLIC_CHECKS, Assurance.NONE, 0),
        (("amount",), Assurance.NONE, 0),
        (("amount", "callback"), Assurance.NONE, 0),
        (("amount", "amount"), Assurance.NONE, 0),
        (("amount", "notice"), Assurance.NONE, 1),
        (("amount", "notice", *PUBLIC_CHECKS), Assurance.NONE, 1),
        (("amount", "notice", "iban4"), Assurance.NONE, 2),
        (("amount", "notice", "callback"), Assurance.NONE, 2),
        (("amount", "notice"), Assurance.CALLBACK, 2),
        ((), Assurance.CALLBACK, 0),
        ((), Assurance.ACCOUNT, 1),
        (PUBLIC_CHECKS, Assurance.ACCOUNT, 1),
        (("iban4",), Assurance.ACCOUNT, 2),
        (("callback",), Assurance.ACCOUNT, 2),
    ],
)
def test_levels(passed: tuple[str, ...], assurance: Assurance, level: int) -> None:
    checks = load_checks()
    assert level_of(checks, passed, assurance=assurance, ordinary_mail=False, linked=True) == level
    assert level_of(checks, passed, assurance=assurance, ordinary_mail=False, linked=False) == 0
    assert level_of(checks, passed, assurance=assurance, ordinary_mail=True, linked=True) == 0


@pytest.mark.parametrize(
    ("dirty", "plain"),
    [
        ("a\x1b[31mb\x1b[0m", "ab"),
        ("a\x9b1mb", "ab"),
        ("a\x1b]52;c;aGVsbG8=\x07b", "ab"),
        ("a\x1b]0;titre\x1b\\b", "ab"),
        ("a\x00b\x07c\x7fd\x85e", "abcd\ne"),
        ("\u202etxet\u2066", "txet"),
        ("a\u200bb\ufeffc\u2060d", "abcd"),
        ("un\r\ndeux\rtrois\u2028quatre", "un\ndeux\ntrois\nquatre"),
        ("e\u0301t\u00e9", "été"),
        ("\ud800x\udfff", "x"),
        ("x\ufe0f\U000e0041y\ufffe", "xy"),
        ("[/x] [@click=app.quit]", "[/x] [@click=app.quit]"),
    ],
)
def test_what_acts_on_a_terminal_goes(dirty: str, plain: str) -> None:
    assert clean(dirty) == plain


def test_lines_become_one() -> None:
    assert clean("Objet\r\nBcc: x\ty ", keep_newlines=False) == "Objet Bcc: x y"


@given(st.text(st.characters(), max_size=200))
def test_cleaning_is_final_and_leaves_only_text(text: str) -> None:
    cleaned = clean(text)
    assert is_clean(cleaned) and "\x1b" not in cleaned
    assert clean(cleaned) == cleaned
    cleaned.encode("utf-8")


def test_status_now_or_after_the_contact() -> None:
    allowed = frozenset({"mail", "phone"})
    agent = replace(AGENT, channels=(Channel.MAIL,))
    pause = SetStatus(Status.PAUSE, after_current=True)
    later = set_status(agent, pause, busy=True, allowed=allowed)
    assert isinstance(later, Agent)
    assert (later.status, later.after_current) == (Status.OFFLINE, Status.PAUSE)
    assert freed(later).status is Status.PAUSE and freed(later).after_current is None
    assert freed(agent) == agent
    now = set_status(later, SetStatus(Status.AVAILABLE), busy=True, allowed=allowed)
    assert isinstance(now, Agent) and (now.status, now.after_current) == (Status.AVAILABLE, None)
    assert set_status(agent, pause, busy=False, allowed=allowed) == replace(agent, status=Status.PAUSE)
    chat = SetStatus(Status.AVAILABLE, channels=(Channel.CHAT,))
    refused = set_status(agent, chat, busy=False, allowed=allowed)
    assert isinstance(refused, Refusal) and refused.code is Code.INVALID
    connector = replace(agent, role=Role.CONNECTOR)
    denied = set_status(connector, pause, busy=False, allowed=allowed)
    assert isinstance(denied, Refusal) and denied.code is Code.FORBIDDEN


def head(n: int, channel: Channel = Channel.MAIL, minutes: int = 0, **more: object) -> Head:
    place = Place("lons", rank=NOW + timedelta(minutes=minutes))
    return replace(Head(UUID(int=n), channel, place, NOW), **more)  # type: ignore[arg-type]


def test_the_choice_says_why() -> None:
    late, soon = head(1, minutes=9), head(2, minutes=1)
    call, mine = head(3, Channel.PHONE, minutes=99), head(4, minutes=999, bound_to=AGENT.id)
    for heads, expected in (
        ([late, soon], 2),
        ([late, soon, call], 3),
        ([late, soon, call, mine], 4),
    ):
        choice = choose(AGENT, heads)
        assert choice is not None and choice.contact_id == UUID(int=expected) and choice.reason.text
    assert choose(AGENT, []) is None


def test_queues_and_places() -> None:
    settings = load_settings()
    agent = replace(AGENT, skills=("tva",))
    keys = {(k.pool, k.channel, k.skill) for k in keys_of(agent, (Channel.MAIL,))}
    assert keys == {(p, Channel.MAIL, s) for p in ("lons", NATIONAL) for s in ("tva", "tva:2", "general")}
    nowhere = place_of(Channel.MAIL, NOW, settings, department="2A")
    assert (nowhere.pool, nowhere.skill) == (NATIONAL, "general")
    assert nowhere.rank == NOW + timedelta(seconds=settings.allowance_s[Channel.MAIL])
    assert place_of(Channel.MAIL, NOW, settings, department="69").pool == "lons"


def test_masks_name_what_the_level_does_not_open() -> None:
    assert set(masked_fields(0)) == {name for name, level in LEVEL_OF.items() if level > 0}
    assert not set(masked_fields(0)) & set(PUBLIC) and masked_fields(1) == ()


def test_every_refusal_has_a_sentence() -> None:
    assert set(SENTENCES) == set(Code) and all(Refusal(code).message for code in Code)


def test_a_line_keeps_its_no_break_spaces() -> None:
    assert clean(" Délai :\n  1\u00a0078\u202f€\t dû ", keep_newlines=False) == "Délai : 1\u00a0078\u202f€ dû"
