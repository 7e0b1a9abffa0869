"""What is done with an answer: judged, taken apart into facts, made public."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from amendments.file_fields import LetterField
from common.choices import RowField, RowsField
from deadlines.form_fields import EmbargoField
from inforequests.actions.evaluation import Judged
from inforequests.actions.facts import Noted
from inforequests.actions.publication import Chosen
from inforequests.answers import facts_of, files_of_answers
from inforequests.fields import TextField
from inforequests.models import EventFile, InfoRequest, ItemVerdict, Publication, RequestItem
from inforequests.states import Completeness
from projects.form_fields import LineField

REMARK_LENGTH = 2_000


class EvaluationForm(forms.Form):
    """A verdict and a remark for each item. `judged`: what the action wants, of the items that were given a verdict."""

    def __init__(
        self, *args: Any, items: Iterable[RequestItem], verdicts: Iterable[ItemVerdict], **options: Any
    ) -> None:
        super().__init__(*args, **options)
        self.items = list(items)
        known = {row.item_id: row for row in verdicts}
        for item in self.items:
            row = known.get(item.pk)
            verdict = forms.ChoiceField(
                label=_("Item %(number)s: what did they give?") % {"number": item.number},
                choices=Completeness.choices,
                widget=forms.RadioSelect,
                required=False,
                initial=row.verdict if row else "",
            )
            self.fields[f"verdict_{item.number}"] = verdict
            remark = TextField(
                label=_("Remark"),
                rows=2,
                max_length=REMARK_LENGTH,
                required=False,
                initial=row.remark if row else "",
            )
            remark.said_alone = _("Remark on item %(number)s") % {"number": item.number}  # type: ignore[attr-defined]
            self.fields[f"remark_{item.number}"] = remark

    @property
    def lines(self) -> list[tuple[RequestItem, forms.BoundField, forms.BoundField]]:
        return [(item, self[f"verdict_{item.number}"], self[f"remark_{item.number}"]) for item in self.items]

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        for item in self.items:
            if data.get(f"remark_{item.number}") and not data.get(f"verdict_{item.number}"):
                self.add_error(f"verdict_{item.number}", _("Say what they gave, too."))
        return data

    @property
    def judged(self) -> dict[int, Judged]:
        data = self.cleaned_data
        return {
            item.number: Judged(Completeness(data[f"verdict_{item.number}"]), data[f"remark_{item.number}"])
            for item in self.items
            if data[f"verdict_{item.number}"]
        }


class FactForm(forms.Form):
    """A figure or a statement of an answer. `noted`: what the action wants."""

    label_kk = LineField(label=_("What it is, in Kazakh"), max_length=300, required=False)
    label_ru = LineField(label=_("What it is, in Russian"), max_length=300, required=False)
    value = LineField(label=_("Figure or words of the answer"), max_length=500)
    unit = LineField(label=_("Unit"), max_length=100, required=False)
    period = LineField(label=_("Period or day it speaks of"), max_length=100, required=False)
    place = LineField(label=_("Page, sheet or cell"), max_length=200, required=False)

    def __init__(self, *args: Any, info_request: InfoRequest, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["file"] = RowField(
            queryset=files_of_answers(info_request),
            label=_("File in which it stands"),
            required=False,
            empty_label=_("no file: the letter itself"),
        )
        self.order_fields(("label_kk", "label_ru", "value", "unit", "period", "file", "place"))

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if not data.get("label_kk") and not data.get("label_ru"):
            self.add_error("label_ru", _("Say in one of the languages what it is."))
        return data

    @property
    def noted(self) -> Noted:
        names = ("label_kk", "label_ru", "value", "unit", "period", "place")
        return Noted(**{name: self.cleaned_data[name] for name in names})

    @property
    def file(self) -> EventFile | None:
        found: EventFile | None = self.cleaned_data["file"]
        return found


class PublicationForm(forms.Form):
    """What goes onto the public page. `chosen`: what the action wants."""

    title_kk = LineField(label=_("Title in Kazakh"), max_length=300)
    title_ru = LineField(label=_("Title in Russian"), max_length=300)
    summary_kk = TextField(
        label=_("What the answer says, in Kazakh"), rows=4, max_length=6_000, required=False
    )
    summary_ru = TextField(
        label=_("What the answer says, in Russian"), rows=4, max_length=6_000, required=False
    )
    seen = forms.IntegerField(widget=forms.HiddenInput, min_value=0, max_value=2**31 - 1, required=False)

    def __init__(self, *args: Any, info_request: InfoRequest, **options: Any) -> None:
        super().__init__(*args, **options)
        shown: tuple[tuple[str, Any, Any], ...] = (
            ("items", info_request.items.all(), _("Items of the request to be shown")),
            ("files", files_of_answers(info_request), _("Files to be shown")),
            ("facts", facts_of(info_request), _("Data to be shown")),
        )
        for name, rows, label in shown:
            self.fields[name] = RowsField(
                queryset=rows, label=label, widget=forms.CheckboxSelectMultiple, required=False
            )

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        for one, other in (("summary_kk", "summary_ru"), ("summary_ru", "summary_kk")):
            if data.get(one) and not data.get(other) and other not in self.errors:
                self.add_error(other, _("The page is in both languages: write it here, too."))
        return data

    @property
    def chosen(self) -> Chosen:
        data = self.cleaned_data
        return Chosen(
            *(data[name] for name in ("title_kk", "title_ru", "summary_kk", "summary_ru")),
            *(tuple(data[name]) for name in ("items", "files", "facts")),
        )


def proposed(info_request: InfoRequest, publication: Publication | None) -> dict[str, Any]:
    """What was chosen before; else the subject and all items, and no file: that is for a person to choose."""
    if publication is None:
        return {
            "title_kk": info_request.subject_kk,
            "title_ru": info_request.subject_ru,
            "items": list(info_request.items.all()),
            "seen": 0,
        }
    names = ("title_kk", "title_ru", "summary_kk", "summary_ru")
    return {
        **{name: getattr(publication, name) for name in names},
        "items": list(publication.items.all()),
        "files": list(publication.files.all()),
        "facts": list(publication.facts.all()),
        "seen": publication.version,
    }


class PublishForm(forms.Form):
    """The last word before the page is open to everybody."""

    seen = forms.IntegerField(widget=forms.HiddenInput, min_value=1, max_value=2**31 - 1)
    embargo_until = EmbargoField()
    has_read = forms.BooleanField(
        label=_(
            "I have read everything that is to be shown: it names no private person, and nothing in it harms anybody."
        ),
        error_messages={"required": _("Read everything that is to be shown, and say so.")},
    )


class AcceptForm(forms.Form):
    """Findings that are let through, and why."""

    keys = forms.MultipleChoiceField(label=_("What may go public"), choices=[])
    reason = LineField(
        label=_("Why may it go public?"), max_length=500, help_text=_("It is kept with your name.")
    )
    is_nobodys = forms.BooleanField(
        label=_(
            "Telephones, mailboxes and accounts ticked are those of a body or an organisation, not of a person"
        ),
        required=False,
    )

    def __init__(self, *args: Any, keys: Iterable[str], **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["keys"].choices = [(key, key) for key in keys]  # type: ignore[attr-defined]
        self.fields["keys"].error_messages["required"] = _("Tick what may go public.")


class CleanedForm(forms.Form):
    file = LetterField(
        label=_("Cleaned copy"), help_text=_("PDF, PNG, JPEG, DOCX, XLSX, ODT or ODS, up to 10 MB.")
    )
