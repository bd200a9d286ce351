"""Textual's own table with a thousand rows: what Down in the queue is measured against."""

from __future__ import annotations

from textual.app import App, ComposeResult
from textual.widgets import DataTable

ROWS = 1_000
COLUMNS = ("due", "channel", "for whom", "subject", "motif", "received", "centre", "state")


class Table(App[None]):
    CSS = "DataTable { height: 1fr; }"

    def compose(self) -> ComposeResult:
        yield DataTable(cursor_type="row")

    def on_mount(self) -> None:
        table = self.query_one(DataTable)
        table.add_columns(*COLUMNS)
        table.add_rows(
            (
                f"{n % 24} h 00",
                "Courriel",
                "tous",
                f"Question {n}",
                "TVA",
                f"{n % 28 + 1}/11",
                "lons",
                "waiting",
            )
            for n in range(ROWS)
        )


Table().run()
