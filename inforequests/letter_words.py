"""What the letters that follow a request say of its course, in the official register of both languages."""

from collections.abc import Iterable, Iterator

from correspondence.documents import Text
from correspondence.documents.words import long_date
from inforequests.clocks import Lateness
from inforequests.law import Book
from inforequests.models import Holder, InfoRequest, RequestEvent
from inforequests.quotes import within_quotes
from inforequests.states import EventKind, RefusalGround

HAPPENED: dict[str, Text] = {
    EventKind.SENT: Text("сұрау салу жіберілді", "запрос направлен"),
    EventKind.REGISTERED: Text("сұрау салу адресатқа келіп түсті", "запрос поступил адресату"),
    EventKind.EXTENDED: Text("жауап беру мерзімі ұзартылды", "срок ответа продлён"),
    EventKind.REDIRECTED: Text(
        "сұрау салу басқа ақпарат иеленушіге жіберілді", "запрос перенаправлен другому обладателю информации"
    ),
    EventKind.POINTED: Text("ақпараттың жарияланған жері көрсетілді", "указано место публикации информации"),
    EventKind.REFUSED: Text("ақпарат беруден бас тартылды", "в предоставлении информации отказано"),
    EventKind.ANSWERED: Text("жауап берілді", "дан ответ"),
    EventKind.REMINDED: Text("еске салу хаты жіберілді", "направлено напоминание"),
    EventKind.COMPLAINED: Text("шағым берілді", "подана жалоба"),
    EventKind.DECIDED: Text("шағым бойынша шешім қабылданды", "принято решение по жалобе"),
}
GROUNDS: dict[str, Text] = {
    RefusalGround.UNCLEAR: Text("сұрау салудың мазмұны түсініксіз", "содержание запроса неясно"),
    RefusalGround.NOT_BY_LAW: Text(
        "сұрау салу заңнама талаптарына сай келмейді", "запрос не соответствует требованиям законодательства"
    ),
    RefusalGround.RESTRICTED: Text("ақпаратқа қол жеткізу шектелген", "доступ к информации ограничен"),
    RefusalGround.ANALYSIS: Text(
        "құқықтық баға беру немесе талдау жасау сұратылған", "запрошена правовая оценка или анализ"
    ),
    RefusalGround.INSPECTION: Text("тексерулер аяқталмаған", "проверки не завершены"),
    RefusalGround.UNDECIDED: Text("түпкілікті шешім қабылданбаған", "окончательное решение не принято"),
    RefusalGround.FOREIGN: Text(
        "ашылуы келісілмеген шет мемлекеттердің құжаттары",
        "документы иностранных государств, раскрытие которых не согласовано",
    ),
    RefusalGround.NO_GROUND: Text(
        "заңда көзделген негіздердің бірі де көрсетілмеген",
        "не названо ни одно из предусмотренных законом оснований",
    ),
}


# '14 қыркүйектегі сұрау салу': the ending that the name of each month takes.
_ON_MONTH = ("дағы", "дағы", "дағы", "дегі", "дағы", "дағы", "дегі", "дағы", "тегі", "дағы", "дағы", "дағы")


def name_of(holder: Holder) -> Text:
    return Text(holder.name_kk or holder.name_ru, holder.name_ru or holder.name_kk)


def course(events: Iterable[RequestEvent]) -> Iterator[Text]:
    """The chronology, an item for each event: its day, what happened, and the number given."""
    for event in events:
        words = HAPPENED.get(event.kind)
        if words is not None:
            day, more = long_date(event.on), _more(event)
            yield Text(f"{day.kk}: {words.kk}{more.kk}", f"{day.ru}: {words.ru}{more.ru}")


def _more(event: RequestEvent) -> Text:
    kk, ru = [], []
    if event.number:
        kk.append(f"№ {event.number}")
        ru.append(f"№ {event.number}")
    if event.noted_on and event.noted_on != event.on:
        known = long_date(event.noted_on)
        registered = event.kind == EventKind.REGISTERED
        kk.append(f"{'тіркелген күні' if registered else 'бізге белгілі болған күн'} – {known.kk}")
        ru.append(f"{'дата регистрации' if registered else 'нам стало известно'} – {known.ru}")
    if event.until_on:
        until = long_date(event.until_on)
        kk.append(f"жаңа мерзімнің соңғы күні – {until.kk}")
        ru.append(f"последний день нового срока – {until.ru}")
    if event.holder:
        kk.append(name_of(event.holder).kk)
        ru.append(name_of(event.holder).ru)
    return Text(f" ({', '.join(kk)})" if kk else "", f" ({', '.join(ru)})" if ru else "")


def lateness(lates: Iterable[Lateness], book: Book) -> Iterator[Text]:
    """What came late, each with its last day, the day it was done, and the article."""
    for late in lates:
        limit = book.limit(late.code, late.start_on)
        due, done = long_date(late.due_on), long_date(late.on)
        yield Text(
            f"{limit.name_kk}: мерзімнің соңғы күні – {due.kk}, іс жүзінде – {done.kk}"
            f" ({limit.law_kk}, {limit.article_kk})",
            f"{limit.name_ru}: последний день срока – {due.ru}, фактически – {done.ru}"
            f" ({limit.law_ru}, {limit.article_ru})",
        )


def named(info_request: InfoRequest) -> Text:
    """The request as a later letter names it: day, outgoing number, subject."""
    issued = info_request.order.issued if info_request.order else None
    if issued is None:
        raise ValueError("A request without a letter has no number: issue it first.")
    day, number = long_date(issued.issued_on), issued.full_number
    dated = f"{day.kk}{_ON_MONTH[issued.issued_on.month - 1]}"
    subject_kk = within_quotes(info_request.subject_kk or info_request.subject_ru)
    subject_ru = within_quotes(info_request.subject_ru or info_request.subject_kk)
    return Text(
        f"{dated} шығыс № {number} сұрау салу («{subject_kk}»)",
        f"запрос исх. № {number} от {day.ru} («{subject_ru}»)",
    )
