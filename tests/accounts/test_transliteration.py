import pytest

from accounts.transliteration import slug_of

pytestmark = pytest.mark.any_engine


@pytest.mark.parametrize(
    ("name", "slug"),
    [
        ("«Ашық орта» қоры", "ashyq-orta"),
        ("Фонд «Чистый берег»", "chistyi-bereg"),
        ("Жасыл ел — Көкшетау", "zhasyl-el-kokshetau"),
        ("Green Salvation", "green-salvation"),
        ("Үміт 2030", "umit-2030"),
        ("Объединение юристов Щучинска " * 4, "obedinenie-iuristov-shchuchinska-obedinenie-iurist"),
        ("???", ""),
    ],
)
def test_slug_is_made_of_the_name(name: str, slug: str) -> None:
    assert slug_of(name) == slug
