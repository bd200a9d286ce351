"""The loopback address that the portal sends the browser back to: open while one sign-in is asked for.

It answers one path, to one `state`, with a page that a person reads; it runs nothing and keeps nothing.
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable, Mapping, Sequence
from contextlib import asynccontextmanager
from urllib.parse import parse_qsl, urlsplit

from ccpro_desk.desk.errors import SignInRefused

HOST = "127.0.0.1"
PATH = "/callback"
_LONGEST = 16_384
"""Bytes of a request's head."""
_PATIENCE_S = 10.0
"""How long a browser has to send it."""
Answers = Callable[[Mapping[str, str]], bool]
"""Whether these parameters answer our request."""

_PAGE = """<!doctype html><html lang="fr"><meta charset="utf-8"><title>CC Pros Desk</title>
<style>body{{font:1.2rem system-ui,sans-serif;max-width:36rem;margin:18vh auto;padding:0 1rem}}</style>
<h1>CC Pros Desk</h1><p>{sentence}</p></html>"""
_BACK = "Vous pouvez fermer cet onglet et revenir au poste."
_NOT_OURS = "Cette réponse ne correspond à aucune connexion en cours. Recommencez depuis le poste."
_NOTHING = "Il n'y a rien à cette adresse."


class Listener:
    """`answer` is the parameters of the one request that was ours."""

    def __init__(self, port: int) -> None:
        self.redirect_uri = f"http://{HOST}:{port}{PATH}"
        self.answer: asyncio.Future[dict[str, str]] = asyncio.get_running_loop().create_future()
        self.accepts: Answers = lambda _: False

    async def serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        """One connection: one request, one page."""
        try:
            async with asyncio.timeout(_PATIENCE_S):
                head = await reader.readuntil(b"\r\n\r\n")
                writer.write(self._page(head))
                await writer.drain()
        except (TimeoutError, OSError, asyncio.IncompleteReadError, asyncio.LimitOverrunError):
            pass
        finally:
            writer.close()

    def _page(self, head: bytes) -> bytes:
        method, _, rest = head.decode("latin-1").partition(" ")
        target = urlsplit(rest.partition(" ")[0])
        if method != "GET" or target.path != PATH:
            return _http("404 Not Found", _NOTHING)
        given = dict(parse_qsl(target.query))
        if not self.accepts(given):
            return _http("400 Bad Request", _NOT_OURS)
        if not self.answer.done():
            self.answer.set_result(given)
        return _http("200 OK", _BACK)


@asynccontextmanager
async def listening(ports: Sequence[int]) -> AsyncIterator[Listener]:
    """Listens on the first of these ports that is free. Raises `SignInRefused` when none is."""
    for port in ports:
        listener = Listener(port)
        try:
            server = await asyncio.start_server(listener.serve, HOST, port, limit=_LONGEST)
        except OSError:
            continue
        try:
            yield listener
        finally:
            server.close()
            listener.answer.cancel()
        return
    raise SignInRefused(
        f"Les ports {', '.join(map(str, ports))} de ce poste sont tous occupés.",
        "Fermez l'autre connexion en cours, puis recommencez.",
    )


def _http(status: str, sentence: str) -> bytes:
    body = _PAGE.format(sentence=sentence).encode("utf-8")
    head = (
        f"HTTP/1.1 {status}\r\nContent-Type: text/html; charset=utf-8\r\nContent-Length: {len(body)}\r\n"
        "Cache-Control: no-store\r\nReferrer-Policy: no-referrer\r\nX-Content-Type-Options: nosniff\r\n"
        "Content-Security-Policy: default-src 'none'; style-src 'unsafe-inline'\r\nConnection: close\r\n\r\n"
    )
    return head.encode("ascii") + body
