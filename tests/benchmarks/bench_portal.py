"""The portal's list page beside the same reading with BeautifulSoup on lxml; hostile feeds by the clock."""

import re
import resource
from contextlib import suppress
from datetime import date, datetime
from pathlib import Path
from time import process_time
from typing import Any

from bs4 import BeautifulSoup, Tag

from projects.feeds import FeedFailure, parse_feed
from projects.portal import parse_list
from tests.benchmarks.figures import Figure

FIXTURES = Path(__file__).parents[1] / "projects" / "fixtures"
PAGE_BYTES = 1_260_000
RUNS = 7
FIELDS = (
    *(
        "portal_id",
        "title",
        "act_type",
        "state",
        "created_on",
        "ends_on",
        "body",
        "comments",
        "likes",
        "dislikes",
    ),
    *("views", "accepted", "not_accepted", "file_id"),
)
LABELS = {
    "Статус": "state",
    "Тип НПА": "act_type",
    "НҚА түрі": "act_type",
    "Дата создания": "created_on",
    "Құру күні": "created_on",
    "Публичное обсуждение до": "ends_on",
    "Қоғамдық талқылаудың мерзімі": "ends_on",
}


def run() -> list[Figure]:
    """Speed against BeautifulSoup, differences, and what the worst and all of the hostile feeds cost."""
    pages = [heavy_page("list_ru.html"), heavy_page("list_kk.html")]
    ours, theirs = float("inf"), float("inf")
    for _ in range(RUNS):
        begun = process_time()
        for page in pages:
            parse_list(page)
        between = process_time()
        for page in pages:
            read_with_soup(page)
        ours = min(ours, (between - begun) / len(pages))
        theirs = min(theirs, (process_time() - between) / len(pages))
    differing = sum(_fields_of(page) != read_with_soup(page) for page in pages)
    costs = [_processor_seconds(feed) for feed in hostile_feeds()]
    ratio = theirs / ours
    return [
        Figure("portal list of 1.26 MB, read", ours * 1000, "ms", "<= 50 ms", ours <= 0.05),
        Figure("portal list, against BeautifulSoup + lxml", ratio, "times as fast", ">= 15", ratio >= 15),
        Figure("portal list, pages read otherwise", differing, "", "0", differing == 0),
        Figure("hostile feed, the worst", max(costs), "s of processor", "<= 5 s", max(costs) <= 5),
        Figure(f"hostile feeds, all {len(costs)}", sum(costs), "s of processor", "<= 5 s", sum(costs) <= 5),
    ]


def heavy_page(name: str) -> bytes:
    """A list page with the menus and choices of some 500 state bodies that give a true one its weight."""
    pad = " " * 40
    bodies = [f"Аппарат акима {n}-го сельского округа Придуманного района" for n in range(500)]
    options = [f'{pad}<option value="{n}">{body}</option>\n' for n, body in enumerate(bodies)]
    links = [
        f'{pad}<li>\n{pad}    <a href="/list?governmentId={n}">{body}</a>\n{pad}</li>\n\n'
        for n, body in enumerate(bodies)
    ]
    menu = f'<ul class="topmenu"><li><a href="#">По МИО</a><ul>\n{"".join(links)}</ul></li></ul>\n'
    choice = f'<form action="/list"><select name="governmentId">\n{"".join(options)}</select></form>\n'
    head, _, rest = (FIXTURES / name).read_text(encoding="utf-8").partition('<div class="mainblock">')
    weight = PAGE_BYTES - len(f"{head}{rest}".encode())
    menus = (menu + choice) * (weight // len((menu + choice).encode()))
    missing = (weight - len(menus.encode())) // len(links[100].encode())
    last = f"<ul>{''.join((links * 2)[:missing])}</ul>"
    return f'{head}{menus}{last}<div class="mainblock">{rest}'.encode()


def _fields_of(page: bytes) -> dict[str, Any]:
    listed = parse_list(page)
    return {
        "pages": (listed.current_page, listed.total_pages),
        "cards": [{field: getattr(card, field) for field in FIELDS} for card in listed.cards],
    }


# --- The obvious reader -------------------------------------------------------------------------------------


def read_with_soup(page: bytes) -> dict[str, Any]:
    """The same fields by BeautifulSoup, as one writes it at first."""
    soup = BeautifulSoup(page, "lxml")
    script = next(
        node.get_text() for node in soup.find_all("script") if "paginationOptions" in node.get_text()
    )
    pages = tuple(int(re.findall(rf"{name}: (\d+)", script)[0]) for name in ("currentPage", "totalPages"))
    return {"pages": pages, "cards": [_soup_card(card) for card in soup.select("div.contentlist")]}


def _soup_card(card: Tag) -> dict[str, Any]:
    link = card.select_one("h3 a[href]")
    file = card.select_one('a[href*="downloadnpa"]')
    info = {LABELS[_words(label).rstrip(":")]: _value(label) for label in card.select(".info strong")}
    return {
        "portal_id": int(re.findall(r"id=(\d+)", link["href"])[0]),
        "title": _words(link),
        "act_type": info["act_type"],
        "state": info["state"],
        "created_on": _day(info["created_on"]),
        "ends_on": _day(info["ends_on"]),
        "body": _after(card.select_one(".icon2")),
        "comments": _number(card.select_one(".icon1")),
        "likes": _number(card.select_one(".icon3")),
        "dislikes": _number(card.select_one(".icon4")),
        "views": _number(card.select_one(".icon5")),
        "accepted": _number(card.select_one(".fa-check-square")),
        "not_accepted": _number(card.select_one(".fa-times-circle").parent),
        "file_id": int(re.findall(r"id=(\d+)", file["href"])[0]),
    }


def _words(node: Tag) -> str:
    return " ".join(node.get_text().split())


def _value(label: Tag) -> str:
    return " ".join(str(label.next_sibling).split())


def _after(icon: Tag) -> str:
    return " ".join(str(icon.next_sibling).split())


def _number(icon: Tag) -> int:
    return int(_after(icon).replace(" ", ""))


def _day(written: str) -> date | None:
    return datetime.strptime(written, "%d/%m/%Y").date() if written else None


# --- Hostile feeds ------------------------------------------------------------------------------------------


def hostile_feeds() -> list[bytes]:
    """What took feedparser alone from seconds to minutes, and entities."""
    attributes = " ".join(f"a{number}='x'" for number in range(100_000))
    items = [
        f"<item><title>x</title><author>{'a' * 80_000}</author></item>",
        f"<item><title>x</title><author>a@{'a.' * 40_000}!</author></item>",
        f"<item {attributes}><title>x</title></item>",
        f"<item><title>{'ы' * 1_000_000}</title></item>",
        f"<item><title>x</title><description>{'<b>' * 100_000}{'</b>' * 100_000}</description></item>",
        "<item>" * 1_000_000,
    ]
    feeds = [f"<rss version='2.0'><channel><title>t</title>{item}</channel></rss>" for item in items]
    laughs = "".join(f"<!ENTITY a{n} '" + f"&a{n - 1};" * 10 + "'>" for n in range(1, 10))
    feeds.append(f"<!DOCTYPE r [<!ENTITY a0 'ha'>{laughs}]><rss><channel><item>&a9;</item></channel></rss>")
    return [feed.encode() for feed in feeds]


def _processor_seconds(feed: bytes) -> float:
    before = _spent()
    with suppress(FeedFailure):
        parse_feed(feed)
    return _spent() - before


def _spent() -> float:
    kinds = (resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
    return sum(usage.ru_utime + usage.ru_stime for usage in kinds)
