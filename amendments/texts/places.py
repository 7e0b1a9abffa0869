"""Places that words point at: 'в подпункте 1) пункта 2 статьи 5', '5-баптың 2-тармағында', a row's label."""

import re

from amendments.texts.kinds import RANKS, Place, Step
from amendments.texts.markers import marker_of
from amendments.texts.numbers import NUMBER, ROMAN, normal_number, ordinal_value

_RU_NAME = re.compile(
    r"(?:(?P<subparagraph>подпункт\w*|пп\.|подп\.)|(?P<paragraph>пункт\w*|п\.)"
    r"|(?P<article>стать[а-я]+|статей|ст\.)|(?P<part>част(?:ь|и|ью|ей|ям|ями|ях)\b|ч\.)"
    r"|(?P<indent>абзац\w*|абз\.)|(?P<chapter>глав(?:а|ы|е|у|ой)\b)|(?P<section>раздел(?:а|е|у|ом|ы|ов)?\b)"
    r"|(?P<subchapter>(?:параграф|подраздел)\w*)|(?P<annex>приложени\w+))\s*№?\s*",
    re.IGNORECASE,
)
_KK_NAME = re.compile(
    r"\s*(?:[-‐‑–—]\s?)?(?:(?P<subparagraph>тармақша\w*)|(?P<paragraph>тарма[қғ]\w*)|(?P<article>ба[пб]\w*)"
    r"|(?P<section>бөлім\w*)|(?P<part>бөлі[кг]\w*)|(?P<indent>абзац\w*)|(?P<chapter>тарау\w*)"
    r"|(?P<subchapter>параграф\w*)|(?P<annex>қосымша\w*))",
    re.IGNORECASE,
)
_ONE = rf"(?:{NUMBER}|{ROMAN}(?!\w)|[а-яёәғқңөұүһі](?=\)))\)?"
_NUMBERS = re.compile(rf"{_ONE}(?:(?:\s*,\s*|\s+(?:и|және|мен|или)\s+|\s?[-–—]\s?){_ONE})*", re.IGNORECASE)
_SEVERAL = re.compile(r"\s*,\s*|\s+(?:и|және|мен|или)\s+")
_WORD = re.compile(r"[^\W\d_]+")
_BEFORE = re.compile(r"(?:в|во|из|к|по|по тексту|новый|новая|новую)\s+", re.IGNORECASE)
_BETWEEN = re.compile(r"[\s,;]+")
_ADDED_RU = re.compile(r"(?:\bдополнить\s+)(?:новы\w+\s+|нов\w+\s+)?", re.IGNORECASE)
_ADDED_KK = re.compile(r"\bмазмұндағы\s+(?:жаңа\s+)?", re.IGNORECASE)
_ORDERS = re.compile(
    r"изложить|исключить|дополнить|заменить|признать|изменить|перенести|считать"
    r"|жазылсын|тасталсын|толықтырылсын|ауыстырылсын|өзгертілсін|танылсын|енгізілсін|есептелсін|саналсын",
    re.IGNORECASE,
)
_LONGEST_LABEL = 500


def place_of_label(label: str) -> Place:
    """The place that the label of a row names, empty where it names none; the widest element comes first."""
    label = " ".join(label[:_LONGEST_LABEL].split())
    place, _ = _read(label)
    if place:
        return place
    marker = marker_of(label)
    return ((marker.kind, marker.number),) if marker else ()


def amended_place(line: str) -> Place:
    """The place that an instruction changes: 'в пункте 3:', '3-тармақ мынадай редакцияда жазылсын:'.

    Empty where `line` instructs nothing. Instructions without the place ('дополнить статьей 5-1') are read too.
    """
    place, end = _read(line[:_LONGEST_LABEL])
    if place and (_ORDERS.search(line, end, end + _LONGEST_LABEL) or line.rstrip().endswith(":")):
        return place
    if place or not (found := _ORDERS.search(line[:_LONGEST_LABEL])):
        return ()
    added = _ADDED_RU.match(line) or (_ADDED_KK.search(line[: found.start()]))
    return _read(line[added.end() : added.end() + _LONGEST_LABEL])[0] if added else ()


def _read(text: str) -> tuple[Place, int]:
    """The place at the head of `text` and where it ends."""
    before = _BEFORE.match(text)
    position = end = before.end() if before else 0
    steps: list[Step] = []
    while step := _step_ru(text, position) or _step_kk(text, position):
        kind, number, end = step
        steps.append((kind, number))
        between = _BETWEEN.match(text, end)
        position = between.end() if between else end
        if len(steps) == len(RANKS) + 2:
            break
    return _widest_first(steps), end


def _widest_first(steps: list[Step]) -> Place:
    ranks = [RANKS.get(kind, 65) for kind, _ in steps]
    return tuple(reversed(steps)) if ranks and ranks[0] > ranks[-1] else tuple(steps)


def _step_ru(text: str, position: int) -> tuple[str, str, int] | None:
    named = _RU_NAME.match(text, position)
    if named is None or named.lastgroup is None:
        return None
    if numbers := _NUMBERS.match(text, named.end()):
        return named.lastgroup, _joined(numbers.group()), numbers.end()
    found = _ordinals(text, named.end())
    if found:
        return named.lastgroup, found[0], found[1]
    return (named.lastgroup, "", named.end()) if named.lastgroup == "annex" else None


def _step_kk(text: str, position: int) -> tuple[str, str, int] | None:
    numbers = _NUMBERS.match(text, position)
    number, end = (
        (_joined(numbers.group()), numbers.end()) if numbers else _ordinals(text, position) or ("", position)
    )
    named = _KK_NAME.match(text, end) if number else None
    return (named.lastgroup, number, named.end()) if named and named.lastgroup else None


def _ordinals(text: str, position: int) -> tuple[str, int] | None:
    """'второй', 'двадцать первый', 'второй и третий' at `position`: the numbers and where the words end."""
    values: list[str] = []
    end = position
    while found := _ordinal(text, position):
        value, end = found
        values.append(str(value))
        several = _SEVERAL.match(text, end)
        if several is None:
            break
        position = several.end()
    return (", ".join(values), end) if values else None


def _ordinal(text: str, position: int) -> tuple[int, int] | None:
    first = _WORD.match(text, position)
    if first is None:
        return None
    second = _WORD.match(text, first.end() + 1)
    if second and (value := ordinal_value(f"{first.group()} {second.group()}")):
        return value, second.end()
    value = ordinal_value(first.group())
    return (value, first.end()) if value else None


def _joined(numbers: str) -> str:
    return ", ".join(normal_number(one) for one in _SEVERAL.split(numbers))
