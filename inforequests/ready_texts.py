"""The requests that lie ready: what an NGO asks for most often about a draft act, in both official languages."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from textwrap import shorten

from correspondence.documents.words import long_date
from inforequests.quotes import within_quotes
from inforequests.states import ReadyText
from projects.models import DraftAct
from projects.states import ActLevel

TITLE_IN_SUBJECT = 160


@dataclass(frozen=True)
class Proposed:
    """What a new request is filled with; items in both languages are pairs."""

    ready_text: str = ReadyText.OWN
    subject_kk: str = ""
    subject_ru: str = ""
    preface_kk: str = ""
    preface_ru: str = ""
    items: tuple[tuple[str, str], ...] = field(default=())


@dataclass(frozen=True)
class _Text:
    subject_kk: str
    subject_ru: str
    preface_kk: str
    preface_ru: str
    items: tuple[tuple[str, str], ...]


TEXTS: Mapping[str, _Text] = {
    ReadyText.FULL_DRAFT: _Text(
        "«{title_kk}» жобасының толық мәтіні және оған қоса берілетін материалдар туралы",
        "О полном тексте проекта «{title_ru}» и материалах к нему",
        "«Ашық НҚА» порталында «{title_kk}» жобасы{number_kk} жария талқылауға орналастырылды. Порталда жобаның"
        " қысқаша мазмұны ғана берілген, ал ұсыныстарды негіздеу үшін оның толық мәтіні мен қоса берілетін"
        " материалдары қажет.{law_kk}",
        "На портале «Открытые НПА» для публичного обсуждения размещён проект «{title_ru}»{number_ru}. На портале"
        " приведено только краткое содержание проекта, тогда как для обоснования предложений необходимы его полный"
        " текст и сопроводительные материалы.{law_ru}",
        (
            ("Жобаның қосымшалары бар толық мәтіні", "Полный текст проекта с приложениями"),
            ("Жобаға түсіндірме жазба", "Пояснительная записка к проекту"),
            (
                "Құрылымдық элементтердің қолданыстағы және ұсынылатын редакцияларының негіздемесі бар салыстырма"
                " кестесі",
                "Сравнительная таблица действующей и предлагаемой редакций структурных элементов с обоснованием",
            ),
        ),
    ),
    ReadyText.REPORT: _Text(
        "«{title_kk}» жобасын жария талқылаудың аяқталғаны туралы есеп туралы",
        "Об отчёте о завершении публичного обсуждения проекта «{title_ru}»",
        "«Ашық НҚА» порталында «{title_kk}» жобасы{number_kk} жария талқылауға орналастырылды.{ended_kk}",
        "На портале «Открытые НПА» для публичного обсуждения размещён проект «{title_ru}»{number_ru}.{ended_ru}",
        (
            (
                "Жария талқылаудың аяқталғаны туралы есеп және ол орналастырылған күн мен беттің мекенжайы",
                "Отчёт о завершении публичного обсуждения, дата его размещения и адрес страницы",
            ),
            (
                "Келіп түскен әрбір ұсыныс бойынша қабылданған шешім және оның негіздемесі",
                "Решение по каждому поступившему предложению и его обоснование",
            ),
            (
                "Талқылау қорытындысы бойынша пысықталған жобаның мәтіні",
                "Текст проекта, доработанного по итогам обсуждения",
            ),
        ),
    ),
    ReadyText.STATISTICS: _Text(
        "«{title_kk}» жобасында реттелетін мәселелер бойынша статистикалық деректер туралы",
        "О статистических данных по вопросам, регулируемым проектом «{title_ru}»",
        "Ұйымымыз «{title_kk}» жобасы{number_kk} бойынша ұсыныстар дайындауда. Ұсыныстарды негіздеу үшін"
        " статистикалық деректер қажет.",
        "Наша организация готовит предложения к проекту «{title_ru}»{number_ru}. Для их обоснования необходимы"
        " статистические данные.",
        (
            (
                "Жоба негізделген статистикалық деректер, дереккөздері көрсетіле отырып, жылдар бойынша",
                "Статистические данные, на которых основан проект, с указанием источников, по годам",
            ),
            (
                "Жоба қолданылатын адамдар мен ұйымдардың саны, өңірлер бойынша",
                "Число лиц и организаций, на которых распространяется проект, по регионам",
            ),
            (
                "Осы мәселелерге бөлінген және игерілген бюджет қаражаты, жылдар бойынша",
                "Бюджетные средства, выделенные и освоенные на эти цели, по годам",
            ),
        ),
    ),
    ReadyText.ADOPTED: _Text(
        "«{title_kk}» актісінің орындалуы туралы",
        "Об исполнении акта «{title_ru}»",
        "Ұйымымыз «{title_kk}» актісінің{number_kk} қабылдануы мен орындалуына қоғамдық мониторинг жүргізуде.",
        "Наша организация проводит общественный мониторинг принятия и исполнения акта «{title_ru}»{number_ru}.",
        (
            (
                "Актінің қабылданған күні мен нөмірі, ресми жарияланған орны және қолданысқа енгізілген күні",
                "Дата принятия и номер акта, место его официального опубликования и дата введения в действие",
            ),
            (
                "Актіні іске асыру үшін қабылданған және қабылданатын заңға тәуелді НҚА, әдістемелер мен"
                " регламенттердің тізбесі, мерзімдері көрсетіле отырып",
                "Перечень принятых и подлежащих принятию подзаконных НПА, методик и регламентов в реализацию акта"
                " с указанием сроков",
            ),
            (
                "Актінің нысаналы көрсеткіштері (индикаторлары) және олардың нақты мәндері, кезеңдер бойынша",
                "Целевые показатели (индикаторы) акта и их фактические значения, по периодам",
            ),
            (
                "Актінің мақсатты топтарға әсері туралы деректер",
                "Данные о воздействии акта на целевые группы",
            ),
        ),
    ),
}
_LAW_KK = (
    " «Құқықтық актілер туралы» Заңның 18-бабының 4-тармағына сәйкес заңға тәуелді НҚА жобалары түсіндірме жазбамен және"
    " өзгерістер енгізілген жағдайда салыстырма кестемен бірге орналастырылады."
)
_LAW_RU = (
    " Согласно пункту 4 статьи 18 Закона «О правовых актах» проекты подзаконных НПА размещаются вместе с пояснительной"
    " запиской, а при внесении изменений – и со сравнительной таблицей."
)


def proposed(kind: str, draft: DraftAct) -> Proposed:
    """The ready text `kind` about this draft; nothing is filled in for words of our own."""
    text = TEXTS.get(kind)
    if text is None:
        return Proposed()
    gaps = _gaps(draft)
    short = {name: shorten(value, TITLE_IN_SUBJECT, placeholder="…") for name, value in gaps.items()}
    return Proposed(
        ready_text=kind,
        subject_kk=text.subject_kk.format(**short),
        subject_ru=text.subject_ru.format(**short),
        preface_kk=text.preface_kk.format(**gaps),
        preface_ru=text.preface_ru.format(**gaps),
        items=text.items,
    )


def _gaps(draft: DraftAct) -> dict[str, str]:
    number, is_bylaw = draft.portal_id, draft.act_type is not None and draft.act_type.level == ActLevel.BYLAW
    ended = long_date(draft.ends_on)
    return {
        "title_kk": within_quotes(draft.title_kk or draft.title_ru or ""),
        "title_ru": within_quotes(draft.title_ru or draft.title_kk or ""),
        "number_kk": f" (порталдағы нөмірі {number})" if number else "",
        "number_ru": f" (номер на портале {number})" if number else "",
        "law_kk": _LAW_KK if is_bylaw else "",
        "law_ru": _LAW_RU if is_bylaw else "",
        "ended_kk": f" Талқылаудың соңғы күні – {ended.kk}." if ended else "",
        "ended_ru": f" Последний день обсуждения – {ended.ru}." if ended else "",
    }
