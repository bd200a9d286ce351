"""Why a document cannot be made, as a sentence and what to do."""

from __future__ import annotations


class DocumentProblem(Exception):
    """Nothing was made."""

    def __init__(self, sentence: str, hint: str = "") -> None:
        super().__init__(sentence)
        self.sentence, self.hint = sentence, hint


class NoTypesetter(DocumentProblem):
    """The library that sets documents in type is not installed here."""

    def __init__(self) -> None:
        super().__init__(
            "Ce centre ne compose pas de document PDF : une bibliothèque manque.",
            "L'administrateur installe ccpro-desk[pdf].",
        )
