"""The colours: a pair that carries text has 4.5:1, one that carries a boundary 3:1, in both themes."""

import re
from itertools import product
from pathlib import Path

import pytest

CSS = (Path(__file__).parents[2] / "common/static/common/css/qatysu.css").read_text()
TEXT = [
    *product(["ink", "quiet", "teal", "late", "soon", "good"], ["paper", "card"]),
    *product(["ink"], ["teal-soft", "late-soft", "soon-soft", "good-soft", "ins", "del"]),
    *((tone, f"{tone}-soft") for tone in ("teal", "late", "soon", "good")),
    ("on-teal", "teal"),
    ("on-teal", "teal-strong"),
]
BOUNDARIES = [("edge", "card"), ("edge", "paper"), ("teal", "paper"), ("teal", "card")]


def tokens(theme: str) -> dict[str, str]:
    block = re.search(rf'\[data-bs-theme="{theme}"\] \{{(.*?)\n\}}', CSS, re.S)
    assert block is not None
    return dict(re.findall(r"--q-([\w-]+): (#[0-9a-f]{6});", block[1]))


def luminance(colour: str) -> float:
    parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    red, green, blue = (
        part / 12.92 if part <= 0.03928 else ((part + 0.055) / 1.055) ** 2.4 for part in parts
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    darker, lighter = sorted([luminance(one), luminance(other)])
    return (lighter + 0.05) / (darker + 0.05)


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize(("front", "back"), TEXT)
def test_text_is_legible(front: str, back: str, theme: str) -> None:
    colours = tokens(theme)
    assert contrast(colours[front], colours[back]) >= 4.5


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize(("front", "back"), BOUNDARIES)
def test_boundary_is_visible(front: str, back: str, theme: str) -> None:
    colours = tokens(theme)
    assert contrast(colours[front], colours[back]) >= 3


def test_themes_set_the_same_tokens() -> None:
    assert tokens("light").keys() == tokens("dark").keys()


def test_every_token_used_is_set() -> None:
    used = set(re.findall(r"var\(--q-([\w-]+)\)", CSS))
    assert used <= set(re.findall(r"--q-([\w-]+):", CSS))
