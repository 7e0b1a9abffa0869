"""Several columns of one row of another table, read along with a query as one subquery.

PostgreSQL plans every subquery anew, and Django writes it anew; a page that wants five columns of one row asks once.
"""

from datetime import UTC, date, datetime
from typing import Any

from django.db.models import JSONField, QuerySet, Subquery
from django.db.models.functions import JSONObject
from django.utils.dateparse import parse_datetime
from django.utils.timezone import is_naive


def first_of(rows: "QuerySet[Any]", *columns: str) -> Subquery:
    """`columns` of the first of `rows` as a dictionary, None where there is no row. Days and moments come as text: see
    `day_of` and `moment_of`."""
    found = rows.values(_found=JSONObject(**{column: column for column in columns}))
    return Subquery(found[:1], output_field=JSONField())


def day_of(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None


def moment_of(text: str | None) -> datetime | None:
    """Databases without time zones keep moments in UTC and say nothing of it."""
    moment = parse_datetime(text) if text else None
    return moment.replace(tzinfo=UTC) if moment is not None and is_naive(moment) else moment
