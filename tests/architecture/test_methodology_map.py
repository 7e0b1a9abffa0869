"""docs/methodology-map.md names what carries each element of the methodology; what it names exists, and no line is missing."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from django.apps import apps
from django.conf import settings
from django.urls import URLResolver, get_resolver

ROOT = Path(settings.BASE_DIR)
MAP = ROOT / "docs" / "methodology-map.md"
METHODOLOGY = ROOT.parent / "shared" / "methodology.md"
SECTIONS = 8
_NAME = re.compile(r"`([^`]+)`")


@dataclass(frozen=True)
class Element:
    """One row: the words of the methodology, and the names of what carries them."""

    kk: str
    ru: str
    screens: tuple[str, ...]
    models: tuple[str, ...]
    tests: tuple[str, ...]

    def __str__(self) -> str:
        return self.ru[:60]


def _elements() -> list[Element]:
    found = []
    for line in MAP.read_text("utf-8").splitlines():
        cells = [cell.strip() for cell in line.strip("|").split("|")]
        if line.startswith("|") and len(cells) == 5 and _NAME.search(line):
            names = (tuple(_NAME.findall(cell)) for cell in cells[2:])
            found.append(Element(cells[0], cells[1], *names))
    return found


ELEMENTS = _elements()


def _screens(resolver: URLResolver, spaces: tuple[str, ...] = ()) -> Iterator[str]:
    for pattern in resolver.url_patterns:
        if isinstance(pattern, URLResolver):
            yield from _screens(pattern, (*spaces, pattern.namespace) if pattern.namespace else spaces)
        elif pattern.name:
            yield ":".join((*spaces, pattern.name))


@pytest.mark.any_engine
def test_every_element_names_a_screen_a_model_and_a_test() -> None:
    assert len(ELEMENTS) >= 40
    assert [str(row) for row in ELEMENTS if not (row.screens and row.models and row.tests)] == []


@pytest.mark.any_engine
def test_screens_of_the_map_exist() -> None:
    assert {name for row in ELEMENTS for name in row.screens} - set(_screens(get_resolver())) == set()


@pytest.mark.any_engine
def test_models_of_the_map_exist() -> None:
    known = {f"{model._meta.app_label}.{model.__name__}" for model in apps.get_models()}
    assert {name for row in ELEMENTS for name in row.models} - known == set()


@pytest.mark.any_engine
def test_tests_of_the_map_exist() -> None:
    missing = []
    for name in sorted({name for row in ELEMENTS for name in row.tests}):
        path, _, function = name.partition("::")
        file = ROOT / path
        if not (file.is_file() and re.search(rf"^def {function}\(", file.read_text("utf-8"), re.M)):
            missing.append(name)
    assert missing == []


@pytest.mark.any_engine
@pytest.mark.skipif(not METHODOLOGY.exists(), reason="the methodology does not lie beside the project")
@pytest.mark.parametrize("language", ["kk", "ru"])
def test_no_line_of_the_methodology_is_missing(language: str) -> None:
    """Sections 1 to 8 of each half, line by line."""
    kazakh, russian = re.split(r"^Методические рекомендации.*$", METHODOLOGY.read_text("utf-8"), flags=re.M)
    half = kazakh if language == "kk" else russian
    lines = [_plain(line) for line in half[re.search(r"^ 1\)", half, re.M).start() :].splitlines()]  # type: ignore[union-attr]
    assert sum(bool(re.match(r"\d\)", line)) for line in lines) == SECTIONS
    said = _plain(" ".join(getattr(row, language) for row in ELEMENTS))
    assert [line for line in lines if re.search(r"\w", line) and line not in said] == []


def _plain(text: str) -> str:
    """Without the marks of lists and with single spaces."""
    return " ".join(re.sub(r"[\ue000-\uf8ff]", " ", text).split())
