"""The templates of answers: Jinja2, sandboxed, strict, and only a small part of it.

Allowed: text, `{{ … }}` over the vocabulary, `{% if %}` with comparisons. Loops, assignments, macros,
includes and arithmetic are refused before anything runs, so no text can grow or go on for ever.

Vocabulary: `usager.name`, `usager.siren`, `contact.received_on`, `contact.subject`, `agent.centre`, `today`,
`blank.<name>`, `parameter("id")` and `parameter("id", 2026)` (the value at the end of that year).
"""

from __future__ import annotations

from functools import lru_cache
from typing import Any

from jinja2 import StrictUndefined, Template, TemplateSyntaxError, nodes
from jinja2.sandbox import ImmutableSandboxedEnvironment

VOCABULARY: dict[str, str] = {
    "usager.name": "nom de l'entreprise",
    "usager.siren": "SIREN",
    "contact.received_on": "date de la demande",
    "contact.subject": "objet de la demande",
    "agent.centre": "nom du centre",
    "today": "date du jour",
}
"""The words of the vocabulary, blanks and parameters apart, and the label of the gap of an unknown one."""

_ALLOWED = (
    nodes.Template, nodes.Output, nodes.TemplateData, nodes.Getattr, nodes.Name, nodes.Const, nodes.Call,
    nodes.If, nodes.Compare, nodes.Operand, nodes.And, nodes.Or, nodes.Not,
)  # fmt: skip
_SIZE = 20_000
"""Longest template, in characters."""


class TemplateError(Exception):
    """A text that cannot be used; `line` counts from 1 within it."""

    def __init__(self, line: int, what: str, mend: str) -> None:
        super().__init__(f"{what} {mend}")
        self.line, self.what, self.mend = line, what, mend


def _environment() -> ImmutableSandboxedEnvironment:
    environment = ImmutableSandboxedEnvironment(
        undefined=StrictUndefined,
        autoescape=False,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=False,
    )
    environment.globals.clear()
    environment.filters.clear()
    return environment


_ENVIRONMENT = _environment()


@lru_cache(maxsize=512)
def compiled(source: str) -> Template:
    """The template of `source`. Raises `TemplateError`."""
    parsed(source)
    return _ENVIRONMENT.from_string(source)


def parsed(source: str) -> nodes.Template:
    """The syntax tree of `source`, of allowed nodes only. Raises `TemplateError`."""
    if len(source) > _SIZE:
        raise TemplateError(1, "Texte trop long.", f"Restez sous {_SIZE} caractères.")
    try:
        tree = _ENVIRONMENT.parse(source)
    except TemplateSyntaxError as error:
        raise TemplateError(
            error.lineno, f"Gabarit mal écrit ({error.message}).", "Vérifiez les accolades."
        ) from error
    for node in tree.find_all(nodes.Node):
        if not isinstance(node, _ALLOWED):
            what = f"« {type(node).__name__} » n'est pas permis dans une fiche."
            raise TemplateError(node.lineno, what, "N'employez que {{ … }} et {% if %}.")
    return tree


def uses(source: str) -> list[tuple[int, str]]:
    """The (line, dotted word) of every value that `source` reads. Raises `TemplateError`."""
    tree = parsed(source)
    inner = {id(node.node) for node in tree.find_all(nodes.Getattr)} | {
        id(c.node) for c in tree.find_all(nodes.Call)
    }
    found = [n for n in tree.find_all((nodes.Name, nodes.Getattr)) if id(n) not in inner]
    return [(node.lineno, _dotted(node)) for node in found]


def parameters_used(source: str) -> list[tuple[int, str, int | None]]:
    """The (line, id, year) of every `parameter(…)` of `source`. Raises `TemplateError`."""
    return [_parameter_call(call) for call in parsed(source).find_all(nodes.Call)]


def _dotted(node: nodes.Node) -> str:
    if isinstance(node, nodes.Getattr):
        return f"{_dotted(node.node)}.{node.attr}"
    return node.name if isinstance(node, nodes.Name) else "?"


def _parameter_call(call: nodes.Call) -> tuple[int, str, int | None]:
    values: list[Any] = [a.value for a in call.args if isinstance(a, nodes.Const)]
    named = isinstance(call.node, nodes.Name) and call.node.name == "parameter"
    fits = len(values) == len(call.args) in (1, 2) and isinstance(values[0], str) and not call.kwargs
    if not named or not fits or (len(values) == 2 and type(values[1]) is not int):
        mend = 'Écrivez {{ parameter("identifiant") }} ou {{ parameter("identifiant", 2026) }}.'
        raise TemplateError(call.lineno, "Appel non permis.", mend)
    return call.lineno, values[0], values[1] if len(values) == 2 else None
