"""The demonstration: two invented organisations, their people, topics, drafts and first dossiers."""

import secrets
from collections.abc import Iterable
from datetime import date, datetime, timedelta
from pathlib import Path

from django.conf import settings
from django.db import transaction

from accounts.actions import record
from accounts.models import Membership, Organisation, User
from accounts.states import Digest, Role
from deadlines import queries as deadline_queries
from deadlines.actions import Words, close_deadline
from monitoring.demo.amendments import write_tables
from monitoring.demo.evidence import collect_evidence
from monitoring.demo.finished import end_road_map, see, take_part
from monitoring.demo.finished_act import follow
from monitoring.demo.hearings import hold_hearing
from monitoring.demo.inforequests import ask_for_full_draft
from monitoring.demo.life import follow_an_act
from monitoring.demo.minutes import hold_past_hearing
from monitoring.demo.page import demo_page
from monitoring.demo.public_page import show
from monitoring.demo.story import story_of
from projects.actions import dossiers, road_map, topics
from projects.actions.ingest import ingest_cards
from projects.models import Dossier, DraftAct, Source, WatchTopic
from projects.portal import merge_cards, parse_list
from projects.states import Priority, RoadMapDirection, SourceKind

ADDRESS = "https://demo.invalid/list"
OPERATOR = "operator@qatysu.example"
FIRST, SECOND, AIR, WASTE = 990000001, 990000002, 990000003, 990000008

PEOPLE = (
    ("aigerim@ashyq-orta.example", "Айгерім Сағынова", Role.COORDINATOR, "kk"),
    ("timur@ashyq-orta.example", "Тимур Ведерников", Role.LAWYER, "ru"),
    ("saule@ashyq-orta.example", "Сәуле Мұқанқызы", Role.VOLUNTEER, "kk"),
    ("bolat@ashyq-orta.example", "Болат Ерсінов", Role.OBSERVER, "kk"),
)
INCLUSION = ("Инклюзия", "инклюзивті, инклюзивный\nмүгедектік, инвалидность")
# Nobody's: what a letter has to name of an organisation that does not exist.
CARD = {
    "bin": "000000000000",
    "phone": "+7 7172 000000",
    "email": "hat@ashyq-orta.example",
    "signatory_name_kk": "А. Сағынова",
    "signatory_name_ru": "А. Сагынова",
}
NEIGHBOUR = ("dana@kok-aspan.example", "Дана Төлеубаева", Role.COORDINATOR, "ru")


def password_file() -> Path:
    return Path(settings.VAR_DIR) / "demo_password"


def demo_password() -> str:
    """The one password of all demo people, made for this installation alone."""
    path = password_file()
    if not path.exists():
        path.touch(mode=0o600)
        path.write_text(secrets.token_urlsafe(9))
    return path.read_text().strip()


def log_ins() -> list[tuple[str, str]]:
    """Role and e-mail of the demo people that exist here."""
    known = set(User.objects.values_list("email", flat=True))
    people = [(str(role), email) for email, _name, role, _language in (*PEOPLE, NEIGHBOUR)]
    return [pair for pair in (*people, ("operator", OPERATOR)) if pair[1] in known]


@transaction.atomic
def build(at: datetime) -> bool:
    """Make the demonstration unless it, or any organisation, is there already; returns whether it was made."""
    if Organisation.objects.exists():
        return False
    on = deadline_queries.day_of(at)
    ours = _organisation("«Ашық орта» қоғамдық қоры", "Общественный фонд «Ашық орта»", PEOPLE, **CARD)
    _first_story(ours, on)
    source = _drafts(at, on)
    _organisation("«Көк аспан» қоғамдық бірлестігі", "Общественное объединение «Көк аспан»", [NEIGHBOUR])
    User.objects.create_superuser(OPERATOR, demo_password(), name="Оператор")
    _work(ours, at, on)
    Source.objects.filter(pk=source.pk).update(is_enabled=False, last_success_at=at, last_new_at=at)
    return True


def _source() -> Source:
    source, _created = Source.objects.get_or_create(
        address=ADDRESS,
        defaults={
            "kind": SourceKind.MANUAL,
            "name_kk": "Мысал деректер",
            "name_ru": "Демонстрационные данные",
        },
    )
    return source


def _first_story(organisation: Organisation, on: date) -> None:
    """The organisation's first dossier, which is finished; its topic finds the draft that it is about."""
    aigerim, timur, saule = _people()
    story = story_of(organisation, aigerim, timur, saule, on)
    record(
        "organisation.created",
        actor=None,
        organisation=organisation,
        subject=organisation,
        at=story.at(82, 10),
    )
    topic = WatchTopic(organisation=organisation, name=INCLUSION[0], words=INCLUSION[1])
    see(story, _source(), topic)
    dossier = take_part(story)
    end_road_map(story, dossier)
    show(story, dossier)
    follow(story, dossier)


