"""How a workstation works for an embedded central: its data are invented, so its key lies in a file."""

from __future__ import annotations

from ccpro_desk.cli.embedded.home import DemoHome
from ccpro_desk.desk.settings import DeskSettings, Pace

QUICK = Pace(retry_first=0.1)
"""The central starts beside the workstation: it is there a moment later."""


def demo_settings(home: DemoHome, login: str) -> DeskSettings:
    return DeskSettings(
        central=home.address, state_dir=home.path / "desk", login=login, key_file=home.key_file, pace=QUICK
    )
