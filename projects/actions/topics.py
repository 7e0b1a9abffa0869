"""Watch topics: saving them, finding what they match, and asking the organisation 'do we take part?'."""

import logging
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.core.exceptions import ValidationError
from django.db import IntegrityError, models, transaction
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from accounts import queries as account_queries
from accounts.actions import record
from accounts.models import Organisation, User
from accounts.states import Role
from correspondence.actions import tell
from deadlines import queries as deadline_queries
from projects.actions import road_map
from projects.matching import TitleFacts, TopicMatcher, TopicRule, TopicTextError, parse_lines
from projects.models import (
    ActType,
    Category,
    DiscussionWindow,
    Dossier,
    DraftAct,
    StateBody,
    TopicMatch,
    TriageItem,
    WatchTopic,
)
from projects.search import holding_any

log = logging.getLogger(__name__)

YEAR = timedelta(days=365)
UNDATED_IS_FRESH = timedelta(days=30)
SOON = 3  # working days: a match with this little time left is told at once, digest or not
TOLD = frozenset({Role.COORDINATOR, Role.LAWYER})
FACTS = ("pk", "stems_kk", "stems_ru", "body_id", "category_id", "act_type_id")
PREVIEW_ROWS = 10
PREVIEW_CAP = 1_000  # counts stop there: '1000+'
PREFILTER_WORDS = 60  # with more words than that the index saves nothing

TWIN = _("There is a topic with this name already.")
WORD_PROBLEMS = {
    "too_many_lines": _("At most 200 lines of words fit into one topic: make two of it."),
    "word_too_long": _("Line %(line)s: «%(word)s» is too long for a word or a phrase."),
    "no_letters": _("Line %(line)s: «%(word)s» has neither a letter nor a digit."),
}


@dataclass(frozen=True)
class Hit:
    draft_id: int
    topic_id: int
    words: tuple[str, ...]
    category_unknown: bool = False


def check_words(text: str) -> str:
    """The words of a topic as typed, tidied: a line for each idea. Raises ValidationError with what is to be
    mended.
    """
    try:
        concepts = parse_lines(text)
    except TopicTextError as wrong:
        params = {"line": wrong.line, "word": wrong.word[:40]}
        raise ValidationError(WORD_PROBLEMS[wrong.reason], code=wrong.reason, params=params) from wrong
    return "\n".join(", ".join(words) for words in concepts)


def rule_of(topic: WatchTopic) -> TopicRule:
    """The topic as the matcher reads it. Reads the topic's chosen bodies, categories and types (prefetch
    them).
    """
    return TopicRule(
        topic.pk,
        include=_concepts(topic.words),
        exclude=_concepts(topic.excluded),
        body_ids=frozenset(body.pk for body in topic.bodies.all()),
        category_ids=frozenset(category.pk for category in topic.categories.all()),
        act_type_ids=frozenset(act_type.pk for act_type in topic.act_types.all()),
    )


def _concepts(text: str) -> tuple[tuple[str, ...], ...]:
    return tuple(tuple(words) for words in parse_lines(text))


def _rules(topics: Iterable[WatchTopic]) -> Iterator[TopicRule]:
    """The topics' rules; one whose words cannot be read (they were checked when saved) must not stop the
    others.
    """
    for topic in topics:
        try:
            yield rule_of(topic)
        except TopicTextError:
            log.exception(
                "the words of topic %s cannot be read; it finds nothing until it is saved anew", topic.pk
            )


def hits_among(drafts: "QuerySet[DraftAct]", rules: Iterable[TopicRule]) -> Iterator[Hit]:
    """Which of `drafts` the rules match, in their order, read in one pass over the stems that the drafts
    carry.
    """
    matcher = TopicMatcher(rules)
    for pk, stems_kk, stems_ru, body_id, category_id, act_type_id in drafts.values_list(*FACTS).iterator(
        2_000
    ):
        facts = TitleFacts(
            tuple(stems_kk.split()), tuple(stems_ru.split()), body_id, category_id, act_type_id
        )
        for hit in matcher.match(facts):
            yield Hit(pk, hit.topic_id, hit.words, hit.category_unknown)  # type: ignore[arg-type]


