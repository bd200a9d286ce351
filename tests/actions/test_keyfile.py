"""`keys.toml`: an agent's own keys, and what is told of those that cannot be."""

from __future__ import annotations

from pathlib import Path

import pytest

from ccpro_desk.actions import ACTIONS, DEFAULT, Keymap
from ccpro_desk.actions.keyfile import keymap_of, read_keys
from ccpro_desk.desk.preferences.flat_toml import parse_flat


def read(text: str) -> tuple[Keymap, list[str]]:
    keymap, faults = keymap_of(parse_flat(text, "keys.toml"), "keys.toml")
    return keymap, [fault.told for fault in faults]


def bound(keymap: Keymap) -> dict[str, list[tuple[str, bool]]]:
    """Action → its keys, and whether each acts in an editor too."""
    found: dict[str, list[tuple[str, bool]]] = {}
    for line in keymap.bound():
        found.setdefault(line.id, []).extend((key, line.always) for key in line.keys)
    return found


def test_without_a_file_the_registry_holds(tmp_path: Path) -> None:
    assert read_keys(tmp_path / "keys.toml") == (DEFAULT, ())


def test_keys_are_written_as_the_keyboard_names_them() -> None:
    keymap, told = read('reinforce = ["ctrl+R", "s"]\nstatus = "Ctrl + T"\nfollow = ["F7", "maj+f2"]\n')
    assert told == []
    assert keymap.of("reinforce") == ("ctrl+r", "s")
    assert keymap.names("follow") == "F7, Maj+F2"
    assert "status" not in keymap.changed, "what is the registry's own is no change"


def test_two_actions_may_swap_their_keys() -> None:
    keymap, told = read('answers = "F7"\nfollow = ["F3", "F12"]\n')
    assert told == []
    assert bound(keymap)["answers"] == [("f7", True)]
    assert bound(keymap)["follow"] == [("f3", True), ("f12", True)]


def test_an_action_of_the_palette_may_get_a_key_and_another_lose_its_own() -> None:
    keymap, told = read('park = "Ctrl+R"\nreinforce = []\n')
    assert told == []
    assert bound(keymap)["park"] == [("ctrl+r", True)]
    assert "reinforce" not in bound(keymap) and keymap.first("reinforce") == ""


def test_a_letter_acts_in_either_case_and_never_in_an_editor() -> None:
    assert bound(read('park = "c"\n')[0])["park"] == [("c", False), ("C", False)]


@pytest.mark.parametrize(
    ("line", "why"),
    [
        ('suivant = "F2"', "« suivant » n'est pas une commande"),
        ('parc = "F2"', "pensiez-vous à « park » ?"),
        ('next = "Ctrl+Pouet"', "« Ctrl+Pouet » n'est pas une touche"),
        ('next = ""', "n'est pas une touche"),
        ("next = 2", 'écrivez next = "F2"'),
        ("next = [2]", 'écrivez next = "F2"'),
        ('next = "F9"', "« F9 » sert déjà à « Téléphone »"),
        ('next = ["F2", "Ctrl+P"]', "« Ctrl+P » sert déjà à « Toutes les commandes »"),
        ('next = "Échap"', "« Échap » ne peut pas servir à « Contact suivant » : elle sert à revenir"),
        ('next = "Tab"', "elle sert à revenir, à se déplacer ou à écrire"),
        ('next = "Ctrl+D"', "elle sert à écrire dans un éditeur"),
        ('next = "Ctrl+Z"', "elle défait et refait dans un éditeur"),
        ('next = "Ctrl+S"', "le terminal, ou tmux, la garde pour lui"),
        ('next = "Ctrl+Maj+P"', "les terminaux ne la transmettent pas"),
        ('next = "2"', "sur un clavier AZERTY un chiffre demande Maj"),
        (
            'next = "F12"',
            "« F12 » ne peut être la seule touche de « Contact suivant » : beaucoup de terminaux",
        ),
        ('next = "Maj+F2"', "tous les terminaux ne la distinguent pas"),
        ('next = "Alt+N"', "tous les terminaux ne la distinguent pas"),
        ('next = "@"', "tous les claviers ne l'ont pas au même endroit"),
        ('undo = "F4"', "les touches de « Défaire, refaire » ne se changent pas"),
        ("palette = []", "« Toutes les commandes » doit garder une touche"),
        ("next", "n'est pas du TOML"),
    ],
)
def test_what_cannot_be_names_its_line_and_changes_nothing(line: str, why: str) -> None:
    keymap, told = read(f"# mes touches\n{line}\n")
    assert len(told) == 1 and told[0].startswith("keys.toml, ligne 2 : ") and why in told[0]
    assert keymap == DEFAULT
    assert bound(keymap)["next"] == [("f2", True)]


def test_of_two_lines_that_want_one_key_the_first_has_it() -> None:
    keymap, told = read('note = "Ctrl+R"\nacts = "Ctrl+R"\nreinforce = []\n')
    assert keymap.of("note") == ("ctrl+r",) and keymap.of("acts") == ("f4",)
    assert told == ["keys.toml, ligne 2 : « Ctrl+R » sert déjà à « Note interne »."]


def test_an_action_that_falls_back_on_its_own_key_takes_it_from_whoever_wanted_it() -> None:
    keymap, told = read('note = "Ctrl+R"\nacts = "Ctrl+R"\nreinforce = "F4"\n')
    assert keymap == DEFAULT
    assert [*told] == [
        "keys.toml, ligne 1 : « Ctrl+R » sert déjà à « Demander du renfort ».",
        "keys.toml, ligne 2 : « Ctrl+R » sert déjà à « Note interne ».",
        "keys.toml, ligne 3 : « F4 » sert déjà à « Actes et rendez-vous ».",
    ]


@pytest.mark.parametrize("changes", ["", 'review = "F4"\nfollow = []\nfind = "/"\nacts = []\nquit = "g"\n'])
def test_a_key_that_would_harm_a_text_is_always_caught(changes: str) -> None:
    caught = {key for line in read(changes)[0].bound() if line.always for key in line.keys}
    assert {"f6", "f7", "ctrl+f", "ctrl+k", "ctrl+q"} <= caught


def test_whatever_is_asked_no_key_does_two_things() -> None:
    ids = [action.id for action in ACTIONS]
    keys = ["F2", "F3", "F9", "Ctrl+R", "Ctrl+P", "d", "/"]
    for turn in range(len(ids)):
        text = "".join(f'{ids[(turn + n * 5) % len(ids)]} = "{key}"\n' for n, key in enumerate(keys))
        every = [key for line in read(text)[0].bound() for key in line.keys]
        assert len(every) == len(set(every)), text


def test_a_sentence_names_the_keys_of_this_agent() -> None:
    keymap, _ = read('next = "n"\nanswers = "F7"\nfollow = []\nidentity = []\n')
    told = keymap.told("Prenez-le (F2), F3 cherche, (F7, R), F5 vérifie, Ctrl+C copie, F22, « F2 ».")
    assert told == (
        "Prenez-le (N), F7 cherche, (Ctrl+P, « Suites », R), Ctrl+P, « Vérifier l'identité » vérifie, "
        "Ctrl+C copie, F22, « F2 »."
    )
    assert DEFAULT.told("F2") == "F2"
