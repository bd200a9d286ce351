"""`ccpro-central verify|purge|audit show|restored`, as an administrator types them."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.central.http.shell import run
from tests.eventually import eventually
from tests.support.served import Served, serving
from tests.support.tampering import tamper

WHY = "Contrôle demandé par le chef de centre"


@pytest.fixture
def seals(tmp_path: Path) -> Path:
    return tmp_path / "scelles"


@pytest.fixture
def served(tmp_path: Path, seals: Path) -> Iterator[Served]:
    with serving(f"sqlite:///{tmp_path / 'central.db'}", "--seals", str(seals)) as running:
        yield running


def test_a_served_central_seals_and_verifies(served: Served, seals: Path) -> None:
    asyncio.run(served.bring())
    eventually(seals.exists, "the witness has a seal")
    asyncio.run(served.bring())
    served.stop()
    done = run("verify", "--database", served.database, "--seals", str(seals), "--json")
    said = json.loads(done.stdout)
    assert (done.returncode, said["clean"], said["unsealed"]) == (0, True, 0)
    assert said["rows"] >= 2 and said["seals"] == len(seals.read_text().splitlines())


def test_a_rewritten_row_is_named_and_the_exit_is_1(served: Served, seals: Path) -> None:
    contact = asyncio.run(served.bring())
    served.stop()
    asyncio.run(tamper(served.database, "update audit set actor = 'personne' where action = 'contact.bring'"))
    done = run("verify", "--database", served.database)
    assert done.returncode == 1
    assert "La ligne d'audit" in done.stdout and "a été modifiée" in done.stdout
    assert "1 anomalies" in done.stderr
    said = json.loads(run("verify", "--database", served.database, "--json").stdout)
    assert [finding["code"] for finding in said["findings"]] == ["row_changed"]
    assert str(contact) not in done.stderr


def test_a_database_rolled_back_is_seen_by_the_witness(served: Served, seals: Path) -> None:
    asyncio.run(served.bring())
    served.stop()
    asyncio.run(tamper(served.database, "delete from seal"))
    asyncio.run(tamper(served.database, "delete from audit"))
    done = run("verify", "--database", served.database, "--seals", str(seals))
    assert done.returncode == 1 and "du fichier témoin n'est plus dans la base" in done.stdout


def test_while_one_serves_verify_says_so(served: Served) -> None:
    done = run("verify", "--database", served.database)
    assert done.returncode == 1 and "déjà ouverte" in done.stderr


def test_a_witness_that_is_not_there_is_wrong_usage(served: Served, seals: Path) -> None:
    served.stop()
    missing = run("verify", "--database", served.database, "--seals", str(seals.with_name("autre")))
    assert missing.returncode == 2 and "n'existe pas" in missing.stderr


def test_purge_says_each_rule_with_its_reason(served: Served, tmp_path: Path) -> None:
    served.stop()
    receipt = tmp_path / "recus.jsonl"
    counted = json.loads(run("purge", "--database", served.database, "--dry-run", "--json").stdout)
    assert counted["dry_run"] is True and {"contacts", "sign_ins"} <= {r["rule"] for r in counted["removed"]}
    done = run("purge", "--database", served.database, "--rule", "contacts", "--receipt", str(receipt))
    assert done.returncode == 0 and done.stdout.startswith("contacts : 0 supprimés")
    [said] = [json.loads(line) for line in receipt.read_text().splitlines()]
    assert [each["rule"] for each in said["removed"]] == ["contacts"]
    wrong = run("purge", "--database", served.database, "--rule", "tout")
    assert wrong.returncode == 2 and "Règle inconnue : tout" in wrong.stderr


def test_reading_the_audit_is_audited(served: Served) -> None:
    contact = asyncio.run(served.bring())
    served.stop()
    about = ("--about", f"contact/{contact}")
    shown = run("audit", "show", "--database", served.database, "--reason", WHY, "--json", *about)
    assert [json.loads(line)["action"] for line in shown.stdout.splitlines()] == ["contact.bring"]
    again = run("audit", "show", "--database", served.database, "--reason", WHY, "--about", "audit", "--json")
    read = [json.loads(line) for line in again.stdout.splitlines()]
    assert [line["action"] for line in read] == ["audit.read", "audit.read"]
    assert all(line["detail"]["reason"] == WHY for line in read)
    assert read[1]["detail"]["about"] == f"contact/{contact}"
    assert run("verify", "--database", served.database).returncode == 0


def test_the_audit_is_not_read_without_a_reason(served: Served) -> None:
    served.stop()
    refused = run("audit", "show", "--database", served.database, "--reason", "Pour voir")
    assert refused.returncode == 2 and "20 à 500 caractères" in refused.stderr
    unknown = run("audit", "show", "--database", served.database, "--reason", WHY, "--login", "personne")
    assert unknown.returncode == 2 and "personne" in unknown.stderr
