"""`ccpro-central user` and `usagers import`, each over a file of its own."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from ccpro_desk.cli.central_commands import _leases
from ccpro_desk.domain.dispatch import LEASE_S
from ccpro_desk.domain.values import Channel
from tests.central.http.shell import run


@pytest.fixture
def database(tmp_path: Path) -> str:
    url = f"sqlite:///{tmp_path / 'central.db'}"
    made = run("init", "--database", url)
    assert made.returncode == 0, made.stderr
    assert "user add" in made.stdout
    return url


def test_accounts_are_made_listed_and_closed(database: str) -> None:
    fields = ("--name", "Zoé Martin", "--role", "agent", "--centre", "lons", "--skills", "all")
    made = run("user", "add", "zmartin", *fields, "--database", database, password="un mot de passe long")
    assert made.returncode == 0, made.stderr
    twice = run("user", "add", "zmartin", *fields, "--database", database, password="un mot de passe long")
    assert twice.returncode == 1
    listed = json.loads(run("user", "list", "--json", "--database", database).stdout)
    assert [row["login"] for row in listed] == ["zmartin"]
    assert set(listed[0]["skills"]) >= {"general", "tva", "paiement"}
    assert run("user", "disable", "zmartin", "--database", database).returncode == 0
    assert json.loads(run("user", "list", "--json", "--database", database).stdout)[0]["disabled"] is True
    assert run("user", "enable", "zmartin", "--database", database).returncode == 0
    assert run("user", "disable", "nobody", "--database", database).returncode == 1
    changed = run("user", "password", "zmartin", "--database", database, password="un autre mot de passe")
    assert changed.returncode == 0, changed.stderr


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        (("--role", "banana"), "--role"),
        (("--centre", "banana"), "--centre"),
        (("--skills", "tva,banana"), "--skills"),
        (("--channels", "fax"), "--channels"),
    ],
)
def test_an_account_of_another_form_is_said(database: str, fields: tuple[str, ...], said: str) -> None:
    found = run(
        "user", "add", "x", "--name", "X", *fields, "--database", database, password="un mot de passe long"
    )
    assert found.returncode == 2
    assert said in found.stderr


def test_a_short_password_is_refused(database: str) -> None:
    found = run("user", "add", "x", "--name", "X", "--database", database, password="court")
    assert found.returncode == 2
    assert "trop peu de caractères" in found.stderr


def test_usagers_come_from_csv_a_bad_row_spoils_no_other(database: str, tmp_path: Path) -> None:
    file = tmp_path / "usagers.csv"
    file.write_text(
        "siren,name,department,siret,vat,naf,legal,address,contacts\n"
        '732829320,"FOURNIL",69,73282932000074,FR44732829320,10.71C,5499,"14 rue X\n69006 Lyon",a@b.example;+33639980001\n'
        "12345,COURT,69,,,,,,\n"
        "552081317,\x1b[31mROUGE,75,,,,,,\n",
        encoding="utf-8",
    )
    found = run("usagers", "import", str(file), "--database", database)
    assert found.returncode == 1
    assert "2 ajoutés, 0 remplacé, 1 refusé" in found.stdout
    assert "Ligne 4" in found.stderr
    again = json.loads(run("usagers", "import", str(file), "--json", "--database", database).stdout)
    assert (again["added"], again["replaced"], again["unchanged"]) == (0, 0, 2)


def test_usagers_come_from_ndjson(database: str, tmp_path: Path) -> None:
    file = tmp_path / "usagers.ndjson"
    rows = [
        {
            "siren": "732829320",
            "name": "A",
            "address": {"lines": ["1 rue"], "postcode": "69006", "city": "Lyon"},
        },
        {"siren": "552081317", "name": "B", "banana": 1},
        {"siren": 3, "name": "C"},
        {"siren": "552081317", "name": "D" * 5_000},
        [1],
        {"siren": "552081317", "name": "E", "obligations": [{"tax": "TVA"}]},
    ]
    text = "\n".join(json.dumps(row) for row in rows) + "\nbanana\n" + "[" * 100_000 + "\n"
    file.write_text(text, encoding="utf-8")
    found = json.loads(run("usagers", "import", str(file), "--json", "--database", database).stdout)
    assert found["added"] == 1
    assert [row["line"] for row in found["refused"]] == [2, 3, 4, 5, 6, 7, 8]


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        ("x.csv", b"a,b\n1,2\n", "colonnes manquantes"),
        ("x.csv", b"siren;nom\n1;2\n", "colonne manquante : name"),
        ("x.csv", b"siren\tname\ttown\n", "colonnes inconnues : town"),
        ("x.csv", b"siren,name,name\n", "deux fois"),
        ("x.ndjson", '{"siren": "732829320", "name": "Caf\xe9"}'.encode("latin-1"), "UTF-8"),
        ("x.csv", b"siren,name\n732829320,A\x81\n", "codage inconnu"),
        ("x.csv", b"", "colonnes"),
    ],
)
def test_a_file_of_another_form_is_said(
    database: str, tmp_path: Path, name: str, content: bytes, said: str
) -> None:
    file = tmp_path / name
    file.write_bytes(content)
    found = run("usagers", "import", str(file), "--database", database)
    assert found.returncode == 1, found.stderr
    assert said in found.stderr
    assert "Traceback" not in found.stderr


def test_a_missing_file_is_said(database: str) -> None:
    found = run("usagers", "import", "nowhere.csv", "--database", database)
    assert found.returncode == 2
    assert "nowhere.csv" in found.stderr


@pytest.mark.parametrize(
    ("words", "code", "said"),
    [
        (("serve", "--uds", "s"), 2, "--database"),
        (("serve", "--database", "sqlite:///missing.db", "--uds", "s"), 1, "ccpro-central init"),
        (("user", "list", "--database", "sqlite:///missing.db"), 1, "ccpro-central init"),
        (("serve", "--database", "mysql://x", "--uds", "s"), 2, "Base de données inconnue"),
        (("serve", "--database", "x"), 2, "--uds"),
        (("serve", "--database", "x", "--uds", "s", "--port", "1"), 2, "not allowed"),
        ((), 2, "commande"),
        (("banana",), 2, "banana"),
        (("verify",), 2, "--database"),
    ],
)
def test_wrong_usage_is_said_in_a_line(words: tuple[str, ...], code: int, said: str) -> None:
    found = run(*words)
    assert found.returncode == code, found.stderr
    assert said in found.stderr
    assert "Traceback" not in found.stderr


@pytest.mark.parametrize("words", [("serve", "--uds", "s"), ("init",), ("migrate",), ("user", "list")])
def test_a_file_that_is_no_database_is_said(tmp_path: Path, words: tuple[str, ...]) -> None:
    file = tmp_path / "central.db"
    file.write_text("Ceci n'est pas une base de données, mais un texte que quelqu'un a renommé. " * 50)
    found = run(*words, "--database", f"sqlite:///{file}")
    assert found.returncode == 1, found.stderr
    assert "Traceback" not in found.stderr
    assert "Rien n'a été modifié." in found.stderr
    assert file.read_text().startswith("Ceci")


@pytest.mark.parametrize("lease", ["phone", "phone=x", "banana=3", "phone=0", "phone=-1"])
def test_a_lease_of_another_form_is_said(database: str, lease: str) -> None:
    found = run("serve", "--database", database, "--uds", "s", "--lease", lease)
    assert found.returncode == 2
    assert "--lease" in found.stderr


def test_too_long_a_path_for_a_socket_is_said(database: str, tmp_path: Path) -> None:
    found = run("serve", "--database", database, "--uds", str(tmp_path / ("x" * 120)))
    assert found.returncode == 1
    assert "107 octets" in found.stderr


def test_a_lease_names_only_what_it_changes() -> None:
    assert _leases("mail=60, phone=5") == {**LEASE_S, Channel.MAIL: 60, Channel.PHONE: 5}
