from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext_lazy as _

from accounts.models import Organisation
from common.choices import RowField
from common.upload_fields import UploadField
from correspondence.states import LanguageMode
from inforequests.directory_file import MAX_BYTES, Reading, read_directory
from inforequests.models import Holder
from projects.form_fields import LineField


class HolderForm(forms.Form):
    """An entry of the directory of bodies."""

    name_kk = LineField(label=_("Name in Kazakh"), max_length=300, required=False)
    name_ru = LineField(label=_("Name in Russian"), max_length=300, required=False)
    address_kk = LineField(label=_("Address in Kazakh"), max_length=400, required=False)
    address_ru = LineField(label=_("Address in Russian"), max_length=400, required=False)
    email = forms.EmailField(
        label=_("E-mail"),
        max_length=254,
        required=False,
        help_text=_("One address for letters in either language."),
    )
    mode = forms.ChoiceField(
        label=_("Language of letters"), choices=LanguageMode.choices, initial=LanguageMode.BOTH
    )
    parent: "RowField[Holder]" = RowField(
        label=_("Unit of"),
        queryset=Holder.objects.none(),
        required=False,
        empty_label=_("no other body"),
    )
    is_quasi_state = forms.BooleanField(
        label=_("Quasi-state: a company or institution of the state"), required=False
    )
    is_active = forms.BooleanField(
        label=_("Offer it when a request is written"), required=False, initial=True
    )

    def __init__(
        self, *args: Any, organisation: Organisation, holder: Holder | None = None, **options: Any
    ) -> None:
        super().__init__(*args, **options)
        others = Holder.objects.of(organisation)
        if holder is not None:
            others = others.exclude(pk=holder.pk)
        self.fields["parent"].queryset = others.order_by("name_ru", "name_kk", "pk")  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if not self.errors and not data.get("name_kk") and not data.get("name_ru"):
            self.add_error("name_kk", _("Write the name in one of the languages at least."))
        return data


def entry_of(holder: Holder) -> dict[str, Any]:
    """The form's values for an entry that lies there already."""
    names = ("name_kk", "name_ru", "address_kk", "address_ru", "email", "mode", "is_quasi_state", "is_active")
    return {**{name: getattr(holder, name) for name in names}, "parent": holder.parent_id}


class ImportForm(forms.Form):
    """A directory as a CSV file; `reading` is what was found in it, with its faults."""

    file = UploadField(
        label=_("CSV file"),
        allow_empty_file=True,
        widget=forms.FileInput(attrs={"accept": ".csv,.txt"}),
        help_text=_(
            "Up to 1 MB. The first line names the columns, as in the file that you can download here."
        ),
    )

    def clean_file(self) -> Reading:
        file: UploadedFile = self.cleaned_data["file"]
        body = file.read(MAX_BYTES + 1)
        if len(body) > MAX_BYTES:
            raise forms.ValidationError(_("The file is larger than 1 MB."))
        return read_directory(body)
