"""The demonstration data as the tests read them."""

from __future__ import annotations

import json
import tomllib
from pathlib import Path
from typing import Any

import pytest

DATA = Path(__file__).resolve().parents[2] / "data"


@pytest.fixture(scope="session")
def usagers() -> list[dict[str, Any]]:
    text = (DATA / "demo" / "usagers.ndjson").read_text(encoding="utf-8")
    return [json.loads(line) for line in text.splitlines()]


@pytest.fixture(scope="session")
def mails() -> dict[str, bytes]:
    """The bytes of each mail by file name, in order of name."""
    return {path.name: path.read_bytes() for path in sorted((DATA / "demo" / "mails").glob("*.eml"))}


@pytest.fixture(scope="session")
def index() -> dict[str, dict[str, str]]:
    table = tomllib.loads((DATA / "demo" / "mails" / "INDEX.toml").read_text(encoding="utf-8"))
    return {entry["file"]: entry for entry in table["mail"]}


@pytest.fixture(scope="session")
def centres() -> dict[str, dict[str, Any]]:
    table = tomllib.loads((DATA / "territory" / "centres.toml").read_text(encoding="utf-8"))
    return {entry["id"]: entry for entry in table["centre"]}


@pytest.fixture(scope="session")
def territory() -> dict[str, Any]:
    return tomllib.loads((DATA / "territory" / "demo.toml").read_text(encoding="utf-8"))
