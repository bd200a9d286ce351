"""What lifts the curtain after a while: the password of this sign-in, or a code chosen for it.

Only a salted argon2id digest stands in this process's memory, never on disk: the central is not asked, since
signing in again would end the session, and without the line the agent must get the screen back too.
"""

from __future__ import annotations

import asyncio
import hmac
import secrets
from dataclasses import dataclass

SHORTEST_CODE = 6
"""Characters of a code that is chosen for the curtain alone."""
TRIES = 5
"""Wrong ones in a row after which only signing in again lifts it."""
_TIME, _MEMORY_KIB, _LANES = 2, 19_456, 1
"""OWASP's second choice for argon2id: 19 MiB, two passes."""


@dataclass(frozen=True, slots=True)
class _Digest:
    salt: bytes
    hash: bytes


class CurtainLock:
    def __init__(self) -> None:
        self._digest: _Digest | None = None
        self._wrong = 0
        self.chosen = False
        """A code, not the password, is what lifts it."""

    @property
    def ready(self) -> bool:
        """Whether anything lifts it but signing in again."""
        return self._digest is not None

    async def keep(self, secret: str, *, chosen: bool = False) -> None:
        """Remember what lifts the curtain; not the secret itself."""
        self._digest = await asyncio.to_thread(_digest, secret, secrets.token_bytes(16))
        self._wrong, self.chosen = 0, chosen

    async def opens(self, secret: str) -> bool:
        """Whether this lifts it. After `TRIES` wrong ones in a row nothing does."""
        known = self._digest
        if known is None:
            return False
        given = await asyncio.to_thread(_digest, secret, known.salt)
        if hmac.compare_digest(given.hash, known.hash):
            self._wrong = 0
            return True
        self._wrong += 1
        if self._wrong >= TRIES:
            self.forget()
        return False

    def forget(self) -> None:
        self._digest, self._wrong, self.chosen = None, 0, False


def _digest(secret: str, salt: bytes) -> _Digest:
    from argon2.low_level import Type, hash_secret_raw

    made = hash_secret_raw(
        secret.encode(),
        salt,
        time_cost=_TIME,
        memory_cost=_MEMORY_KIB,
        parallelism=_LANES,
        hash_len=32,
        type=Type.ID,
    )
    return _Digest(salt, made)
