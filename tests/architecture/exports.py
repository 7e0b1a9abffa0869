"""Every list that is given as a file: its address, how its rows come to be, and what its filters are tried with.

A `make` writes so many rows of an organisation, each with the word in a text, and returns the address of their list.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

from django.urls import reverse
from django.utils import timezone

from accounts.actions import record
from accounts.models import Organisation, User
from deadlines.actions.work import Words
from deadlines.states import DeadlineState
from hearings.models import Hearing
from projects.models import TopicMatch
from projects.road_map.models import RoadMap, RoadMapTask
from projects.states import DossierState, RoadMapDirection, TriageState
from tests.factories import (
    AmendmentRowFactory,
    AmendmentTableFactory,
    BatchFactory,
    CaseFactory,
    CouncilFactory,
    DeadlineFactory,
    DossierFactory,
    DraftActFactory,
    FactFactory,
    HearingFactory,
    HolderFactory,
    InfoRequestFactory,
    LawFactory,
    LibraryEntryFactory,
    MembershipFactory,
    OutcomeFactory,
    OutgoingEmailFactory,
    SourceFactory,
    StakeholderFactory,
    SubmissionFactory,
    SurveyFactory,
    TimeLimitFactory,
    TriageItemFactory,
    UserFactory,
    WatchTopicFactory,
)
from tests.factories.correspondence import issued
from tests.factories.hearings import CheckInFactory, OpenHearingFactory

Make = Callable[..., str]
SOON = timedelta(days=20)


@dataclass(frozen=True)
class Listed:
    """`filters`: what is asked, the values of a row that it finds and of one that it does not. `is_ours`: whether the
    rows belong to the organisation; `has_word`: whether their texts do; `names_people`: the second step is asked and the
    log is written; `queries`: of the file, whatever the number of rows."""

    make: Make
    queries: int
    filters: Mapping[str, tuple[dict[str, Any], dict[str, Any]]] = field(default_factory=dict)
    is_ours: bool = True
    names_people: bool = False
    has_word: bool = True


def draft_of(organisation: Organisation, word: str, **values: Any) -> Any:
    ends_on = values.pop("ends_on", timezone.localdate() + SOON)
    return DraftActFactory(
        organisation=organisation, title_ru=f"Проект {word}", portal_id=None, ends_on=ends_on, **values
    )


def drafts(organisation: Organisation, _person: User, word: str, number: int = 1, **values: Any) -> str:
    for _n in range(number):
        draft_of(organisation, word, **values)
    return reverse("projects:draft-list")


def triage(organisation: Organisation, _person: User, word: str, number: int = 1, **values: Any) -> str:
    topic = WatchTopicFactory(organisation=organisation)
    for _n in range(number):
        draft = draft_of(organisation, word, **values)
        TriageItemFactory(organisation=organisation, draft=draft, state=TriageState.UNDECIDED)
        TopicMatch.objects.create(topic=topic, draft=draft, words=["еңбек"])
    return reverse("projects:triage")


def topics(organisation: Organisation, _person: User, word: str, number: int = 1) -> str:
    for n in range(number):
        WatchTopicFactory(organisation=organisation, name=f"Тақырып {word} {n}")
    return reverse("projects:topic-list")


def matches(organisation: Organisation, _person: User, word: str, number: int = 1) -> str:
    topic = WatchTopicFactory(organisation=organisation)
    for _n in range(number):
        TopicMatch.objects.create(topic=topic, draft=draft_of(organisation, word), words=["еңбек"])
    return reverse("projects:topic", args=[topic.pk])


def road_map(organisation: Organisation, _person: User, word: str, number: int = 1) -> str:
    dossier = DossierFactory(organisation=organisation)
    on = timezone.localdate()
    plan = RoadMap.objects.create(
        organisation=organisation, dossier=dossier, direction=RoadMapDirection.FORWARDS, first_on=on, last_on=on
    )
    for n in range(number):
        RoadMapTask.objects.create(
            organisation=organisation,
            road_map=plan,
            key=f"task-{n}",
            place=n + 1,
            week=1,
            label_kk="Кесте",
            label_ru=f"Таблица {word}",
        )
    return reverse("projects:road-map", args=[dossier.pk])


def sources(_organisation: Organisation, _person: User, word: str, number: int = 1) -> str:
    for n in range(number):
        SourceFactory(address=f"https://portal.example/{word}/{n}")
    return reverse("projects:source-list")


def deadlines(organisation: Organisation, person: User, word: str, number: int = 1, **values: Any) -> str:
    state = values.pop("state", None)
    for _n in range(number):
        made = DeadlineFactory(
            organisation=organisation, label=Words("Мерзім", f"Срок {word}"), responsible=person, **values
        )
        if state:
            type(made).objects.filter(pk=made.pk).update(state=state)
    return reverse("deadlines:list")


def work(organisation: Organisation, person: User, word: str, number: int = 1, **values: Any) -> str:
    if values.pop("is_triage", False):
        triage(organisation, person, word, number)
    else:
        deadlines(organisation, person, word, number)
    return reverse("monitoring:work-list")


def rules(_organisation: Organisation, _person: User, word: str, number: int = 1) -> str:
    for _n in range(number):
        TimeLimitFactory(name_ru=f"Срок {word}")
    return reverse("deadlines:time-limits")


def laws(_organisation: Organisation, _person: User, word: str, number: int = 1) -> str:
    for _n in range(number):
        LawFactory(title_ru=f"Закон {word}")
    return reverse("deadlines:law-list")


def dossiers(organisation: Organisation, person: User, word: str, number: int = 1, **values: Any) -> str:
    for _n in range(number):
        DossierFactory(
            organisation=organisation, draft=draft_of(organisation, word), **{"owner": person, **values}
        )
    return reverse("monitoring:dossier-list")


def councils(organisation: Organisation, _person: User, word: str, number: int = 1) -> str:
    for _n in range(number):
        CouncilFactory(organisation=organisation, name_ru=f"Совет {word}")
    return reverse("monitoring:council-list")


def surveys(organisation: Organisation, _person: User, word: str, number: int = 1) -> str:
    for _n in range(number):
        dossier = DossierFactory(organisation=organisation)
        SurveyFactory(organisation=organisation, title_ru=f"Опрос {word}", dossier=dossier)
    return reverse("monitoring:survey-list")


def cases(organisation: Organisation, _person: User, word: str, number: int = 1) -> str:
    for _n in range(number):
        dossier = DossierFactory(organisation=organisation)
        CaseFactory(organisation=organisation, target_group=f"Группа {word}", dossier=dossier)
    return reverse("monitoring:case-list")


def documents(organisation: Organisation, person: User, _word: str, number: int = 1) -> str:
    for _n in range(number):
        issued(organisation, person, number=1 + organisation.pk * 100 + _n)
    return reverse("correspondence:document-list")


def letters(organisation: Organisation, person: User, word: str, number: int = 1, **values: Any) -> str:
    for _n in range(number):
        OutgoingEmailFactory(
            organisation=organisation, recipient=person, subject=f"Письмо {word}", html="", headers={}, **values
        )
    return reverse("correspondence:outbox")


def people(organisation: Organisation, _person: User, word: str, number: int = 1) -> str:
    for n in range(number):
        MembershipFactory(organisation=organisation, user=UserFactory(name=f"Айдос {word} {n}"))
    return reverse("accounts:people")


def steps(
    organisation: Organisation, person: User, word: str, number: int = 1, *, is_others: bool = False
) -> str:
    actor, at = UserFactory() if is_others else person, timezone.now()
    for _n in range(number):
        record("organisation.created", actor=actor, organisation=organisation, subject=word, at=at)
    return reverse("accounts:activity")


def hearings(organisation: Organisation, person: User, word: str, number: int = 1, **values: Any) -> str:
    at = {"starts_at": timezone.now() + SOON}
    for _n in range(number):
        HearingFactory(
            organisation=organisation, title_ru=f"Слушание {word}", moderator=person, **{**at, **values}
        )
    return reverse("hearings:hearing-list")


def stakeholders(organisation: Organisation, _person: User, word: str, number: int = 1, **values: Any) -> str:
    for n in range(number):
        StakeholderFactory(organisation=organisation, name=f"Бірлестік {word} {n}", **values)
    return reverse("hearings:stakeholder-list")


def attendance(organisation: Organisation, person: User, word: str, number: int = 1) -> str:
    hearing: Hearing = OpenHearingFactory(organisation=organisation, moderator=person)
    for _n in range(number):
        CheckInFactory(hearing=hearing, name=f"Келген {word}")
    return reverse("hearings:attendance", args=[hearing.pk])


def outcomes(organisation: Organisation, person: User, word: str, number: int = 1) -> str:
    table = AmendmentTableFactory(dossier=DossierFactory(organisation=organisation))
    for n in range(number):
        row = AmendmentRowFactory(table=table, author=person, order=n + 1)
        OutcomeFactory(row=row, body_words=f"Ответ {word}", confirmed_by=person)
    SubmissionFactory(table=table)
    return reverse("amendments:outcomes", args=[table.dossier_id])


def library(organisation: Organisation, person: User, word: str, number: int = 1, **values: Any) -> str:
    for _n in range(number):
        LibraryEntryFactory(
            organisation=organisation, text_ru=f"Статья {word}", created_by=person, **values
        )
    return reverse("amendments:library")


def requests(organisation: Organisation, person: User, word: str, number: int = 1) -> str:
    for _n in range(number):
        InfoRequestFactory(organisation=organisation, subject_ru=f"Запрос {word}", responsible=person)
    return reverse("inforequests:request-list")


def batches(organisation: Organisation, _person: User, word: str, number: int = 1) -> str:
    for _n in range(number):
        BatchFactory(organisation=organisation, subject_ru=f"Рассылка {word}")
    return reverse("inforequests:batch-list")


def bodies(organisation: Organisation, _person: User, word: str, number: int = 1) -> str:
    for n in range(number):
        HolderFactory(organisation=organisation, name_ru=f"Управление {word} {n}")
    return reverse("inforequests:directory")


def facts(organisation: Organisation, _person: User, word: str, number: int = 1) -> str:
    asked = InfoRequestFactory(organisation=organisation, state="sent")
    for _n in range(number):
        FactFactory(info_request=asked, label_ru=f"Тариф {word}")
    return reverse("inforequests:fact-list", args=[asked.pk])


def influence_rows(organisation: Organisation, person: User, word: str, number: int = 1) -> str:
    for _n in range(number):
        draft = draft_of(organisation, word)
        DossierFactory(organisation=organisation, draft=draft, owner=person, opened_at=timezone.now())
    return f"{reverse('monitoring:influence-rows')}?of=dossiers"


def facts_of_dossier(organisation: Organisation, _person: User, word: str, number: int = 1) -> str:
    dossier = DossierFactory(organisation=organisation)
    for _n in range(number):
        asked = InfoRequestFactory(organisation=organisation, dossier=dossier, state="sent")
        FactFactory(info_request=asked, label_ru=f"Тариф {word}")
    return reverse("inforequests:dossier-facts", args=[dossier.pk])


LISTS: dict[str, Listed] = {
    "drafts": Listed(
        drafts, 4, {"?q=керек": ({}, {}), "?state=IN_ARCHIVE": ({"portal_state": "IN_ARCHIVE"}, {})}
    ),
    "triage": Listed(triage, 6, {"?undated=1": ({"ends_on": None}, {})}),
    "topics": Listed(topics, 4),
    "topic": Listed(matches, 5),
    "road map": Listed(road_map, 6),
    "sources": Listed(sources, 5, is_ours=False),
    "deadlines": Listed(deadlines, 6, {"?state=done": ({"state": DeadlineState.DONE}, {})}),
    "work": Listed(work, 7, {"?kind=triage": ({"is_triage": True}, {})}),
    "time limits": Listed(rules, 5, {"?words=керек": ({}, {})}, is_ours=False),
    "laws": Listed(laws, 4, is_ours=False),
    "dossiers": Listed(
        dossiers, 5, {"?state=closed": ({"state": DossierState.CLOSED}, {}), "?owner=nobody": ({"owner": None}, {})}
    ),
    "councils": Listed(councils, 4),
    "surveys": Listed(surveys, 4),
    "cases": Listed(cases, 4),
    "documents": Listed(documents, 4, has_word=False),
    "letters": Listed(letters, 5, {"?state=failed": ({"state": "failed"}, {})}, names_people=True),
    "people": Listed(people, 5, names_people=True),
    "activity": Listed(steps, 5, {"?person={person}": ({}, {"is_others": True})}, names_people=True),
    "hearings": Listed(
        hearings, 4, {"?when=past": ({"starts_at": timezone.now() - SOON}, {})}
    ),
    "stakeholders": Listed(stakeholders, 5, {"?kind=media": ({"kind": "media"}, {})}, names_people=True),
    "attendance": Listed(attendance, 11, names_people=True),
    "outcomes": Listed(outcomes, 9),
    "library": Listed(library, 4, {"?kind=law": ({}, {"kind": "justification"})}),
    "requests": Listed(requests, 4, {"?q=керек": ({}, {})}),
    "batches": Listed(batches, 4),
    "bodies": Listed(bodies, 4, {"?q=керек": ({}, {})}),
    "facts": Listed(facts, 5),
    "influence rows": Listed(influence_rows, 5),
    "facts of a dossier": Listed(facts_of_dossier, 5),
}

# --- Pages with a list and without a file ---------------------------------------------------------------------------

_OWN = "has a file of its own, with more than the page shows"
_FEW = "a handful by nature"
_ONE = "the page of one thing: what it lists is a part of it"
_ISSUED = "leaves the house as a numbered document"
_PUBLIC = "for everybody: the same is in the open data"
WITHOUT_FILE: dict[str, str] = {
    "accounts/key_list.html": _FEW,
    "accounts/session_list.html": _FEW,
    "amendments/adopted.html": _ONE,
    "amendments/documents.html": _ISSUED,
    "amendments/outcome_page.html": "a page of the portal, kept as it was saved",
    "amendments/outcomes_confirm.html": "a form, line by line",
    "amendments/row_edit.html": _ONE,
    "amendments/table.html": _ISSUED,
    "amendments/text.html": "the text of a draft, which was brought in as a file",
    "correspondence/template_list.html": _FEW,
    "deadlines/month.html": "the deadlines of the list, laid out by days",
    "deadlines/recompute.html": "a preview of a change",
    "hearings/minutes_paper.html": _ISSUED,
    "hearings/participants.html": _OWN,
    "hearings/public_list.html": _PUBLIC,
    "hearings/public_minutes.html": _PUBLIC,
    "inforequests/batch_page.html": _OWN,
    "inforequests/quarantine.html": "a queue of strangers' letters, emptied as it is sorted",
    "inforequests/statistics.html": _OWN,
    "monitoring/answer_list.html": _OWN,
    "monitoring/call_figures.html": "figures of the calls, whose log has a file of its own",
    "monitoring/call_list.html": _OWN,
    "monitoring/category_list.html": _FEW,
    "monitoring/council_page.html": _ONE,
    "monitoring/dossier_items.html": _OWN,
    "monitoring/influence.html": _OWN,
    "monitoring/item_list.html": _OWN,
    "monitoring/item_page.html": _ONE,
    "monitoring/jobs.html": "how the machine works, for the operator's eyes",
    "monitoring/public/desk.html": "a form, line by line",
    "monitoring/public/organisations.html": _PUBLIC,
    "monitoring/public/part.html": _PUBLIC,
    "monitoring/public/surveys.html": _PUBLIC,
    "monitoring/public_cases.html": _PUBLIC,
    "monitoring/public_results.html": _PUBLIC,
    "monitoring/search.html": "things of many kinds, each with a list of its own",
    "monitoring/survey_results.html": _OWN,
    "monitoring/webhook_list.html": _FEW,
}
