"""The repository's own cleanliness: what a file may be, and may not say."""

from __future__ import annotations

import re
import subprocess
from pathlib import Path

import pytest

MOST_LINES = 400
TEXT = {
    ".py",
    ".toml",
    ".md",
    ".sh",
    ".sql",
    ".tcss",
    ".txt",
    ".json",
    ".cfg",
    ".yml",
    ".in",
    ".html",
    ".csv",
    ".ndjson",
    "",
}
MACHINE = re.compile(r"(?<![\w.])/(?:work|root|home/\w+|Users/\w+|tmp/team)/")
REGISTRY = re.compile(r"(?:pypi\.org|pythonhosted\.org|--(?:extra-)?index-url[ =]\S|--find-links[ =]\S)")
UNFINISHED = re.compile(r"\b(?:TODO|FIXME|XXX|HACK)\b")


@pytest.fixture(scope="module")
def tracked() -> list[Path]:
    """Every text file that git tracks."""
    here = Path(__file__).parent.parent.parent
    listed = subprocess.run(
        ["git", "ls-files", "-z"], cwd=here, check=True, capture_output=True, text=True
    ).stdout
    paths = [here / name for name in listed.split("\0") if name]
    return [path for path in paths if path.suffix in TEXT and path.is_file()]


def lines_with(pattern: re.Pattern[str], files: list[Path]) -> list[str]:
    found = []
    for path in files:
        for number, line in enumerate(path.read_text(encoding="utf-8", errors="replace").splitlines(), 1):
            if pattern.search(line):
                found.append(f"{path}:{number}: {line.strip()[:120]}")
    return found


def test_no_path_of_a_machine(tracked: list[Path]) -> None:
    others = [path for path in tracked if path != Path(__file__)]
    assert lines_with(MACHINE, others) == []


def test_no_registry_host(tracked: list[Path]) -> None:
    others = [path for path in tracked if path != Path(__file__)]
    assert lines_with(REGISTRY, others) == []


def test_nothing_is_announced_instead_of_done(tracked: list[Path]) -> None:
    code = [path for path in tracked if path.suffix in {".py", ".sql", ".tcss"} and path != Path(__file__)]
    assert lines_with(UNFINISHED, code) == []


def test_rooms_are_small(root: Path) -> None:
    sizes = {
        path: len(path.read_text(encoding="utf-8").splitlines())
        for path in (root / "ccpro_desk").rglob("*.py")
    }
    assert {str(path): size for path, size in sizes.items() if size > MOST_LINES} == {}


def test_the_locks_pin_every_package_by_hash(root: Path) -> None:
    for name in ("app", "dev"):
        text = (root / "scripts" / "lock" / f"{name}.txt").read_text(encoding="utf-8")
        entries = re.split(r"\n(?=[A-Za-z0-9])", text)
        assert [
            entry.splitlines()[0] for entry in entries if "==" not in entry or "--hash=sha256:" not in entry
        ] == []
