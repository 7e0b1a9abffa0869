"""What templates ask of the stylesheet and the script is there: a mistyped class or hook fails in silence."""

import re
from pathlib import Path

ROOT = Path(__file__).parents[2]
TEMPLATES = "\n".join(path.read_text() for path in (ROOT / "templates").rglob("*.html"))
CSS = (ROOT / "common/static/common/css/qatysu.css").read_text()
JS = "\n".join(path.read_text() for path in (ROOT / "common/static/common/js").glob("*.js"))


def camel(hook: str) -> str:
    first, *rest = hook.split("-")
    return first + "".join(part.capitalize() for part in rest)


def test_every_class_of_ours_is_drawn() -> None:
    used = set(re.findall(r"(?<![\w-])q-[a-z-]+\b", TEMPLATES))
    assert used <= set(re.findall(r"\.(q-[\w-]+)", CSS))


def test_every_hook_is_known_to_the_script_or_the_stylesheet() -> None:
    used = set(re.findall(r"\sdata-([a-z-]+)", TEMPLATES)) - {"bs-theme"}
    assert {hook for hook in used if f"data-{hook}" not in JS + CSS and camel(hook) not in JS} == set()
