"""`data/territory/perimeter.toml` → who handles what."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from types import MappingProxyType
from typing import Any

from ccpro_desk.domain.referral.perimeter import Article, Handler, Perimeter
from ccpro_desk.reference import DataError
from ccpro_desk.reference.files import read_toml
from ccpro_desk.reference.motifs import load_motifs

_FILE = "data/territory/perimeter.toml"


@cache
def load_perimeter() -> Perimeter:
    """Raises `DataError` naming what is wrong in the file."""
    return read_perimeter(read_toml("territory/perimeter.toml"))


def read_perimeter(table: Mapping[str, Any]) -> Perimeter:
    """Every motif falls under an article that exists. Raises `DataError`."""
    try:
        articles = {each["id"]: _article(each, table) for each in table["article"]}
        article_of = dict(table["motifs"])
    except (KeyError, TypeError, ValueError) as error:
        raise DataError(f"{_FILE} : {error!r} manque ou est mal écrit.") from error
    unknown = sorted({*article_of.values()} - articles.keys())
    strange = sorted(article_of.keys() ^ load_motifs().codes)
    if unknown or strange:
        raise DataError(
            f"{_FILE} : article ou motif inconnu, ou motif oublié : {', '.join(unknown + strange)}."
        )
    return Perimeter(MappingProxyType(articles), MappingProxyType(article_of))


def _article(each: Mapping[str, Any], table: Mapping[str, Any]) -> Article:
    return Article(
        id=each["id"],
        handled_by=Handler(each["handled_by"]),
        title=each["title"],
        said=each["said"],
        instead=each["instead"],
        since=each.get("since", table["since"]),
        until=each.get("until"),
        to_validate=each.get("to_validate", table["to_validate"]),
    )
