"""Prometheus metrics of one central: its own registry, so that several may live in one process."""

from __future__ import annotations

from collections.abc import Iterable

from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram
from prometheus_client.exposition import CONTENT_TYPE_LATEST, generate_latest

from ccpro_desk.wire.views import Result

_BUCKETS = (0.002, 0.005, 0.01, 0.02, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5)


class Metrics:
    """What an operator watches."""

    content_type = CONTENT_TYPE_LATEST

    def __init__(self) -> None:
        registry = self.registry = CollectorRegistry()
        self._requests = Counter(
            "ccpro_requests", "Requests answered.", ("method", "route", "status"), registry=registry
        )
        self._seconds = Histogram(
            "ccpro_request_seconds", "Time to answer.", ("route",), buckets=_BUCKETS, registry=registry
        )
        self._commands = Counter(
            "ccpro_commands", "Commands, by what became of them.", ("status", "code"), registry=registry
        )
        self._sign_ins = Counter("ccpro_sign_ins", "Sign-ins, by outcome.", ("outcome",), registry=registry)
        self._timer_errors = Counter("ccpro_timer_errors", "Failed timers.", ("timer",), registry=registry)
        self.feed_connections = Gauge("ccpro_feed_connections", "Open feeds.", registry=registry)
        self.feed_events = Counter("ccpro_feed_events", "Events sent to feeds.", registry=registry)
        self.feed_overflows = Counter("ccpro_feed_overflows", "Feeds too slow.", registry=registry)

    def count_request(self, method: str, route: str, status: int, seconds: float) -> None:
        self._requests.labels(_known(method), route, str(status)).inc()
        if route != "/v1/feed":
            self._seconds.labels(route).observe(seconds)

    def count_results(self, results: Iterable[Result]) -> None:
        for result in results:
            self._commands.labels(result.status, result.code or "").inc()

    def count_sign_in(self, outcome: str) -> None:
        self._sign_ins.labels(outcome).inc()

    def count_timer_error(self, timer: str) -> None:
        self._timer_errors.labels(timer).inc()

    def text(self) -> bytes:
        """The exposition format."""
        return generate_latest(self.registry)


def _known(method: str) -> str:
    return method if method in ("GET", "POST", "DELETE", "PUT", "PATCH", "HEAD", "OPTIONS") else "other"
