"""One thing that an act's form asks: its label, where it is typed, and the sentence when it will not do."""

from __future__ import annotations

from textual.app import ComposeResult
from textual.containers import Vertical
from textual.content import Content
from textual.widget import Widget
from textual.widgets import Input, Label, Static, TextArea

from ccpro_desk.domain.acts.catalogue import Field, FieldType
from ccpro_desk.widgets.choice_line import ChoiceLine

YES_NO = (("oui", "Oui"), ("non", "Non"))
EXAMPLES = {
    FieldType.MONEY: "1 234,50",
    FieldType.DATE: "24/11/2026",
    FieldType.PERIOD: "10/2026 ou T4 2026",
    FieldType.YEAR: "2026",
    FieldType.SIREN: "9 chiffres",
    FieldType.SIRET: "14 chiffres",
    FieldType.VAT: "FR et 11 chiffres",
    FieldType.IBAN: "FR76…",
    FieldType.BIC: "8 ou 11 caractères",
    FieldType.EMAIL: "nom@domaine.fr",
    FieldType.PHONE: "06 39 98 00 10",
}
MOST = 10_000
_LINE = 300


class ActField(Vertical):
    """Told what is wrong by its form; a field that asks nothing now is not shown."""

    DEFAULT_CSS = """
    ActField { height: auto; margin: 0 0 1 0; }
    ActField .label { color: $quiet; width: 100%; }
    ActField .wrong { width: 100%; height: auto; display: none; }
    ActField.-wrong .wrong, ActField.-helped:focus-within .wrong { display: block; }
    ActField .wrong { color: $quiet; }
    ActField.-wrong .wrong { color: $error; text-style: bold; }
    ActField TextArea { height: 4; }
    """

    def __init__(self, field: Field, text: str) -> None:
        super().__init__(id=f"of-{field.id}", classes="-helped" if field.help else "")
        self.field, self._text = field, text
        self.touched = False
        """Whether something was typed here: an empty field is not at fault before that."""

    def compose(self) -> ComposeResult:
        optional = "" if self.field.required else " (facultatif)"
        yield Label(f"{self.field.label}{optional}", classes="label", markup=False)
        yield self._made()
        yield Static(self.field.help, classes="wrong", markup=False)

    def _made(self) -> Widget:
        name = f"f-{self.field.id}"
        if self.field.type is FieldType.CHOICE:
            choices = [(choice.code, choice.label) for choice in self.field.choices]
            return ChoiceLine(name, choices, self._text)
        if self.field.type is FieldType.YES_NO:
            return ChoiceLine(name, YES_NO, self._text)
        if self.field.type is FieldType.LONG_TEXT:
            return TextArea(self._text, id=name, soft_wrap=True, tab_behavior="focus")
        example = EXAMPLES.get(self.field.type, "")
        return Input(self._text, id=name, placeholder=example, max_length=_LINE)

    @property
    def widget(self) -> Widget:
        """Where it is typed."""
        return self.query_one(f"#f-{self.field.id}")

    @property
    def text(self) -> str:
        widget = self.widget
        if isinstance(widget, Input | ChoiceLine):
            return widget.value
        return widget.text if isinstance(widget, TextArea) else ""

    def fill(self, text: str) -> None:
        """What the file says, where nothing is typed yet."""
        widget = self.widget
        if self.text or not text:
            return
        if isinstance(widget, Input | ChoiceLine):
            widget.value = text
        elif isinstance(widget, TextArea):
            widget.text = text

    def tell(self, wrong: str) -> None:
        """What is wrong with it now; empty: nothing."""
        self.set_class(bool(wrong), "-wrong")
        self.query_one(".wrong", Static).update(Content(f"! {wrong}" if wrong else self.field.help))
