"""Only a process of its own shows that what is imported late really is: an import rule cannot."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

HEAVY = {
    "alembic",
    "annotated_types",
    "asyncpg",
    "fastapi",
    "hunspell",
    "httpx",
    "httpx_sse",
    "keyring",
    "markdown_it",
    "pydantic",
    "pypdf",
    "sqlalchemy",
    "sqlite_utils",
    "starlette",
    "tomllib",
    "typst",
    "uvicorn",
}
LATER = {
    "ccpro_desk.desk.appointments",
    "ccpro_desk.desk.attached.copies",
    "ccpro_desk.desk.lists",
    "ccpro_desk.desk.matters",
    "ccpro_desk.desk.plateau",
    "ccpro_desk.desk.referrals",
    "ccpro_desk.actions.keyfile",
    "ccpro_desk.actions.reglette",
    "ccpro_desk.actions.seek",
    "ccpro_desk.desk.preferences.flat_toml",
    "ccpro_desk.desk.preferences.table",
    "ccpro_desk.desk.fold",
    "ccpro_desk.desk.online",
    "ccpro_desk.domain.bounds",
    "ccpro_desk.domain.commands",
    "ccpro_desk.desk.spelling.speller",
    "ccpro_desk.desk.typography",
    "ccpro_desk.domain.effects",
    "ccpro_desk.domain.events",
    "ccpro_desk.domain.evolve",
    "ccpro_desk.domain.lifecycle",
    "ccpro_desk.domain.usager",
    "ccpro_desk.documents.compose",
    "ccpro_desk.documents.pdf",
    "ccpro_desk.palette",
    "ccpro_desk.screens.answers",
    "ccpro_desk.screens.closing",
    "ccpro_desk.screens.help",
    "ccpro_desk.screens.identity",
    "ccpro_desk.screens.set_up",
    "ccpro_desk.screens.settings",
    "ccpro_desk.widgets.own_theme",
    "ccpro_desk.wire.codec",
    "ccpro_desk.wire.views",
}
"""Our own modules that nothing on the first screen needs."""
OPEN = """
import json, sys
from pathlib import Path
from ccpro_desk.cli.desk import main
from ccpro_desk.cli.deferred import UNTIL_USED, defer
defer(*UNTIL_USED)
from ccpro_desk.app import DeskApp
from ccpro_desk.desk.desk import Desk
from ccpro_desk.desk.settings import DeskSettings
from ccpro_desk.screens.workspace import WorkspaceScreen
place = Path(sys.argv[1])
settings = DeskSettings(central="unix:/nowhere", state_dir=place, login="agent1", key_file=place / "store.key")
app = DeskApp(lambda: Desk.open(settings))
WorkspaceScreen(Desk.open(settings).state)
print(json.dumps(sorted(n for n, module in sys.modules.items() if type(module).__name__ != "_LazyModule")))
"""


@pytest.fixture(scope="module")
def imported(tmp_path_factory: pytest.TempPathFactory) -> set[str]:
    """The modules of a process that has opened the store and made its first screen."""
    place = tmp_path_factory.mktemp("desk")
    argv = [sys.executable, "-c", OPEN, str(place)]
    done = subprocess.run(
        argv, capture_output=True, text=True, check=False, cwd=Path(__file__).parent.parent.parent
    )
    assert done.returncode == 0, done.stderr
    return set(json.loads(done.stdout))


def test_the_first_screen_waits_for_no_heavy_library(imported: set[str]) -> None:
    assert imported & HEAVY == set()


def test_the_first_screen_waits_for_nothing_of_ours_that_it_does_not_show(imported: set[str]) -> None:
    assert imported & LATER == set()
    root = Path(__file__).parent.parent.parent
    missing = [n for n in LATER if not root.joinpath(*n.split(".")).with_suffix(".py").exists()]
    assert missing == [], "a module that is gone is never imported: name the one that took its place"


def test_it_did_open_a_workstation(imported: set[str]) -> None:
    assert {"textual", "sqlcipher3", "ccpro_desk"} <= imported


def test_the_demo_starts_its_central_before_textual_is_imported() -> None:
    code = "import sys, ccpro_desk.cli.desk as d; d._parser(['demo']); import ccpro_desk.cli.embedded.processes; "
    code += "print('textual' in sys.modules, 'httpx' in sys.modules, 'ccpro_desk.answers' in sys.modules)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.split() == ["False", "False", "False"]
