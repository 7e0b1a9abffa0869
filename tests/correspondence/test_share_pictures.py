"""Share pictures: what is said has room, and they change when their page does."""

from dataclasses import replace
from io import BytesIO

import pytest
from django.test import Client
from django.utils import timezone
from PIL import Image

from accounts.models import Organisation
from correspondence.actions.shares import draw_due, drop_pictures
from correspondence.models import SharePicture
from correspondence.share_drawing import HEIGHT, TITLE_ROOM, WIDTH, draw_share, fitted, font
from correspondence.shares import Card
from tests.factories.public import picture

pytestmark = pytest.mark.any_engine

AT = timezone.now()
CARD = Card("kk", "Қоғамдық тыңдау", "Су тарифтері", ("15 желтоқсан, 15:00", "Астана"), "«Ашық орта» қоры")
LONG = "«Табиғи монополиялар туралы» Қазақстан Республикасының Заңына өзгерістер мен толықтырулар енгізу " * 4


@pytest.mark.parametrize("title", ["Су", LONG, "Ұзынсөз" * 60, "", "Ә"])
def test_title_has_room_whatever_its_length(title: str) -> None:
    place = fitted(title, 900)
    assert len(place.lines) * place.step <= TITLE_ROOM
    assert all(font(1, place.size, 600).getlength(line) <= 900 for line in place.lines)


def test_title_that_is_cut_off_says_so_after_a_whole_word() -> None:
    last = fitted(LONG, 900).lines[-1]
    assert last.endswith("…")
    assert last.rstrip("…").split()[-1] in LONG.split()


def test_font_has_every_kazakh_letter() -> None:
    for face in (0, 1):
        drawn = font(face, 40, 600)
        missing = bytes(drawn.getmask("\uffff"))
        assert all(bytes(drawn.getmask(letter)) != missing for letter in "ӘәҒғҚқҢңӨөҰұҮүҺһІі")


@pytest.mark.parametrize("logo", [None, picture()])
def test_picture_is_of_the_size_that_messengers_show(logo: bytes | None) -> None:
    body = draw_share(replace(CARD, title=LONG), logo)
    with Image.open(BytesIO(body)) as drawn:
        assert (drawn.size, drawn.format, drawn.info) == ((WIDTH, HEIGHT), "PNG", {})
    assert len(body) < 100_000


def test_picture_is_drawn_anew_only_when_it_says_something_else(ashyq_orta: Organisation, client: Client) -> None:
    wanted = {("hearing:abc", "kk"): (ashyq_orta, CARD)}
    assert [draw_due(wanted, at=AT, most=9) for _each in range(2)] == [1, 0]
    first = SharePicture.objects.get()
    answer = client.get(first.path)
    assert (answer.content, "immutable" in answer["Cache-Control"]) == (bytes(first.body), True)
    assert draw_due({("hearing:abc", "kk"): (ashyq_orta, replace(CARD, title="Су"))}, at=AT, most=9) == 1
    assert client.get(first.path).status_code == 404
    drop_pictures(["hearing:abc"])
    assert not SharePicture.objects.exists()
