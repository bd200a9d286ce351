"""The system keyring, which keeps the session and the key of the local store."""

from __future__ import annotations

import secrets
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor

from ccpro_desk.desk.checkup.finding import Finding, good, poor

SERVICE = "ccpro-desk-doctor"
PATIENCE_S = 10.0
MEND = (
    "Sans trousseau, le poste demande une phrase secrète au démarrage. "
    "Sous Linux : installez gnome-keyring ou KeePassXC et déverrouillez-le."
)


def check() -> Iterator[Finding]:
    pool = ThreadPoolExecutor(1, "keyring")
    try:
        yield pool.submit(_try).result(PATIENCE_S)
    except TimeoutError:
        yield poor("keyring", "Trousseau", "il ne répond pas : il attend peut-être d'être déverrouillé", MEND)
    finally:
        pool.shutdown(wait=False, cancel_futures=True)


def _try() -> Finding:
    """Writes, reads and removes an entry of our own."""
    import keyring
    from keyring.errors import KeyringError

    name = type(keyring.get_keyring()).__module__
    login, value = secrets.token_hex(4), secrets.token_hex(8)
    try:
        keyring.set_password(SERVICE, login, value)
        read = keyring.get_password(SERVICE, login)
        if read == value:
            keyring.delete_password(SERVICE, login)
    except (KeyringError, OSError) as error:
        return poor("keyring", "Trousseau", f"inutilisable ({type(error).__name__}, {name})", MEND)
    if read != value:
        return poor("keyring", "Trousseau", f"il ne rend pas ce qu'on lui confie ({name})", MEND)
    return good("keyring", "Trousseau", name)
