"""The guide for people: chapters in Kazakh and Russian (docs/guide), whose sections are the help on the screens.

Pure but for the address of a picture: no requests, no database. What is read is kept for the life of the process.
"""

import re
import tomllib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from django.templatetags.static import static
from django.utils.safestring import SafeString, mark_safe
from markdown_it import MarkdownIt
from markdown_it.renderer import RendererHTML
from markdown_it.token import Token

FOLDER = Path(__file__).resolve().parent.parent / "docs" / "guide"
LANGUAGES = ("kk", "ru")
SAFETY = "safety"
_TOPIC = re.compile(r"^<!-- topic: ([a-z-]+) -->\n## (.+)$", re.MULTILINE)
_PICTURES = re.compile(r"^(?:\.\./)+common/static/(?P<path>common/guide/[a-z-]+\.webp)$")


@dataclass(frozen=True)
class Topic:
    """One section: the help on its screens. `pictures` stand apart, for they are too much for a panel."""

    key: str
    chapter: str
    title: str
    text: SafeString
    pictures: SafeString


@dataclass(frozen=True)
class Chapter:
    key: str
    title: str
    intro: SafeString
    topics: tuple[Topic, ...]


def language_of(wanted: str | None) -> str:
    """The language that the guide speaks to a reader of `wanted`: it has no English, the state language comes first."""
    return "ru" if (wanted or "").startswith("ru") else "kk"


@cache
def chapters(language: str) -> tuple[Chapter, ...]:
    return tuple(_chapter(key, language) for key in _contents()["chapters"])


@cache
def topics(language: str) -> dict[str, Topic]:
    return {topic.key: topic for chapter in chapters(language) for topic in chapter.topics}


@cache
def topic_of(view_name: str) -> str:
    """The key of the topic that helps with this screen, '' where there is none: the longest name that fits."""
    best, found = "", ""
    for key, names in _contents()["screens"].items():
        for name in names:
            fits = view_name.startswith(name[:-1]) if name.endswith("*") else view_name == name
            if fits and len(name) > len(best):
                best, found = name, key
    return found


def screens() -> dict[str, list[str]]:
    """By topic, the names of its screens as contents.toml has them."""
    found: dict[str, list[str]] = _contents()["screens"]
    return found


@cache
def _contents() -> dict[str, Any]:
    with (FOLDER / "contents.toml").open("rb") as file:
        return tomllib.load(file)


def _chapter(key: str, language: str) -> Chapter:
    source = (FOLDER / language / f"{key}.md").read_text(encoding="utf-8")
    head, *parts = _TOPIC.split(source)
    title, _newline, intro = head.strip().partition("\n")
    return Chapter(key, title.removeprefix("# "), _html(intro)[0], tuple(_topics(key, parts)))


def _topics(chapter: str, parts: Sequence[str]) -> Iterator[Topic]:
    for place in range(0, len(parts), 3):
        text, pictures = _html(parts[place + 2])
        yield Topic(parts[place], chapter, parts[place + 1], text, pictures)


# --- Markdown -----------------------------------------------------------------------------------------------------------


class _Renderer(RendererHTML):
    """Pictures come from the static files, each in its own frame."""

    def image(self, tokens: Sequence[Token], idx: int, options: Any, env: Any) -> str:
        found = _PICTURES.match(str(tokens[idx].attrs["src"]))
        if found is None:
            raise ValueError(
                f"A picture of the guide lies in common/static/common/guide: {tokens[idx].attrs['src']}"
            )
        tokens[idx].attrs |= {"src": static(found["path"]), "loading": "lazy"}
        return super().image(tokens, idx, options, env)


@cache
def _markdown() -> MarkdownIt:
    return MarkdownIt("commonmark", {"html": False}, renderer_cls=_Renderer)


def _html(source: str) -> tuple[SafeString, SafeString]:
    """The text and, apart, its pictures. HTML in the source is shown as text."""
    blocks = [block for block in source.strip().split("\n\n") if block.strip()]
    pictures = [block for block in blocks if block.startswith("![")]
    text = [block for block in blocks if not block.startswith("![")]
    made = (_markdown().render("\n\n".join(part)) for part in (text, pictures))
    first, second = (mark_safe(part) for part in made)  # noqa: S308 - our own files, rendered without HTML
    return first, second
