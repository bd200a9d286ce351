"""Prometheus metrics of one central: its own registry, so that several may live in one process.

Labels are routes, codes, channels, centres and skills: never an account, a usager or a contact.
"""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache
from typing import TypeVar

from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram
from prometheus_client.exposition import CONTENT_TYPE_LATEST, generate_latest

from ccpro_desk.domain.values import Channel
from ccpro_desk.wire.views import Result

M = TypeVar("M", Counter, Histogram)
_BUCKETS = (0.002, 0.005, 0.01, 0.02, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5)
_WAITS = (10, 30, 60, 180, 600, 1_800, 3_600, 14_400, 86_400, 172_800, 432_000, 864_000)
"""From ten seconds on the telephone to ten days by mail."""
_QUEUE = ("pool", "channel", "skill")


class Metrics:
    """What an operator watches."""

    content_type = CONTENT_TYPE_LATEST

    def __init__(self) -> None:
        self.registry = CollectorRegistry()
        self._count_requests(self.registry)
        self._count_work(self.registry)
        self._count_feeds(self.registry)
        self._count_queues(self.registry)

    def _count_requests(self, registry: CollectorRegistry) -> None:
        self._requests = Counter(
            "ccpro_requests", "Requests answered.", ("method", "route", "status"), registry=registry
        )
        self._seconds = Histogram(
            "ccpro_request_seconds", "Time to answer.", ("route",), buckets=_BUCKETS, registry=registry
        )
        self._sign_ins = Counter("ccpro_sign_ins", "Sign-ins, by outcome.", ("outcome",), registry=registry)
        self._timer_errors = Counter("ccpro_timer_errors", "Failed timers.", ("timer",), registry=registry)
        self.connections = Gauge(
            "ccpro_database_connections", "Connections of this process.", ("state",), registry=registry
        )

    def _count_work(self, registry: CollectorRegistry) -> None:
        self._commands = Counter(
            "ccpro_commands", "Commands, by what became of them.", ("status", "code"), registry=registry
        )
        self._waits = Histogram(
            "ccpro_wait_seconds",
            "From received to given to somebody.",
            ("pool", "channel"),
            buckets=_WAITS,
            registry=registry,
        )
        self._late = Counter(
            "ccpro_late", "Given after the promised delay.", ("pool", "channel"), registry=registry
        )
        self._returned = Counter(
            "ccpro_returned", "Offers not taken and leases run out.", ("kind", "channel"), registry=registry
        )

    def _count_feeds(self, registry: CollectorRegistry) -> None:
        self.feed_connections = Gauge("ccpro_feed_connections", "Open feeds.", registry=registry)
        self.feed_events = Counter("ccpro_feed_events", "Events sent to feeds.", registry=registry)
        self.feed_overflows = Counter("ccpro_feed_overflows", "Feeds too slow.", registry=registry)
        self.feed_lag = Histogram(
            "ccpro_feed_lag_seconds", "From an event to its reading.", buckets=_BUCKETS, registry=registry
        )

    def _count_queues(self, registry: CollectorRegistry) -> None:
        self.database_up = Gauge("ccpro_database_up", "Whether the last count answered.", registry=registry)
        self.waiting = Gauge("ccpro_waiting", "Contacts that wait.", _QUEUE, registry=registry)
        self.waiting_late = Gauge(
            "ccpro_waiting_late", "Of them, past their promised delay.", _QUEUE, registry=registry
        )
        self.waiting_oldest = Gauge(
            "ccpro_waiting_oldest_seconds", "The longest present wait.", _QUEUE, registry=registry
        )
        self.waiting_uncounted = Gauge(
            "ccpro_waiting_uncounted", "1: more wait than are counted.", registry=registry
        )

    def count_request(self, method: str, route: str, status: int, seconds: float) -> None:
        _of(self._requests, _known(method), route, status).inc()
        if route != "/v1/feed":
            _of(self._seconds, route).observe(seconds)

    def count_results(self, results: Iterable[Result]) -> None:
        for result in results:
            _of(self._commands, result.status, result.code or "").inc()

    def count_sign_in(self, outcome: str) -> None:
        self._sign_ins.labels(outcome).inc()

    def count_timer_error(self, timer: str) -> None:
        self._timer_errors.labels(timer).inc()

    def taken(self, pool: str, channel: Channel, waited_s: float, late: bool) -> None:
        _of(self._waits, pool, channel).observe(max(waited_s, 0))
        _of(self._late, pool, channel).inc(int(late))

    def returned(self, kind: str, channel: Channel) -> None:
        self._returned.labels(kind, channel.value).inc()

    def text(self) -> bytes:
        """The exposition format."""
        return generate_latest(self.registry)


def _known(method: str) -> str:
    return method if method in ("GET", "POST", "DELETE", "PUT", "PATCH", "HEAD", "OPTIONS") else "other"


@lru_cache(maxsize=5_000)
def _of(metric: M, *labels: str | int) -> M:
    """The part of a metric with these labels: what is counted with every request is looked up once."""
    return metric.labels(*labels)
