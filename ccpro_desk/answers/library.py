"""All answers of a folder, each by its id; a bad file is told and leaves the others usable."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path
from types import MappingProxyType

from ccpro_desk.answers.model import Answer
from ccpro_desk.answers.read import read_answer
from ccpro_desk.reference import data_dir
from ccpro_desk.reference.faults import ContentError, Fault


@dataclass(frozen=True)
class Library:
    """The answers that could be read, and what is wrong with the rest."""

    answers: Mapping[str, Answer]
    faults: tuple[Fault, ...] = ()

    def get(self, code: str) -> Answer | None:
        return self.answers.get(code)

    def valid_on(self, day: date) -> tuple[Answer, ...]:
        """The answers that may be given on `day`."""
        return tuple(answer for answer in self.answers.values() if answer.valid_on(day))

    def __len__(self) -> int:
        return len(self.answers)


def load_library(root: Path | None = None) -> Library:
    """Every `<theme>/<ID>.md` below `root`, by default the shipped ones; a bad file is told, never raised."""
    folder = root or data_dir() / "answers"
    answers: dict[str, Answer] = {}
    faults: list[Fault] = []
    for path in sorted(folder.glob("*/*.md")):
        name = f"answers/{path.relative_to(folder).as_posix()}"
        try:
            answer = read_answer(path, name)
        except ContentError as error:
            faults.extend(error.faults)
            continue
        faults.extend(_identity_faults(answer, path, answers))
        answers.setdefault(answer.id, answer)
    return Library(MappingProxyType(answers), tuple(faults))


@cache
def answer_levels() -> Mapping[str, int]:
    """From which level of identification each shipped answer may be given, by its id."""
    return MappingProxyType({answer.id: answer.level for answer in load_library().answers.values()})


def _identity_faults(answer: Answer, path: Path, known: Mapping[str, Answer]) -> list[Fault]:
    line = answer.lines["id"]
    if other := known.get(answer.id):
        what = f"L'identifiant {answer.id} est déjà celui de {other.file}."
        return [Fault(answer.file, line, what, "Donnez à cette fiche un autre identifiant.")]
    if path.stem != answer.id:
        what = f"Le fichier s'appelle {path.name} et la fiche {answer.id}."
        return [Fault(answer.file, line, what, f"Renommez le fichier en {answer.id}.md.")]
    return []
