"""Issuing the influence report."""

import hashlib
import json
from datetime import datetime

from accounts.models import Organisation, User
from common.periods import Period
from correspondence.actions import request_document
from correspondence.documents import Mode
from correspondence.documents.storing import to_json
from correspondence.models import DocumentOrder
from deadlines.queries import day_of
from monitoring.influence.document import report_document
from monitoring.influence.figures import report_of
from monitoring.kinds import DocumentKind
from monitoring.queries.influence import influence


def issue_report(
    organisation: Organisation, period: Period, mode: Mode, *, path: str, actor: User, at: datetime
) -> DocumentOrder:
    """Ask for the report of the period in `mode`, numbered and unchangeable, with the figures of this moment.

    Asked for again on a day on which nothing has changed, the first one's order is returned. `path`: the page of ours
    where it is found again. ValidationError: it is too large.
    """
    report = report_of(influence(organisation, period, day_of(at)))
    description = report_document(report, mode, actor=actor)
    text = json.dumps(to_json(description), ensure_ascii=False, sort_keys=True)
    return request_document(
        organisation,
        kind=DocumentKind.INFLUENCE.value,
        description=description,
        actor=actor,
        at=at,
        key=f"influence:{period.first}:{period.last}:{hashlib.sha256(text.encode()).hexdigest()[:32]}",
        path=path,
    )
