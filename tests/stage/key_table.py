"""The guide's table of keys, made from the registry of actions."""

from __future__ import annotations

from ccpro_desk import actions
from ccpro_desk.actions import DEFAULT, Action
from ccpro_desk.actions.seek import HIDDEN

BEGIN = "<!-- touches : écrit par scripts/pictures -->\n"
END = "<!-- fin des touches -->\n"


def with_table(guide: str) -> str:
    """The guide with the table that the registry gives."""
    before, _, rest = guide.partition(BEGIN)
    _, _, after = rest.partition(END)
    return f"{before}{BEGIN}{table()}{END}{after}"


def table() -> str:
    rows = [_row(action) for action in actions.ACTIONS if action.id not in HIDDEN - {"palette"}]
    return "\n".join(["", "| touche | par son nom | commande |", "|---|---|---|", *rows, "", ""])


def _row(action: Action) -> str:
    keys = ", ".join(f"`{key}`" for key in DEFAULT.names(action.id).split(", ") if key)
    word = f"`:{action.words[0]}`" if action.words else ""
    later = "" if action.ready else " *(pas encore disponible)*"
    return f"| {keys or '–'} | {word or '–'} | **{action.label}.** {action.help}{later} |"
