"""The system keyring (Secret Service, Keychain, Credential Manager): service `ccpro-desk`."""

from __future__ import annotations

import secrets

import keyring
from keyring.errors import KeyringError

from ccpro_desk.desk.errors import KeyProblem
from ccpro_desk.desk.keys.passphrase import PassphraseKeys
from ccpro_desk.desk.keys.port import KEY_BYTES, Keys
from ccpro_desk.desk.places import Place

SERVICE = "ccpro-desk"
_NO_BACKEND = ("keyring.backends.fail", "keyring.backends.null")


def ring_keys() -> Keys | None:
    """The keyring of this session; none when there is none, or when it cannot be opened."""
    try:
        backend = keyring.get_keyring()
        if type(backend).__module__ in _NO_BACKEND or backend.priority <= 0:
            return None
        backend.get_password(SERVICE, "probe")
    except (KeyringError, RuntimeError):
        return None
    return RingKeys()


class RingKeys(Keys):
    """A store that was made while there was no keyring goes on asking for its passphrase."""

    keeps_tokens = True

    def __init__(self) -> None:
        self._read: dict[str, bytes] = {}
        self._wrapped = PassphraseKeys()

    def store_key(self, place: Place) -> bytes | None:
        if place.wrapped_key.exists():
            return self._wrapped.store_key(place)
        if place.name not in self._read:
            self._read[place.name] = self._key(place)
        return self._read[place.name]

    def unlock(self, place: Place, passphrase: str) -> None:
        self._wrapped.unlock(place, passphrase)

    def token(self, place: Place) -> str | None:
        return _get(f"{place.name}.token")

    def keep_token(self, place: Place, token: str | None) -> None:
        name = f"{place.name}.token"
        if token is not None:
            _set(name, token)
        elif _get(name) is not None:
            try:
                keyring.delete_password(SERVICE, name)
            except KeyringError as error:
                raise _closed() from error

    def _key(self, place: Place) -> bytes:
        name = f"{place.name}.key"
        found = _get(name)
        if found is None:
            found = secrets.token_hex(KEY_BYTES)
            _set(name, found)
        return bytes.fromhex(found)


def _get(name: str) -> str | None:
    try:
        return keyring.get_password(SERVICE, name)
    except KeyringError as error:
        raise _closed() from error


def _set(name: str, value: str) -> None:
    try:
        keyring.set_password(SERVICE, name, value)
    except KeyringError as error:
        raise _closed() from error


def _closed() -> KeyProblem:
    return KeyProblem(
        "Le trousseau du système est verrouillé ou ne répond pas.",
        "Déverrouillez-le, puis relancez ccpro-desk. Rien n'est perdu.",
    )
