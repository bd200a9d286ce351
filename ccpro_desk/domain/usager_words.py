"""The words by which a usager is found: what is kept of a file, and what somebody asks for.

Everything is folded to `[a-z0-9]` words. A telephone number is the one thing that is not public: it is found
only whole, so that nobody guesses one digit by digit.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Any

from ccpro_desk.domain.motifs import fold

_SMALL = (
    "a au aux avec chez d dans de des du en et l la le les m mme mlle ou par pour s sur un une"
    " ei eirl earl eurl gaec gfa gie sa sarl sas sasu sca scea sci scm scp scs selarl selas selasu snc sprl"
    " ets ste societe allee av avenue bd boulevard chemin cours impasse place quai route rue square"
)
SMALL = frozenset(_SMALL.split())
"""Words of names and addresses too common to find anybody by: only the beginning of a name needs them."""
LONGEST_FOLDED = 500
_LIGATURES = str.maketrans({"œ": "oe", "Œ": "oe", "æ": "ae", "Æ": "ae", "ß": "ss"})
_SHORTEST_BEGINNING = 3
_PHONE = re.compile(r"(?:\+|00)[0-9]{9,15}|0[0-9]{9}")
_VAT = re.compile(r"fr[0-9a-z]{2}[0-9]{9}")
_ID = re.compile(r"[0-9]{9}|[0-9]{14}")
_LETTERS = re.compile(r"\b[a-z] [a-z]\b")
_SEPARATORS = re.compile(r"[\s.()/_-]+")
_SIGNIFICANT = 9
"""The last digits of a telephone number that tell it, with or without its country."""
_INITIALS = range(3, 9)


def folded(text: str) -> str:
    """`text` as names are compared and sorted; the letters of « S.N.C.F. » are put together."""
    plain = fold(text if text.isascii() else text.translate(_LIGATURES))
    if _LETTERS.search(plain):
        plain = " ".join(_joined(plain.split()))
    return plain[:LONGEST_FOLDED]


def _joined(words: Sequence[str]) -> Iterator[str]:
    for single, run in groupby(words, key=lambda word: len(word) == 1 and word.isalpha()):
        letters = list(run)
        if single and len(letters) > 1:
            yield "".join(letters)
        else:
            yield from letters


def words_of(document: Mapping[str, Any]) -> str:
    """All words of a file (as JSON), apart by a space."""
    words: dict[str, None] = dict.fromkeys(named_words(document))
    words.update(dict.fromkeys(_place_words(document)))
    words.update(dict.fromkeys(_identifiers(document)))
    return " ".join(words)


def named_words(document: Mapping[str, Any]) -> list[str]:
    """Those of the name, the usual name, the acronym, the signs; and the name's initials."""
    names = [document.get(key) or "" for key in ("name", "usual_name", "acronym")]
    names += [one.get("name") or "" for one in document.get("establishments") or ()]
    found = [word for name in names for word in folded(name).split()]
    telling = [word for word in folded(document["name"]).split() if word not in SMALL]
    if len(telling) in _INITIALS:
        found.append("".join(word[0] for word in telling))
    return found


def _place_words(document: Mapping[str, Any]) -> Iterator[str]:
    addresses = [document.get("address")] + [
        one.get("address") for one in document.get("establishments") or ()
    ]
    for address in addresses:
        if address:
            parts = (*address.get("lines", ()), address.get("postcode", ""), address.get("city", ""))
            for part in parts:
                yield from folded(part).split()
    yield from folded(document.get("city") or "").split()


def _identifiers(document: Mapping[str, Any]) -> Iterator[str]:
    yield document["siren"]
    for siret in (document.get("siret"), *(one["siret"] for one in document.get("establishments") or ())):
        if siret:
            yield siret
    if document.get("vat"):
        yield fold(document["vat"]).replace(" ", "")
    for contact in document.get("contacts") or ():
        if contact["kind"] == "phone" and (key := _phone_word(contact["value"])):
            yield key


def _phone_word(number: str) -> str | None:
    digits = re.sub(r"\D", "", number)
    return f"t{digits[-_SIGNIFICANT:]}" if len(digits) >= _SIGNIFICANT else None


@dataclass(frozen=True, slots=True)
class Wanted:
    """What is asked for."""

    exact: str | None
    """A word that only an identifier or a whole telephone number makes."""
    digits: str
    """The beginning of a SIREN."""
    name: str
    """The beginning of a folded name."""
    words: tuple[str, ...]
    """Those that must all be there; a beginning does, from three letters on."""

    @property
    def is_known(self) -> bool:
        """Whether it is an identifier, which nothing is near to."""
        return self.exact is not None


def wanted(query: str) -> Wanted:
    """What somebody means by what they typed."""
    compact = _SEPARATORS.sub("", query).lower()
    if _PHONE.fullmatch(compact):
        return Wanted(_phone_word(compact), "", "", ())
    if _VAT.fullmatch(compact) or _ID.fullmatch(compact):
        return Wanted(compact, "", "", ())
    name = folded(query)
    words = tuple(dict.fromkeys(name.split()))
    telling = tuple(word for word in words if word not in SMALL)
    return Wanted(None, compact if compact.isascii() and compact.isdigit() else "", name, telling)


def is_beginning(word: str) -> bool:
    """Whether it may be the beginning of the word that is meant."""
    return len(word) >= _SHORTEST_BEGINNING and word.isalpha()


def has_all(words: Sequence[str], text: str) -> bool:
    """Whether each of `words` is a word of the folded `text`, or the beginning of one."""
    there = text.split()
    return all(
        any(other.startswith(word) if is_beginning(word) else other == word for other in there)
        for word in words
    )
