"""Pages of the portal in its own markup, around invented drafts, and a way out that serves them."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from html import escape
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

from common.fetching import Fetched
from projects.actions.poll import LANGUAGE_COOKIE

FIXTURES = Path(__file__).with_name("fixtures")
LABELS = {
    "kk": ("НҚА түрі:", "Құру күні:", "Қоғамдық талқылаудың мерзімі:", "Жария талқылауда", "Бұйрық"),
    "ru": ("Тип НПА:", "Дата создания:", "Публичное обсуждение до:", "На публичном обсуждении", "Приказ"),
}
PAGE = """<!DOCTYPE html><html lang="{language}"><head><meta charset="utf-8"><title>НҚА</title><script>
var paginationOptions = {{ currentPage: {page}, totalPages: {pages}, }};</script></head>
<body><div class="mainblock">{cards}<div class="pagination-container"></div></div><footer></footer></body></html>"""
CARD = """<div class="contentlist"><h3><a href="/npa/view?id={number}">{title}</a></h3>
<div class="info"><strong>Статус:</strong> {state}<br /><strong>{type_label}</strong> {type}<br />
<strong>{created_label}</strong> {created} <br /><strong>{ends_label}</strong> {ends}<br /></div>
<div class="tags"><span class="icon1"></span>{comments} <span class="icon2"></span>{body}
<span class="likeSpan"><span class="icon3"></span>0</span><span class="dislikeSpan"><span class="icon4"></span>0</span>
<span class="icon5"></span>0<span><i class="liker fa fa-check-square"></i>0</span>
<span><i class="liker fa fa-times-circle"></i></span>0</div><div class="readmore"></div></div>"""


@dataclass(frozen=True)
class Act:
    """A draft as the portal's list shows it."""

    number: int
    kk: str = "Қағидаларды бекіту туралы"
    ru: str = "Об утверждении правил"
    created: date | None = date(2026, 9, 10)
    ends: date | None = date(2026, 9, 24)
    body_kk: str = "Су министрлігі"
    body_ru: str = "Министерство воды"
    comments: int = 0

    def card(self, language: str) -> str:
        type_label, created_label, ends_label, state, kind = LABELS[language]
        return CARD.format(
            number=self.number,
            title=escape(self.kk if language == "kk" else self.ru),
            state=state,
            type_label=type_label,
            type=kind,
            created_label=created_label,
            created=f"{self.created:%d/%m/%Y}" if self.created else "",
            ends_label=ends_label,
            ends=f"{self.ends:%d/%m/%Y}" if self.ends else "",
            comments=self.comments,
            body=escape(self.body_kk if language == "kk" else self.body_ru),
        )

    def but(self, **changes: Any) -> "Act":
        return replace(self, **changes)


def list_page(acts: Iterable[Act], language: str, *, page: int = 1, pages: int = 1) -> bytes:
    cards = "\n".join(act.card(language) for act in acts)
    return PAGE.format(language=language, page=page, pages=pages, cards=cards).encode()


class Portal:
    """Serves a list, five acts a page, the newest first, as a way out for `poll_source`.

    `asked` are the (page, language) pairs in their order. `before` is called with each of them first.
    """

    def __init__(self, acts: Iterable[Act] = (), *, before: Callable[[int, str], None] | None = None) -> None:
        self.acts = list(acts)
        self.before = before
        self.asked: list[tuple[int, str]] = []

    def fetch(
        self,
        url: str,
        *,
        etag: str | None = None,
        last_modified: str | None = None,
        cookies: Mapping[str, str] | None = None,
    ) -> Fetched:
        page = int(parse_qs(urlsplit(url).query)["page"][0])
        language = (cookies or {})[LANGUAGE_COOKIE]
        self.asked.append((page, language))
        if self.before is not None:
            self.before(page, language)
        shown = self.acts[(page - 1) * 5 : page * 5]
        pages = max(1, -(-len(self.acts) // 5))
        return answer(url, list_page(shown, language, page=page, pages=pages))


def answer(url: str, body: bytes, **fields: Any) -> Fetched:
    whole = {
        "content_type": "text/html",
        "etag": None,
        "last_modified": None,
        "not_modified": False,
        **fields,
    }
    return Fetched(url=url, status=200, body=body, wire_bytes=len(body), **whole)
