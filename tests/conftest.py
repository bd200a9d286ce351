"""What every test gets: an environment of its own, nobody's keyring, and no socket or state left behind."""

from __future__ import annotations

from pathlib import Path

import pytest

FOREIGN = (
    "NO_COLOR",
    "TMUX",
    "CCPRO_PASSWORD",
    "CCPRO_PROFILE",
    "CCPRO_CENTRAL",
    "COLUMNS",
    "LINES",
    "SSL_CERT_FILE",
    "SSL_CERT_DIR",
    "TEXTUAL",
)

LONGEST = (
    "tests/tour/test_tour.py::test_the_shift_is_played",
    "tests/screens/test_storm.py::test_five_thousand_keys",
    "tests/e2e/test_keyring.py::test_a_keyring_that_is_still_locked",
)
"""Begun first, so that no worker is left alone with one of them at the end."""


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    items.sort(key=lambda item: not item.nodeid.startswith(LONGEST))


@pytest.fixture(autouse=True)
def _own_environment(monkeypatch: pytest.MonkeyPatch, tmp_path_factory: pytest.TempPathFactory) -> None:
    """The user's configuration, state and keyring are out of reach of a test and of its child processes."""
    for name in FOREIGN:
        monkeypatch.delenv(name, raising=False)
    for name in ("STATE", "CONFIG", "CACHE", "DATA"):
        monkeypatch.setenv(f"XDG_{name}_HOME", str(tmp_path_factory.mktemp(name.lower())))
    monkeypatch.setenv("PYTHON_KEYRING_BACKEND", "keyring.backends.fail.Keyring")


@pytest.fixture
def root() -> Path:
    """The repository."""
    return Path(__file__).parent.parent
