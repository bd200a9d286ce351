"""The store's key and the session's token: in the system keyring, behind a passphrase, or (demo) in a file.

`find_keys` chooses. It may import the keyring, which is slow: workstations call it in a thread started before
the screen library is imported.
"""

from __future__ import annotations

from ccpro_desk.desk.keys.keyfile import FileKeys
from ccpro_desk.desk.keys.passphrase import PassphraseKeys
from ccpro_desk.desk.keys.port import Keys
from ccpro_desk.desk.places import Places
from ccpro_desk.desk.settings import DeskSettings

__all__ = ["FileKeys", "Keys", "PassphraseKeys", "find_keys"]


def find_keys(settings: DeskSettings) -> Keys:
    """The way this workstation keeps secrets, ready for whoever signed in last. Raises `KeyProblem`."""
    if settings.key_file is not None:
        return FileKeys(settings.key_file)
    from ccpro_desk.desk.keys.ring import ring_keys

    keys = ring_keys() or PassphraseKeys()
    places = Places(settings.state_dir, settings.central)
    login = settings.login or places.last_login()
    if login is not None:
        keys.prepare(places.of(login))
    return keys
