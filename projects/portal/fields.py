"""The values that stand in a card or at the head of a draft: titles, counts, dates and what is odd about
them.
"""

import re
from collections.abc import Iterator
from datetime import date, datetime

from lxml import etree

from projects.plain_text import clean_line, moment_of

MAX_TITLE = 2_000
MAX_LINE = 500
_YEAR_IN_DAYS = 366
_LARGEST_COUNT = 2**31 - 1
_COUNT = re.compile(r"([0-9](?:[0-9 \xa0\u202f]{0,14}[0-9])?)(?![0-9])")


def count_of(text: str | None) -> int | None:
    """The number that `text` begins with, its thousands perhaps set apart by spaces; else None."""
    found = _COUNT.match((text or "").strip())
    number = int(re.sub(r"\D", "", found.group(1))) if found else None
    return number if number is not None and number <= _LARGEST_COUNT else None


def text_after(element: etree._Element | None) -> str:
    """The text after an icon, inside its wrapper or, where that is empty, after the wrapper."""
    if element is None:
        return ""
    if (element.tail or "").strip():
        return element.tail or ""
    wrapper = element.getparent()
    return (wrapper.tail or "") if wrapper is not None and element.getnext() is None else ""


def words_in(element: etree._Element) -> str:
    return "".join(str(text) for text in element.itertext())


def all_of_class(root: etree._Element, name: str) -> Iterator[etree._Element]:
    return (node for node in root.iter() if name in (node.get("class") or "").split())


def first_of_class(root: etree._Element, name: str) -> etree._Element | None:
    return next(all_of_class(root, name), None)


def title_of(text: str, flags: list[str]) -> str:
    """The title in `text`, empty if there is no letter or digit in it."""
    title = clean_line(text, MAX_TITLE + 1)
    if len(title) > MAX_TITLE:
        flags.append("title_cut")
    title = title[:MAX_TITLE].rstrip()
    return title if any(character.isalnum() for character in title) else ""


def line_of(values: dict[str, str], field: str) -> str | None:
    """The words under `field`, spaces made single; None where there are none."""
    return clean_line(values.get(field, ""), MAX_LINE).lstrip(": ") or None


def moment_under(values: dict[str, str], field: str, flags: list[str]) -> datetime | None:
    """The moment under `field`; words that are no date are flagged, an empty value is not."""
    raw = line_of(values, field)
    moment = moment_of(raw) if raw else None
    if raw and moment is None and "date_unreadable" not in flags:
        flags.append("date_unreadable")
    return moment


def day_under(values: dict[str, str], field: str, flags: list[str]) -> date | None:
    """The date under `field`; see `moment_under`."""
    moment = moment_under(values, field, flags)
    return moment.date() if moment else None


def flag_dates(
    values: dict[str, str], created_on: date | None, ends_on: date | None, on: date | None, flags: list[str]
) -> None:
    """Flag what the head leaves out, and an end more than a year after the creation (else after `on`) or
    before it.
    """
    flags += [
        f"{field}_missing" for field in ("state", "created_on", "ends_on") if not line_of(values, field)
    ]
    start = created_on or on
    if start and ends_on and (ends_on - start).days > _YEAR_IN_DAYS:
        flags.append("date_far_future")
    if created_on and ends_on and ends_on < created_on:
        flags.append("ends_before_created")
    if created_on and on and (created_on - on).days > 1:
        flags.append("created_in_future")
