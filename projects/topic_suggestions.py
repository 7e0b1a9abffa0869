"""Topics that lie ready, by field of work."""

import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from django.utils.translation import get_language

FILE = Path(__file__).parent / "data" / "topic_suggestions.toml"


@dataclass(frozen=True)
class Suggestion:
    """A topic that can be taken over as it is; `words` as WatchTopic.words has them."""

    key: str
    name_kk: str
    name_ru: str
    words: str

    @property
    def name(self) -> str:
        return self.name_ru if (get_language() or "").startswith("ru") else self.name_kk

    @property
    def names(self) -> frozenset[str]:
        return frozenset({self.name_kk, self.name_ru})


@cache
def suggestions() -> tuple[Suggestion, ...]:
    with FILE.open("rb") as file:
        return tuple(Suggestion(**row) for row in tomllib.load(file)["topic"])


def suggestion(key: str) -> Suggestion | None:
    return next((row for row in suggestions() if row.key == key), None)
