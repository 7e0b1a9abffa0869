"""The request as a letter, in the words and the order that article 11 of Law 401-V asks for."""

from collections.abc import Iterator

from accounts.models import Organisation, User
from correspondence.documents import (
    Addressee,
    Block,
    Document,
    Executor,
    Heading,
    Items,
    KeyValues,
    Mode,
    Paragraph,
    Signature,
    Text,
    same,
)
from correspondence.documents.words import long_date
from correspondence.letterheads import letterhead_of, words_of
from inforequests.models import Holder, InfoRequest, RequestItem
from inforequests.states import AnswerForm, AnswerWay

TITLE = Text("Ақпарат беру туралы жазбаша сұрау салу", "Запрос о предоставлении информации")
BASIS = Text(
    "«Ақпаратқа қол жеткізу туралы» 2015 жылғы 16 қарашадағы № 401-V Қазақстан Республикасы Заңының 11-бабына сәйкес"
    " мынадай ақпаратты беруіңізді сұраймыз:",
    "В соответствии со статьёй 11 Закона Республики Казахстан от 16 ноября 2015 года № 401-V «О доступе к информации»"
    " просим предоставить следующую информацию:",
)
PASS_ON = Text(
    "Сұратылып отырған ақпарат сіздің құзыретіңізге кірмеген жағдайда сұрау салуды Заңның 11-бабының 11-тармағына сәйкес"
    " тиісті ақпарат иеленушіге жіберіп, бұл туралы бізге хабарлауыңызды сұраймыз. Бас тартқан жағдайда Заңның 11-бабының"
    " 17-тармағына сәйкес уәжді жауап беруіңізді сұраймыз.",
    "Если запрашиваемая информация не относится к вашей компетенции, просим согласно пункту 11 статьи 11 Закона направить"
    " запрос надлежащему обладателю информации и сообщить нам об этом. В случае отказа просим согласно пункту 17 статьи 11"
    " Закона дать мотивированный ответ.",
)
FORMS = {
    AnswerForm.ELECTRONIC: Text("электрондық", "электронная"),
    AnswerForm.PAPER: Text("қағаз жеткізгіште", "на бумажном носителе"),
    AnswerForm.BOTH: Text("электрондық және қағаз жеткізгіште", "электронная и на бумажном носителе"),
}
LANGUAGES = {
    Mode.KAZAKH: Text("қазақ тілі", "казахский"),
    Mode.RUSSIAN: Text("орыс тілі", "русский"),
    Mode.BOTH: Text("қазақ және орыс тілдері", "казахский и русский"),
}


def request_document(
    info_request: InfoRequest, items: list[RequestItem], *, term_days: int | None, executor: User
) -> Document:
    """The letter; number and date are given when it is issued. `term_days`: calendar days for the answer by the law."""
    organisation = info_request.organisation
    return Document(
        title=TITLE,
        mode=Mode(info_request.mode),
        letterhead=letterhead_of(organisation),
        blocks=(
            Addressee(addressee_lines(info_request.holder)),
            Paragraph(Text(info_request.subject_kk, info_request.subject_ru), centred=True),
            *_preface(info_request),
            Paragraph(BASIS),
            Items(tuple(Text(item.text_kk, item.text_ru) for item in items), numbered=True),
            KeyValues(tuple(_how(info_request, term_days))),
            Paragraph(PASS_ON),
            *requester(organisation),
            *signed(organisation, executor),
        ),
    )


def addressee_lines(holder: Holder) -> tuple[Text, ...]:
    """Name, postal address and e-mail; a line in one language stands for both where the other is not known."""
    lines = (
        _either(holder.name_kk, holder.name_ru),
        _either(holder.address_kk, holder.address_ru),
        same(holder.email),
    )
    return tuple(line for line in lines if line)


def _either(kk: str, ru: str) -> Text:
    return Text(kk or ru, ru or kk)


def _preface(info_request: InfoRequest) -> Iterator[Block]:
    text = Text(info_request.preface_kk, info_request.preface_ru)
    if text:
        yield Paragraph(text)


def _how(info_request: InfoRequest, term_days: int | None) -> Iterator[tuple[Text, Text]]:
    """Period, form, language, way and term of the answer."""
    first, last = info_request.period_from, info_request.period_to
    if first is not None and last is not None:
        since, until = long_date(first), long_date(last)
        yield (
            Text("Ақпарат қамтитын кезең", "Период, за который запрашивается информация"),
            Text(f"{since.kk} – {until.kk}", f"с {since.ru} по {until.ru}"),
        )
    yield Text("Жауаптың нысаны", "Форма ответа"), FORMS[AnswerForm(info_request.answer_form)]
    yield Text("Жауаптың тілі", "Язык ответа"), LANGUAGES[Mode(info_request.mode)]
    yield Text("Жауап беру тәсілі", "Способ ответа"), _way(info_request)
    if term_days is not None:
        yield (
            Text("Жауап беру мерзімі", "Срок ответа"),
            Text(
                f"сұрау салу келіп түскен күннен бастап күнтізбелік {term_days} күн ішінде"
                " (Заңның 11-бабының 10-тармағы)",
                f"в течение {term_days} календарных дней со дня поступления запроса (пункт 10 статьи 11 Закона)",
            ),
        )


def _way(info_request: InfoRequest) -> Text:
    organisation = info_request.organisation
    if info_request.answer_way == AnswerWay.EMAIL:
        return Text(
            f"{organisation.email} электрондық поштасына", f"на адрес электронной почты {organisation.email}"
        )
    if info_request.answer_way == AnswerWay.POST:
        address = words_of(organisation, "address")
        return Text(f"пошта арқылы: {address.kk}", f"почтой по адресу: {address.ru}")
    return Text("«e-Өтініш» ақпараттық жүйесі арқылы", "через информационную систему «e-Өтініш»")


def requester(organisation: Organisation) -> Iterator[Block]:
    """The details of an entity that the law asks for."""
    yield Heading(
        Text("Ақпарат пайдаланушы туралы мәліметтер", "Сведения о пользователе информации"), level=3
    )
    rows = (
        (
            Text("Заңды тұлғаның толық атауы", "Полное наименование юридического лица"),
            words_of(organisation, "name"),
        ),
        (Text("БСН", "БИН"), same(organisation.bin)),
        (Text("Пошталық мекенжайы", "Почтовый адрес"), words_of(organisation, "address")),
        (Text("Электрондық поштасы", "Адрес электронной почты"), same(organisation.email)),
        (Text("Телефоны", "Телефон"), same(organisation.phone)),
    )
    yield KeyValues(tuple(row for row in rows if row[1]))


def signed(organisation: Organisation, executor: User) -> Iterator[Block]:
    yield Signature(words_of(organisation, "signatory_post"), words_of(organisation, "signatory_name"))
    yield Executor(same(executor.name), organisation.phone)
