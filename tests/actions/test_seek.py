"""What the palette proposes for what is typed."""

from __future__ import annotations

import pytest

from ccpro_desk.actions import ACTIONS, Argument
from ccpro_desk.actions.arguments import SIREN
from ccpro_desk.actions.seek import Command, Hit, remember, seek

NEARBY = (("732829320", "SARL FOURNIL"), ("552100554", "SCI DES QUAIS"))


def near(argument: Argument) -> tuple[tuple[str, str], ...]:
    return NEARBY if argument is SIREN else ()


def first(typed: str) -> Hit:
    return seek(typed, suggest=near)[0]


@pytest.mark.parametrize(
    ("typed", "id_"),
    [
        (":suivant", "next"),
        ("suivant", "next"),
        (": file", "queue"),
        (":fil", "queue"),
        (":theme", "theme"),
        ("mettre de cote", "park"),
        ("METTRE DE CÔTÉ", "park"),
        (":mes envois", "sent"),
    ],
)
def test_a_word_a_beginning_or_a_name_finds_the_action(typed: str, id_: str) -> None:
    assert first(typed).command == Command(id_)


def test_without_a_word_everything_is_there_but_what_has_no_sense() -> None:
    ids = [hit.command.id for hit in seek("")]
    assert ids == [hit.command.id for hit in seek(":")] and len(ids) == len(set(ids))
    missing = {action.id for action in ACTIONS} - set(ids)
    assert missing == {"palette", "nothing", "next_pane", "previous_pane", "back", "undo", "part", "agenda"}


def test_what_was_done_last_comes_first_while_nothing_is_typed() -> None:
    recent: tuple[Command, ...] = ()
    for command in (Command("queue"), Command("theme", "clair"), Command("queue")):
        recent = remember(recent, command)
    assert recent == (Command("queue"), Command("theme", "clair"))
    hits = seek("", recent=recent)
    assert [hit.command for hit in hits[:2]] == list(recent) and all(hit.recent for hit in hits[:2])
    assert not any(hit.recent for hit in seek("file", recent=recent))


def test_the_memory_is_short() -> None:
    recent: tuple[Command, ...] = ()
    for action in ACTIONS:
        recent = remember(recent, Command(action.id))
    assert len(recent) == 5


def test_an_argument_is_proposed_completed_and_checked() -> None:
    assert [hit.command.argument for hit in seek(":theme ")] == [
        "",
        "auto",
        "sombre",
        "clair",
        "contraste",
        "personnel",
    ]
    assert [hit.typed for hit in seek(":theme cl")] == [":theme clair"]
    assert first(":theme clair").command == Command("theme", "clair")
    assert first(":fiches crédit de TVA").command == Command("answers", "crédit de TVA")
    wrong = first(":theme vert")
    assert wrong.trouble.startswith("Thème inconnu : choisissez") and len(seek(":theme vert")) == 1


@pytest.mark.parametrize("typed", ["732 829 320", "732829320", 'è"é_éç"éà', "fr44732829320"])
def test_a_place_that_takes_a_siren_reads_it_as_every_field_does(typed: str) -> None:
    assert first(f":dossier {typed}").command == Command("dossier", "732829320")
    assert Hit(Command("dossier", "732829320")).typed == ":dossier 732829320"


def test_a_wrong_siren_is_told_before_anything_is_opened() -> None:
    (wrong,) = seek(":dossier 732829321", suggest=near)
    assert wrong.trouble == "SIREN incorrect : 9 chiffres attendus, clé invalide."


def test_the_professionals_at_hand_are_proposed_by_number_and_by_name() -> None:
    assert [(hit.command.argument, hit.note) for hit in seek(":dossier ", suggest=near)[-2:]] == list(NEARBY)
    assert [hit.command.argument for hit in seek(":dossier quais", suggest=near)] == ["552100554"]
    assert [hit.command.argument for hit in seek(":dossier 552 1", suggest=near)] == ["552100554"]


def test_words_of_an_action_that_takes_nothing_are_a_search() -> None:
    assert seek(":aide vite") == []


def test_what_completes_a_hit_writes_it_in_full() -> None:
    assert Hit(Command("theme")).typed == ":theme "
    assert Hit(Command("help")).typed == ":aide"
    assert Hit(Command("park")).typed == "Mettre de côté"
