"""Saving the rapid assessment: every save is a version of its own, and none is changed."""

import hashlib
import json
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from accounts.actions import record
from accounts.models import User
from amendments.documents.assessment import assessment_document
from amendments.models import RapidAssessment
from amendments.models.assessment import ANSWERS
from amendments.queries import assessment as assessment_queries
from amendments.states import DocumentKind, Recommendation
from correspondence.actions import request_document
from correspondence.documents import Mode
from correspondence.documents.storing import to_json
from correspondence.models import DocumentOrder
from deadlines import queries as deadline_queries
from deadlines.calendar import OutsideCalendar, WorkingCalendar
from projects.actions.road_map import record_fact
from projects.models import DiscussionWindow, Dossier
from projects.states import RoadMapFact


class SomebodySaved(ValidationError):
    """A colleague saved a version after the one that this person began from: `latest`."""

    def __init__(self, latest: RapidAssessment) -> None:
        super().__init__(_("A newer version was saved meanwhile."), code="stale")
        self.latest = latest


@transaction.atomic
def save_assessment(
    dossier: Dossier, answers: Mapping[str, Any], *, seen: int, actor: User, at: datetime
) -> RapidAssessment:
    """Keep `answers` (models.assessment.ANSWERS) as the next version; `seen` is the number that the person began from.

    The term of the discussion is read off the draft's latest window. Nothing changed: the version that is there.
    SomebodySaved: there is a newer one than `seen`, with other answers. ValidationError: no reason is given.
    """
    if not (answers["reason_kk"].strip() or answers["reason_ru"].strip()):
        raise ValidationError({"reason_kk": _("Give the reason, in Kazakh or in Russian.")}, code="reason")
    Dossier.objects.select_for_update(of=("self",)).get(pk=dossier.pk)
    latest = assessment_queries.latest(dossier)
    window = assessment_queries.current_window(dossier)
    term = _term(window, deadline_queries.calendar())
    if latest is not None and _is_same(latest, answers, window, term):
        return latest
    if latest is not None and latest.number != seen:
        raise SomebodySaved(latest)
    saved = RapidAssessment.objects.create(
        organisation=dossier.organisation,
        dossier=dossier,
        number=latest.number + 1 if latest else 1,
        **{name: answers[name] for name in ANSWERS},
        window=window,
        **term,
        saved_by=actor,
        saved_at=at,
    )
    record(
        "assessment.saved",
        actor=actor,
        organisation=dossier.organisation,
        obj=dossier,
        subject=dossier.draft,
        at=at,
        details={"version": saved.number, "recommendation": Recommendation(saved.recommendation).value},
    )
    record_fact(dossier, RoadMapFact.ASSESSED, at=at, actor=actor)
    return saved


def _term(window: DiscussionWindow | None, days: WorkingCalendar) -> dict[str, int | None]:
    """Working days that the portal gives and that the law wants at least; None where a date is not known."""
    if window is None or window.starts_on is None:
        return {"days_given": None, "days_due": None}
    found: dict[str, int | None] = {}
    for name, end in (("days_given", window.ends_on), ("days_due", window.statutory_ends_on)):
        try:
            found[name] = max(0, days.count(window.starts_on, end)) if end else None
        except OutsideCalendar:
            found[name] = None
    return found


def _is_same(
    latest: RapidAssessment,
    answers: Mapping[str, Any],
    window: DiscussionWindow | None,
    term: Mapping[str, int | None],
) -> bool:
    facts = {**{name: answers[name] for name in ANSWERS}, "window": window, **term}
    return all(getattr(latest, name) == value for name, value in facts.items())


@transaction.atomic
def issue_assessment(
    assessment: RapidAssessment, mode: Mode, *, path: str, actor: User, at: datetime
) -> DocumentOrder:
    """Ask for this version as a numbered document in `mode`; asked for again, the first one's order is returned.

    `path`: the page of ours where it is found again. ValidationError: it is too large to be made.
    """
    description = assessment_document(assessment, mode)
    text = json.dumps(to_json(description), ensure_ascii=False, sort_keys=True)
    digest = hashlib.sha256(text.encode()).hexdigest()[:32]
    return request_document(
        assessment.organisation,
        kind=DocumentKind.ASSESSMENT,
        description=description,
        actor=actor,
        at=at,
        key=f"assessment:{assessment.pk}:{digest}",
        path=path,
    )
