"""The reminder and the complaint, pre-filled with the course of the request."""

from collections.abc import Iterator
from dataclasses import dataclass

from accounts.models import User
from correspondence.documents import Addressee, Block, Document, Heading, Items, Mode, Paragraph, Text
from correspondence.documents.words import long_date
from correspondence.letterheads import letterhead_of
from inforequests.clocks import Case
from inforequests.documents import addressee_lines, requester, signed
from inforequests.law import Book
from inforequests.letter_words import GROUNDS, course, lateness, name_of, named
from inforequests.models import Holder, InfoRequest, RequestEvent, RequestItem
from inforequests.states import Wrong

LAW = Text(
    "«Ақпаратқа қол жеткізу туралы» 2015 жылғы 16 қарашадағы № 401-V Қазақстан Республикасының Заңы (бұдан әрі – Заң)",
    "Закон Республики Казахстан от 16 ноября 2015 года № 401-V «О доступе к информации» (далее – Закон)",
)


@dataclass(frozen=True)
class Matter:
    """A request as its later letters see it. `holder`: who has to answer now."""

    info_request: InfoRequest
    holder: Holder
    case: Case
    events: list[RequestEvent]
    items: list[RequestItem]
    book: Book


@dataclass(frozen=True)
class Complaint:
    """What a person says in a complaint. `missing`: numbers of the items that were not answered."""

    wrongs: tuple[str, ...]
    reviewer: Text
    argument: Text = Text()
    grounds: tuple[str, ...] = ()
    missing: tuple[int, ...] = ()


def reminder_document(matter: Matter, mode: Mode, executor: User) -> Document:
    """To whoever has to answer: which request, what day the answer is or was due, and what follows."""
    organisation, request = matter.info_request.organisation, named(matter.info_request)
    due = long_date(matter.case.answer_due)
    blocks: list[Block] = [
        Paragraph(
            Text(
                f"Сізге ақпарат беру туралы {request.kk} жолданды. Сұрау салудың барысы:",
                f"В ваш адрес направлен {request.ru}. Ход рассмотрения запроса:",
            )
        ),
        Items(tuple(course(matter.events)), numbered=True),
    ]
    if due:
        blocks.append(
            Paragraph(
                Text(
                    f"Заңда белгіленген жауап беру мерзімінің соңғы күні – {due.kk}. Негіз: {LAW.kk}, 11-баптың"
                    " 10-тармағы.",
                    f"Последний день установленного законом срока ответа – {due.ru}. Основание: {LAW.ru}, пункт 10"
                    " статьи 11.",
                )
            )
        )
    blocks.append(
        Paragraph(
            Text(
                "Сұратылған ақпаратты толық көлемде беруіңізді сұраймыз. Мерзім бұзылған жағдайда Заңның 18-бабында көзделген"
                " шағым жасау құқығымызды пайдаланамыз.",
                "Просим предоставить запрошенную информацию в полном объёме. При нарушении срока мы воспользуемся правом на"
                " обжалование, предусмотренным статьёй 18 Закона.",
            )
        )
    )
    return Document(
        title=Text("Сұрау салу туралы еске салу хаты", "Напоминание о запросе информации"),
        mode=mode,
        letterhead=letterhead_of(organisation),
        blocks=(Addressee(addressee_lines(matter.holder)), *blocks, *signed(organisation, executor)),
    )


