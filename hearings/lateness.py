"""How late a hearing runs, and how much time is left for each who wants to speak."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta


@dataclass(frozen=True)
class Part:
    """An item of the agenda: its planned length, and when it really began and ended."""

    length: timedelta
    started_at: datetime | None = None
    ended_at: datetime | None = None

    @property
    def is_going_on(self) -> bool:
        return self.started_at is not None and self.ended_at is None


def projected_end(parts: Sequence[Part], starts_at: datetime, at: datetime) -> datetime:
    """When the hearing ends if every part still to come takes its planned length.

    A part that is going on takes its planned length, or as long as it has taken already. Nothing begins before
    `starts_at`, nor before `at`.
    """
    to_come = sum((part.length for part in parts if part.started_at is None), timedelta())
    going_on = next((part for part in parts if part.is_going_on), None)
    if going_on is not None and going_on.started_at is not None:
        return max(going_on.started_at + going_on.length, at) + to_come
    if any(part.started_at is not None for part in parts):
        ended = [part.ended_at for part in parts if part.ended_at is not None]
        return (max(at, *ended) if to_come else max(ended)) + to_come
    return max(at, starts_at) + to_come


def late_by(parts: Sequence[Part], starts_at: datetime, at: datetime) -> timedelta:
    """How much later than planned the hearing will end; negative where it runs ahead."""
    planned = starts_at + sum((part.length for part in parts), timedelta())
    return projected_end(parts, starts_at, at) - planned


def planned_starts(parts: Sequence[Part], starts_at: datetime) -> list[datetime]:
    starts = []
    for part in parts:
        starts.append(starts_at)
        starts_at += part.length
    return starts


def fair_share(left: timedelta, waiting: int) -> timedelta:
    """The time for each of those waiting if the time left is shared out evenly; nothing where none is left."""
    return max(left, timedelta()) / waiting if waiting else timedelta()