def _people() -> list[User]:
    return [User.objects.get(email=PEOPLE[number][0]) for number in range(3)]


def _drafts(at: datetime, on: date) -> Source:
    source = _source()
    days = deadline_queries.calendar()
    kk, ru = (parse_list(demo_page(language, on, days), language).cards for language in ("kk", "ru"))
    ingest_cards(source, merge_cards(kk, ru), at=at - timedelta(days=2), on=on)
    posted = DraftAct.objects.filter(source=source).values_list("pk", flat=True)
    topics.match_drafts(list(posted), at=at - timedelta(days=2), on=on, quiet=True)
    return source


def _organisation(
    name_kk: str, name_ru: str, people: Iterable[tuple[str, str, Role, str]], **card: str
) -> Organisation:
    organisation = Organisation.objects.create(
        name_kk=name_kk,
        name_ru=name_ru,
        address_kk="Астана қаласы, Достық көшесі, 0-үй (мысал)",
        address_ru="г. Астана, ул. Достык, д. 0 (пример)",
        signatory_post_kk="Директор",
        signatory_post_ru="Директор",
        **card,
    )
    for email, name, role, language in people:
        user = User.objects.create_user(
            email,
            demo_password(),
            name=name,
            interface_language=language,
            mail_language=language,
            digest=Digest.DAILY,
        )
        Membership.objects.create(user=user, organisation=organisation, role=role)
    return organisation


def _work(organisation: Organisation, at: datetime, on: date) -> None:
    aigerim, timur, saule = _people()
    for name, words in (
        ("Еңбек және әлеуметтік қорғау", "еңбек, труд\nзейнетақы, пенсия\nжұмыспен қамту, занятость"),
        ("Экология", "экология\nатмосфера\nқалдық, отход\nсумен жабдықтау, водоснабжение"),
    ):
        topics.save_topic(
            WatchTopic(organisation=organisation, name=name, words=words), actor=aigerim, at=at, on=on
        )
    earlier, opened_dossiers = at - timedelta(days=1), {}
    for portal_id, owner, priority in ((FIRST, aigerim, Priority.HIGH), (AIR, timur, Priority.NORMAL)):
        draft = DraftAct.objects.get(portal_id=portal_id)
        opened_dossiers[portal_id] = dossiers.open_dossier(
            draft,
            organisation=organisation,
            owner=owner,
            actor=aigerim,
            on=earlier.date(),
            at=earlier,
            priority=priority,
        )
        road_map.plan_road_map(
            opened_dossiers[portal_id],
            direction=RoadMapDirection.BACKWARDS,
            actor=aigerim,
            on=deadline_queries.day_of(earlier),
            at=earlier,
        )
    days = deadline_queries.calendar()
    opened = at - timedelta(hours=46)
    waste = dossiers.open_dossier(
        DraftAct.objects.get(portal_id=WASTE),
        organisation=organisation,
        owner=timur,
        actor=aigerim,
        on=deadline_queries.day_of(opened),
        at=opened,
    )
    _past_dates(waste, aigerim, timur, at, on)
    write_tables(organisation, timur, aigerim, at)
    hold_hearing(organisation, opened_dossiers[AIR], aigerim, saule, at)
    hold_past_hearing(opened_dossiers[FIRST], aigerim, saule, timur, at)
    ask_for_full_draft(waste, timur, at, on)  # after the hearing: its minutes are made first
    follow_an_act(organisation, aigerim, timur, at)
    collect_evidence(organisation, opened_dossiers[AIR], aigerim, saule, at)
    dossiers.add_date(
        waste,
        label=Words("Қоғамдық кеңеске хат дайындау", "Подготовить письмо в общественный совет"),
        actor=aigerim,
        on=on,
        at=at,
        responsible=saule,
        due_on=days.add(on, 6),
    )
    dossiers.add_date(
        waste,
        label=Words("Талқылау туралы есепті сұрату", "Запросить отчёт об обсуждении"),
        actor=aigerim,
        on=on,
        at=at,
        responsible=aigerim,
        limit=deadline_queries.time_limit("info_request.answer", on),
        start_on=on,
    )


def _past_dates(dossier: Dossier, aigerim: User, timur: User, at: datetime, on: date) -> None:
    """One date that was missed and one that was met, so that the first screen shows every tone."""
    yesterday = deadline_queries.calendar().add(on, -1)
    dossiers.add_date(
        dossier,
        label=Words("Ұйым ұстанымын құрылтайшылармен келісу", "Согласовать позицию с учредителями"),
        actor=aigerim,
        on=on,
        at=at,
        responsible=timur,
        due_on=yesterday,
    )
    met = dossiers.add_date(
        dossier,
        label=Words("Қоқыс шығару деректерін жинау", "Собрать данные о вывозе отходов"),
        actor=aigerim,
        on=on,
        at=at,
        responsible=aigerim,
        due_on=on,
    )
    close_deadline(met, actor=aigerim, at=at)
