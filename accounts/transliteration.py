"""A readable address out of a Kazakh or a Russian name. Pure."""

import re
import unicodedata

MOST_LETTERS = 50
_LATIN = dict(
    zip("абвгдезийклмнопрстуфъыьэіәғқңөұүһёї", "abvgdeziiklmnoprstuf-y-eiagqnouuhei", strict=True)
) | {
    "ж": "zh",
    "х": "kh",
    "ц": "ts",
    "ч": "ch",
    "ш": "sh",
    "щ": "shch",
    "ю": "iu",
    "я": "ia",
    "ъ": "",
    "ь": "",
}
_QUOTED = re.compile(r"[«“„\"]([^»”\"]+)[»”\"]")


def slug_of(name: str) -> str:
    """'«Ашық орта» қоры' -> 'ashyq-orta': of a name in quotation marks only what they hold; '' where no letter is left."""
    quoted = _QUOTED.search(name)
    text = (quoted[1] if quoted else name).lower()
    latin = "".join(_LATIN.get(letter, letter) for letter in text)
    plain = unicodedata.normalize("NFKD", latin).encode("ascii", "ignore").decode()
    return re.sub("[^a-z0-9]+", "-", plain).strip("-")[:MOST_LETTERS].strip("-")
