"""The administration's other applications: started as they are described, with the SIREN where it is asked."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from ccpro_desk.desk.errors import DeskRefused
from ccpro_desk.desk.launching import arguments, launch
from ccpro_desk.reference import DataError
from ccpro_desk.reference.applications import Application, load_applications, read_applications
from ccpro_desk.wire.views import UsagerRef
from tests.screens.scripted import ScriptedDesk, contact, state
from tests.screens.workstation import at_work

SIREN = "732829320"


def test_the_ones_we_ship_want_nothing_but_a_siren() -> None:
    for one in load_applications():
        assert SIREN in " ".join(arguments(one, SIREN)) or not one.wants_siren
        assert "{" not in " ".join(arguments(one, SIREN))


@pytest.mark.parametrize(
    "wrong",
    [
        {"id": "a", "label": "A"},
        {"id": "a", "label": "A", "url": "https://a.example/", "command": ["a"]},
        {"id": "a", "label": "A", "url": "javascript:alert(1)"},
        {"id": "a", "label": "A", "url": "https://a.example/{nom}"},
        {"id": "a", "label": "A", "command": "a --dossier {siren}"},
        {"id": "a", "label": "A", "command": ["{siren}"]},
        {"label": "A", "command": ["a"]},
    ],
)
def test_a_wrong_description_is_told(wrong: dict[str, object]) -> None:
    with pytest.raises(DataError, match=r"applications\.toml"):
        read_applications({"application": [wrong]})


async def test_a_program_gets_its_arguments_as_they_are_and_no_shell_reads_them(tmp_path: Path) -> None:
    said = tmp_path / "said"
    code = "import sys, pathlib; pathlib.Path(sys.argv[1]).write_text(chr(10).join(sys.argv[2:]))"
    words = (sys.executable, "-c", code, str(said), "--dossier={siren}", "$(id) ; `id` && echo *")
    await launch(Application("a", "A", command=words), SIREN)
    assert said.read_text() == f"--dossier={SIREN}\n$(id) ; `id` && echo *"
    for refused, siren in (
        (("nulle-part-de-tel",), SIREN),
        ((sys.executable, "-c", "exit(3)"), SIREN),
        (words, ""),
    ):
        with pytest.raises(DeskRefused) as problem:
            await launch(Application("a", "A", command=refused), siren)
        assert SIREN not in problem.value.sentence


async def test_it_is_opened_from_the_palette_and_the_siren_is_copied_on_request(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    opened: list[tuple[str, str]] = []

    async def noted(one: Application, siren: str) -> None:
        opened.append((one.id, siren))

    monkeypatch.setattr("ccpro_desk.desk.launching.launch", noted)
    linked = contact(usager=UsagerRef(SIREN, "SARL FOURNIL"))
    desk = ScriptedDesk(state(linked))
    async with at_work(lambda: desk.as_desk, size=(80, 24), answers=False) as post:
        await post.press("colon")
        await post.type("applications")
        await post.press("enter")
        await post.until(lambda: post.window == "ApplicationsScreen", "the list")
        await post.press("enter")
        assert post.app.clipboard == SIREN and "copié" in post.notice and not opened
        await post.press("colon")
        await post.type("applications")
        await post.press("enter")
        await post.until(lambda: post.window == "ApplicationsScreen", "the list")
        await post.type("annuaire")
        await post.press("enter")
        await post.until(lambda: opened == [("annuaire", SIREN)], "opened")
        assert "FOURNIL" not in post.notice