def complaint_document(matter: Matter, complaint: Complaint, mode: Mode, executor: User) -> Document:
    """To the body that decides, through the one complained of (Administrative Procedures Code art. 91)."""
    organisation, holder = matter.info_request.organisation, name_of(matter.holder)
    request = named(matter.info_request)
    through = Text(f"{holder.kk} арқылы", f"через: {holder.ru}")
    return Document(
        title=Text(
            "Ақпаратқа қол жеткізу құқығының бұзылуына шағым",
            "Жалоба на нарушение права на доступ к информации",
        ),
        mode=mode,
        letterhead=letterhead_of(organisation),
        blocks=(
            Addressee((complaint.reviewer, through)),
            Paragraph(
                Text(
                    f"Ақпарат иеленуші – {holder.kk}. Оған ақпарат беру туралы {request.kk} жолданды. Негіз: {LAW.kk}.",
                    f"Обладатель информации – {holder.ru}. Ему направлен {request.ru}. Основание: {LAW.ru}.",
                )
            ),
            Heading(Text("Мән-жайлар", "Обстоятельства"), level=3),
            Items(tuple(course(matter.events)), numbered=True),
            Heading(Text("Бұзушылықтар", "Нарушения"), level=3),
            *_wrongs(matter, complaint),
            *([Paragraph(complaint.argument)] if complaint.argument else []),
            Heading(Text("Сұраймыз", "Просим"), level=3),
            Items(tuple(_demands(complaint)), numbered=True),
            Paragraph(
                Text(
                    "Шағым Заңның 18-бабына және Әкімшілік рәсімдік-процестік кодекстің 91 және 92-баптарына сәйкес"
                    " шағым жасалып отырған орган арқылы беріледі. Шағым бойынша шешім Кодекстің 99-бабында белгіленген мерзімде"
                    " қабылданады.",
                    "Жалоба подаётся в соответствии со статьёй 18 Закона и статьями 91 и 92 Административного"
                    " процедурно-процессуального кодекса через орган, действия которого обжалуются. Решение по жалобе"
                    " принимается в срок, установленный статьёй 99 Кодекса.",
                )
            ),
            *requester(organisation),
            *signed(organisation, executor),
        ),
    )


def _wrongs(matter: Matter, complaint: Complaint) -> Iterator[Block]:
    if Wrong.SILENCE in complaint.wrongs:
        due = long_date(matter.case.answer_due)
        yield Paragraph(
            Text(
                f"Жауап беру мерзімінің соңғы күні – {due.kk} (Заңның 11-бабының 10-тармағы). Осы күнге дейін жауап та, уәжді"
                " бас тарту да берілген жоқ.",
                f"Последний день срока ответа – {due.ru} (пункт 10 статьи 11 Закона). Ни ответа, ни мотивированного отказа"
                " в этот срок не дано.",
            )
        )
    if Wrong.LATENESS in complaint.wrongs:
        yield Paragraph(Text("Заңда белгіленген мерзімдер бұзылды:", "Нарушены установленные законом сроки:"))
        yield Items(tuple(lateness(matter.case.lateness, matter.book)))
    if Wrong.PARTIAL in complaint.wrongs:
        yield Paragraph(
            Text(
                "Жауап толық емес: сұратылған мына ақпарат берілмеді:",
                "Ответ неполный: не предоставлена следующая запрошенная информация:",
            )
        )
        chosen = [item for item in matter.items if item.number in complaint.missing] or matter.items
        yield Items(tuple(_item(item) for item in chosen))
    if Wrong.REFUSAL in complaint.wrongs:
        yield Paragraph(
            Text(
                "Ақпарат беруден бас тартумен келіспейміз. Бас тартуда көрсетілген негіз (Заңның 11-бабының 16-тармағы):",
                "С отказом в предоставлении информации не согласны. Основание, названное в отказе (пункт 16 статьи 11"
                " Закона):",
            )
        )
        yield Items(tuple(GROUNDS[ground] for ground in complaint.grounds if ground in GROUNDS))


def _item(item: RequestItem) -> Text:
    return Text(
        f"{item.number}-тармақ: {item.text_kk or item.text_ru}",
        f"пункт {item.number}: {item.text_ru or item.text_kk}",
    )


def _demands(complaint: Complaint) -> Iterator[Text]:
    if Wrong.REFUSAL in complaint.wrongs:
        yield Text(
            "ақпарат беруден бас тартуды заңсыз деп тануды",
            "признать отказ в предоставлении информации незаконным",
        )
    if Wrong.SILENCE in complaint.wrongs:
        yield Text(
            "жауап бермеуден көрінген әрекетсіздікті заңсыз деп тануды",
            "признать бездействие, выразившееся в непредоставлении ответа, незаконным",
        )
    if Wrong.LATENESS in complaint.wrongs:
        yield Text("мерзімдердің бұзылғанын анықтауды", "установить нарушение сроков")
    if set(complaint.wrongs) != {Wrong.LATENESS.value}:
        yield Text(
            "ақпарат иеленушіні сұратылған ақпаратты толық көлемде беруге міндеттеуді",
            "обязать обладателя информации предоставить запрошенную информацию в полном объёме",
        )
    yield Text("қабылданған шешім туралы жазбаша хабарлауды", "сообщить о принятом решении письменно")
