"""`ccpro-central usagers import` as an administrator runs it: twice, cut off, with refused rows."""

from __future__ import annotations

import csv
import json
import signal
import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path

from stdnum.luhn import calc_check_digit

from ccpro_desk.central import importing
from tests.central.http.shell import run
from tests.eventually import eventually

ROWS = 4_000


def sirens(count: int) -> list[str]:
    return [f"{number}{calc_check_digit(str(number))}" for number in range(50_000_000, 50_000_000 + count)]


def made(folder: Path) -> tuple[str, Path]:
    url = f"sqlite:///{folder / 'central.db'}"
    assert run("init", "--database", url).returncode == 0
    return url, folder / "central.db"


def known(database: Path) -> int:
    with closing(sqlite3.connect(database)) as connection:
        count: int = connection.execute("select count(*) from usager").fetchone()[0]
        return count


def test_an_import_that_was_killed_goes_on_and_a_third_changes_nothing(tmp_path: Path) -> None:
    url, database = made(tmp_path)
    file = tmp_path / "usagers.ndjson"
    rows = ({"siren": siren, "name": f"SARL {siren}", "claims": [], "state": "A"} for siren in sirens(ROWS))
    file.write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")
    words = ("usagers", "import", str(file), "--json", "--database", url)
    cut = subprocess.Popen(
        [sys.executable, "-m", "ccpro_desk.cli.central", *words], stdout=subprocess.DEVNULL
    )
    eventually(lambda: known(database), "the first chunk is there")
    cut.send_signal(signal.SIGKILL)
    assert cut.wait() == -signal.SIGKILL
    kept = known(database)
    assert 0 < kept < ROWS and kept % importing._ROWS == 0
    done = json.loads(run(*words).stdout)
    assert (done["unchanged"], done["added"], done["replaced"]) == (kept, ROWS - kept, 0)
    with closing(sqlite3.connect(database)) as connection:
        before = connection.execute("select siren, as_of, document from usager order by siren").fetchall()
    again = json.loads(run(*words).stdout)
    assert again["unchanged"] == ROWS and not any(again[name] for name in ("added", "replaced", "confirmed"))
    with closing(sqlite3.connect(database)) as connection:
        assert (
            connection.execute("select siren, as_of, document from usager order by siren").fetchall()
            == before
        )
        assert connection.execute("select count(*) from usager_words").fetchone() == (ROWS,)
        assert connection.execute("select count(*) from event").fetchone() == (0,)


def test_refused_rows_are_reported_and_another_codage_is_said(tmp_path: Path) -> None:
    url, _ = made(tmp_path)
    file, report = tmp_path / "usagers.csv", tmp_path / "report.csv"
    wrong = "".join(f"{number};Né{number}\r\n" for number in range(150))
    file.write_bytes(f"siren;name\r\n732829320;Café\r\n{wrong}".encode("cp1252"))
    found = run("usagers", "import", str(file), "--report", str(report), "--database", url)
    assert found.returncode == 1
    assert "1 ajouté, 0 remplacé, 150 refusés." in found.stdout
    assert "Windows-1252" in found.stderr and "… et 50 autres lignes." in found.stderr
    with report.open(encoding="utf-8-sig", newline="") as opened:
        told = list(csv.reader(opened, delimiter=";"))
    assert told[0] == ["ligne", "motif"] and [row[0] for row in told[1:]] == [str(n) for n in range(3, 153)]
    assert all("SIREN incorrect" in row[1] for row in told[1:])


def test_data_of_an_earlier_day_do_not_take_the_place_of_later_ones(tmp_path: Path) -> None:
    url, _ = made(tmp_path)
    file = tmp_path / "usagers.csv"

    def bring(name: str, *words: str) -> str:
        file.write_text(f"siren,name\n732829320,{name}\n", encoding="utf-8")
        return run("usagers", "import", str(file), *words, "--database", url).stdout

    assert "1 ajouté," in bring("Ancien", "--as-of", "2026-11-02")
    assert "1 laissé tel quel" in bring("Plus ancien", "--as-of", "2026-11-01")
    assert "1 confirmé" in bring("Ancien", "--as-of", "2026-11-03")
    assert "1 remplacé," in bring("Nouveau")
    for day in ("2026-13-01", "hier", "2999-01-01"):
        assert run("usagers", "import", str(file), "--as-of", day, "--database", url).returncode == 2
