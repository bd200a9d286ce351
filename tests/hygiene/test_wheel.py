"""What is installed elsewhere than in a checkout has everything that it needs."""

from __future__ import annotations

import os
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    place = tmp_path_factory.mktemp("wheel")
    here = Path(__file__).parent.parent.parent
    build = [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(place)]
    done = subprocess.run(build, cwd=here, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    (built,) = place.glob("*.whl")
    return built


def test_it_ships_data_styles_statements_and_tables(wheel: Path) -> None:
    names = set(zipfile.ZipFile(wheel).namelist())
    for pattern in (
        "ccpro_desk/data/motifs.toml",
        "ccpro_desk/data/demo/usagers.ndjson",
        "ccpro_desk/screens/workspace.tcss",
    ):
        assert pattern in names
    assert any(name.startswith("ccpro_desk/data/answers/") for name in names)
    assert any(name.startswith("ccpro_desk/data/demo/mails/") for name in names)
    assert any(name.startswith("ccpro_desk/central/store/migrations/versions/") for name in names)
    assert any(name.endswith(".sql") for name in names)
    assert not any(name.startswith(("tests/", "scripts/", "docs/")) for name in names)


def test_it_finds_its_data(wheel: Path, tmp_path: Path) -> None:
    zipfile.ZipFile(wheel).extractall(tmp_path)
    code = "from ccpro_desk.reference import data_dir; print(data_dir())"
    env = os.environ | {"PYTHONPATH": str(tmp_path)}
    done = subprocess.run(
        [sys.executable, "-c", code], env=env, cwd=tmp_path, capture_output=True, text=True, check=True
    )
    assert Path(done.stdout.strip()) == tmp_path / "ccpro_desk" / "data"
