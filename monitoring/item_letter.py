"""What a request for information asks about something that an act promised, in both languages."""

from textwrap import shorten
from typing import Any

from correspondence.documents.words import long_date
from inforequests.quotes import within_quotes
from monitoring.models import ImplementationItem
from monitoring.states import ItemKind
from projects.actions.discussion import about

SUBJECT_TITLE = 200
_ACT_ITEMS = (
    (
        "Көзделген құжат қабылданды ма: қабылданған күні, нөмірі және ресми жарияланған орны",
        "Принят ли предусмотренный документ: дата принятия, номер и место официального опубликования",
    ),
    (
        "Қабылданбаса, оны әзірлеу қандай сатыда, кешігу себептері және қабылданатын мерзімі",
        "Если не принят: на какой стадии находится его разработка, причины задержки и срок принятия",
    ),
)
_KPI_ITEMS = (
    (
        "Көрсеткіштің нысаналы мәні және оның кезеңдер бойынша нақты мәндері",
        "Целевое значение показателя и его фактические значения по периодам",
    ),
    (
        "Көрсеткішті есептеу әдістемесі және деректер көзі",
        "Методика расчёта показателя и источник данных",
    ),
)
_ALWAYS = (
    "Орындалуына жауапты құрылымдық бөлімше",
    "Структурное подразделение, ответственное за исполнение",
)


def letter_values(item: ImplementationItem) -> tuple[dict[str, Any], tuple[tuple[str, str], ...]]:
    """The fields of a new request and its items."""
    kk, ru = (
        within_quotes(text) for text in (item.title_kk or item.title_ru, item.title_ru or item.title_kk)
    )
    act = about(item.dossier)
    short = {"placeholder": "…", "width": SUBJECT_TITLE}
    due = long_date(item.due_on)
    norm_kk = f", {item.provision}" if item.provision else ""
    due_kk = f" Орындалу мерзімі: {due.kk}." if item.due_on else ""
    due_ru = f" Срок исполнения: {due.ru}." if item.due_on else ""
    values = {
        "subject_kk": f"Актінің орындалуы туралы: «{shorten(kk, **short)}»",  # type: ignore[arg-type]
        "subject_ru": f"Об исполнении акта: «{shorten(ru, **short)}»",  # type: ignore[arg-type]
        "preface_kk": "Ұйымымыз актінің орындалуына қоғамдық мониторинг жүргізуде:"
        f" «{within_quotes(act.kk)}»{norm_kk}. Актіде көзделгені: «{kk}».{due_kk}",
        "preface_ru": "Наша организация проводит общественный мониторинг исполнения акта"
        f" «{within_quotes(act.ru)}»{norm_kk}. Актом предусмотрено: «{ru}».{due_ru}",
    }
    return values, (*(_KPI_ITEMS if item.kind == ItemKind.KPI else _ACT_ITEMS), _ALWAYS)
