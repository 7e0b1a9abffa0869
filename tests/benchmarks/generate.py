"""Fills an empty database as a country and its NGOs would in twelve years: in bulk, the same rows at every run but
for the dates, which end today.
"""

import random
import zlib
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from itertools import islice
from typing import Any, TypeVar

from django.core.management import call_command
from django.db import connection, models, transaction
from django.utils import timezone

from accounts.models import ActivityEntry, Membership, Organisation, User
from accounts.states import Role
from correspondence.models import OutgoingEmail
from correspondence.states import MailState
from deadlines import queries as deadline_queries
from deadlines.calendar import compute
from deadlines.models import Deadline, TimeLimit
from deadlines.states import DateSource, DeadlineState
from projects.actions import windows
from projects.actions.discussion import SEND_PROPOSALS, dossier_path
from projects.actions.ingest import make_searchable
from projects.models import (
    ActType,
    Category,
    DiscussionWindow,
    Dossier,
    DossierDate,
    DraftAct,
    Snapshot,
    Source,
    StateBody,
    TopicMatch,
    TriageItem,
    WatchTopic,
)
from projects.states import (
    BodyKind,
    DossierState,
    PortalState,
    Priority,
    SnapshotKind,
    SourceKind,
    TriageState,
)
from tests.benchmarks.titles import MATTERS, places, some_titles

BATCH = 1_000
YEARS = 12
RUNNING_DAYS = 15
FIRST_PORTAL_ID = 1_000_000
WORDINGS = 15_000
ROLES = (Role.COORDINATOR, Role.LAWYER, Role.LAWYER, Role.MODERATOR, Role.VOLUNTEER, Role.OBSERVER)
SNAPSHOTS_OF_BUSY_DRAFT = 60
DEEDS_OF_BUSY_DOSSIER = 200

Row = TypeVar("Row", bound=models.Model)


@dataclass(frozen=True)
class Size:
    """How much there is. Per organisation: people, topics, matches, questions asked in triage, dossiers, and
    letters to each of its people; the first organisation is `busy` times as large.
    """

    drafts: int
    running: int  # of them, with a discussion that has not ended
    organisations: int
    people: int
    topics: int
    matches: int
    asked: int
    dossiers: int
    letters: int
    busy: int = 5


SMALL = Size(60, 20, 2, 2, 1, 4, 3, 3, 1, busy=1)
LARGE = Size(150_000, 1_500, 100, 10, 10, 500, 150, 40, 20)


@dataclass(frozen=True)
class Filled:
    """Where to look: the coordinator of the busy organisation, and its fullest draft and dossier."""

    size: Size
    coordinator: User
    draft_id: int
    dossier_id: int
    body_id: int  # the ministry with the most drafts


@transaction.atomic
def fill(size: Size) -> Filled:
    """Reference data as shipped, then rows of `size`. The database must be empty."""
    call_command("load_reference", verbosity=0)
    dice, at = random.Random(2026), timezone.now()
    _drafts(size, dice, at)
    running = list(DiscussionWindow.objects.filter(ends_on__gte=timezone.localdate(at)).order_by("pk"))
    organisations = _people(size)
    filled = [
        _work_of(organisation, people, size, dice, running, at, times=size.busy if number == 0 else 1)
        for number, (organisation, people) in enumerate(organisations)
    ]
    _letters(size, organisations, at)
    dossier = filled[0]
    _a_long_history(dossier, at)
    return Filled(size, organisations[0][1][0], dossier.draft_id, dossier.pk, _busiest_ministry())


def _store(model: type[Row], rows: Iterable[Row]) -> list[Row]:
    return model._default_manager.bulk_create(list(rows), batch_size=BATCH)


