"""The sender's own words, what they quote, and their signature, told apart.

The text that goes to the central is whole, in the order it was written, and marked by the two oldest
habits of plain-text mail, so that a desk folds it without this module: a quoted line begins with `>`; a line
`-- ` alone begins the signature, which ends at the next quoted line or at the end (RFC 3676 §4.3, §4.5). What
Outlook quotes bare gets its `>`. A mail that is nothing but a quotation (a forward) is left as it is.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import Enum

from mailparser_reply import EmailMessage as ReplyMessage

SIGNATURE_MARK = "-- "
_MAX_LINE = 400
"""Characters of a line that the patterns look at."""
_MAX_SIGNATURE = 20
"""Lines; a longer end of a mail is no signature."""
_MAX_FIRST = 70
"""Characters of a signature's first line: a name, a post, a company."""
_TAIL = 40
"""Lines at the end of the sender's words in which a signature is looked for."""
_INTRO_START = re.compile(r"^(?:Le|On|El|Am|Il|Em)\b.{4,}", re.IGNORECASE)
_INTRO = re.compile(
    r"^(?:Le\b.{4,}\ba\s+[ée]crit|On\b.{4,}\bwrote|Am\b.{4,}\bschrieb.{0,200}|El\b.{4,}\bescribi[óo])\s?:$",
    re.IGNORECASE,
)
_CUT = re.compile(
    r"^\W{0,3}-{3,}\s?(?:message d['’]origine|message original|original message|message transf[ée]r[ée]"
    r"|message initial|forwarded message|courriel d['’]origine"
    r"|d[ée]but du message (?:r[ée]exp[ée]di[ée]|transf[ée]r[ée]))"
    r"|^(?:d[ée]but du message (?:r[ée]exp[ée]di[ée]|transf[ée]r[ée])|begin forwarded message)\s?:$",
    re.IGNORECASE,
)
_RULE = re.compile(r"^[_]{10,}$|^-{20,}$")
_FROM = re.compile(r"^[*\s]{0,3}(?:De|From|Exp[ée]diteur)\s?:[*\s]{0,3}\S", re.IGNORECASE)
_FIELD = re.compile(
    r"^[*\s]{0,3}(?:Envoy[ée](?: le)?|Date|Sent|[ÀA]|To|Objet|Subject|Cc|Copie"
    r"|Destinataire|R[ée]pondre [àa])\s?:",
    re.IGNORECASE,
)
_SENT_FROM = re.compile(
    r"^(?:envoy[ée] (?:depuis|de(?:puis)? mon|[àa] partir de)|sent from|get outlook for|t[ée]l[ée]charge[rz]"
    r" outlook|obtenez outlook)\b",
    re.IGNORECASE,
)
_POSTSCRIPT = re.compile(r"^(?:p\.?-?\s?s\.?|n\.?b\.?)\s?[:.-]", re.IGNORECASE)
_CLOSING = re.compile(
    r"^(?:(?:bien |tr[èe]s )?cordialement|cdt|cdlt|bien [àa] vous|(?:sinc[èe]res |meilleures )?salutations"
    r"|(?:avec (?:mes|nos) )?(?:sinc[èe]res |meilleures )?(?:salutations|remerciements)(?: .{0,80})?"
    r"|respectueusement|bonne (?:journ[ée]e|soir[ée]e|r[ée]ception)(?: .{0,40})?|merci(?: .{0,60})?"
    r"|(?:best|kind|warm) regards|regards|yours .{0,20}|thanks.{0,40})\s?[,.!]{0,3}$",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Body:
    """A text taken apart. Joined they are the text, but for the marks."""

    fresh: str
    """What the sender writes this time."""
    quoted: str
    """What they quote, with its `>`."""
    signature: str
    """Name, post, address, telephone; often the SIREN."""

    @property
    def own(self) -> str:
        """All that comes from the sender."""
        return f"{self.fresh}\n{self.signature}"


class _Part(Enum):
    FRESH = 0
    QUOTED = 1
    SIGNATURE = 2
    MARK = 3


def split_body(text: str) -> Body:
    """`text` taken apart: Outlook, Gmail, Apple Mail and plain-text habits, French and English."""
    lines = text.split("\n")
    parts = _parts(lines)

    def of(part: _Part) -> str:
        return "\n".join(line for line, its in zip(lines, parts, strict=True) if its is part).strip("\n")

    return Body(of(_Part.FRESH), of(_Part.QUOTED), of(_Part.SIGNATURE))


def marked(text: str) -> str:
    """`text` whole, with the marks that this module's first lines describe."""
    lines = text.split("\n")
    out: list[str] = []
    before = _Part.FRESH
    for line, part in zip(lines, _parts(lines), strict=True):
        if part is _Part.SIGNATURE and before not in (_Part.SIGNATURE, _Part.MARK):
            out.append(SIGNATURE_MARK)
        out.append(_quote(line) if part is _Part.QUOTED else SIGNATURE_MARK if part is _Part.MARK else line)
        before = part
    return "\n".join(out)


def _quote(line: str) -> str:
    return line if line.startswith(">") else f"> {line}".rstrip()


def _parts(lines: list[str]) -> list[_Part]:
    parts = _quoted(lines)
    if not any(line.strip() for line, part in zip(lines, parts, strict=True) if part is _Part.FRESH):
        return [_Part.FRESH] * len(lines)
    _sign(lines, parts)
    return parts


def _quoted(lines: list[str]) -> list[_Part]:
    parts = [_Part.FRESH] * len(lines)
    at = 0
    while at < len(lines):
        line = lines[at][:_MAX_LINE].strip()
        intro = _intro(lines, at)
        if line.startswith(">"):
            parts[at] = _Part.QUOTED
        elif intro and not _has_marks(lines, at + intro):
            return parts[:at] + [_Part.QUOTED] * (len(lines) - at)
        elif intro:
            parts[at : at + intro] = [_Part.QUOTED] * intro
            at += intro - 1
        elif _starts_block(lines, at):
            return parts[:at] + [_Part.QUOTED] * (len(lines) - at)
        at += 1
    return parts


def _intro(lines: list[str], at: int) -> int:
    """How many lines from `at` say « Le … a écrit : »; 0 when they do not."""
    if not _INTRO_START.match(lines[at][:_MAX_LINE].strip()):
        return 0
    said = ""
    for count, line in enumerate(lines[at : at + 3], 1):
        said = f"{said} {line[:_MAX_LINE].strip()}".strip()
        if _INTRO.match(said):
            return count
    return 0


def _has_marks(lines: list[str], at: int) -> bool:
    """Whether the quotation that begins at `at` carries `>`."""
    following = (line.strip() for line in lines[at : at + 6] if line.strip())
    return next(following, "").startswith(">")


def _starts_block(lines: list[str], at: int) -> bool:
    """Whether everything from here on is an older message (Outlook, Apple Mail, webmails)."""
    line = lines[at][:_MAX_LINE].strip()
    if _CUT.match(line):
        return True
    if _RULE.match(line):
        return _is_head([text for text in lines[at + 1 : at + 8] if text.strip()])
    return bool(_FROM.match(line)) and _is_head([text for text in lines[at : at + 8] if text.strip()])


def _is_head(lines: list[str]) -> bool:
    """« De : », then at least another header within the next lines."""
    if not lines or not _FROM.match(lines[0][:_MAX_LINE].strip()):
        return False
    return sum(bool(_FIELD.match(line[:_MAX_LINE].strip())) for line in lines[1:5]) >= 2


def _sign(lines: list[str], parts: list[_Part]) -> None:
    """Marks the signature: the last run of the sender's own lines, if it ends like one."""
    own = [at for at, part in enumerate(parts) if part is _Part.FRESH]
    own = _last_run(own, lines)
    start = _signature_start([lines[at][:_MAX_LINE] for at in own])
    if start is None:
        return
    while not lines[own[start]].strip():
        start += 1
    for at in own[start:]:
        parts[at] = _Part.SIGNATURE
    if lines[own[start]].rstrip() == "--":
        parts[own[start]] = _Part.MARK


def _last_run(own: list[int], lines: list[str]) -> list[int]:
    """The sender's last unbroken lines that say something, at most `_TAIL`."""
    while own and not lines[own[-1]].strip():
        own = own[:-1]
    run = own[-_TAIL:]
    for place in range(len(run) - 1, 0, -1):
        if run[place] != run[place - 1] + 1:
            return run[place:]
    return run


def _signature_start(tail: list[str]) -> int | None:
    for at, line in enumerate(tail):
        if line.rstrip() == "--" and _fits(tail, at):
            return at
    found = [at + 1 for at, line in enumerate(tail[:-1]) if _CLOSING.match(line.strip())]
    found += [at for at, line in enumerate(tail) if _SENT_FROM.match(line.strip())]
    found += _found_by_library(tail)
    return next((at for at in sorted(found) if _fits(tail, at)), None)


def _fits(tail: list[str], at: int) -> bool:
    """Short, after something, and asking nothing: what an agent must answer is never folded away."""
    after = [line.strip() for line in tail[at:] if line.strip()]
    short = len(tail) - at <= _MAX_SIGNATURE and bool(after) and len(after[0]) <= _MAX_FIRST
    return at > 0 and short and not any("?" in line or _POSTSCRIPT.match(line) for line in after)


def _found_by_library(tail: list[str]) -> list[int]:
    """mail-parser-reply's view, French and English. It sees few short lines: its patterns are not linear."""
    squeezed = re.sub(r"\n{3,}", "\n\n", "\n".join(line.strip() for line in tail))
    signature = str(_library(squeezed)).strip()
    first = signature.partition("\n")[0].strip()
    if not first or _CLOSING.match(first):
        return []
    return [at for at, line in enumerate(tail) if line.strip() == first][-1:]


def _library(text: str) -> str:
    replies = ReplyMessage(text=text, languages=["fr", "en"], keep_hyphen_lists=True).read().replies
    return replies[0].signatures or "" if replies else ""
