"""`ccpro-central user accompany` and `unlock`, and settings that do not hold together."""

from __future__ import annotations

import asyncio
import getpass
import json
from pathlib import Path

import pytest

from ccpro_desk.central.auth.throttle import PER_LOGIN, Throttle
from ccpro_desk.central.store import open_store
from ccpro_desk.domain.clock import SystemClock
from tests.central.http.shell import run

PASSWORD = "un mot de passe long"


@pytest.fixture
def database(tmp_path: Path) -> str:
    url = f"sqlite:///{tmp_path / 'central.db'}"
    assert run("init", "--database", url).returncode == 0
    fields = ("--name", "Zoé Martin", "--centre", "lons", "--skills", "all")
    made = run("user", "add", "zmartin", *fields, "--database", url, password=PASSWORD)
    assert made.returncode == 0, made.stderr
    return url


def account(database: str) -> dict[str, object]:
    [row] = json.loads(run("user", "list", "--json", "--database", database).stdout)
    assert isinstance(row, dict)
    return row


def test_accompaniment_begins_and_ends(database: str) -> None:
    begun = run("user", "accompany", "zmartin", "--motifs", "autre.autre", "--database", database)
    assert begun.returncode == 0, begun.stderr
    assert account(database)["accompanied"] == ["autre.autre"]
    ended = run("user", "accompany", "zmartin", "--motifs", "", "--database", database)
    assert ended.returncode == 0, ended.stderr
    assert account(database)["accompanied"] == []
    unknown = run("user", "accompany", "zmartin", "--motifs", "x.y", "--database", database)
    assert (unknown.returncode, "x.y" in unknown.stderr) == (2, True)


def test_a_skill_may_be_given_with_its_level(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path / 'central.db'}"
    assert run("init", "--database", url).returncode == 0
    add = ("user", "add", "zmartin", "--name", "Zoé Martin", "--centre", "lons", "--skills")
    refused = run(*add, "tva:4", "--database", url, password=PASSWORD)
    assert (refused.returncode, "tva:4" in refused.stderr) == (2, True)
    made = run(*add, "general,tva:3,acces:1", "--database", url, password=PASSWORD)
    assert made.returncode == 0, made.stderr
    assert account(url)["skills"] == ["general", "tva:3", "acces:1"]


def test_what_is_done_to_an_account_stands_in_the_audit(database: str, tmp_path: Path) -> None:
    usagers = tmp_path / "usagers.csv"
    usagers.write_text("siren,name,department\n732829320,SARL FOURNIL,69\n", encoding="utf-8")
    for words in (
        ("user", "accompany", "zmartin", "--motifs", "autre.autre"),
        ("user", "password", "zmartin"),
        ("user", "disable", "zmartin"),
        ("user", "enable", "zmartin"),
        ("user", "unlock", "zmartin"),
        ("usagers", "import", str(usagers)),
    ):
        done = run(*words, "--database", database, password=PASSWORD)
        assert done.returncode == 0, done.stderr
    reason = ("--reason", "Contrôle de l'installation du central")
    shown = run("audit", "show", "--json", *reason, "--database", database).stdout
    lines = [json.loads(line) for line in reversed(shown.splitlines())]
    assert [line["action"] for line in lines] == [
        "account.made",
        "account.accompanied",
        "account.password",
        "account.disabled",
        "account.enabled",
        "account.unlocked",
        "usagers.imported",
        "audit.read",
    ]
    assert all(line["detail"]["by"] == getpass.getuser() for line in lines)
    assert {line["about"] for line in lines[:6]} == {f"agent/{account(database)['id']}"}
    assert run("verify", "--database", database).returncode == 0


def test_a_locked_login_is_unlocked(database: str) -> None:
    def locked(lock: bool) -> int:
        async def main() -> int:
            store = await open_store(database)
            throttle = Throttle(store, SystemClock(), PER_LOGIN)
            for _ in range(PER_LOGIN.lock_at or 0 if lock else 0):
                await throttle.wrong("zmartin")
            wait = await throttle.wait_s("zmartin")
            await store.close()
            return wait

        return asyncio.run(main())

    assert locked(True) > 3600
    assert run("user", "unlock", "zmartin", "--database", database).returncode == 0
    assert locked(False) == 0
    assert run("user", "unlock", "nobody", "--database", database).returncode == 1


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("--oidc-issuer", "https://portail.example/"), "à moitié"),
        (("--oidc-issuer", "https://portail.example/", "--oidc-client-id", "x"), "Aucun groupe"),
        (("--oidc-issuer", "http://portail.example/", "--oidc-client-id", "x"), "https"),
        (("--settings", "absent.toml"), "lecture impossible"),
    ],
)
def test_settings_that_let_nobody_in_do_not_start(
    database: str, tmp_path: Path, words: tuple[str, ...], said: str
) -> None:
    done = run("serve", "--database", database, "--uds", str(tmp_path / "s"), *words)
    assert done.returncode == 2
    assert said in done.stderr
