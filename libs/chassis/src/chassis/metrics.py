"""Prometheus metrics of one service process, in a registry of its own."""

from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram, generate_latest
from prometheus_client.process_collector import ProcessCollector

SIZE_BUCKETS = (1, 2, 4, 8, 16, 32, 64, 128, 256)
SECONDS_BUCKETS = (0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10)
AGE_BUCKETS = (0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60, 300, 900, 3600)


class Metrics:
    """Counters and histograms; all names begin with `aftersales_`."""

    def __init__(self, service: str) -> None:
        self.registry = CollectorRegistry()
        self._request_children: dict[tuple[str, str], tuple[Counter, Histogram]] = {}
        ProcessCollector(registry=self.registry)
        registry = self.registry
        self.info = Gauge("aftersales_service_info", "Which service this is", ["service"], registry=registry)
        self.info.labels(service).set(1)
        self.requests = Counter(
            "aftersales_http_requests_total", "Requests by outcome", ["method", "status"], registry=registry
        )
        self.request_seconds = Histogram(
            "aftersales_http_request_seconds",
            "Time to answer a request",
            ["method"],
            buckets=SECONDS_BUCKETS,
            registry=registry,
        )
        self.published = Counter(
            "aftersales_events_published_total",
            "Events by routing key and outcome",
            ["key", "outcome"],
            registry=registry,
        )
        self.consumed = Counter(
            "aftersales_events_consumed_total", "Events by type and outcome", ["type", "outcome"], registry=registry
        )
        self.group_size = Histogram(
            "aftersales_consumed_group_size", "Events handled in one group", buckets=SIZE_BUCKETS, registry=registry
        )
        self.group_seconds = Histogram(
            "aftersales_consumed_group_seconds",
            "Time to handle one group of events, its writes included",
            buckets=SECONDS_BUCKETS,
            registry=registry,
        )
        self.message_age = Histogram(
            "aftersales_message_age_seconds",
            "Age of the oldest message of a group when it is taken up, since it was published",
            buckets=AGE_BUCKETS,
            registry=registry,
        )
        self.dead_letters = Counter(
            "aftersales_dead_letters_total", "Events given up by kind of failure", ["failure"], registry=registry
        )
        self.commit_size = Histogram(
            "aftersales_group_commit_size", "Documents in one group commit", buckets=SIZE_BUCKETS, registry=registry
        )
        self.timers = Counter("aftersales_timers_total", "Timers by outcome", ["outcome"], registry=registry)
        self.timer_lag = Histogram(
            "aftersales_timer_lag_seconds", "Lateness of fired timers", buckets=AGE_BUCKETS, registry=registry
        )
        self.swept = Counter(
            "aftersales_outbox_swept_total", "Outbox entries that the sweeper brought", registry=registry
        )
        self._declare_sampled(registry)

    def _declare_sampled(self, registry: CollectorRegistry) -> None:
        """Gauges that the sampler sets."""
        self.queue_messages = Gauge(
            "aftersales_queue_messages", "Messages ready in a queue of this service", ["queue"], registry=registry
        )
        self.queue_consumers = Gauge("aftersales_queue_consumers", "Consumers of a queue", ["queue"], registry=registry)
        self.oldest_message = Gauge(
            "aftersales_oldest_message_seconds",
            "Age of the oldest message in hand, or how long messages have been seen that nobody takes",
            registry=registry,
        )
        self.outbox_age = Gauge(
            "aftersales_outbox_oldest_seconds", "Age of the oldest event that waits in a document", registry=registry
        )
        self.outbox_waiting = Gauge(
            "aftersales_outbox_documents", "Documents that hold events for the broker", registry=registry
        )
        self.timers_overdue = Gauge("aftersales_timers_overdue", "Documents whose timers are due", registry=registry)
        self.timer_overdue_age = Gauge(
            "aftersales_timer_overdue_seconds", "Lateness of the oldest timer that has not fired", registry=registry
        )
        self.broker_connected = Gauge(
            "aftersales_broker_connected", "Whether the connection is open", ["link"], registry=registry
        )
        self.sample_failures = Counter(
            "aftersales_sample_failures_total", "Looks at broker or database that failed", ["where"], registry=registry
        )

    def request(self, method: str, status: str, seconds: float) -> None:
        """Count one request; the labelled children are kept, as looking them up costs more than counting."""
        children = self._request_children.get((method, status))
        if children is None:
            children = (self.requests.labels(method, status), self.request_seconds.labels(method))
            self._request_children[(method, status)] = children
        children[0].inc()
        children[1].observe(seconds)

    def render(self) -> bytes:
        """Text exposition format."""
        return generate_latest(self.registry)