def _insert(like: models.Model, names: Sequence[str], rows: Iterable[Sequence[Any]]) -> None:
    """Rows that equal `like` but for the columns `names`; an instance for each would take minutes."""
    fields = [field for field in like._meta.local_concrete_fields if not field.primary_key]
    columns = {field.attname: field for field in fields}
    same = [field for field in fields if field.attname not in names]
    rest = [field.get_db_prep_save(field.pre_save(like, add=True), connection) for field in same]
    to_adapt = [(place, columns[name]) for place, name in enumerate(names) if _is_adapted(columns[name])]
    quoted = ", ".join(
        connection.ops.quote_name(field.column) for field in [*map(columns.__getitem__, names), *same]
    )
    one_row = f"({', '.join(['%s'] * len(fields))})"
    table, left = connection.ops.quote_name(like._meta.db_table), iter(rows)
    with connection.cursor() as cursor:
        while part := [[*row, *rest] for row in islice(left, BATCH // 2)]:
            for row in part:
                for place, field in to_adapt:
                    row[place] = field.get_db_prep_save(row[place], connection)
            every_row = ", ".join([one_row] * len(part))
            cursor.execute(
                f"INSERT INTO {table} ({quoted}) VALUES {every_row}",  # noqa: S608 - names of our own tables
                [value for row in part for value in row],
            )


def _is_adapted(field: Any) -> bool:
    return isinstance(field, (models.DateField, models.JSONField))


# --- What the state publishes ------------------------------------------------------------------------------


def _drafts(size: Size, dice: random.Random, at: datetime) -> None:
    """Stored in the order in which they come: the archive from its newest page back, then day by day."""
    source = Source.objects.get(kind=SourceKind.PORTAL)
    Source.objects.filter(pk=source.pk).update(last_success_at=at, last_new_at=at)
    wordings = _wordings(min(size.drafts, WORDINGS), dice)
    chosen = dice.choices(wordings, k=size.drafts)
    days = list(_days(size, dice, timezone.localdate(at)))
    like = DraftAct(source=source, accepted=0, not_accepted=0)
    _insert(
        like,
        PUBLISHED,
        (_published(n, *facts, dice, at) for n, facts in enumerate(zip(chosen, days, strict=True))),
    )
    ids = DraftAct.objects.order_by("portal_id").values_list("pk", flat=True)
    _windows(zip(ids, chosen, days, strict=True), at)


def _wordings(how_many: int, dice: random.Random) -> list[DraftAct]:
    """Titles, with all that follows from them; the state publishes each of them several times in twelve years."""
    act_types, categories = list(ActType.objects.all()), list(Category.objects.all())
    ministries = list(StateBody.objects.filter(kind=BodyKind.MINISTRY))
    akimats = _store(
        StateBody,
        [
            StateBody(kind=BodyKind.LOCAL, name_kk=f"{kk} ауданының әкімдігі", name_ru=f"Акимат района {ru}")
            for kk, ru in places()
        ],
    )
    made = []
    for title in some_titles(how_many, dice):
        body = akimats[title.place] if title.place is not None else dice.choice(ministries)
        draft = DraftAct(
            title_kk=title.kk, title_ru=title.ru, body_name_kk=body.name_kk, body_name_ru=body.name_ru
        )
        draft.body, draft.act_type = body, dice.choice(act_types)
        draft.category = dice.choice(categories) if dice.random() < 0.8 else None
        make_searchable(draft)
        made.append(draft)
    return made


def _days(size: Size, dice: random.Random, today: date) -> Iterator[tuple[date, date | None]]:
    """Day of posting and end of discussion; one draft in two hundred names no end."""
    first, archived = today.toordinal() - YEARS * 365, today.toordinal() - RUNNING_DAYS
    past = (dice.randint(first, archived - 40) for _ in range(size.drafts - size.running))
    for posted in sorted(past, reverse=True):
        ends = None if dice.random() < 0.005 else date.fromordinal(posted + dice.randint(10, 40))
        yield date.fromordinal(posted), ends
    for posted in sorted(dice.randint(archived, today.toordinal()) for _ in range(size.running)):
        yield date.fromordinal(posted), today + timedelta(dice.randint(0, 20))


PUBLISHED = (
    *("portal_id", "seen_kk", "seen_ru", "created_on", "listed_on", "ends_on", "flags"),
    *("first_seen_at", "changed_at", "portal_state", "comments", "search_text"),
    *("title", "title_kk", "title_ru", "body_id", "body_name", "body_name_kk", "body_name_ru"),
    *("act_type_id", "category_id", "stems_kk", "stems_ru"),
)


def _published(
    number: int, wording: DraftAct, days: tuple[date, date | None], dice: random.Random, at: datetime
) -> tuple[Any, ...]:
    """The columns PUBLISHED of one draft."""
    posted, ends = days
    today = timezone.localdate(at)
    portal_id = FIRST_PORTAL_ID + 7 * number
    seen, seen_at = f"{portal_id:064x}", at - (today - posted)
    state = PortalState.ARCHIVE if dice.random() < 0.95 else PortalState.UNDER_REVIEW
    if ends and ends >= today:
        state = PortalState.PUBLIC_DISCUSSION
    return (
        *(portal_id, seen, seen, posted, posted, ends, [] if ends else ["ends_on_missing"]),
        *(seen_at, seen_at, state.value, dice.randint(0, 30), f"{wording.search_text} {portal_id}"),
        *(wording.title_kk, wording.title_kk, wording.title_ru),
        *(wording.body_id, wording.body_name_kk, wording.body_name_kk, wording.body_name_ru),
        *(wording.act_type_id, wording.category_id, wording.stems_kk, wording.stems_ru),
    )


def _windows(drafts: Iterable[tuple[int, DraftAct, tuple[date, date | None]]], at: datetime) -> None:
    minimum = windows.StatutoryMinimum()

    def window(pk: int, wording: DraftAct, posted: date, ends: date | None) -> tuple[Any, ...]:
        wording.created_on = posted
        limit, statutory = minimum.of(wording)
        return pk, posted, ends, limit.pk if limit else None, statutory

    names = ("draft_id", "starts_on", "ends_on", "time_limit_id", "statutory_ends_on")
    rows = (window(pk, wording, *days) for pk, wording, days in drafts)
    _insert(DiscussionWindow(first_seen_at=at), names, rows)


def _busiest_ministry() -> int:
    drafts = DraftAct.objects.filter(body__kind=BodyKind.MINISTRY)
    top = drafts.values("body").annotate(drafts=models.Count("pk")).order_by("-drafts").first()
    return int(top["body"]) if top else 0


# --- What people make of it --------------------------------------------------------------------------------


def _people(size: Size) -> list[tuple[Organisation, list[User]]]:
    numbers = range(size.organisations)
    organisations = _store(
        Organisation, [Organisation(name_kk=f"«Үміт {n}» қоры", name_ru=f"Фонд «Умит {n}»") for n in numbers]
    )
    users = _store(
        User,
        [
            User(email=f"adam{n}.{k}@example.kz", name=f"Адам {n}-{k}", password="!")
            for n in numbers
            for k in range(size.people)
        ],
    )
    found = [(org, users[n * size.people : (n + 1) * size.people]) for n, org in enumerate(organisations)]
    _store(
        Membership,
        [
            Membership(user=user, organisation=org, role=ROLES[k % len(ROLES)])
            for org, people in found
            for k, user in enumerate(people)
        ],
    )
    return found


def _work_of(
    organisation: Organisation,
    people: Sequence[User],
    size: Size,
    dice: random.Random,
    running: Sequence[DiscussionWindow],
    at: datetime,
    *,
    times: int,
) -> Dossier:
    """Topics with matches, questions in triage, dossiers with their dates. Returns the first dossier."""
    topics = _topics(organisation, size.topics, dice)
    ids = dice.sample(range(1, size.drafts + 1), min(size.matches * times, size.drafts))
    asked = dice.sample(running, min(size.asked * times, len(running)))
    matched = dict.fromkeys([*(window.draft_id for window in asked), *ids])
    matches = (
        (topic.pk, pk, [topic.words.split(",")[0]]) for pk in matched for topic in [dice.choice(topics)]
    )
    _insert(TopicMatch(matched_at=at), ("topic_id", "draft_id", "words"), matches)
    taken = asked[: size.dossiers * times // 2]
    _store(
        TriageItem,
        [_question(organisation, window, number < len(taken), at) for number, window in enumerate(asked)],
    )
    older = [pk for pk in ids if pk not in {window.draft_id for window in asked}]
    drafts = [window.draft_id for window in taken] + older[: size.dossiers * times - len(taken)]
    return _dossiers(organisation, people, drafts, {window.draft_id: window for window in taken}, dice, at)


def _topics(organisation: Organisation, how_many: int, dice: random.Random) -> list[WatchTopic]:
    def line(matter: tuple[str, str]) -> str:
        return f"{matter[0].split()[0]}, {matter[1].split()[-1]}"

    return _store(
        WatchTopic,
        [
            WatchTopic(
                organisation=organisation,
                name=f"{n + 1}-тақырып",
                words="\n".join(map(line, dice.sample(MATTERS, 4))),
            )
            for n in range(how_many)
        ],
    )


def _question(
    organisation: Organisation, window: DiscussionWindow, is_taken: bool, at: datetime
) -> TriageItem:
    return TriageItem(
        organisation=organisation,
        draft_id=window.draft_id,
        window=window,
        ends_on=window.ends_on,
        state=TriageState.JOINED if is_taken else TriageState.UNDECIDED,
        decided_at=at if is_taken else None,
    )


def _dossiers(
    organisation: Organisation,
    people: Sequence[User],
    draft_ids: Sequence[int],
    windows_: dict[int, DiscussionWindow],
    dice: random.Random,
    at: datetime,
) -> Dossier:
    """Those whose discussion runs are open and have its end as a deadline; of the others some are closed."""
    today = timezone.localdate(at)
    ends = _store(
        Deadline,
        [
            _deadline(
                organisation, dice.choice(people), pk, today, due_on=window.ends_on, source=DateSource.STATED
            )
            for pk, window in windows_.items()
            if window.ends_on
        ],
    )
    end_of = dict(zip(windows_, ends, strict=True))
    dossiers = _store(
        Dossier,
        [
            Dossier(
                organisation=organisation,
                draft_id=pk,
                owner=dice.choice(people),
                priority=dice.choice(Priority.values),
                state=DossierState.OPEN if pk in windows_ or dice.random() < 0.5 else DossierState.CLOSED,
                discussion_deadline=end_of.get(pk),
                opened_at=at,
            )
            for pk in draft_ids
        ],
    )
    _dates(dossiers, people, dice, today)
    return dossiers[0]


def _dates(dossiers: Sequence[Dossier], people: Sequence[User], dice: random.Random, today: date) -> None:
    """Three to a dossier, one of them computed by a rule of law; half of those that have passed are done."""
    days = deadline_queries.calendar()
    limit = deadline_queries.time_limit("info_request.answer", today)
    rule, rows = deadline_queries.rule_of(limit), []
    for dossier in dossiers:
        facts = (dossier.organisation, dice.choice(people), dossier.draft_id, today)
        for _ in range(2):
            due_on = today + timedelta(dice.randint(-30, 60))
            rows.append(_deadline(*facts, due_on=due_on, source=DateSource.OWN))
        start_on = today - timedelta(dice.randint(0, 30))
        found = compute(rule, start_on, days)
        rows.append(
            _deadline(
                *facts,
                due_on=found.due_on,
                source=DateSource.COMPUTED,
                limit=limit,
                start_on=start_on,
                explanation=found.to_json(),
            )
        )
    for row in rows:
        if row.due_on < today and dice.random() < 0.5:
            row.state = DeadlineState.DONE
    stored = _store(Deadline, rows)
    _store(DossierDate, [DossierDate(dossier=dossiers[n // 3], deadline=row) for n, row in enumerate(stored)])


def _deadline(
    organisation: Organisation,
    responsible: User,
    draft_id: int,
    today: date,
    *,
    due_on: date,
    source: DateSource,
    limit: TimeLimit | None = None,
    **fields: Any,
) -> Deadline:
    return Deadline(
        organisation=organisation,
        kind="discussion.end" if source == DateSource.STATED else "dossier.own",
        label_kk=SEND_PROPOSALS.kk,
        label_ru=SEND_PROPOSALS.ru,
        about_kk=f"Жоба № {draft_id}",
        about_ru=f"Проект № {draft_id}",
        path=dossier_path(draft_id),
        due_on=due_on,
        source=source,
        time_limit=limit,
        responsible=responsible,
        opened_on=today,
        next_reminder_on=due_on,
        **fields,
    )


def _letters(size: Size, organisations: Sequence[tuple[Organisation, list[User]]], at: datetime) -> None:
    like = OutgoingEmail(subject="Талқылау мерзімі жақындады", text="Ұсыныстарды мерзімінде енгізіңіз.")
    like.state = MailState.SENT
    rows = (
        (
            f"bench:{user.pk}:{n}",
            org.pk,
            user.pk,
            user.email,
            f"<{user.pk}.{n}@example.kz>",
            *[at - timedelta(n)] * 2,
        )
        for n in reversed(range(size.letters))
        for org, users in organisations
        for user in users
    )
    names = ("key", "organisation_id", "recipient_id", "address", "message_id", "created_at", "sent_at")
    _insert(like, names, rows)


def _a_long_history(dossier: Dossier, at: datetime) -> None:
    """A draft that the portal changed again and again, and a dossier on which much was done."""
    card = zlib.compress(b"<div class='contentlist'>" + b"text of a card " * 100 + b"</div>")
    _store(
        Snapshot,
        [
            Snapshot(
                draft_id=dossier.draft_id,
                kind=SnapshotKind.CARD,
                language=("kk", "ru")[n % 2],
                taken_at=at - timedelta(days=SNAPSHOTS_OF_BUSY_DRAFT - n),
                sha256=f"{n:064x}",
                body=card,
                changes={"comments": [n, n + 1]} if n > 1 else {},
            )
            for n in range(SNAPSHOTS_OF_BUSY_DRAFT)
        ],
    )
    _store(
        ActivityEntry,
        [
            ActivityEntry(
                organisation=dossier.organisation,
                actor=dossier.owner,
                at=at - timedelta(hours=n),
                verb="dossier.changed",
                object_type="projects.dossier",
                object_id=dossier.pk,
                subject=str(dossier.draft_id),
            )
            for n in range(DEEDS_OF_BUSY_DOSSIER)
        ],
    )
