"""`scripts/bench central`: the queue API against PostgreSQL's own floor and against two job queues."""
