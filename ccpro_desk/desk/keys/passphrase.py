"""Without a keyring: the store's random key is wrapped by a passphrase (argon2id), asked at each start.

The wrapping is a one-time pad: 64 bytes are derived under a salt used once, the first 32 are added to the
random key, the last 32 authenticate the file (HMAC-SHA256). A wrong passphrase and a changed file look alike.
"""

from __future__ import annotations

import hmac
import json
import secrets
from hashlib import sha256

from ccpro_desk.desk.errors import KeyProblem, WrongPassphrase
from ccpro_desk.desk.keys.port import KEY_BYTES, Keys
from ccpro_desk.desk.places import Place, write_private

SHORTEST = 10
"""Characters that a new passphrase needs at least."""
_TIME, _MEMORY_KIB, _LANES = 3, 65_536, 2
"""RFC 9106, second recommended option, with two lanes: a quarter of a second on an office computer."""


class PassphraseKeys(Keys):
    def __init__(self) -> None:
        self._open: dict[str, bytes] = {}

    def store_key(self, place: Place) -> bytes | None:
        if place.name not in self._open and place.store.exists() and self.is_new(place):
            raise KeyProblem(
                "Le trousseau du système, où se trouve la clé de ce poste, ne répond pas.",
                "Déverrouillez-le (ouvrez votre session graphique), puis relancez ccpro-desk. "
                "Rien n'est perdu.",
            )
        return self._open.get(place.name)

    def is_new(self, place: Place) -> bool:
        return not place.wrapped_key.exists()

    def unlock(self, place: Place, passphrase: str) -> None:
        if self.is_new(place):
            self._open[place.name] = _choose(place, passphrase)
        else:
            self._open[place.name] = _unwrap(place, passphrase)


def _choose(place: Place, passphrase: str) -> bytes:
    if len(passphrase) < SHORTEST:
        raise WrongPassphrase(f"Choisissez une phrase d'au moins {SHORTEST} caractères.")
    key, salt = secrets.token_bytes(KEY_BYTES), secrets.token_bytes(16)
    costs = (_TIME, _MEMORY_KIB, _LANES)
    pad, mac_key = _derive(passphrase, salt, costs)
    wrapped = bytes(a ^ b for a, b in zip(key, pad, strict=True))
    content = {
        "argon2id": list(costs),
        "salt": salt.hex(),
        "wrapped": wrapped.hex(),
        "mac": _mac(mac_key, salt, wrapped).hex(),
    }
    write_private(place.wrapped_key, json.dumps(content).encode())
    return key


def _unwrap(place: Place, passphrase: str) -> bytes:
    try:
        content = json.loads(place.wrapped_key.read_bytes())
        time, memory, lanes = content["argon2id"]
        salt, wrapped, mac = (bytes.fromhex(content[name]) for name in ("salt", "wrapped", "mac"))
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise KeyProblem(
            f"Le fichier de clé {place.wrapped_key} est illisible.", "Rétablissez-le depuis une sauvegarde."
        ) from error
    pad, mac_key = _derive(passphrase, salt, (time, memory, lanes))
    if not hmac.compare_digest(mac, _mac(mac_key, salt, wrapped)):
        raise WrongPassphrase("Cette phrase n'ouvre pas la réserve de ce poste.", "Saisissez-la de nouveau.")
    return bytes(a ^ b for a, b in zip(wrapped, pad, strict=True))


def _derive(passphrase: str, salt: bytes, costs: tuple[int, int, int]) -> tuple[bytes, bytes]:
    from argon2.low_level import Type, hash_secret_raw

    time, memory, lanes = costs
    made = hash_secret_raw(
        passphrase.encode(),
        salt,
        time_cost=time,
        memory_cost=memory,
        parallelism=lanes,
        hash_len=64,
        type=Type.ID,
    )
    return made[:KEY_BYTES], made[KEY_BYTES:]


def _mac(key: bytes, salt: bytes, wrapped: bytes) -> bytes:
    return hmac.new(key, salt + wrapped, sha256).digest()
