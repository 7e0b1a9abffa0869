"""Deadlines that follow from the events of a request: opened, met and dropped as the case goes on."""

from datetime import date, datetime

from django.db import transaction
from django.db.models import Exists, OuterRef

from accounts.models import User
from correspondence.documents.words import long_date
from deadlines import actions as deadline_actions
from deadlines import queries as deadline_queries
from deadlines.actions import Words
from deadlines.states import DateSource, DeadlineState
from inforequests.actions.base import hold
from inforequests.clocks import Case, Due, What, standing
from inforequests.history import case_of
from inforequests.law import Book
from inforequests.models import InfoRequest, RequestClock
from inforequests.states import RequestState
from projects.models import DossierDate

LABELS: dict[str, Words] = {
    What.SEND: Words("Ақпарат беру туралы сұрау салуды жіберу", "Отправить запрос информации"),
    What.LEARN_RECEIPT: Words(
        "Сұрау салудың келіп түскен күнін анықтау", "Узнать день поступления запроса информации"
    ),
    What.ANSWER: Words("Сұрау салуға жауап алу", "Получить ответ на запрос информации"),
    What.LOOK: Words("Көрсетілген жарияланымды тексеру", "Проверить указанную публикацию"),
    What.COMPLAIN: Words("Ақпаратқа қол жеткізу туралы шағым беру", "Подать жалобу о доступе к информации"),
    What.DECIDE: Words("Шағым бойынша шешім алу", "Получить решение по жалобе"),
    What.CLAIM: Words("Сотқа талап қою", "Подать иск в суд"),
}
BECAUSE: dict[str, Words] = {
    What.SEND: Words(
        "Хат шығарылған күн: жіберілмеген сұрау салудың мерзімі жүрмейді.",
        "День выпуска письма: пока запрос не отправлен, срок ответа не идёт.",
    ),
    What.LEARN_RECEIPT: Words(
        "Бұл заңдағы мерзім емес, біздің ереже: қағаз хат жіберілгеннен кейін 5 жұмыс күні ішінде оның келіп түскен күнін"
        " анықтау, өйткені жауап мерзімі сол күннен есептеледі.",
        "Это не срок из закона, а наше правило: в течение 5 рабочих дней после отправки бумажного письма узнать день его"
        " поступления, потому что срок ответа считается с него.",
    ),
    What.LOOK: Words(
        "Бұл заңдағы мерзім емес, біздің ереже: көрсетілген жарияланымды 5 жұмыс күні ішінде тексеру.",
        "Это не срок из закона, а наше правило: проверить указанную публикацию в течение 5 рабочих дней.",
    ),
}
OWED = (What.ANSWER, What.DECIDE)


def follow(
    info_request: InfoRequest,
    case: Case,
    book: Book,
    *,
    actor: User | None,
    at: datetime,
    undone: bool = False,
) -> None:
    """Bring the deadlines of the request in line with its case as of the moment `at`.

    Deadlines that nothing speaks of any more are met, or, when an event was taken back (`undone`), dropped; those of the
    case that were closed are open again. Without an actor (the sweep) nothing that a person closed is opened.
    """
    on = deadline_queries.day_of(at)
    stand = standing(case, on, book.law)
    wanted = {
        _key(due): due for due in (stand.missed, stand.due) if due is not None and due.due_on is not None
    }
    known: dict[tuple[str, date | None], RequestClock] = {
        (clock.what, clock.deadline.start_on or clock.deadline.due_on): clock
        for clock in RequestClock.objects.filter(info_request=info_request).select_related("deadline")
    }
    for key, clock in known.items():
        is_open = clock.deadline.state == DeadlineState.OPEN
        if is_open and key not in wanted:
            deadline_actions.close_deadline(clock.deadline, actor=actor, at=at, done=not undone)
        elif not is_open and key in wanted and actor is not None:
            deadline_actions.reopen_deadline(clock.deadline, actor=actor, on=on, at=at)
    for key, due in wanted.items():
        if key not in known:
            _open(info_request, due, book, on=on, at=at)


def _key(due: Due) -> tuple[str, date | None]:
    return due.what.value, (due.start_on if due.code else due.due_on)


def _open(info_request: InfoRequest, due: Due, book: Book, *, on: date, at: datetime) -> None:
    limit = book.limit(due.code, due.start_on) if due.code and due.start_on is not None else None
    deadline = deadline_actions.open_deadline(
        organisation=info_request.organisation,
        kind=f"info_request.{due.what.value}",
        label=LABELS[due.what],
        about=about(info_request),
        path=f"/requests/{info_request.pk}/",
        due_on=None if limit else due.due_on,
        source=DateSource.OWN,
        limit=limit,
        start_on=due.start_on if limit else None,
        because=None if limit else _because(due),
        responsible=info_request.responsible,
        on=on,
        at=at,
    )
    RequestClock.objects.create(info_request=info_request, what=due.what.value, deadline=deadline)
    if info_request.dossier is not None:
        DossierDate.objects.create(dossier=info_request.dossier, deadline=deadline)


def _because(due: Due) -> Words:
    if due.what in BECAUSE:
        return BECAUSE[due.what]
    day = long_date(due.due_on)
    return Words(
        f"Бұл күн мерзімді ұзарту туралы хабарламада көрсетілген: {day.kk}.",
        f"Эта дата названа в уведомлении о продлении срока: {day.ru}.",
    )


def about(info_request: InfoRequest) -> Words:
    """The body and the subject, in both languages."""
    holder = info_request.holder
    kk = f"{holder.name_kk or holder.name_ru}: {info_request.subject_kk or info_request.subject_ru}"
    ru = f"{holder.name_ru or holder.name_kk}: {info_request.subject_ru or info_request.subject_kk}"
    return Words(kk, ru)


# --- Silence ----------------------------------------------------------------------------------------------------


def silent(on: date) -> list[InfoRequest]:
    """Requests in which somebody else's term has run out before the day `on`, and what follows is not running yet."""
    followed = RequestClock.objects.filter(
        info_request=OuterRef("info_request"), deadline__start_on=OuterRef("deadline__due_on")
    )
    lapsed = RequestClock.objects.filter(
        what__in=[what.value for what in OWED],
        deadline__due_on__lt=on,
        info_request__state=RequestState.SENT,
        info_request__organisation__is_active=True,
    ).exclude(Exists(followed))
    rows = InfoRequest.objects.filter(pk__in=lapsed.values("info_request"))
    return list(rows.select_related("organisation", "holder", "responsible", "dossier").order_by("pk"))


def notice_silence(at: datetime) -> int:
    """Open the clock that silence starts: of a complaint, or of going to court. Returns how many were looked at."""
    book, rows = Book(), silent(deadline_queries.day_of(at))
    for info_request in rows:
        with transaction.atomic():
            hold(info_request, frozenset(RequestState))
            if info_request.state == RequestState.SENT:
                follow(info_request, case_of(info_request, book), book, actor=None, at=at)
    return len(rows)
