"""What makes two contacts belong together, and what does not."""

from __future__ import annotations

from dataclasses import replace
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ccpro_desk.domain.alike import SAME_TEXT, Mark, Why, marks_of, reasons, resemblance
from ccpro_desk.domain.contact import Contact, Origin
from ccpro_desk.domain.values import Direction, Message, State
from tests.domain.people import NOW, contact

LONG = (
    "Bonjour, je me permets de revenir vers vous au sujet de la demande de remboursement de crédit de TVA que "
    "notre société a déposée le trois octobre et qui est restée sans réponse depuis. Pouvez-vous nous dire où en "
    "est son instruction ? Nous joignons la copie du formulaire. Cordialement, la gérance."
)


def written(text: str, address: str | None = "martin@client.example", **more: object) -> Contact:
    message = Message(UUID(int=40), Direction.IN, NOW, "Mme Martin", text)
    origin = Origin(address=address)
    base = {"external_id": f"{text[:10]}-{address}", "messages": (message,), "origin": origin}
    return replace(contact(State.WAITING), **(base | more))  # type: ignore[arg-type]


def kinds(found: tuple[Mark, ...]) -> set[str]:
    return {mark.kind for mark in found}


def share_a_mark(one: Contact, other: Contact) -> bool:
    return bool(set(marks_of(one)) & set(marks_of(other)))


@pytest.mark.parametrize(
    "again",
    [
        LONG,
        LONG.upper(),
        LONG.replace("é", "e").replace(",", " ;"),
        LONG.replace(" ", "\n"),
        "Relance ! " + LONG + " Envoyé de mon téléphone.",
        LONG.replace("trois", "3").replace("Pouvez-vous", "Pourriez-vous"),
    ],
)
def test_the_same_text_is_known_however_it_is_written(again: str) -> None:
    one, other = written(LONG), written(again, "petit@ailleurs.example")
    assert reasons(one, other) == (Why.TEXT,)
    assert share_a_mark(one, other)


@pytest.mark.parametrize(
    "another",
    [
        "Bonjour, où en est ma demande ? Cordialement.",
        "Bonjour, je me permets de revenir vers vous au sujet de la CFE. Cordialement, la gérance.",
        "",
        "Merci",
    ],
)
def test_another_text_is_another_text(another: str) -> None:
    assert reasons(written(LONG), written(another, "petit@ailleurs.example")) == ()


def test_two_empty_messages_do_not_say_the_same() -> None:
    assert resemblance(written(""), written("")) == 0.0
    assert kinds(marks_of(written("Merci"))) == {"sender", "thread"}


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (Origin(address="Martin@Client.example "), Origin(address="martin@client.example")),
        (Origin(number="+33639980012"), Origin(number="06 39 98 00 12")),
        (Origin(number="0639980012"), Origin(number="0033 6 39 98 00 12")),
    ],
)
def test_a_sender_is_one_however_written(one: Origin, other: Origin) -> None:
    first, second = written("a", origin=one), written("b", origin=other)
    assert reasons(first, second) == (Why.SENDER,) and share_a_mark(first, second)


def test_no_sender_at_all_is_nobody_in_particular() -> None:
    assert reasons(written("a", None), written("b", None)) == ()


def test_a_thread_is_known_by_any_of_its_references() -> None:
    one = written("a", "a@client.example", external_id="<m1@client.example>")
    other = written("b", "b@client.example", in_reply_to="m1@client.example")
    assert reasons(one, other) == (Why.THREAD,) and share_a_mark(one, other)


def test_a_usager_is_reason_enough() -> None:
    one, other = (
        written("a", "a@x.example", siren="732829320"),
        written("b", "b@x.example", siren="732829320"),
    )
    assert reasons(one, other) == (Why.USAGER,)


def test_a_mark_tells_no_address() -> None:
    assert "martin" not in repr(marks_of(written(LONG)))


words = st.lists(st.sampled_from([f"mot{n}" for n in range(60)]), min_size=12, max_size=80)


@given(words, st.integers(0, 3))
def test_texts_that_differ_by_a_few_words_at_their_end_are_found(text: list[str], more: int) -> None:
    one, other = written(" ".join(text)), written(" ".join([*text, *["encore"] * more]), "b@x.example")
    if resemblance(one, other) >= SAME_TEXT:
        assert Why.TEXT in reasons(one, other)
    assert resemblance(one, other) == resemblance(other, one)
