"""How well an answer fits a contact and the agent who has it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from types import MappingProxyType

from ccpro_desk.answers.model import Answer, Channel

_MOTIF, _STANDING, _TAX, _CHANNEL = 0.5, 0.2, 0.15, 0.05
"""What fits the contact, added to a score that begins at 0."""
_USED, _OFTEN = 0.1, 5
"""What the agent's own use adds at most, half of it after so many times: it only tells equals apart."""


@dataclass(frozen=True, slots=True)
class Fit:
    """What is known of the contact, and what its agent uses."""

    motifs: tuple[str, ...] = ()
    """Best first."""
    taxes: frozenset[str] = frozenset()
    channel: Channel | None = None
    standing: frozenset[str] = frozenset()
    """The motifs that the usager's regimes and legal form speak for."""
    used: Mapping[str, int] = field(default_factory=lambda: MappingProxyType({}))
    """Answer id → how often this agent took it."""

    def boost(self, answer: Answer) -> float:
        tax = _TAX if not self.taxes.isdisjoint(answer.taxes) else 0
        standing = _STANDING if answer.motifs[0] in self.standing else 0
        times = self.used.get(answer.id, 0)
        used = _USED * times / (times + _OFTEN)
        channel = _CHANNEL if self.channel in answer.channels else 0
        return self._motif(answer.motifs) + standing + tax + used + channel

    def _motif(self, of_answer: Sequence[str]) -> float:
        rank = next((n for n, code in enumerate(self.motifs) if code in of_answer), None)
        if rank is None:
            return 0
        return _MOTIF / (1 + rank / 2) * (1 if of_answer[0] == self.motifs[rank] else 0.7)
