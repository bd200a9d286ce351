"""What the desk asks of whatever keeps its secrets."""

from __future__ import annotations

from abc import ABC, abstractmethod

from ccpro_desk.desk.places import Place

KEY_BYTES = 32
"""SQLCipher's raw key: 256 bits."""


class Keys(ABC):
    """Keeps one key a store. Blocking: call it in a thread once the screen stands."""

    keeps_tokens: bool = False
    """Whether it also keeps the session's token; otherwise the encrypted store does."""

    @abstractmethod
    def store_key(self, place: Place) -> bytes | None:
        """The store's key, made at the first call; none while a passphrase is needed. Raises `KeyProblem`."""

    def prepare(self, place: Place) -> None:
        """Read ahead what opening this store will need."""
        self.store_key(place)

    def is_new(self, place: Place) -> bool:
        """Whether `unlock` chooses a passphrase rather than checks one."""
        return False

    def unlock(self, place: Place, passphrase: str) -> None:
        """Give the passphrase. Raises `WrongPassphrase`."""
        raise NotImplementedError

    def token(self, place: Place) -> str | None:
        return None

    def keep_token(self, place: Place, token: str | None) -> None:
        """Keep the session's token; none forgets it."""
        raise NotImplementedError
