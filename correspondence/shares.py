"""Share pictures: what one says, and where the one of a page is."""

import hashlib
import json
from dataclasses import asdict, dataclass

from django.utils.translation import get_language

from correspondence.models import SharePicture

LAYOUT = 1


@dataclass(frozen=True)
class Card:
    """What a picture says, in one language. `kind`: over the title; `lines`: under it; `foot`: whose page it is.

    `logo`: the name of the stored PNG, '' for none.
    """

    language: str
    kind: str
    title: str
    lines: tuple[str, ...]
    foot: str
    logo: str = ""

    @property
    def hash(self) -> str:
        said = json.dumps([LAYOUT, asdict(self)], ensure_ascii=False, sort_keys=True)
        return hashlib.sha256(said.encode()).hexdigest()


def picture_path(key: str) -> str:
    """The path of the picture of the page `key` in the language of this page; '' while none is drawn (one query)."""
    language = "kk" if (get_language() or "kk").startswith("kk") else "ru"
    found = SharePicture.objects.filter(key=key, language=language).values_list("sha256", flat=True).first()
    return f"/share/{found}.png" if found else ""
