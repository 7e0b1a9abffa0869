"""The poster of a hearing as a document: what, when, where, and the code that leads to the public page."""

from collections.abc import Iterator

from django.conf import settings
from django.utils import timezone

from correspondence.documents import Block, Document, KeyValues, LinkCode, Mode, Paragraph, Text, same
from correspondence.documents.words import long_date
from correspondence.letterheads import letterhead_of
from hearings.models import Hearing
from hearings.states import Format

FORMATS = {
    Format.IN_PERSON: Text("бетпе-бет", "очно"),
    Format.ONLINE: Text("онлайн", "онлайн"),
    Format.HYBRID: Text("залда және онлайн", "в зале и онлайн"),
}


def poster(hearing: Hearing, mode: Mode) -> Document:
    return Document(
        title=Text("Қоғамдық тыңдауға шақыру", "Приглашение на общественные слушания"),
        mode=mode,
        letterhead=letterhead_of(hearing.organisation),
        blocks=tuple(_blocks(hearing)),
    )


def _blocks(hearing: Hearing) -> Iterator[Block]:
    yield Paragraph(Text(hearing.title_kk, hearing.title_ru), centred=True)
    day = long_date(hearing.starts_on)
    clock = f"{timezone.localtime(hearing.starts_at):%H:%M}"
    rows = [
        (Text("Қашан", "Когда"), Text(f"{day.kk}, сағат {clock}", f"{day.ru}, {clock}")),
    ]
    if hearing.has_online:  # where a place is named, it says that one comes to it
        rows.append((Text("Форматы", "Формат"), FORMATS[Format(hearing.format)]))
    if hearing.has_room:
        rows.append((Text("Қайда", "Где"), Text(hearing.place_kk, hearing.place_ru)))
    if hearing.broadcast_url:
        rows.append((Text("Трансляция", "Трансляция"), same(hearing.broadcast_url)))
    rows.append((Text("Қолжетімділік", "Доступность"), Text(hearing.access_kk, hearing.access_ru)))
    yield KeyValues(tuple(rows))
    label = Text("Материалдар мен тіркелу", "Материалы и регистрация")
    yield LinkCode(settings.SITE_URL + hearing.public_path, label)
