"""Measured figures: medians, ratios, limits, the table."""

from __future__ import annotations

import statistics
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass


class Series:
    """Values of several rounds by name."""

    def __init__(self) -> None:
        self.values: dict[str, list[float]] = defaultdict(list)

    def add(self, one: Mapping[str, float]) -> None:
        for name, value in one.items():
            self.values[name].append(value)

    def extend(self, name: str, values: Iterable[float]) -> None:
        self.values[name] += values

    def median(self, name: str) -> float:
        return statistics.median(self.values[name])

    def ratio(self, name: str, peer: str) -> float:
        """The median of the rounds' own ratios: both sides of each were taken one after the other."""
        pairs = zip(self.values[name], self.values[peer], strict=True)
        return statistics.median(mine / theirs for mine, theirs in pairs)


@dataclass(frozen=True, slots=True)
class Figure:
    name: str
    value: float
    unit: str
    limit: float
    measured: str
    """The figures behind it, for a reader."""
    at_least: bool = False
    """The limit is to be reached rather than kept under."""

    @property
    def ok(self) -> bool:
        return self.value >= self.limit if self.at_least else self.value <= self.limit


def table(figures: Iterable[Figure]) -> str:
    rows = [("", "figure", "reached", "to reach", "measured")]
    for figure in figures:
        mark = "✓" if figure.ok else "✗"
        rows.append(
            (
                mark,
                figure.name,
                f"{figure.value:.2f} {figure.unit}",
                f"{'≥' if figure.at_least else '≤'} {figure.limit:g} {figure.unit}",
                figure.measured,
            )
        )
    widths = [max(len(row[column]) for row in rows) for column in range(len(rows[0]))]
    return "\n".join(
        "  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)) for row in rows
    )
