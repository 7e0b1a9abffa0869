"""The product's Celery app in a hasty world: what a dead maker of documents left behind is taken up after five seconds."""

from datetime import timedelta

from config.celery import app
from correspondence import issuing

__all__ = ["app"]

issuing.LEASE = timedelta(seconds=5)
