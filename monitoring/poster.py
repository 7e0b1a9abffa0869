"""The poster of a survey as a document: what it asks about, until when, and the code that leads to it."""

from collections.abc import Iterator

from django.conf import settings

from correspondence.documents import Block, Document, KeyValues, LinkCode, Mode, Paragraph, Text
from correspondence.documents.words import long_date
from correspondence.letterheads import letterhead_of
from monitoring.models import Survey


def poster(survey: Survey, mode: Mode) -> Document:
    return Document(
        title=Text("Сауалнамаға қатысуға шақыру", "Приглашение ответить на опрос"),
        mode=mode,
        letterhead=letterhead_of(survey.organisation),
        blocks=tuple(_blocks(survey)),
    )


def _blocks(survey: Survey) -> Iterator[Block]:
    yield Paragraph(Text(survey.title_kk, survey.title_ru), centred=True)
    yield Paragraph(Text(survey.intro_kk, survey.intro_ru))
    rows = []
    if survey.closes_on is not None:
        day = long_date(survey.closes_on)
        rows.append((Text("Соңғы күні", "Последний день"), Text(day.kk, day.ru)))
    anonymous = Text(
        "Сауалнама анонимді: аты-жөніңіз сұралмайды, құрылғыңыздың мекенжайы сақталмайды.",
        "Опрос анонимный: имя не спрашивается, адрес устройства не сохраняется.",
    )
    rows.append((Text("Құпиялылық", "Анонимность"), anonymous))
    yield KeyValues(tuple(rows))
    yield LinkCode(settings.SITE_URL + survey.public_path, Text("Жауап беру", "Ответить"))
