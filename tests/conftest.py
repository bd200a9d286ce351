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
