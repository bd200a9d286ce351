"""A server that answers as the registry's OpenAPI document says, and fails as it says, or worse."""

from __future__ import annotations

import asyncio
import json
import re
import tomllib
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from typing import Any

import httpx

_TYPES: dict[str, dict[str, str]] = tomllib.loads((Path(__file__).parent / "registry.toml").read_text())
FOURNIL: Mapping[str, Any] = {
    "siren": "732829320",
    "nom_complet": "FOURNIL DES BROTTEAUX",
    "nom_raison_sociale": "SARL FOURNIL DES BROTTEAUX",
    "activite_principale": "10.71C",
    "activite_principale_naf25": "10.71Y",
    "date_creation": "2011-04-01",
    "etat_administratif": "A",
    "nature_juridique": "5499",
    "tranche_effectif_salarie": "03",
    "statut_diffusion": "O",
    "tva": ["FR44732829320"],
    "siege": {
        "siret": "73282932000082",
        "adresse": "3 RUE TRONCHET 69006 LYON",
        "libelle_commune": "LYON",
        "liste_enseignes": ["AU FOURNIL\x1b[31m"],
    },
    "dirigeants": [
        {"nom": "BENALI", "prenoms": "KARIM", "qualite": "Gérant", "date_de_naissance": "1975-02"}
    ],
}


class RegistryServer(httpx.AsyncBaseTransport):
    """`published` by SIREN; `next_answers` are given first, whatever is asked; every request is kept."""

    def __init__(self, *published: Mapping[str, Any]) -> None:
        self.published = {one["siren"]: _whole("result", one) for one in published}
        self.next_answers: list[httpx.Response | Exception] = []
        self.requests: list[httpx.Request] = []

    def client(self) -> httpx.AsyncClient:
        return httpx.AsyncClient(transport=self)

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        self.requests.append(request)
        if self.next_answers:
            given = self.next_answers.pop(0)
            if isinstance(given, Exception):
                raise given
            return given
        query = request.url.params.get("q", "")
        if request.url.path != "/search" or not query:
            return httpx.Response(
                400, json={"erreur": "Veuillez indiquer au moins un paramètre de recherche."}
            )
        assert request.url.params["minimal"] == "true", "« include » is only for minimal answers"
        found = [self.published[query]] if re.fullmatch(r"\d{9}", query) and query in self.published else []
        page = {"results": found, "total_results": len(found), "page": 1, "per_page": 1, "total_pages": 1}
        return httpx.Response(200, content=json.dumps(page).encode())


def _whole(kind: str, given: Mapping[str, Any]) -> dict[str, Any]:
    """An object with every field of the document: null where it may be, and nothing unknown."""
    types = _TYPES[kind]
    assert given.keys() <= types.keys(), given.keys() - types.keys()
    return {name: _value(name, type_, given.get(name)) for name, type_ in types.items()}


def _value(name: str, type_: str, value: Any) -> Any:
    if value is None:
        assert type_.endswith("?"), f"{name} is never null"
        return None
    bare = type_.rstrip("?")
    if bare.endswith("[]"):
        return [_value(name, bare[:-2], item) for item in value]
    if bare in _TYPES:
        return _whole(bare, value)
    assert isinstance(value, str), name
    return value


@contextmanager
def listening(*published: Mapping[str, Any]) -> Iterator[str]:
    """The same over HTTP on this machine: its address."""
    registry = RegistryServer(*published)

    class Answers(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            asked = httpx.Request("GET", f"http://registry.example{self.path}")
            given = asyncio.run(registry.handle_async_request(asked))
            self.send_response(given.status_code)
            self.send_header("Content-Type", "application/json")
            self.end_headers()
            self.wfile.write(given.content)

        def log_request(self, *_: Any) -> None:
            """Nothing: what is asked of it stands in `requests`."""

    with ThreadingHTTPServer(("127.0.0.1", 0), Answers) as server:
        thread = Thread(target=server.serve_forever, daemon=True)
        thread.start()
        try:
            yield f"http://127.0.0.1:{server.server_port}"
        finally:
            server.shutdown()
            thread.join()
