"""`ccpro-desk` from the shell: what it says, and its exit codes."""

from __future__ import annotations

import subprocess
import sys

import pytest

from ccpro_desk.cli.desk import main


def run(*words: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "ccpro_desk.cli.desk", *words],
        capture_output=True,
        text=True,
        check=False,
        stdin=subprocess.DEVNULL,
    )


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ((), "Aucun centre n'est indiqué."),
        (("--central", "centre.example"), "« centre.example » n'est pas l'adresse d'un centre."),
        (("--central", "unix:/x", "--profile", "../x"), "« ../x » ne peut pas nommer un profil."),
        (("--central", "unix:/x"), "Le poste demande un terminal."),
    ],
)
def test_wrong_usage_is_a_line_and_a_hint(words: tuple[str, ...], said: str) -> None:
    done = run(*words)
    assert done.returncode == 2
    assert done.stderr.splitlines()[0] == said
    assert len(done.stderr.splitlines()) == 2
    assert done.stdout == ""


def test_what_is_not_there_is_not_offered(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as ended:
        main(["--help"])
    assert ended.value.code == 0
    offered = capsys.readouterr().out
    assert all(word in offered for word in ("demo", "doctor", "answers"))
    assert not any(word in offered for word in ("sandbox", "watch"))


def test_version(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        main(["--version"])
    assert capsys.readouterr().out.startswith("ccpro-desk 0.")


def test_a_profile_remembers_its_central(monkeypatch: pytest.MonkeyPatch) -> None:
    from argparse import Namespace

    from ccpro_desk.cli.desk import REMEMBERED, central_of, profile_dir
    from ccpro_desk.cli.embedded.places import private_dir, write_private

    write_private(private_dir(profile_dir("nuit")) / REMEMBERED, "https://centre.example\n")
    assert central_of(Namespace(central=None, profile="nuit")) == "https://centre.example"
    monkeypatch.setenv("CCPRO_CENTRAL", "https://autre.example")
    assert central_of(Namespace(central=None, profile="nuit")) == "https://autre.example"
    assert central_of(Namespace(central="unix:/x", profile="nuit")) == "unix:/x"
