"""The regions and the cities of republican significance of Kazakhstan, in Kazakh and in Russian."""

from django.utils.translation import get_language

REGIONS: dict[str, tuple[str, str]] = {
    "astana": ("Астана қаласы", "город Астана"),
    "almaty_city": ("Алматы қаласы", "город Алматы"),
    "shymkent": ("Шымкент қаласы", "город Шымкент"),
    "abai": ("Абай облысы", "область Абай"),
    "akmola": ("Ақмола облысы", "Акмолинская область"),
    "aktobe": ("Ақтөбе облысы", "Актюбинская область"),
    "almaty": ("Алматы облысы", "Алматинская область"),
    "atyrau": ("Атырау облысы", "Атырауская область"),
    "east": ("Шығыс Қазақстан облысы", "Восточно-Казахстанская область"),
    "jambyl": ("Жамбыл облысы", "Жамбылская область"),
    "jetisu": ("Жетісу облысы", "область Жетісу"),
    "karaganda": ("Қарағанды облысы", "Карагандинская область"),
    "kostanay": ("Қостанай облысы", "Костанайская область"),
    "kyzylorda": ("Қызылорда облысы", "Кызылординская область"),
    "mangystau": ("Маңғыстау облысы", "Мангистауская область"),
    "north": ("Солтүстік Қазақстан облысы", "Северо-Казахстанская область"),
    "pavlodar": ("Павлодар облысы", "Павлодарская область"),
    "turkistan": ("Түркістан облысы", "Туркестанская область"),
    "ulytau": ("Ұлытау облысы", "область Ұлытау"),
    "west": ("Батыс Қазақстан облысы", "Западно-Казахстанская область"),
}
CODES = tuple(REGIONS)


def region_name(code: str) -> str:
    """In the language of the page; '' of a code that is none."""
    return in_page_language(*REGIONS.get(code, ("", "")))


def region_choices() -> list[tuple[str, str]]:
    return [("", "—"), *((code, in_page_language(*names)) for code, names in REGIONS.items())]


def in_page_language(kk: str, ru: str) -> str:
    """The text in the page's language, else in the other one; English readers get Russian first."""
    return (kk or ru) if (get_language() or "kk")[:2] == "kk" else (ru or kk)
