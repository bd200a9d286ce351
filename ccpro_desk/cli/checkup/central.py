"""The central: whether it answers, which contract it speaks, and whether our clocks agree."""

from __future__ import annotations

import socket
from collections.abc import Iterator
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime

import httpx

from ccpro_desk import trust
from ccpro_desk.desk.checkup.finding import Finding, bad, good, poor
from ccpro_desk.wire import CONTRACT, CONTRACT_HEADER

PATIENCE_S = 5.0
CLOCK_S = 60
"""Seconds of difference that promised hours and leases can bear."""


def check(address: str | None) -> Iterator[Finding]:
    if address is None:
        yield poor("central", "Centre", "aucun n'est indiqué", "Ajoutez --central URL.")
        return
    try:
        answer = _ask(address)
    except (httpx.HTTPError, httpx.InvalidURL, OSError) as error:
        if refused := trust.mistrust(error, "du centre"):
            yield bad("central", "Centre", refused.sentence.rstrip("."), refused.hint)
            return
        mend = "Vérifiez l'adresse et le réseau. Le poste s'ouvre quand même et garde votre travail."
        yield bad("central", "Centre", f"il ne répond pas à {address} ({type(error).__name__})", mend)
        return
    yield _state(answer)
    yield _contract(answer)
    yield _clock(answer)


def _ask(address: str) -> httpx.Response:
    path = address.removeprefix("unix:")
    if path != address:
        _knock(path)
    transport = httpx.HTTPTransport(uds=path) if path != address else None
    base = "http://central" if path != address else address
    verify = trust.context() if address.startswith("https:") else True
    with httpx.Client(transport=transport, base_url=base, timeout=PATIENCE_S, verify=verify) as client:
        return client.get("/health/ready")


def _knock(path: str) -> None:
    """Raises `OSError` when nobody listens: httpcore would leave its socket open."""
    with socket.socket(socket.AF_UNIX) as line:
        line.settimeout(PATIENCE_S)
        line.connect(path)


def _state(answer: httpx.Response) -> Finding:
    if answer.status_code != httpx.codes.OK:
        mend = "Prévenez l'exploitation. Le poste s'ouvre quand même et garde votre travail."
        return bad("central", "Centre", f"il répond {answer.status_code} : pas prêt", mend)
    return good("central", "Centre", f"prêt, en {answer.elapsed.total_seconds() * 1000:.0f} ms")


def _contract(answer: httpx.Response) -> Finding:
    theirs = answer.headers.get(CONTRACT_HEADER, "")
    if theirs.partition(".")[0] != CONTRACT.partition(".")[0]:
        found = f"le centre parle {theirs or 'autre chose'}, le poste {CONTRACT}"
        return bad("contract", "Version", found, "Mettez le poste à jour, ou vérifiez l'adresse du centre.")
    return good("contract", "Version", theirs)


def _clock(answer: httpx.Response) -> Finding:
    try:
        theirs = parsedate_to_datetime(answer.headers["date"])
    except (KeyError, ValueError):
        return poor(
            "clock", "Horloge", "le centre ne dit pas l'heure", "Comparez l'heure du poste à une autre."
        )
    apart = abs((datetime.now(UTC) - theirs).total_seconds())
    if apart > CLOCK_S:
        found = f"{apart / 60:.0f} min d'écart avec le centre"
        return bad("clock", "Horloge", found, "Réglez l'heure du poste (timedatectl set-ntp true).")
    return good("clock", "Horloge", "d'accord avec le centre")
