"""Watch topics: saving them, finding what they match, and asking the organisation 'do we take part?'."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db import transaction
from django.db.models import QuerySet

from accounts import queries as account_queries
from accounts.actions import record
from accounts.models import Organisation, User
from accounts.states import Role
from correspondence.actions import tell
from deadlines import queries as deadline_queries
from projects.matching import TitleFacts, TopicHit, TopicMatcher, TopicRule, topic_rule
from projects.models import DiscussionWindow, DraftAct, TopicMatch, TriageItem, WatchTopic

YEAR = timedelta(days=365)
UNDATED_IS_FRESH = timedelta(days=30)
SOON = 3  # working days: a match with this little time left is told at once, digest or not
TOLD = frozenset({Role.COORDINATOR, Role.LAWYER})
FACTS = ("pk", "stems_kk", "stems_ru", "body_id", "category_id", "act_type_id")


@dataclass(frozen=True)
class Hit:
    draft_id: int
    topic_id: int
    words: tuple[str, ...]


def rule_of(topic: WatchTopic) -> TopicRule:
    """The topic as the matcher reads it. Reads the topic's chosen bodies, categories and types (prefetch them)."""
    return topic_rule(
        topic.pk or 0,
        topic.words,
        topic.excluded,
        body_ids=frozenset(body.pk for body in topic.bodies.all()),
        category_ids=frozenset(category.pk for category in topic.categories.all()),
        act_type_ids=frozenset(act_type.pk for act_type in topic.act_types.all()),
    )


def hits_among(drafts: "QuerySet[DraftAct]", rules: Iterable[TopicRule]) -> Iterator[Hit]:
    """Which of `drafts` the rules match, read in one pass over the stems that the drafts carry."""
    matcher = TopicMatcher(list(rules))
    for pk, stems_kk, stems_ru, body_id, category_id, act_type_id in drafts.values_list(*FACTS).iterator(2_000):
        facts = TitleFacts(tuple(stems_kk.split()), tuple(stems_ru.split()), body_id, category_id, act_type_id)
        found: list[TopicHit] = matcher.match(facts)
        for hit in found:
            yield Hit(pk, hit.topic_id, hit.words)


def match_drafts(
    draft_ids: Collection[int],
    *,
    at: datetime,
    on: date,
    topics: "QuerySet[WatchTopic] | None" = None,
    quiet: bool = False,
) -> int:
    """Match these drafts with the active topics (or `topics`); drafts still under discussion go to triage.

    `quiet`: nobody is told (a first import, the archive, a topic just saved). Returns how many new matches were stored.
    """
    if not draft_ids:
        return 0
    chosen = WatchTopic.objects.filter(is_active=True, organisation__is_active=True) if topics is None else topics
    by_id = {topic.pk: topic for topic in chosen.prefetch_related("bodies", "categories", "act_types")}
    if not by_id:
        return 0
    rules = [rule_of(topic) for topic in by_id.values()]
    hits = []
    ids = list(draft_ids)
    for begin in range(0, len(ids), 900):
        drafts = DraftAct.objects.filter(pk__in=ids[begin : begin + 900])
        owners = dict(drafts.values_list("pk", "organisation_id"))
        hits += [
            hit for hit in hits_among(drafts, rules) if owners[hit.draft_id] in (None, by_id[hit.topic_id].organisation_id)
        ]
    return store_hits(hits, by_id, at=at, on=on, quiet=quiet)


@transaction.atomic
def store_hits(hits: list[Hit], topics: dict[int, WatchTopic], *, at: datetime, on: date, quiet: bool) -> int:
    """Write matches and triage questions that are not there yet; tell the organisations of the new questions."""
    known = set(
        TopicMatch.objects.filter(topic__in=topics, draft__in={hit.draft_id for hit in hits}).values_list("topic_id", "draft_id")
    )
    new = [hit for hit in hits if (hit.topic_id, hit.draft_id) not in known]
    if not new:
        return 0
    TopicMatch.objects.bulk_create(
        [TopicMatch(topic_id=h.topic_id, draft_id=h.draft_id, words=list(h.words), matched_at=at) for h in new],
        ignore_conflicts=True,
        batch_size=500,
    )
    wanted: dict[int, dict[int, set[str]]] = defaultdict(lambda: defaultdict(set))
    organisations = {topic.organisation_id: topic.organisation for topic in topics.values()}
    for hit in new:
        topic = topics[hit.topic_id]
        wanted[topic.organisation_id][hit.draft_id].add(topic.name)
    windows = _open_windows({hit.draft_id for hit in new}, on)
    for organisation_id, drafts in wanted.items():
        _ask(organisations[organisation_id], drafts, windows, at=at, on=on, quiet=quiet)
    return len(new)