def match_drafts(
    draft_ids: Collection[int],
    *,
    at: datetime,
    on: date,
    topics: "QuerySet[WatchTopic] | None" = None,
    quiet: bool = False,
) -> int:
    """Match these drafts with the active topics (or `topics`); drafts still under discussion go to triage.

    `quiet`: nobody is told (a first import, the archive, a topic just saved). Returns how many new matches
    were stored.
    """
    if not draft_ids:
        return 0
    chosen = (
        WatchTopic.objects.filter(is_active=True, organisation__is_active=True) if topics is None else topics
    )
    by_id = {topic.pk: topic for topic in chosen.prefetch_related("bodies", "categories", "act_types")}
    if not by_id:
        return 0
    rules = list(_rules(by_id.values()))
    hits = []
    ids = list(draft_ids)
    for begin in range(0, len(ids), 900):
        drafts = DraftAct.objects.filter(pk__in=ids[begin : begin + 900])
        owners = dict(drafts.values_list("pk", "organisation_id"))
        hits += [
            hit
            for hit in hits_among(drafts, rules)
            if owners[hit.draft_id] in (None, by_id[hit.topic_id].organisation_id)
        ]
    return store_hits(hits, by_id, at=at, on=on, quiet=quiet)


@transaction.atomic
def store_hits(hits: list[Hit], topics: dict[int, WatchTopic], *, at: datetime, on: date, quiet: bool) -> int:
    """Write matches and triage questions that are not there yet; tell the organisations of the new
    questions.
    """
    known = set(
        TopicMatch.objects.filter(topic__in=topics, draft__in={hit.draft_id for hit in hits}).values_list(
            "topic_id", "draft_id"
        )
    )
    new = [hit for hit in hits if (hit.topic_id, hit.draft_id) not in known]
    if not new:
        return 0
    TopicMatch.objects.bulk_create(
        [
            TopicMatch(topic_id=h.topic_id, draft_id=h.draft_id, words=list(h.words), matched_at=at)
            for h in new
        ],
        ignore_conflicts=True,
        batch_size=500,
    )
    wanted: dict[int, dict[int, set[str]]] = defaultdict(lambda: defaultdict(set))
    organisations = {topic.organisation_id: topic.organisation for topic in topics.values()}
    for hit in new:
        topic = topics[hit.topic_id]
        wanted[topic.organisation_id][hit.draft_id].add(topic.name)
    road_map.watch_found({(topics[hit.topic_id].organisation_id, hit.draft_id) for hit in new}, at=at)
    windows = _open_windows({hit.draft_id for hit in new}, on)
    for organisation_id, drafts in wanted.items():
        _ask(organisations[organisation_id], drafts, windows, at=at, on=on, quiet=quiet)
    return len(new)


