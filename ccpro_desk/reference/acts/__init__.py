"""`data/acts/*.toml` → the catalogue of acts. Every mistake is told with its file, its line and its mend."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import cache
from pathlib import Path

from ccpro_desk.domain.acts.catalogue import Act, Catalogue
from ccpro_desk.reference import data_dir
from ccpro_desk.reference.acts.shapes import act_of
from ccpro_desk.reference.acts.whole import faults_of
from ccpro_desk.reference.entry import toml_of
from ccpro_desk.reference.faults import ContentError, Fault

FOLDER = "acts"


@cache
def load_acts() -> Catalogue:
    """The catalogue under `data/`, read once a process. Raises `ContentError`."""
    return read_acts(data_dir() / FOLDER)


def read_acts(folder: Path) -> Catalogue:
    """Every act of the files of `folder`, one a file. Raises `ContentError` with all that is wrong."""
    faults: list[Fault] = []
    read = list(_acts(folder, faults))
    acts = {name: act for name, act, _ in read}
    if not acts and not faults:
        faults.append(Fault(FOLDER, 1, "Aucun acte n'a été trouvé.", "Rétablissez data/acts."))
    faults += _twice(acts.items())
    if not faults:
        faults += faults_of(acts, {name: lines for name, _, lines in read})
    if faults:
        raise ContentError(sorted(faults, key=lambda fault: (fault.file, fault.line)))
    return Catalogue(tuple(sorted(acts.values(), key=lambda act: act.id)))


def _acts(folder: Path, faults: list[Fault]) -> Iterator[tuple[str, Act, list[str]]]:
    """Each with its file's name and lines."""
    for path in sorted(folder.glob("*.toml")):
        name = f"{FOLDER}/{path.name}"
        try:
            table, lines = toml_of(path, name)
        except ContentError as error:
            faults += error.faults
            continue
        yield name, act_of(table, lines, name, faults), lines


def _twice(acts: Iterable[tuple[str, Act]]) -> Iterator[Fault]:
    seen: dict[str, str] = {}
    for name, act in acts:
        if act.id in seen:
            what = f"« id = {act.id} » est déjà celui de {seen[act.id]}."
            yield Fault(name, 1, what, "Donnez à chaque acte le sien.")
        seen.setdefault(act.id, name)
