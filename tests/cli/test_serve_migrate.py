"""`serve --migrate`: a demonstration begun with an older version goes on with the newer one."""

from __future__ import annotations

from pathlib import Path

import pytest

from ccpro_desk.central.store.migrations import upgrade
from tests.support.served import Served


@pytest.fixture
def old(tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> Served:
    """A database of the first revision, and a place to serve it from."""
    folder = tmp_path_factory.mktemp("m")
    file = folder / "central.db"
    with monkeypatch.context() as patch:
        patch.setattr(upgrade, "HEAD", "0001")
        upgrade.upgrade_sqlite(file)
    return Served(f"sqlite:///{file}", Path(folder), ("--migrate",))


def test_an_older_database_is_brought_up_to_date_then_served(old: Served) -> None:
    old.start()
    old.stop()
    old.arguments = ()
    old.start()
    old.stop()


def test_without_it_an_older_database_is_refused(old: Served) -> None:
    old.arguments = ()
    with pytest.raises(AssertionError, match="ccpro-central migrate"):
        old.start()
    old.stop()