def _open_windows(draft_ids: Collection[int], on: date) -> dict[int, DiscussionWindow]:
    """The latest window of each of these drafts whose discussion still runs on the day `on`."""
    latest: dict[int, DiscussionWindow] = {}
    rows = DiscussionWindow.objects.filter(draft__in=draft_ids).select_related("draft", "draft__body", "draft__act_type")
    for window in rows.order_by("draft_id", "number"):
        latest[window.draft_id] = window
    return {draft_id: window for draft_id, window in latest.items() if is_fresh(window, on)}


def is_fresh(window: DiscussionWindow, on: date) -> bool:
    if window.ends_on is not None:
        return window.ends_on >= on
    return window.starts_on is None or window.starts_on >= on - UNDATED_IS_FRESH


def _ask(
    organisation: Organisation,
    drafts: dict[int, set[str]],
    windows: dict[int, DiscussionWindow],
    *,
    at: datetime,
    on: date,
    quiet: bool,
) -> None:
    asked = set(
        TriageItem.objects.filter(organisation=organisation, window__in=windows.values()).values_list("draft_id", flat=True)
    )
    fresh = [windows[draft_id] for draft_id in drafts if draft_id in windows and draft_id not in asked]
    TriageItem.objects.bulk_create(
        [
            TriageItem(
                organisation=organisation, draft_id=window.draft_id, window=window, ends_on=window.ends_on, created_at=at
            )
            for window in fresh
        ],
        ignore_conflicts=True,
        batch_size=500,
    )
    if quiet or not fresh:
        return
    readers = account_queries.people(organisation, TOLD)
    days = deadline_queries.calendar()
    for window in fresh:
        left = days.count(on, window.ends_on) if window.ends_on else None
        tell(
            readers,
            organisation=organisation,
            thread=f"window:{window.pk}",
            stage="match",
            template="match",
            facts=match_facts(window, sorted(drafts[window.draft_id])),
            at=at,
            urgent=left is not None and left <= SOON,
        )


def match_facts(window: DiscussionWindow, topics: list[str]) -> dict[str, object]:
    draft = window.draft
    body = draft.body
    return {
        "title_kk": draft.title_kk or "",
        "title_ru": draft.title_ru or "",
        "body_kk": (body.name_kk if body else draft.body_name_kk) or "",
        "body_ru": (body.name_ru if body else draft.body_name_ru) or "",
        "due_on": window.ends_on.isoformat() if window.ends_on else "",
        "short": window.is_short,
        "topics": topics,
        "path": f"/drafts/{draft.pk}/",
    }


@transaction.atomic
def save_topic(topic: WatchTopic, *, actor: User, at: datetime, on: date, **chosen: Iterable[object]) -> int:
    """Store a topic with its chosen bodies, categories and act types, and match the last twelve months with it.

    Matches whose words no longer fit are dropped; triage questions already asked stay. Returns the matches it has now.
    """
    created = topic.pk is None
    if created:
        topic.created_by = actor
    topic.save()
    for name, rows in chosen.items():
        getattr(topic, name).set(rows)
    TopicMatch.objects.filter(topic=topic).delete()
    if topic.is_active:
        recent = DraftAct.objects.visible_to([topic.organisation_id]).filter(created_on__gte=on - YEAR)
        hits = list(hits_among(recent, [rule_of(topic)]))
        store_hits(hits, {topic.pk: topic}, at=at, on=on, quiet=True)
    record(
        "topic.created" if created else "topic.changed",
        actor=actor,
        organisation=topic.organisation,
        obj=topic,
        subject=topic.name,
        at=at,
    )
    return TopicMatch.objects.filter(topic=topic).count()


@transaction.atomic
def remove_topic(topic: WatchTopic, *, actor: User, at: datetime) -> None:
    record("topic.removed", actor=actor, organisation=topic.organisation, obj=topic, subject=topic.name, at=at)
    topic.delete()
