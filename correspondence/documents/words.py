"""The few words that every document says of itself, in its own language. Pure."""

from dataclasses import dataclass
from datetime import date

from common import dates
from correspondence.documents.description import Mode, Said, Text

_NEVER = date(1, 1, 1)  # as 'today' it makes every date tell its year


@dataclass(frozen=True)
class Words:
    bin: Text = Text("БСН", "БИН")
    phone: Text = Text("Тел.", "Тел.")
    number: Text = Text("№", "№")
    executor: Text = Text("Орындаушы", "Исполнитель")
    date: Text = Text("Күні", "Дата")
    signature: Text = Text("қолы", "подпись")
    draft: Text = Text("Жоба", "Проект")
    sheet: Text = Text("Кесте", "Таблица")
    verify: Text = Text(
        "Құжаттың түпнұсқалығын осы мекенжайда тексеруге болады:",
        "Подлинность документа можно проверить по адресу:",
    )
    logo: Text = Text("Ұйымның логотипі", "Логотип организации")
    code: Text = Text(
        "Тексеру бетінің мекенжайы бар QR-код",
        "QR-код с адресом страницы проверки",
    )


WORDS = Words()


def long_date(on: date | None) -> Text:
    """'2026 жылғы 25 қараша', '25 ноября 2026 года': as official letters are dated."""
    if on is None:
        return Text()
    kk, ru = (dates.period(on, on, language, today=on) for language in ("kk", "ru"))
    return Text(f"{on.year} жылғы {kk}", f"{ru} {on.year} года")


def short_date(on: date) -> Text:
    """'25.11.2026', as cells of tables are dated."""
    text = f"{on.day:02d}.{on.month:02d}.{on.year}"
    return Text(text, text)


def page_of(mode: Mode) -> tuple[str, str, str]:
    """What stands before, between and after the two figures of 'page 2 of 14'."""
    if mode is Mode.RUSSIAN:
        return "Стр. ", " из ", ""
    if mode is Mode.KAZAKH:
        return "", "-бет, барлығы ", ""
    return "Бет / Стр. ", " / ", ""


def first(text: Text, mode: Mode) -> str:
    """The text in the document's first language, for places that hold one line only (metadata, a file's name)."""
    said: tuple[Said, ...] = text.said(mode)
    return said[0].text if said else text.kk or text.ru
