"""`data/nomenclatures/*.tsv` → the labels of Insee's codes: NAF rév. 2, legal categories, employees.

No source of the labels of NAF 2025 was at hand: its codes stand without.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from types import MappingProxyType

from ccpro_desk.reference import DataError, data_dir


def naf_label(code: str | None) -> str | None:
    """What a code of NAF rév. 2 (`10.71C`, also without its point) stands for."""
    if code and len(code) == 5 and "." not in code:
        code = f"{code[:2]}.{code[2:]}"
    return _labels("naf-rev2").get(code or "")


def legal_label(code: str | None) -> str | None:
    """What a legal category (`5499`) stands for."""
    return _labels("legal-categories").get(code or "")


def staff_label(code: str | None) -> str | None:
    """How many employees a bracket (`12`) stands for."""
    return _labels("staff").get(code or "")


@cache
def _labels(name: str) -> Mapping[str, str]:
    path = data_dir() / "nomenclatures" / f"{name}.tsv"
    try:
        lines = path.read_text(encoding="utf-8").splitlines()
        rows = (line.split("\t") for line in lines if line and not line.startswith("#"))
        return MappingProxyType(dict(rows))
    except (OSError, ValueError) as error:
        raise DataError(f"data/nomenclatures/{name}.tsv : lecture impossible ({error}).") from error
