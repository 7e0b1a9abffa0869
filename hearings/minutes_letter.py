"""The letter with which the minutes go to a body or to the public council."""

from django.utils import timezone

from accounts.models import User
from amendments.documents.table import body_of, council_of
from correspondence.documents import (
    Addressee,
    Document,
    Executor,
    Items,
    Mode,
    Paragraph,
    Signature,
    Text,
)
from correspondence.documents.words import long_date
from correspondence.letterheads import letterhead_of, words_of
from correspondence.models import IssuedDocument
from hearings.models import Hearing, Minutes
from hearings.states import LetterTo

TITLE = Text("Қоғамдық тыңдаулар хаттамасын жолдау туралы", "О направлении протокола общественных слушаний")


def usual_addressee(hearing: Hearing, to: str) -> Text:
    """Whom the draft of the hearing's dossier names; nobody for a hearing that stands alone."""
    if hearing.dossier is None or to == LetterTo.ENVIRONMENT:
        return Text()
    draft = hearing.dossier.draft
    return council_of(draft) if to == LetterTo.COUNCIL else body_of(draft)


def minutes_letter(
    minutes: Minutes, document: IssuedDocument, addressee: Text, mode: Mode, executor: User, proposals: int
) -> Document:
    hearing, organisation = minutes.hearing, minutes.hearing.organisation
    day = long_date(timezone.localdate(hearing.opened_at or hearing.starts_at))
    title = Text(hearing.title_kk or hearing.title_ru, hearing.title_ru or hearing.title_kk)
    name = words_of(organisation, "name")
    held = Text(
        f"{name.kk or name.ru} «{title.kk}» тақырыбы бойынша {day.kk} қоғамдық тыңдаулар өткізді.",
        f"{name.ru or name.kk} {day.ru} провела общественные слушания по теме «{title.ru}».",
    )
    number, on = document.full_number, long_date(document.issued_on)
    return Document(
        title=TITLE,
        mode=mode,
        letterhead=letterhead_of(organisation),
        blocks=(
            Addressee((addressee,)),
            Paragraph(held),
            Paragraph(
                Text(
                    f"Хаттаманы жолдаймыз. Онда қатысушылардың {proposals} ұсынысы жазылған. Әр ұсыныс бойынша ұстанымыңызды "
                    "және хаттаманы қарау нәтижесін жазбаша хабарлауыңызды сұраймыз.",
                    f"Направляем протокол. Предложений участников в нём: {proposals}. Просим письменно сообщить позицию по каждому "
                    "из них и результат рассмотрения протокола.",
                )
            ),
            Items(
                (
                    Text(
                        f"Қосымша: № {number} қоғамдық тыңдаулар хаттамасы, {on.kk}.",
                        f"Приложение: протокол общественных слушаний № {number}, {on.ru}.",
                    ),
                )
            ),
            Signature(words_of(organisation, "signatory_post"), words_of(organisation, "signatory_name")),
            Executor(Text(executor.name, executor.name), organisation.phone),
        ),
    )
