"""The web fonts: small, whole in our alphabets, made once."""

from pathlib import Path

import pytest
from django.conf import settings
from fontTools.ttLib import TTFont

from common.fonts import FACES, KAZAKH_LETTERS, Face, FontMissing, build, source_path

RUSSIAN_LETTERS = "".join(chr(code) for code in range(0x410, 0x450)) + "Ёё"
SIGNS = "«»—–№₸…\u202f\u00a0§’−×"


@pytest.fixture(params=FACES, ids=[face.target for face in FACES])
def font_file(request: pytest.FixtureRequest) -> Path:
    build(request.param, settings.FONT_DIR)
    return Path(settings.FONT_DIR) / request.param.target


def test_kazakh_alphabet_has_eighteen_letters_of_its_own() -> None:
    assert sorted(KAZAKH_LETTERS.lower()) == sorted("әғқңөұүһі" * 2)


def test_font_holds_every_letter_and_sign_we_write(font_file: Path) -> None:
    held = TTFont(font_file).getBestCmap()
    assert not {letter for letter in KAZAKH_LETTERS + RUSSIAN_LETTERS + SIGNS if ord(letter) not in held}


def test_font_is_light_and_keeps_only_the_weights_between_regular_and_bold(font_file: Path) -> None:
    axes = {axis.axisTag: (axis.minValue, axis.maxValue) for axis in TTFont(font_file)["fvar"].axes}
    assert axes == {"wght": (400, 700)}
    assert font_file.stat().st_size < 130_000


def test_font_up_to_date_is_not_made_again(font_file: Path) -> None:
    face = next(face for face in FACES if face.target == font_file.name)
    before = font_file.stat().st_mtime_ns
    assert build(face, font_file.parent) is False
    assert font_file.stat().st_mtime_ns == before


def test_missing_package_is_named() -> None:
    with pytest.raises(FontMissing, match="install the package fontpkg-nowhere"):
        source_path(Face("fontpkg-nowhere", "Nowhere.ttf", "nowhere.woff2"))


def test_stylesheet_asks_for_the_files_that_are_made() -> None:
    css = (settings.BASE_DIR / "common/static/common/css/qatysu.css").read_text()
    assert all(f"../../fonts/{face.target}" in css for face in FACES)
