"""Who handles what: the perimeter of the contact centres, as `data/territory/perimeter.toml` dates it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from types import MappingProxyType


class Handler(StrEnum):
    """Whose a question is."""

    CC = "cc"
    SHARED = "shared"
    """The centre gathers and checks, the SIE decides."""
    SIE = "sie"
    CCSF = "ccsf"
    PRS = "prs"
    URSSAF = "urssaf"
    DOUANE = "douane"
    INPI = "inpi"
    INSEE = "insee"
    VERIFIER = "verificateur"
    ASSISTANCE = "assistance"

    @property
    def refers(self) -> bool:
        """Whether the SIE is the one to ask."""
        return self in (Handler.SIE, Handler.SHARED)


@dataclass(frozen=True, slots=True)
class Article:
    """One rule of the perimeter, in words."""

    id: str
    handled_by: Handler
    title: str
    said: str
    instead: str
    since: date
    until: date | None = None
    to_validate: bool = True
    """Ours, and not yet the administration's."""

    @property
    def cited(self) -> str:
        """« article 1.1 du périmètre, proposition du 23/11/2026 à valider »."""
        dated = f"{self.since:%d/%m/%Y}"
        standing = (
            f"proposition du {dated} à valider" if self.to_validate else f"en vigueur depuis le {dated}"
        )
        return f"article {self.id} du périmètre, {standing}"

    def holds_on(self, day: date) -> bool:
        return self.since <= day and (self.until is None or day <= self.until)


@dataclass(frozen=True, slots=True)
class Perimeter:
    """The articles, and which of them each motif falls under."""

    articles: Mapping[str, Article] = field(default_factory=lambda: MappingProxyType({}))
    article_of: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))

    def of(self, motif: str | None, day: date) -> Article | None:
        """What the perimeter says of this motif on `day`; none: nothing."""
        article = self.articles.get(self.article_of.get(motif or "", ""))
        return article if article is not None and article.holds_on(day) else None

    def against(self, motifs: Iterable[str], day: date) -> Article | None:
        """The article that keeps a question from the SIE; none when one of its motifs may go there."""
        found = [self.of(motif, day) for motif in motifs]
        if not found or any(article is None or article.handled_by.refers for article in found):
            return None
        return found[0]

    def first_level(self, day: date) -> tuple[Article, ...]:
        """The articles by which the SIE gives a question back."""
        return tuple(a for a in self.articles.values() if not a.handled_by.refers and a.holds_on(day))


NO_PERIMETER = Perimeter()
