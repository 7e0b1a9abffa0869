"""Dates as people read them, in Kazakh, Russian and English.

Nothing here reads the clock or the active translation: the day and the language are arguments, because an
e-mail is written in its recipient's language and a letter in its addressee's. A language is 'kk', 'ru' or
'en'.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Literal
from zoneinfo import ZoneInfo

from common.kk_numbers import kk_clock

ALMATY = ZoneInfo("Asia/Almaty")
SOON_WORKING_DAYS = 3

Tone = Literal["late", "soon", "calm"]
# A noun after 1, after 2-4, after 5-20. Kazakh has one form, English two; the rest repeat.
Forms = tuple[str, str, str]


@dataclass(frozen=True)
class Words:
    months: tuple[str, ...]
    weekdays: tuple[str, ...]
    near: Mapping[int, str]
    year: str
    last_day: str
    just_now: str
    ago: str
    minute: Forms
    hour: Forms
    day: Forms
    working_day: Forms
    late: Forms
    late_sentence: str
    left: Forms


def _each(names: str) -> tuple[str, ...]:
    return tuple(names.split())


_WORDS = {
    "kk": Words(
        months=_each("қаңтар ақпан наурыз сәуір мамыр маусым шілде тамыз қыркүйек қазан қараша желтоқсан"),
        weekdays=_each("дүйсенбі сейсенбі сәрсенбі бейсенбі жұма сенбі жексенбі"),
        near={-1: "кеше", 0: "бүгін", 1: "ертең"},
        year="{year} ж. {day}",
        last_day="бүгін соңғы күн",
        just_now="жаңа ғана",
        ago="{span} бұрын",
        minute=("минут",) * 3,
        hour=("сағат",) * 3,
        day=("күн",) * 3,
        working_day=("жұмыс күні",) * 3,
        late=("күн өтті",) * 3,
        late_sentence="мерзімі {span} бұрын өтті",
        left=("{span} қалды",) * 3,
    ),
    "ru": Words(
        months=_each("января февраля марта апреля мая июня июля августа сентября октября ноября декабря"),
        weekdays=_each("понедельник вторник среда четверг пятница суббота воскресенье"),
        near={-1: "вчера", 0: "сегодня", 1: "завтра"},
        year="{day} {year} г.",
        last_day="сегодня последний день",
        just_now="только что",
        ago="{span} назад",
        minute=("минуту", "минуты", "минут"),
        hour=("час", "часа", "часов"),
        day=("день", "дня", "дней"),
        working_day=("рабочий день", "рабочих дня", "рабочих дней"),
        late=("день просрочки", "дня просрочки", "дней просрочки"),
        late_sentence="срок истёк {span} назад",
        left=("остался {span}", "осталось {span}", "осталось {span}"),
    ),
    "en": Words(
        months=_each("January February March April May June July August September October November December"),
        weekdays=_each("Monday Tuesday Wednesday Thursday Friday Saturday Sunday"),
        near={-1: "yesterday", 0: "today", 1: "tomorrow"},
        year="{day} {year}",
        last_day="today is the last day",
        just_now="just now",
        ago="{span} ago",
        minute=("minute", "minutes", "minutes"),
        hour=("hour", "hours", "hours"),
        day=("day", "days", "days"),
        working_day=("working day", "working days", "working days"),
        late=("day overdue", "days overdue", "days overdue"),
        late_sentence="the deadline passed {span} ago",
        left=("{span} left",) * 3,
    ),
}
_RUSSIAN_MONTHS = _each("январь февраль март апрель май июнь июль август сентябрь октябрь ноябрь декабрь")
_RUSSIAN_GENITIVE_WEEKDAYS = _each("понедельника вторника среды четверга пятницы субботы воскресенья")


@dataclass(frozen=True)
class Countdown:
    """How long is left, ready for the page: '3' + 'рабочих дня' + '25 ноября, среда'.

    `number` is empty on the last day itself, where `unit` says it all. `sentence` stands alone, for a subject
    line or a screen reader: 'осталось 3 рабочих дня'.
    """

    number: str
    unit: str
    exact: str
    tone: Tone
    sentence: str


def day(on: date, language: str, *, today: date) -> str:
    """'25 қараша, сәрсенбі'; the year is written when it is not today's."""
    words = _words(language)
    weekday = words.weekdays[on.weekday()]
    calendar_date = _calendar_date(on, language, with_year=on.year != today.year)
    return f"{weekday}, {calendar_date}" if language == "en" else f"{calendar_date}, {weekday}"


def whole_day(on: date, language: str) -> str:
    """'2026 ж. 25 қараша', '25 ноября 2026 г.': for what is read years later."""
    return _calendar_date(on, language, with_year=True)


def relative(on: date, today: date, language: str) -> str:
    """'бүгін', 'ертең', 'кеше', or the day."""
    return _words(language).near.get((on - today).days) or day(on, language, today=today)


