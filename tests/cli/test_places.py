"""Where an embedded central lies."""

from __future__ import annotations

import os
import stat
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from ccpro_desk.cli.embedded.places import (
    LONGEST_SOCKET,
    private_dir,
    socket_path,
    state_home,
    write_private,
)


@pytest.fixture(autouse=True)
def short(monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """The temporary directory, with a short name: a test's own may be too long for a socket."""
    with tempfile.TemporaryDirectory(prefix="ccpro-", dir="/tmp") as place:
        monkeypatch.setattr(tempfile, "tempdir", place)
        monkeypatch.delenv("XDG_RUNTIME_DIR", raising=False)
        yield Path(place)


@pytest.fixture
def runtime(short: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    place = private_dir(short / "run")
    monkeypatch.setenv("XDG_RUNTIME_DIR", str(place))
    return place


def test_a_home_has_one_socket_for_ever(runtime: Path, tmp_path: Path) -> None:
    assert socket_path(tmp_path / "a") == socket_path(tmp_path / "a")
    assert socket_path(tmp_path / "a") != socket_path(tmp_path / "b")
    assert socket_path(tmp_path / "a").is_relative_to(runtime)


def test_nobody_else_enters_its_directory(runtime: Path, tmp_path: Path) -> None:
    directory = socket_path(tmp_path).parent
    assert stat.S_IMODE(directory.stat().st_mode) == 0o700


def test_a_directory_open_to_others_is_not_used(runtime: Path, tmp_path: Path) -> None:
    expected = socket_path(tmp_path).parent
    expected.chmod(0o755)
    found = socket_path(tmp_path)
    assert found.parent != expected
    assert stat.S_IMODE(found.parent.stat().st_mode) == 0o700


def test_a_link_in_its_place_is_not_followed(runtime: Path, tmp_path: Path) -> None:
    expected = socket_path(tmp_path).parent
    expected.rmdir()
    expected.symlink_to(private_dir(tmp_path / "elsewhere"))
    assert socket_path(tmp_path).parent != expected


def test_a_long_runtime_directory_gives_way_to_a_short_one(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    long = tmp_path / ("d" * 100)
    long.mkdir()
    monkeypatch.setenv("XDG_RUNTIME_DIR", str(long))
    found = socket_path(tmp_path)
    assert not found.is_relative_to(long)
    assert len(os.fsencode(found)) <= LONGEST_SOCKET


def test_a_relative_state_home_counts_for_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.setenv("XDG_STATE_HOME", "here")
    assert state_home() == tmp_path / ".local" / "state"


def test_a_private_file_is_whole_and_private(tmp_path: Path) -> None:
    write_private(tmp_path / "x", "avant")
    write_private(tmp_path / "x", "après")
    assert (tmp_path / "x").read_text(encoding="utf-8") == "après"
    assert stat.S_IMODE((tmp_path / "x").stat().st_mode) == 0o600
    assert [path.name for path in tmp_path.iterdir()] == ["x"]
