"""A list page of the portal, written around invented drafts, so that the demonstration goes the way real drafts go."""

import tomllib
from datetime import date
from html import escape
from pathlib import Path
from typing import Any

from deadlines.calendar import WorkingCalendar

DRAFTS = Path(__file__).with_name("drafts.toml")
LABELS = {
    "kk": ("НҚА түрі:", "Құру күні:", "Қоғамдық талқылаудың мерзімі:", "Жария талқылауда", "Архив"),
    "ru": ("Тип НПА:", "Дата создания:", "Публичное обсуждение до:", "На публичном обсуждении", "Архив"),
}
PAGE = """<!DOCTYPE html><html lang="{language}"><head><meta charset="utf-8"><title></title><script>
var paginationOptions = {{ currentPage: 1, totalPages: 1, }};</script></head><body><div class="mainblock">{cards}
<hr class="hide-mobile"><div class="pagination-container"></div></div><footer></footer></body></html>"""
CARD = """<div class="contentlist"><h3><a href="/npa/view?id={portal_id}">{title}</a></h3>
<div class="info"><strong>Статус:</strong> {state}<br /><strong>{type_label}</strong> {type}<br />
<strong>{created_label}</strong> {created:%d/%m/%Y} <br /><strong>{ends_label}</strong> {ends:%d/%m/%Y}<br /></div>
<div class="tags"><span class="icon1"></span>{comments} <span class="icon2"></span>{body}
<span class="likeSpan"><span class="icon3"></span>0</span><span class="dislikeSpan"><span class="icon4"></span>0</span>
<span class="icon5"></span>0<span><i class="liker fa fa-check-square"></i>0</span>
<span><i class="liker fa fa-times-circle"></i></span>0</div><div class="readmore"></div></div>"""


def demo_page(
    language: str, on: date, days: WorkingCalendar, *, seen_on: date | None = None, only: int | None = None
) -> bytes:
    """The list in one language as the portal would show it on the day `seen_on` (`on` if it is not said); the days in
    drafts.toml are counted from `on`. `only`: the portal's number of the one draft on it.
    """
    with DRAFTS.open("rb") as file:
        drafts = tomllib.load(file)["draft"]
    cards = "".join(
        _card(draft, language, on, days, seen_on or on)
        for draft in reversed(drafts)
        if only in (None, draft["portal_id"])
    )
    return PAGE.format(language=language, cards=cards).encode()


def _card(draft: dict[str, Any], language: str, on: date, days: WorkingCalendar, seen_on: date) -> str:
    type_label, created_label, ends_label, running, over = LABELS[language]
    ends = days.add(on, draft["ends"])
    words = {name: escape(draft[f"{name}_{language}"]) for name in ("title", "type", "body")}
    return CARD.format(
        portal_id=draft["portal_id"],
        comments=draft["comments"],
        created=days.add(on, -draft["posted"]),
        ends=ends,
        state=running if ends >= seen_on else over,
        type_label=type_label,
        created_label=created_label,
        ends_label=ends_label,
        **words,
    )