def countdown(working_days_left: int, due_on: date, today: date, language: str) -> Countdown:
    """The signature of the product: how long is left until the end (24:00) of `due_on`.

    `working_days_left` counts the working days after `today` up to and including `due_on`. Lateness is
    counted in calendar days, and so is a rest that holds no working day (a deadline on the coming Saturday).
    Three working days or fewer are 'soon'. ValueError: fewer than none are left of a day that has not passed.
    """
    words = _words(language)
    days = (due_on - today).days
    exact = day(due_on, language, today=today)
    if days < 0:
        sentence = words.late_sentence.format(span=_span(-days, words.day, language))
        return Countdown(str(-days), _form(-days, words.late, language), exact, "late", sentence)
    if working_days_left < 0:
        raise ValueError(f"{working_days_left} working days left until {due_on}, which is not before {today}")
    if days == 0:
        return Countdown("", words.last_day, exact, "soon", words.last_day)
    number, forms = (working_days_left, words.working_day) if working_days_left else (days, words.day)
    sentence = _form(number, words.left, language).format(span=_span(number, forms, language))
    tone: Tone = "soon" if working_days_left <= SOON_WORKING_DAYS else "calm"
    return Countdown(str(number), _form(number, forms, language), exact, tone, sentence)


def until(on: date, language: str, today: date) -> str:
    """'до среды, 25 ноября, 24:00': a term lasts until the end of its last day (Civil Code, art. 176)."""
    if language == "kk":
        return f"{day(on, language, today=today)}, сағат {kk_clock(24, 0, 'dative')} дейін"
    if language == "ru":
        calendar_date = _calendar_date(on, language, with_year=on.year != today.year)
        return f"до {_RUSSIAN_GENITIVE_WEEKDAYS[on.weekday()]}, {calendar_date}, 24:00"
    return f"until {day(on, language, today=today)}, 24:00"


def period(start: date, end: date, language: str, *, today: date | None = None) -> str:
    """'10–25 қараша', '28 ноября — 3 декабря'; the year is left out only if it is that of `today`."""
    with_year = today is None or not (start.year == end.year == today.year)
    if start == end:
        return _calendar_date(start, language, with_year=with_year)
    if (start.year, start.month) == (end.year, end.month):
        days = f"{start.day}–{end.day} {_words(language).months[end.month - 1]}"
        return _with_year(days, end.year, language) if with_year else days
    dash = "–" if language == "en" else "—"
    if start.year != end.year:
        first, last = (_calendar_date(on, language, with_year=True) for on in (start, end))
        return f"{first} {dash} {last}"
    days = f"{_month_day(start, language)} {dash} {_month_day(end, language)}"
    return _with_year(days, end.year, language) if with_year else days


def month(on: date, language: str) -> str:
    """The month of `on` with its year, as the head of a calendar: '2026 ж. қараша', 'ноябрь 2026 г.'."""
    names = _RUSSIAN_MONTHS if language == "ru" else _words(language).months
    return _with_year(names[on.month - 1], on.year, language)


def weekday(on: date, language: str) -> str:
    """'сәрсенбі'."""
    return _words(language).weekdays[on.weekday()]


def moment(at: datetime, language: str, *, today: date) -> str:
    """'бүгін 14:05', 'вчера, 18:40', '18 қараша, 09:00' by Kazakhstan's clock. ValueError: `at` is naive."""
    if at.tzinfo is None:
        raise ValueError(f"{at} has no time zone: pass an aware moment")
    local = at.astimezone(ALMATY)
    near = _words(language).near.get((local.date() - today).days)
    if near:
        return f"{near} {local:%H:%M}" if language == "kk" else f"{near}, {local:%H:%M}"
    calendar_date = _calendar_date(local.date(), language, with_year=local.year != today.year)
    return f"{calendar_date}, {local:%H:%M}"


def ago(delta: timedelta, language: str) -> str:
    """'12 минут бұрын', '1 час назад'. Under a minute, and for a moment slightly ahead of us: 'жаңа ғана'."""
    words = _words(language)
    minutes = int(delta.total_seconds() // 60)
    if minutes < 1:
        return words.just_now
    number, forms = minutes, words.minute
    if minutes >= 24 * 60:
        number, forms = minutes // (24 * 60), words.day
    elif minutes >= 60:
        number, forms = minutes // 60, words.hour
    return words.ago.format(span=_span(number, forms, language))


def _words(language: str) -> Words:
    try:
        return _WORDS[language]
    except KeyError:
        raise ValueError(f"no dates in the language {language!r}: use kk, ru or en") from None


def _month_day(on: date, language: str) -> str:
    return f"{on.day} {_words(language).months[on.month - 1]}"


def _with_year(text: str, year: int, language: str) -> str:
    return _words(language).year.format(day=text, year=year)


def _calendar_date(on: date, language: str, *, with_year: bool) -> str:
    text = _month_day(on, language)
    return _with_year(text, on.year, language) if with_year else text


def _form(number: int, forms: Forms, language: str) -> str:
    if language != "ru":
        return forms[0] if number == 1 else forms[1]
    if number % 10 == 1 and number % 100 != 11:
        return forms[0]
    return forms[1] if number % 10 in (2, 3, 4) and number % 100 not in (12, 13, 14) else forms[2]


def _span(number: int, forms: Forms, language: str) -> str:
    return f"{number} {_form(number, forms, language)}"
