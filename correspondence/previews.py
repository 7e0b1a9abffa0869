"""A letter as it would be, with invented values in its gaps, for the form in which a coordinator words it."""

from datetime import date

from accounts.models import Organisation
from correspondence.documents import Items, Mode, Text
from correspondence.documents.composed import Composed, compose
from correspondence.documents.words import long_date
from correspondence.letters import compose_letter
from correspondence.shipped_letters import Wording

_SAMPLE = {
    "draft_title": Text(
        "Қоғамдық кеңестер туралы Заңға өзгерістер мен толықтырулар енгізу туралы",
        "О внесении изменений и дополнений в Закон об общественных советах",
    ),
    "draft_number": Text("15906353", "15906353"),
    "draft_link": Text(
        "https://legalacts.egov.kz/npa/view?id=15906353", "https://legalacts.egov.kz/npa/view?id=15906353"
    ),
    "body": Text(
        "Қазақстан Республикасының Мәдениет және ақпарат министрлігі",
        "Министерство культуры и информации Республики Казахстан",
    ),
    "council": Text("Қоғамдық кеңес", "Общественный совет"),
    "end_date": long_date(date(2026, 11, 25)),
    "submitted_on": long_date(date(2026, 11, 23)),
    "submissions": Text(
        "2026 жылғы 23 қараша күні «Ашық НҚА» порталы арқылы",
        "23 ноября 2026 года через портал «Открытые НПА»",
    ),
    "row_count": Text("12", "12"),
    "contact_name": Text("Айгерім Серікова", "Айгерим Серикова"),
}
_ROWS = Items(
    (
        Text("3-баптың 2-тармағы: қабылданбады", "пункт 2 статьи 3: не принято"),
        Text("7-бап: жауап берілмеді", "статья 7: без ответа"),
    ),
    numbered=True,
)


def preview_of(organisation: Organisation, kind: str, wording: Wording) -> tuple[Composed, Composed]:
    """The letter in Kazakh and in Russian."""
    letters = (
        compose_letter(
            organisation,
            kind,
            mode=mode,
            values=_SAMPLE,
            addressee=(_SAMPLE["body"],),
            blocks={"rows": (_ROWS,)},
            wording=wording,
        )[0]
        for mode in (Mode.KAZAKH, Mode.RUSSIAN)
    )
    kk, ru = (compose(letter) for letter in letters)
    return kk, ru
