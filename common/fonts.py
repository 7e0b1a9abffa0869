"""Small web fonts cut from the Noto families: the letters of our languages, two weights with all between."""

import hashlib
import json
from dataclasses import dataclass
from importlib.metadata import version
from importlib.util import find_spec
from pathlib import Path

KAZAKH_LETTERS = "ӘәҒғҚқҢңӨөҰұҮүҺһІі"
CHARACTERS = frozenset(
    "".join(chr(code) for block in ((0x20, 0x7F), (0xA0, 0x100), (0x400, 0x460)) for code in range(*block))
    + KAZAKH_LETTERS
    # The Noto text faces have no arrows and no tick: those are drawings (common/icons.py).
    + "\u2009\u202f\u2010\u2011–—‘’“”„‚•…‹›′″−×≥≤≠₸€№"
)
AXES = {"wght": (400, 700), "wdth": 100}


@dataclass(frozen=True)
class Face:
    package: str
    source: str
    target: str


FACES = (
    Face("fontpkg-noto-sans", "NotoSans[wdth,wght].ttf", "noto-sans.woff2"),
    Face("fontpkg-noto-serif", "NotoSerif[wdth,wght].ttf", "noto-serif.woff2"),
)


class FontMissing(Exception):
    """The package of a face is not installed, or holds no such file."""


def source_path(face: Face) -> Path:
    module = find_spec(face.package.replace("-", "_"))
    path = Path(module.origin).parent / "files" / face.source if module and module.origin else Path()
    if not path.is_file():
        raise FontMissing(f"{face.source} not found: install the package {face.package} of requirements.lock")
    return path


def recipe(face: Face) -> str:
    """What the built file depends on: the package's version, the letters, the axes."""
    wanted = json.dumps([sorted(CHARACTERS), AXES, face.source])
    return f"{version(face.package)} {hashlib.sha256(wanted.encode()).hexdigest()[:12]}"


def build(face: Face, folder: Path) -> bool:
    """Write `face.target` into `folder` unless the one there has the same recipe; True if written."""
    target, note = folder / face.target, folder / f"{face.target}.recipe"
    if target.is_file() and note.is_file() and note.read_text() == recipe(face):
        return False
    folder.mkdir(parents=True, exist_ok=True)
    unfinished = target.with_suffix(".part")
    _write_cut(source_path(face), unfinished)
    unfinished.replace(target)
    note.write_text(recipe(face))
    return True


def _write_cut(path: Path, target: Path) -> None:
    # Imported here because fontTools takes longer to load than the rest of a start, and is seldom needed.
    from fontTools.subset import Options, Subsetter
    from fontTools.ttLib import TTFont
    from fontTools.varLib import instancer

    # Letters first: narrowing the axes of 3,000 glyphs takes ten times longer than of 400.
    font = TTFont(path)
    options = Options(layout_features=["*"], hinting=False, name_IDs=[0, 1, 2, 3, 4, 5, 6, 13, 14])
    cutter = Subsetter(options)
    cutter.populate(unicodes=[ord(letter) for letter in CHARACTERS])
    cutter.subset(font)
    font = instancer.instantiateVariableFont(font, dict(AXES))
    font.flavor = "woff2"
    font.save(target)
