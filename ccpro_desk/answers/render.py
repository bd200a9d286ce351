"""An answer's text for one channel and one contact."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from types import SimpleNamespace
from typing import Any

from jinja2 import TemplateError as JinjaError

from ccpro_desk.answers import french
from ccpro_desk.answers.blanks import find_gaps, gap, plain
from ccpro_desk.answers.filling import BlankError, filled
from ccpro_desk.answers.model import Answer, Channel, Variant
from ccpro_desk.answers.parameters import Parameters, load_parameters
from ccpro_desk.answers.template import VOCABULARY, TemplateError, compiled


@dataclass(frozen=True, slots=True)
class RenderContext:
    """What is known of a contact; what is empty becomes a gap."""

    today: date
    """The day, in Paris, whose law the parameters follow."""
    usager_name: str = ""
    siren: str = ""
    received_on: date | None = None
    subject: str = ""
    centre: str = ""
    parameters: Parameters = field(default_factory=load_parameters)


@dataclass(frozen=True, slots=True)
class Rendered:
    """A text ready for the editor."""

    text: str
    gaps: tuple[tuple[int, int, str], ...]
    """(start, end, label) of what the agent still has to fill."""
    id: str
    version: int
    channel: Channel
    references_line: str


class RenderError(Exception):
    """An answer that cannot be rendered: where and why, in French."""

    def __init__(self, answer: Answer, line: int, what: str) -> None:
        super().__init__(f"{answer.file}:{line} : {what}")
        self.answer, self.line, self.what = answer, line, what


def render(
    answer: Answer, channel: Channel | str, context: RenderContext, blanks: Mapping[str, str] | None = None
) -> Rendered:
    """The text of `answer` for `channel`; blanks without a value stay as gaps.

    Raises `RenderError` when the text cannot be made, `BlankError` when a value does not suit its blank.
    """
    chosen, variant = answer.variant(Channel.of_contact(channel))
    values = _values(answer, context, blanks or {})
    text = french.typography(_run(answer, variant, values).strip())
    return Rendered(text, tuple(find_gaps(text)), answer.id, answer.version, chosen, references_line(answer))


def references_line(answer: Answer) -> str:
    """« CGI, art. 271 · BOI-TVA-DED-50-20-10 »: what the text rests on."""
    return french.typography(" · ".join(reference.text for reference in answer.references))


def _run(answer: Answer, variant: Variant, values: Mapping[str, Any]) -> str:
    try:
        return compiled(variant.text).render(values)
    except TemplateError as error:
        raise RenderError(answer, variant.line + error.line - 1, str(error)) from error
    except JinjaError as error:
        raise RenderError(answer, variant.line, f"texte impossible à composer ({error.message}).") from error
    except LookupError as error:
        raise RenderError(answer, variant.line, str(error.args[0])) from error


def _values(answer: Answer, context: RenderContext, typed: Mapping[str, str]) -> dict[str, Any]:
    known = _known(context)
    unknown = sorted(set(typed) - {blank.name for blank in answer.blanks})
    if unknown:
        raise BlankError(f"« {unknown[0]} » n'est pas un champ de la fiche {answer.id}.")
    words = {word: known[word] or gap(label) for word, label in VOCABULARY.items()}
    blanks = {
        b.name: filled(b, typed[b.name])
        if typed.get(b.name, "").strip()
        else known.get(b.fill, "") or gap(b.label)
        for b in answer.blanks
    }
    return {
        "usager": SimpleNamespace(name=words["usager.name"], siren=words["usager.siren"]),
        "contact": SimpleNamespace(
            received_on=words["contact.received_on"], subject=words["contact.subject"]
        ),
        "agent": SimpleNamespace(centre=words["agent.centre"]),
        "today": words["today"],
        "blank": SimpleNamespace(**blanks),
        "parameter": _parameter(context),
    }


def _known(context: RenderContext) -> dict[str, str]:
    received = context.received_on
    siren = plain(context.siren)
    return {
        "usager.name": plain(context.usager_name),
        "usager.siren": french.NBSP.join((siren[:3], siren[3:6], siren[6:])) if siren.isdigit() else siren,
        "contact.received_on": french.long_date(received) if received else "",
        "contact.subject": plain(context.subject),
        "agent.centre": plain(context.centre),
        "today": french.long_date(context.today),
    }


def _parameter(context: RenderContext) -> Callable[..., str]:
    """`parameter("id")`: the value on the day of the context; with a year, at the end of that year."""

    def value(code: str, year: int | None = None) -> str:
        day = date(year, 12, 31) if year else context.today
        found = context.parameters.on(code, day)
        if found is None:
            raise LookupError(f"le paramètre « {code} » n'a pas de valeur au {french.long_date(day)}.")
        return found.text

    return value
