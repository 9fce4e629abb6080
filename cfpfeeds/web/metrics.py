"""/metrics in the text format of Prometheus: numbers about sources and data, read when they are asked for."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import datetime

from prometheus_client import CollectorRegistry, generate_latest
from prometheus_client.core import GaugeMetricFamily
from prometheus_client.registry import Collector

from cfpfeeds.health import Health, Level
from cfpfeeds.model import Outcome, OutcomeKind

MEDIA_TYPE = "text/plain; version=0.0.4; charset=utf-8"


def metrics(
    sources: Sequence[Health],
    outcomes: Mapping[str, Outcome],
    *,
    version: int,
    calls: int,
    open_calls: int,
    untold: int = 0,
) -> bytes:
    """The text of /metrics."""
    registry = CollectorRegistry(auto_describe=False)
    registry.register(_Numbers(sources, outcomes, version, calls, open_calls, untold))
    return generate_latest(registry)


class _Numbers(Collector):
    def __init__(
        self,
        sources: Sequence[Health],
        outcomes: Mapping[str, Outcome],
        version: int,
        calls: int,
        open_calls: int,
        untold: int,
    ) -> None:
        self._sources, self._outcomes = sources, outcomes
        self._totals = {
            "cfpfeeds_store_version": ("Rises with every write to the database", version),
            "cfpfeeds_calls": ("Calls known", calls),
            "cfpfeeds_open_calls": ("Calls that are open now", open_calls),
            "cfpfeeds_hub_waiting": ("Feeds whose change the WebSub hub has not been told of", untold),
        }

    def collect(self) -> Iterator[GaugeMetricFamily]:
        for name, (help_text, value) in self._totals.items():
            yield GaugeMetricFamily(name, help_text, value=value)
        polled = [h for h in self._sources if h.level not in (Level.OFF, Level.NEW)]
        yield _family("up", "1 unless the source has missed too many polls", polled, lambda h: h.level is not Level.ILL)
        yield _family("failures", "Bad polls in a row", polled, lambda h: h.failures)
        yield _family("calls", "Calls of the last good poll", polled, lambda h: h.calls)
        yield _family("last_success_timestamp_seconds", "Last good poll", polled, lambda h: _seconds(h.last_good))
        yield _family("next_poll_timestamp_seconds", "Next poll", polled, lambda h: _seconds(h.next_poll))
        yield from self._last_polls(polled)

    def _last_polls(self, polled: Sequence[Health]) -> Iterator[GaugeMetricFamily]:
        known = [(h, self._outcomes[h.source_id]) for h in polled if h.source_id in self._outcomes]
        took = GaugeMetricFamily("cfpfeeds_source_poll_seconds", "How long the last poll took", labels=["source"])
        problems = GaugeMetricFamily("cfpfeeds_source_problems", "Records not read in the last poll", labels=["source"])
        ended = GaugeMetricFamily("cfpfeeds_source_outcome", "How the last poll ended", labels=["source", "outcome"])
        for health, outcome in known:
            took.add_metric([health.source_id], outcome.seconds)
            problems.add_metric([health.source_id], len(outcome.problems))
            for kind in OutcomeKind:
                ended.add_metric([health.source_id, kind.value], outcome.kind is kind)
        yield took
        yield problems
        yield ended


def _family(
    name: str, help_text: str, sources: Sequence[Health], value: Callable[[Health], float]
) -> GaugeMetricFamily:
    family = GaugeMetricFamily(f"cfpfeeds_source_{name}", help_text, labels=["source"])
    for health in sources:
        family.add_metric([health.source_id], float(value(health)))
    return family


def _seconds(at: datetime | None) -> float:
    return at.timestamp() if at else 0.0
