from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext_lazy as _

from correspondence.letters import misplaced_gaps, unknown_gaps
from correspondence.shipped_letters import Wording
from correspondence.states import MailState

TEXT_LENGTH = 20_000


class OutboxFilterForm(forms.Form):
    state = forms.ChoiceField(
        label=_("State"), choices=[("", _("All letters")), *MailState.choices], required=False
    )

    @property
    def chosen(self) -> str:
        """The state asked for; '' for all, and for what is no state."""
        return str(self.cleaned_data.get("state", "")) if self.is_valid() else ""


class FileInHandForm(forms.Form):
    """A file that somebody wants to compare with the one issued. Read once, kept nowhere."""

    MAX_BYTES = 25_000_000

    file = forms.FileField(label=_("File to check"), allow_empty_file=True, max_length=1_000)

    def clean_file(self) -> UploadedFile:
        file: UploadedFile = self.cleaned_data["file"]
        if (file.size or 0) > self.MAX_BYTES:
            raise forms.ValidationError(_("The file is larger than 25 MB; a document of ours never is."))
        return file


class LetterTemplateForm(forms.Form):
    title_kk = forms.CharField(label=_("Title in Kazakh"), max_length=300)
    text_kk = forms.CharField(
        label=_("Text in Kazakh"),
        max_length=TEXT_LENGTH,
        widget=forms.Textarea(attrs={"rows": 14, "lang": "kk"}),
    )
    title_ru = forms.CharField(label=_("Title in Russian"), max_length=300)
    text_ru = forms.CharField(
        label=_("Text in Russian"),
        max_length=TEXT_LENGTH,
        widget=forms.Textarea(attrs={"rows": 14, "lang": "ru"}),
    )
    seen = forms.IntegerField(min_value=0, max_value=2_000_000_000, widget=forms.HiddenInput)

    def __init__(self, *args: Any, kind: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.kind = kind

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        for name in ("title_kk", "title_ru", "text_kk", "text_ru"):
            text = cleaned.get(name, "")
            for gap in unknown_gaps(text, self.kind):
                self.add_error(name, _unknown(gap))
            if misplaced := misplaced_gaps(text):
                self.add_error(
                    name,
                    forms.ValidationError(
                        _("%(gap)s becomes a list, so it has to stand in a paragraph of its own."),
                        params={"gap": ", ".join(dict.fromkeys(misplaced))},
                        code="misplaced",
                    ),
                )
        return cleaned

    @property
    def wording(self) -> Wording:
        """What was written, line ends as the table keeps them; of a form nobody has sent, what it was opened with."""
        values = self.cleaned_data if self.is_bound else self.initial
        return Wording(
            **{
                name: str(values[name]).replace("\r\n", "\n").replace("\r", "\n").strip()
                for name in ("title_kk", "title_ru", "text_kk", "text_ru")
            }
        )


def _unknown(gap: str) -> forms.ValidationError:
    if gap in "{}":
        return forms.ValidationError(
            _("A brace stands alone. Braces are for the names of what is put in, such as {body}."),
            code="brace",
        )
    return forms.ValidationError(
        _("Nothing can be put in for %(gap)s. Choose a name from the list."), params={"gap": gap}, code="gap"
    )
