"""The words by which the portal names a field, in Kazakh and Russian; a page may mix both."""

from collections import Counter
from collections.abc import Iterable
from functools import lru_cache

from lxml import etree

from projects.plain_text import clean_line

LANGUAGES = ("kk", "ru")
_BOTH = ""

# normalised label -> (field, the language that it gives away)
_FIELDS = {
    "статус": ("state", _BOTH),
    "тип нпа": ("act_type", "ru"),
    "нқа түрі": ("act_type", "kk"),
    "дата создания": ("created_on", "ru"),
    "құру күні": ("created_on", "kk"),
    "публичное обсуждение до": ("ends_on", "ru"),
    "қоғамдық талқылаудың мерзімі": ("ends_on", "kk"),
    "версия проекта": ("version", "ru"),
    "жоба нұсқасы": ("version", "kk"),
    "дата запуска онлайн обсуждения": ("online_from", "ru"),
    "онлайн талқылау басталу уақыты": ("online_from", "kk"),
    "онлайн талқылаудың басталу уақыты": ("online_from", "kk"),
    "дата окончания онлайн обсуждения": ("online_until", "ru"),
    "онлайн талқылау аяқталу уақыты": ("online_until", "kk"),
    "онлайн талқылаудың аяқталу уақыты": ("online_until", "kk"),
    "государственный орган нпа": ("body", "ru"),
}
# Words that are no label of a field but give the language away.
_TELLTALES = {
    "количество принятых комментарии": "ru",
    "количество непринятых комментарии": "ru",
    "количество просмотров": "ru",
    "всего комментариев": "ru",
    "подробнее": "ru",
    "посмотреть отчет": "ru",
    "қабылданған пікірлер саны": "kk",
    "қабылданбаған пікірлер саны": "kk",
    "қараулар саны": "kk",
    "түсіндермелердің барлығы": "kk",
    "толығырақ": "kk",
    "есептемені қарау": "kk",
}
_LABEL_TAGS = frozenset({"strong", "b"})


@lru_cache(maxsize=512)
def normalised_label(text: str) -> str:
    return clean_line(text, 200).replace("-", " ").rstrip(" :").casefold()


def labelled_values(
    element: etree._Element, skip: frozenset[str] = frozenset()
) -> tuple[dict[str, str], list[str]]:
    """What stands after each bold label inside `element`: field -> raw text, and all labels met, normalised.

    A value ends at the next bold text, known or not. Text under a tag of `skip` is left out. Where a field
    occurs twice the first non-empty value counts.
    """
    values: dict[str, list[str]] = {}
    labels: list[str] = []
    sink: list[str] = []
    unread = skip | _LABEL_TAGS
    depth = 0
    for event, node in etree.iterwalk(element, events=("start", "end")):
        if event == "start":
            depth += node.tag in unread
            if depth == 1 and node.tag in _LABEL_TAGS:
                sink = _opened(node, values, labels)
            elif depth == 0 and node.text:
                sink.append(node.text)
        else:
            depth -= node.tag in unread
            if depth == 0 and node.tail and node is not element:
                sink.append(node.tail)
    return {field: "".join(parts) for field, parts in values.items()}, labels


def _opened(node: etree._Element, values: dict[str, list[str]], labels: list[str]) -> list[str]:
    label = normalised_label("".join(str(text) for text in node.itertext()))
    labels.append(label)
    field, _ = _FIELDS.get(label, ("", _BOTH))
    if not field or "".join(values.get(field, ())).strip(" :\xa0\t\r\n"):
        return []
    values[field] = []
    return values[field]


def language_of(words: Iterable[str]) -> str | None:
    """The language that most of `words` (labels and telltales, normalised) give away; None for a tie."""
    votes = Counter(_FIELDS.get(word, ("", _TELLTALES.get(word, _BOTH)))[1] for word in words)
    if votes["kk"] == votes["ru"]:
        return None
    return "kk" if votes["kk"] > votes["ru"] else "ru"