def _open_windows(draft_ids: Collection[int], on: date) -> dict[int, DiscussionWindow]:
    """The latest window of each of these drafts whose discussion still runs on the day `on`."""
    latest: dict[int, DiscussionWindow] = {}
    rows = DiscussionWindow.objects.filter(draft__in=draft_ids).select_related(
        "draft", "draft__body", "draft__act_type"
    )
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
    open_ids = [draft_id for draft_id in drafts if draft_id in windows]
    asked = TriageItem.objects.filter(organisation=organisation, window__in=[windows[pk] for pk in open_ids])
    taken = Dossier.objects.open().filter(organisation=organisation, draft__in=open_ids)
    settled = {*asked.values_list("draft_id", flat=True), *taken.values_list("draft_id", flat=True)}
    fresh = [windows[draft_id] for draft_id in open_ids if draft_id not in settled]
    TriageItem.objects.bulk_create(
        [
            TriageItem(
                organisation=organisation,
                draft_id=window.draft_id,
                window=window,
                ends_on=window.ends_on,
                created_at=at,
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
            thread=thread_of(window),
            stage="match",
            template="match",
            facts=match_facts(window, sorted(drafts[window.draft_id])),
            at=at,
            urgent=left is not None and left <= SOON,
        )


def thread_of(window: DiscussionWindow) -> str:
    return f"window:{window.pk}"


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
def save_topic(
    topic: WatchTopic, *, actor: User, at: datetime, on: date, **chosen: Iterable[models.Model]
) -> int:
    """Store a topic with its chosen bodies, categories and act types, and match the last twelve months with
    it. Saved without any change it stays as it is.

    Matches whose words no longer fit are dropped; triage questions already asked stay. Returns the matches it
    has now. ValidationError: the organisation has a topic of this name.
    """
    created = topic.pk is None
    if created:
        topic.created_by = actor
    elif _is_as_stored(topic, chosen):
        return TopicMatch.objects.filter(topic=topic).count()
    try:
        with transaction.atomic():
            topic.save()
    except IntegrityError as twin:
        raise ValidationError({"name": TWIN}, code="twin") from twin
    for name, rows in chosen.items():
        getattr(topic, name).set(rows)
    TopicMatch.objects.filter(topic=topic).delete()
    if topic.is_active:
        hits = list(hits_among(_recent(topic.organisation, on), [rule_of(topic)]))
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


def _is_as_stored(topic: WatchTopic, chosen: Mapping[str, Iterable[models.Model]]) -> bool:
    names = ("name", "words", "excluded", "is_active")
    stored = WatchTopic.objects.filter(pk=topic.pk).values_list(*names).first()
    if stored != tuple(getattr(topic, name) for name in names):
        return False
    return all(
        {row.pk for row in getattr(topic, name).all()} == {row.pk for row in rows}
        for name, rows in chosen.items()
    )


def _recent(organisation: Organisation, on: date) -> "QuerySet[DraftAct]":
    return DraftAct.objects.visible_to([organisation.pk]).filter(listed_on__gte=on - YEAR)


@transaction.atomic
def set_feed(topic: WatchTopic, token_hash: str) -> None:
    """Give the topic's feed another secret address, of which only the hash is kept; '' revokes it."""
    topic.feed_token_hash = token_hash
    topic.save(update_fields=["feed_token_hash"])


@transaction.atomic
def remove_topic(topic: WatchTopic, *, actor: User, at: datetime) -> None:
    record(
        "topic.removed", actor=actor, organisation=topic.organisation, obj=topic, subject=topic.name, at=at
    )
    topic.delete()


# --- Preview ------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class PreviewRow:
    draft: DraftAct
    words: tuple[str, ...]


@dataclass(frozen=True)
class Preview:
    """What a topic would have found in the last twelve months. `count` stops at PREVIEW_CAP, `rows` are the
    newest.
    """

    count: int
    rows: list[PreviewRow]
    is_category_unknown: bool

    @property
    def shown_count(self) -> str:
        return f"{PREVIEW_CAP}+" if self.count >= PREVIEW_CAP else str(self.count)


def preview(
    organisation: Organisation,
    *,
    words: str,
    excluded: str = "",
    bodies: Iterable[StateBody] = (),
    categories: Iterable[Category] = (),
    act_types: Iterable[ActType] = (),
    on: date,
) -> Preview:
    """Look through the twelve months before `on` with words that `check_words` has passed. Writes nothing."""
    include = _concepts(words)
    rule = TopicRule(
        0,
        include=include,
        exclude=_concepts(excluded),
        body_ids=frozenset(body.pk for body in bodies),
        category_ids=frozenset(category.pk for category in categories),
        act_type_ids=frozenset(act_type.pk for act_type in act_types),
    )
    hits: list[Hit] = []
    for hit in hits_among(_candidates(rule, _recent(organisation, on)), [rule]):
        hits.append(hit)
        if len(hits) >= PREVIEW_CAP:
            break
    shown = hits[:PREVIEW_ROWS]
    rows = DraftAct.objects.select_related("body").defer("search_text", "stems_kk", "stems_ru")
    found = rows.in_bulk([hit.draft_id for hit in shown])
    return Preview(
        count=len(hits),
        rows=[PreviewRow(found[hit.draft_id], hit.words) for hit in shown],
        is_category_unknown=any(hit.category_unknown for hit in hits),
    )


def _candidates(rule: TopicRule, drafts: "QuerySet[DraftAct]") -> "QuerySet[DraftAct]":
    """The drafts that the rule may match, newest first; the index sorts out those without any of its
    words.
    """
    if rule.body_ids:
        drafts = drafts.filter(body__in=rule.body_ids)
    if rule.act_type_ids:
        drafts = drafts.filter(act_type__in=rule.act_type_ids)
    words = [word for concept in rule.include for word in concept]
    if 0 < len(words) <= PREFILTER_WORDS:
        drafts = holding_any(drafts, words)
    return drafts.order_by("-listed_on", "-pk")
