"""Whom the programs of this house believe over https, and what a certificate that they refuse means.

The authorities are the system's, where an administration installs its own; OpenSSL's `SSL_CERT_FILE` and
`SSL_CERT_DIR` name others. httpx alone would ask `certifi`, which knows no private authority.
"""

from __future__ import annotations

import ssl
from dataclasses import dataclass
from functools import cache
from os import environ

_FROM_ENVIRONMENT = ("SSL_CERT_FILE", "SSL_CERT_DIR")
_EXPIRED, _NOT_YET = 10, 9
_OTHER_NAME, _OTHER_ADDRESS = 62, 64
"""OpenSSL's `X509_V_ERR_…`."""


@dataclass(frozen=True, slots=True)
class Mistrust:
    """Why a certificate was refused, in French: what happened, then what to do."""

    sentence: str
    hint: str


def context() -> ssl.SSLContext:
    """Reads the authorities once a process, and again when the environment names others."""
    return _context(tuple(environ.get(name) for name in _FROM_ENVIRONMENT))


@cache
def _context(_named: tuple[str | None, ...]) -> ssl.SSLContext:
    made = ssl.create_default_context()
    if not made.cert_store_stats()["x509_ca"] and ssl.get_default_verify_paths().capath is None:
        import certifi

        made.load_verify_locations(certifi.where())
    return made


def mistrust(error: BaseException, whose: str) -> Mistrust | None:
    """What to say when `error` comes from a certificate `whose` (« du centre ») was refused; else none."""
    refused = _refusal(error)
    if refused is None:
        return None
    code = refused.verify_code
    if code in (_EXPIRED, _NOT_YET):
        what = "a expiré" if code == _EXPIRED else "n'est pas encore valable"
        hint = "Rien n'a été envoyé. Vérifiez la date de ce poste, puis prévenez l'assistance."
        return Mistrust(f"Le certificat {whose} {what}.", hint)
    if code in (_OTHER_NAME, _OTHER_ADDRESS):
        hint = "Rien n'a été envoyé. Vérifiez l'adresse, puis prévenez l'assistance."
        return Mistrust(f"Le certificat {whose} porte un autre nom.", hint)
    hint = "Rien n'a été envoyé. Prévenez l'assistance : il y manque une autorité."
    return Mistrust(f"Ce poste ne reconnaît pas le certificat {whose}.", hint)


def _refusal(error: BaseException | None) -> ssl.SSLCertVerificationError | None:
    """httpx wraps what the handshake said."""
    while error is not None:
        if isinstance(error, ssl.SSLCertVerificationError):
            return error
        error = error.__cause__ or error.__context__
    return None
