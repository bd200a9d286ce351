"""From what is typed in the palette to what can be done: names, `:` places, arguments, what was done last."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from ccpro_desk.actions.model import Action, Argument, Binding
from ccpro_desk.actions.registry import ACTIONS, by_id
from ccpro_desk.domain.motifs import fold

HIDDEN = frozenset({"palette", "nothing"})
"""The palette itself, and the keys that do nothing."""
MOST_RECENT = 5


@dataclass(frozen=True, slots=True)
class Command:
    """An action, and what it is done with."""

    id: str
    argument: str = ""


@dataclass(frozen=True, slots=True)
class Hit:
    """One thing that the palette proposes."""

    command: Command
    note: str = ""
    """What the argument stands for: a name beside a SIREN."""
    trouble: str = ""
    """Why the argument that is typed is none."""
    recent: bool = False

    @property
    def action(self) -> Action:
        return by_id()[self.command.id]

    @property
    def typed(self) -> str:
        """What writes it in full: « :dossier 732829320 »."""
        word = next(iter(self.action.words), "")
        if not word:
            return self.action.label
        after = f" {self.command.argument}" if self.action.argument else ""
        return f":{word}{after}"


Suggest = Callable[[Argument], Sequence[tuple[str, str]]]
"""(value, note) of the arguments that are at hand."""


def seek(typed: str, *, recent: Sequence[Command] = (), suggest: Suggest = lambda _: ()) -> list[Hit]:
    """What fits, best first. Without a word: what was done last, then everything."""
    query = typed.strip().removeprefix(":").lstrip()
    word, space, rest = query.partition(" ")
    named = next((a for a in ACTIONS if space and fold(word) in a.words), None)
    if named is None and typed.endswith(" "):
        named = next((a for a in ACTIONS if fold(query) in a.words), None)
    if named is not None and named.argument is not None:
        return list(_with(named, named.argument, rest.strip(), suggest))
    found = [Hit(Command(action.id)) for action in _named(query)]
    return found if query else [*(Hit(command, recent=True) for command in recent), *found]


def remember(recent: Sequence[Command], done: Command) -> tuple[Command, ...]:
    """`done` before what was done earlier."""
    return (done, *(command for command in recent if command != done))[:MOST_RECENT]


def _with(action: Action, argument: Argument, rest: str, suggest: Suggest) -> Iterator[Hit]:
    """The action with what is typed after its word, then with what is at hand."""
    if not rest and not argument.required:
        yield Hit(Command(action.id))
    value, trouble = "", ""
    if rest:
        try:
            value = argument.read(rest)
        except ValueError as error:
            trouble = str(error)
    if value:
        yield Hit(Command(action.id, value))
    at_hand = [*((choice, "") for choice in argument.choices), *suggest(argument)]
    fit = [Hit(Command(action.id, v), note) for v, note in at_hand if v != value and _fits(rest, v, note)]
    yield from fit
    if trouble and not fit:
        yield Hit(Command(action.id, rest), trouble=trouble)


def _fits(rest: str, value: str, note: str) -> bool:
    close = fold(rest).replace(" ", "")
    return close in fold(f"{value} {note}").replace(" ", "")


def _named(query: str) -> list[Action]:
    sought = fold(query).split()
    shown = [a for a in ACTIONS if a.id not in HIDDEN and a.binding is not Binding.WIDGET]
    fit = [a for a in shown if all(w in _words(a) for w in sought)]
    return sorted(fit, key=lambda action: _rank(action, " ".join(sought)))


def _words(action: Action) -> str:
    return fold(" ".join((action.label, action.help, *action.words)))


def _rank(action: Action, query: str) -> int:
    """A word of its own first, then the label's beginning, the label, the help line."""
    label = fold(action.label)
    fits = (
        not query or query in action.words,
        label.startswith(query) or any(word.startswith(query) for word in action.words),
        query in label,
    )
    return next((rank for rank, fit in enumerate(fits) if fit), len(fits))
