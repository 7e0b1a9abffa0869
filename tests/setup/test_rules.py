"""The checks of .ci refuse what they are there to refuse."""

import os
from pathlib import Path

import polib
import pytest

from common.catalogues import compile_catalogues


@pytest.mark.parametrize(
    ("markup", "fault"),
    [
        ('<p style="color:red"></p>', "inline style"),
        ("<style>p {}</style>", "style element"),
        ("<script>go()</script>", "inline script"),
        ('<b onclick="go()"></b>', "on… handler"),
        ('<b hx-on:click="go()"></b>', "hx-on (needs eval)"),
        ('<a href="javascript:go()"></a>', "javascript: address"),
        ('<script src="https://cdn.example/a.js"></script>', "file from another host"),
        ("{{ title|safe }}", "unescaped: {{ title|safe }}"),
        ("<p>Сәлем</p>", "not marked for translation: 'Сәлем'"),
        ('<img alt="A letter">', "not marked for translation: 'letter'"),
    ],
)
def test_template_with_forbidden_markup_is_refused(tmp_path: Path, markup: str, fault: str) -> None:
    from check_templates import faults_of

    page = tmp_path / "page.html"
    page.write_text(f"<p>\n{markup}\n</p>")
    assert list(faults_of(page, tmp_path)) == [(2, fault)]


@pytest.mark.parametrize(
    "markup",
    [
        '{% translate "Hello" %} {{ name|default:"nobody" }}',
        "{% blocktranslate %}Hello, {{ name }}{% endblocktranslate %}",
        "{# a remark #}{% comment %}and another{% endcomment %}<!-- and a third -->",
        '<script src="{% static "a.js" %}"></script>',
        '<script type="application/json">{"a": 1}</script>',
        '<p {% if late %}class="late"{% endif %}>Qatysu</p>',
        '<input value="5" name="quantity">',
    ],
)
def test_template_that_keeps_the_rules_passes(tmp_path: Path, markup: str) -> None:
    from check_templates import faults_of

    page = tmp_path / "page.html"
    page.write_text(markup)
    assert list(faults_of(page, tmp_path)) == []


@pytest.mark.parametrize(
    ("entry", "faults"),
    [
        ({"msgid": "Day", "msgstr": "Күн"}, []),
        ({"msgid": "Day", "msgstr": ""}, ["not translated"]),
        ({"msgid": "Day", "msgstr": "Күн", "flags": ["fuzzy"]}, ["fuzzy"]),
        (
            {"msgid": "Until %(day)s", "msgstr": "%(date)s дейін"},
            ["placeholders ['date'] instead of ['day']"],
        ),
        (
            {"msgid": "{n} day", "msgid_plural": "{n} days", "msgstr_plural": {0: "{n} күн", 1: ""}},
            ["a plural form is empty"],
        ),
        (
            {"msgid": "{n} day", "msgid_plural": "{n} days", "msgstr_plural": {0: "бір күн", 1: "{n} күн"}},
            [],
        ),
    ],
)
def test_catalogue_entry_faults(entry: dict[str, object], faults: list[str]) -> None:
    from check_catalogues import faults_of

    assert list(faults_of(polib.POEntry(**entry))) == faults


def test_catalogue_is_compiled_only_when_its_source_is_newer(tmp_path: Path) -> None:
    source = tmp_path / "kk" / "LC_MESSAGES" / "django.po"
    source.parent.mkdir(parents=True)
    source.write_text(
        'msgid ""\nmsgstr ""\n"Content-Type: text/plain; charset=UTF-8\\n"\n\nmsgid "Day"\nmsgstr "Күн"\n'
    )
    target = source.with_suffix(".mo")
    assert compile_catalogues([tmp_path]) == [target]
    assert compile_catalogues([tmp_path]) == []
    os.utime(source, (target.stat().st_mtime + 5, target.stat().st_mtime + 5))
    assert compile_catalogues([tmp_path]) == [target]
    assert polib.mofile(str(target)).find("Day").msgstr == "Күн"
