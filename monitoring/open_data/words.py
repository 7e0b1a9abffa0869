"""The dictionary of the open data: what each column means, in Kazakh and Russian, and on what terms it is given."""

from collections.abc import Iterable

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import override

from monitoring.open_data.tables import Table

LICENCE = "CC BY 4.0 · https://creativecommons.org/licenses/by/4.0/"
TABLES: dict[str, Promise] = {
    "amendments": _("Amendments as they were submitted, and what became of them"),
    "minutes": _("Published minutes of public hearings"),
    "answers": _("Published answers to requests for information"),
    "figures": _("How many amendments came to what, by the year of submission"),
}
COLUMNS: dict[str, Promise] = {
    "amendment_id": _("Number of the amendment in Qatysu"),
    "draft_portal_id": _("Number of the draft on the Open NLA portal"),
    "draft_title": _("Title of the draft"),
    "state_body": _("State body that drafts it"),
    "submitted_on": _("Day of the first submission, by the clock of Kazakhstan"),
    "channel": _("How it was submitted"),
    "category": _("Category of the amendment"),
    "structural_element": _("Structural element"),
    "draft_wording": _("Wording of the draft"),
    "proposed_wording": _("Wording proposed"),
    "justification": _("Justification"),
    "expected_effect": _("Expected effect"),
    "outcome": _("What the state body answered, as far as a person has confirmed it"),
    "answered_on": _("Day on which the answer was confirmed"),
    "adopted_wording": _("Whether the adopted act holds the wording"),
    "hearing_id": _("Code of the hearing in its public address"),
    "held_on": _("Day of the hearing"),
    "title": _("Title"),
    "minutes_url": _("Where the minutes can be read"),
    "published_on": _("Day of publication"),
    "answer_id": _("Code of the answer in its public address"),
    "summary": _("What the answer says, in words of the organisation"),
    "asked_of": _("Who was asked"),
    "answer_url": _("Where the answer can be read"),
    "year": _("Year of submission"),
    "amendments": _("How many amendments"),
}
_LICENSED = _("You may use the data for any purpose if you name the source: %(organisation)s.")
_WITHHELD = _("Texts in which personal data were found are left out. There are no names of participants.")
_COLUMNS_ARE = _("Columns that end in _kk are in Kazakh, those that end in _ru in Russian.")


def readme(names: dict[str, str], tables: Iterable[Table]) -> str:
    """`names`: of the organisation, by language."""
    known, parts = list(tables), []
    for language in ("kk", "ru"):
        with override(language):
            parts.append("\n".join(_lines(names[language], known)))
    return "\n\n".join(parts) + "\n"


def _lines(name: str, tables: list[Table]) -> list[str]:
    lines = [name, "", LICENCE, str(_LICENSED) % {"organisation": name}, str(_WITHHELD), str(_COLUMNS_ARE)]
    for table in tables:
        lines += ["", f"{table.name}.csv: {TABLES[table.name]}"]
        lines += [f"  {column}: {COLUMNS[column]}" for column in bare(table.columns)]
    return lines


def bare(columns: Iterable[str]) -> list[str]:
    """Names without the language, each once."""
    return list(
        dict.fromkeys(
            column[:-3] if column[:-3] in COLUMNS and column[-3:] in ("_kk", "_ru") else column
            for column in columns
        )
    )
