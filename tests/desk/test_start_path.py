"""What opening a workstation imports: only a subprocess proves that a deferred import is deferred."""

from __future__ import annotations

import json
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

from ccpro_desk.desk.desk import Desk
from ccpro_desk.desk.settings import DeskSettings
from ccpro_desk.desk.state import LinkKind
from ccpro_desk.domain.values import MotifOutcome, Outcome, Status
from tests.support.desks import until
from tests.support.scripted_central import ScriptedCentral

HEAVY = (
    "pydantic",
    "httpx",
    "sqlite_utils",
    "keyring",
    "jinja2",
    "markdown_it",
    "fastapi",
    "sqlalchemy",
    "alembic",
    "uvicorn",
    "textual",
    "argon2",
    "anyio",
)
OPEN = """
import json, sys
from pathlib import Path
from ccpro_desk.desk.desk import Desk
from ccpro_desk.desk.settings import DeskSettings
desk = Desk.open(DeskSettings("http://central.example", Path(sys.argv[1]), key_file=Path(sys.argv[2])))
shown = [contact.view.subject for contact in desk.state.contacts]
print(json.dumps({"modules": sorted(sys.modules), "shown": shown, "pending": desk.state.link.pending}))
"""


def _opened(settings: DeskSettings, root: Path) -> dict[str, object]:
    arguments = [sys.executable, "-c", OPEN, str(settings.state_dir), str(settings.key_file)]
    done = subprocess.run(arguments, cwd=root, check=True, capture_output=True, text=True, timeout=60)
    found = json.loads(done.stdout)
    assert isinstance(found, dict)
    return found


def _heavy(found: dict[str, object]) -> list[str]:
    modules = found["modules"]
    assert isinstance(modules, list)
    return sorted(set(HEAVY) & set(modules))


def test_an_empty_store_opens_without_anything_heavy(settings: DeskSettings, root: Path) -> None:
    assert _heavy(_opened(settings, root)) == []


async def test_contacts_and_pending_commands_are_shown_without_anything_heavy(
    settings: DeskSettings, central: ScriptedCentral, root: Path
) -> None:
    central.bring("Avis de CFE introuvable")
    desk = Desk.open(replace(settings, login="agent1"))
    await desk.start()
    await desk.sign_in("agent1", central.password)
    await desk.set_status(Status.AVAILABLE)
    await until(desk, lambda state: state.link.kind is LinkKind.UP_TO_DATE, "up to date")
    taken = await desk.next()
    assert taken is not None
    central.fault = lambda _: "before"
    await desk.note(taken.id, "À rappeler.")
    await desk.close(taken.id, [MotifOutcome("autre.autre", Outcome.ANSWERED)])
    await desk.stop()
    found = _opened(settings, root)
    assert found["shown"] == ["Avis de CFE introuvable"]
    assert found["pending"] == 2
    assert _heavy(found) == []
