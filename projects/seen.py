"""Drafts that an organisation was asked about, and what it decided: counted and listed."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date, datetime

from django.db import models
from django.db.models import Case, CharField, Exists, F, OuterRef, Q, QuerySet, Value, When
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from accounts.models import Organisation
from common.periods import Period
from projects.models import Dossier, TopicMatch, TriageItem
from projects.states import TriageState


class Decided(models.TextChoices):
    """What came of the question 'do we take part?'."""

    JOINED = TriageState.JOINED.value, TriageState.JOINED.label
    DECLINED = TriageState.DECLINED.value, TriageState.DECLINED.label
    OPEN = "open", pgettext_lazy("question", "not decided yet, the discussion runs")
    MISSED = "missed", _("not decided before the discussion ended")


def seen_drafts(organisation: Organisation, on: date) -> QuerySet[TriageItem]:
    """Every question asked, with `decided` (Decided) as of the day `on`. A draft discussed twice was asked about twice."""
    return TriageItem.objects.filter(organisation=organisation).annotate(
        decided=Case(
            When(~Q(state=TriageState.UNDECIDED), then=F("state")),
            When(ends_on__lt=on, then=Value(Decided.MISSED.value)),
            default=Value(Decided.OPEN.value),
            output_field=CharField(),
        )
    )


def seen_in(period: Period) -> Q:
    return Q(**period.within("created_at"))


def matched_by(organisation: Organisation, topic: int | None) -> Exists | Q:
    """Of `seen_drafts`, those that a topic of the organisation matched; None: that none did."""
    matches = TopicMatch.objects.filter(topic__organisation=organisation, draft=OuterRef("draft"))
    return Exists(matches.filter(topic=topic)) if topic is not None else Q(~Exists(matches))


@dataclass(frozen=True)
class SeenFact:
    """What is counted of a question."""

    draft: int
    decided: str
    seen_at: datetime


def seen_facts(organisation: Organisation, period: Period, on: date) -> list[SeenFact]:
    """One query."""
    rows = seen_drafts(organisation, on).filter(seen_in(period)).order_by("pk")
    columns = ("draft_id", "decided", "created_at")
    return [SeenFact(*row) for row in rows.values_list(*columns)]


@dataclass(frozen=True)
class Topics:
    """The topics of an organisation by number, and which of them matched each draft."""

    names: dict[int, str]
    of_draft: dict[int, list[int]]

    def of(self, draft: int) -> list[int | None]:
        """The topics that matched it; [None] where none did."""
        return list(self.of_draft.get(draft, [])) or [None]


def matched_topics(organisation: Organisation) -> Topics:
    """One query."""
    names: dict[int, str] = {}
    of_draft: dict[int, list[int]] = defaultdict(list)
    rows = TopicMatch.objects.filter(topic__organisation=organisation)
    for topic, name, draft in rows.order_by("topic").values_list("topic_id", "topic__name", "draft_id"):
        names[topic] = name
        of_draft[draft].append(topic)
    return Topics(names, dict(of_draft))


def dossiers_opened(organisation: Organisation, period: Period) -> QuerySet[Dossier]:
    return Dossier.objects.of(organisation).filter(**period.within("opened_at"))
