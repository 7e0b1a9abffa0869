"""Kazakh for Django itself: nothing that Django, its admin or django-axes shows may come out in English."""

import re
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import axes
import django
import polib
import pytest
from django import forms
from django.contrib.auth.password_validation import MinimumLengthValidator
from django.template.defaultfilters import filesizeformat
from django.utils import translation
from django.utils.formats import date_format
from django.utils.timesince import timesince

OURS = Path(__file__).resolve().parents[2] / "common" / "locale" / "kk" / "LC_MESSAGES"
DJANGO = Path(django.__file__).parent
CATALOGUES = [
    DJANGO / "conf" / "locale" / "en" / "LC_MESSAGES" / "django.po",
    *(
        DJANGO / "contrib" / app / "locale" / "en" / "LC_MESSAGES" / domain
        for app in ("admin", "auth", "contenttypes", "sessions")
        for domain in ("django.po", "djangojs.po")
    ),
    Path(axes.__file__).parent / "locale" / "ru" / "LC_MESSAGES" / "django.po",
]
PLACEHOLDER = re.compile(r"%\(\w+\)[a-z]|%[a-z]|\{\w*\}")
KAZAKH = re.compile("[а-яёәғқңөұүһі]", re.IGNORECASE)
SAME_IN_EVERY_LANGUAGE = {"…", ":", ", ", ":?.!", "IPv4", "IPv6", "HTTP Accept"}
NAMES_ONLY = {"%(class_name)s %(instance)s", "%(truncated_text)s…"}
CLOCK = {"6 a.m.", "6 p.m."}
MONTHS = "қаңтар ақпан наурыз сәуір мамыр маусым шілде тамыз қыркүйек қазан қараша желтоқсан"
ENGLISH_MONTHS = "January February March April May June July August September October November December"


def entries(path: Path) -> dict[tuple[str | None, str], polib.POEntry]:
    return {(entry.msgctxt, entry.msgid): entry for entry in polib.pofile(str(path))}


def kazakh(entry: polib.POEntry) -> list[str]:
    return list(entry.msgstr_plural.values()) if entry.msgid_plural else [entry.msgstr]


@pytest.mark.parametrize(
    "theirs", [path for path in CATALOGUES if path.exists()], ids=lambda path: "-".join(path.parts[-5:])
)
def test_every_text_has_a_kazakh_one_with_the_same_placeholders(theirs: Path) -> None:
    ours = entries(OURS / theirs.name)
    for key, entry in entries(theirs).items():
        assert key in ours, key
        assert not ours[key].fuzzy, key
        assert bool(ours[key].msgid_plural) == bool(entry.msgid_plural), key
        for text in kazakh(ours[key]):
            assert sorted(PLACEHOLDER.findall(text)) == sorted(PLACEHOLDER.findall(entry.msgid)), key


@pytest.mark.parametrize("file", ["django.po", "djangojs.po"])
def test_every_text_is_in_kazakh_letters(file: str) -> None:
    for (_context, msgid), entry in entries(OURS / file).items():
        if msgid in SAME_IN_EVERY_LANGUAGE | NAMES_ONLY | CLOCK:
            continue
        assert all(KAZAKH.search(text) for text in kazakh(entry)), msgid


@pytest.mark.parametrize("file", ["django.po", "djangojs.po"])
def test_spaces_and_full_stops_are_kept(file: str) -> None:
    for (_context, msgid), entry in entries(OURS / file).items():
        for text in kazakh(entry):
            assert (text[:1] == " ", text[-1:] == " ") == (msgid[:1] == " ", msgid[-1:] == " "), msgid
            assert text.replace("  ", " ") == text or "  " in msgid, msgid


@pytest.mark.parametrize("file", ["django.po", "djangojs.po"])
def test_plural_rule_is_the_one_of_django(file: str) -> None:
    assert polib.pofile(str(OURS / file)).metadata["Plural-Forms"] == "nplurals=2; plural=(n != 1);"


@pytest.mark.parametrize("context", [None, "alt. month"])
def test_months_are_lower_case_nominatives(context: str | None) -> None:
    ours = entries(OURS / "django.po")
    assert [ours[context, month].msgstr for month in ENGLISH_MONTHS.split()] == MONTHS.split()


def test_weekdays_are_lower_case() -> None:
    ours = entries(OURS / "django.po")
    english = "Monday Tuesday Wednesday Thursday Friday Saturday Sunday"
    names = "дүйсенбі сейсенбі сәрсенбі бейсенбі жұма сенбі жексенбі"
    assert [ours[None, weekday].msgstr for weekday in english.split()] == names.split()


def test_known_misspellings_of_the_shipped_catalogue_are_replaced() -> None:
    ours = entries(OURS / "django.po")
    assert ours[None, "Django administration"].msgstr == "Django басқару жүйесі"
    assert ours[None, "Date/time"].msgstr == "Күні мен уақыты"
    assert ours[None, "%(total_count)s selected"].msgstr_plural == {
        0: "%(total_count)s таңдалды",
        1: "Барлық %(total_count)s таңдалды",
    }


@pytest.fixture
def merged(tmp_path: Path, settings: Any, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Django's catalogues with ours over them, freshly compiled."""
    folder = tmp_path / "kk" / "LC_MESSAGES"
    folder.mkdir(parents=True)
    polib.pofile(str(OURS / "django.po")).save_as_mofile(str(folder / "django.mo"))
    settings.LOCALE_PATHS = [tmp_path]
    monkeypatch.setattr("django.utils.translation.trans_real._translations", {})
    with translation.override("kk"):
        yield


@pytest.mark.usefixtures("merged")
def test_django_shows_our_words() -> None:
    with pytest.raises(forms.ValidationError) as refusal:
        forms.CharField().clean("")
    assert refusal.value.messages == ["Бұл өрісті толтыру міндетті."]
    assert translation.gettext("Django administration") == "Django басқару жүйесі"
    assert date_format(date(2026, 11, 22)) == "2026 ж. 22 қараша"


@pytest.mark.usefixtures("merged")
def test_django_counts_in_kazakh() -> None:
    began = datetime(2026, 11, 20, 9, 0, tzinfo=UTC)
    assert timesince(began, began + timedelta(days=2, hours=3)) == "2\xa0күн, 3\xa0сағат"
    assert filesizeformat(10_485_760) == "10,0\xa0МБ"
    with pytest.raises(forms.ValidationError) as refusal:
        MinimumLengthValidator(10).validate("қысқа")
    assert refusal.value.messages == ["Құпиясөз тым қысқа. Онда кемінде 10 таңба болуға тиіс."]
