"""Filters and form fields of the kit."""

from datetime import UTC, date, datetime
from decimal import Decimal

import pytest
import time_machine
from bs4 import BeautifulSoup, Tag
from django import forms
from django.utils.translation import override

from common.templatetags import kit

NOW = datetime(2026, 11, 22, 9, 0, tzinfo=UTC)  # 14:00 in Almaty


class BringDraft(forms.Form):
    title = forms.CharField(help_text="As on the <portal>.")
    note = forms.CharField(widget=forms.Textarea, required=False)
    body = forms.ChoiceField(choices=[("", "choose"), ("1", "Ministry")])
    ends_on = forms.DateField(required=False)
    priority = forms.ChoiceField(choices=[("1", "high"), ("2", "normal")], widget=forms.RadioSelect)
    topics = forms.MultipleChoiceField(
        choices=[("1", "labour")], widget=forms.CheckboxSelectMultiple, required=False
    )
    page = forms.FileField(required=False)
    remind = forms.BooleanField(required=False)
    source = forms.CharField(widget=forms.HiddenInput)

    def clean(self) -> None:
        raise forms.ValidationError("The draft is already here.")


def field(form: forms.Form, name: str, **options: bool) -> BeautifulSoup:
    with override("en"):
        return BeautifulSoup(kit.field(form[name], **options), "html.parser")


def one(soup: BeautifulSoup, selector: str) -> Tag:
    found = soup.select(selector)
    assert len(found) == 1, soup
    return found[0]


def test_field_has_label_hint_and_input_tied_together() -> None:
    soup = field(BringDraft(), "title")
    control = one(soup, "input.form-control")
    assert one(soup, "label")["for"] == control["id"]
    assert one(soup, ".q-hint")["id"] == control["aria-describedby"]
    assert one(soup, ".q-hint").text == "As on the <portal>."
    assert control.get("aria-invalid") is None


def test_field_with_error_says_so_beside_and_to_screen_readers() -> None:
    soup = field(BringDraft({"title": ""}), "title")
    control = one(soup, "input.is-invalid")
    assert control["aria-invalid"] == "true"
    assert str(control["aria-describedby"]).split() == ["id_title_hint", "id_title_error"]
    assert one(soup, "#id_title_error").text.strip() == "This field is required."


@pytest.mark.parametrize(
    ("name", "selector"),
    [
        ("note", "textarea.form-control"),
        ("body", "select.form-select"),
        ("ends_on", "input.form-control[type=date]"),
        ("page", "input.form-control[type=file]"),
        ("remind", ".form-check input.form-check-input[type=checkbox]"),
    ],
)
def test_field_dresses_each_kind_of_control(name: str, selector: str) -> None:
    one(field(BringDraft(), name), selector)


@pytest.mark.parametrize("name", ["priority", "topics"])
def test_field_with_choices_is_a_named_group(name: str) -> None:
    soup = field(BringDraft(), name)
    assert one(soup, "fieldset > legend").text.strip().startswith(name.capitalize())
    assert {label["for"] for label in soup.select("label")} == {
        control["id"] for control in soup.select("input")
    }


def test_field_marks_optional_not_required() -> None:
    form = BringDraft()
    marked = {name for name in form.fields if "(optional)" in field(form, name).text}
    assert marked == {"note", "ends_on", "topics", "page"}
    assert "(optional)" not in field(form, "note", optional=False).text


def test_date_is_given_to_the_picker_as_it_reads_it() -> None:
    with override("kk"):
        html = kit.field(BringDraft(initial={"ends_on": date(2026, 11, 25)})["ends_on"])
    assert 'type="date"' in html
    assert 'value="2026-11-25"' in html


def test_mistyped_date_stays_to_be_mended() -> None:
    control = one(field(BringDraft({"ends_on": "25 of November"}), "ends_on"), "input")
    assert (control["type"], control["value"]) == ("text", "25 of November")


def test_hidden_field_is_only_its_input() -> None:
    assert field(BringDraft(), "source").find("label") is None


def test_summary_of_errors_links_to_the_fields() -> None:
    form = BringDraft({"ends_on": "x"}, auto_id="id_%s")
    with override("en"):
        soup = BeautifulSoup(kit.form_errors(form), "html.parser")
    assert one(soup, "[role=alert]")["tabindex"] == "-1"
    assert [a["href"] for a in soup.select("a")] == ["#id_title", "#id_body", "#id_ends_on", "#id_priority_0"]
    rendered = BeautifulSoup(str(form), "html.parser")
    assert all(rendered.select_one(str(a["href"])) for a in soup.select("a"))
    assert "The draft is already here." in soup.text


def test_summary_of_a_form_not_sent_is_empty() -> None:
    assert kit.form_errors(BringDraft()) == ""


@pytest.mark.parametrize(
    ("value", "language", "text"),
    [
        (29880, "kk", "29\u202f880"),
        (1234567, "ru", "1\u202f234\u202f567"),
        (12, "kk", "12"),
        (Decimal("0.82"), "ru", "0,82"),
        (Decimal("0.82"), "en", "0.82"),
        (None, "ru", ""),
    ],
)
def test_number_reads_as_people_write_it(value: int | Decimal | None, language: str, text: str) -> None:
    with override(language):
        assert kit.number(value) == text


@pytest.mark.parametrize(
    ("shown", "machine", "exact", "text"),
    [
        (
            lambda: kit.day(date(2026, 11, 25)),
            "2026-11-25",
            "2026 ж. 25 қараша, сәрсенбі",
            "25 қараша, сәрсенбі",
        ),
        (lambda: kit.near_day(date(2026, 11, 23)), "2026-11-23", "2026 ж. 23 қараша, дүйсенбі", "ертең"),
        (
            lambda: kit.moment(datetime(2026, 11, 21, 13, 40, tzinfo=UTC)),
            "2026-11-21T18:40+05:00",
            "2026 ж. 21 қараша, сенбі, 18:40",
            "кеше 18:40",
        ),
        (
            lambda: kit.ago(datetime(2026, 11, 22, 8, 48, tzinfo=UTC)),
            "2026-11-22T13:48+05:00",
            "2026 ж. 22 қараша, жексенбі, 13:48",
            "12 минут бұрын",
        ),
    ],
)
def test_date_reads_as_people_say_it_with_the_exact_one_beside(
    shown: object, machine: str, exact: str, text: str
) -> None:
    with override("kk"), time_machine.travel(NOW, tick=False):
        time = one(BeautifulSoup(shown(), "html.parser"), "time")  # type: ignore[operator]
    assert (time["datetime"], time["title"], time.text) == (machine, exact, text)


@pytest.mark.parametrize("shown", [kit.day, kit.near_day, kit.moment, kit.ago])
def test_date_not_known_is_nothing(shown: object) -> None:
    assert shown(None) == ""  # type: ignore[operator]
