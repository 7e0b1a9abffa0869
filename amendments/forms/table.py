from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.models import Organisation
from accounts.states import MailLanguage
from amendments import reading
from amendments.actions.coalition import SIGNATURE
from amendments.actions.library import ENTRY_LENGTH
from amendments.actions.rows import COMMENT_LENGTH
from amendments.actions.text import TEXT_LENGTH as ELEMENT_TEXT_LENGTH
from amendments.models import CoalitionInvitation, TextElement
from amendments.states import ElementKind, Language, LibraryKind
from common.upload_fields import UploadField
from correspondence.actions import one_line

REMARKS_LENGTH = 4_000
FILE_BYTES = 20 * 1024 * 1024
PASTED_LENGTH = 600_000  # more than two hundred pages


class CommentForm(forms.Form):
    text = forms.CharField(
        label=_("Comment"), max_length=COMMENT_LENGTH, widget=forms.Textarea(attrs={"rows": 2})
    )


class LibraryForm(forms.Form):
    kind = forms.ChoiceField(label=_("Kind"), choices=LibraryKind.choices, initial=LibraryKind.LAW)
    text_kk = forms.CharField(
        label=_("Text in Kazakh"),
        max_length=ENTRY_LENGTH,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3, "lang": "kk"}),
    )
    text_ru = forms.CharField(
        label=_("Text in Russian"),
        max_length=ENTRY_LENGTH,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3, "lang": "ru"}),
    )

    def clean(self) -> dict[str, Any]:
        data: dict[str, Any] = super().clean() or {}
        if not (data.get("text_kk") or data.get("text_ru")) and not self.errors:
            raise forms.ValidationError(_("Write the text in at least one language."))
        return data


class BringTextForm(forms.Form):
    """A draft's text, uploaded or pasted; its cleaned `read` is the text as elements."""

    language = forms.ChoiceField(
        label=_("Language of the text"),
        required=False,
        choices=[("", _("as the text itself shows")), *Language.choices],
    )
    file = UploadField(
        label=_("File of the draft or of its comparative table"),
        required=False,
        allow_empty_file=True,
        max_length=255,
        help_text=_("DOCX, ODT or old Word, up to 20 MB."),
    )
    pasted = forms.CharField(
        label=_("Or the text itself"),
        max_length=PASTED_LENGTH,
        required=False,
        widget=forms.Textarea(attrs={"rows": 12}),
        help_text=_(
            "Copied from the portal's page or from a file, with its numbers; each element on its line."
        ),
    )

    def clean(self) -> dict[str, Any]:
        data: dict[str, Any] = super().clean() or {}
        if self.errors:
            return data
        file = data.get("file")
        if bool(file is not None) == bool(data.get("pasted")):
            raise forms.ValidationError(_("Choose a file or paste the text of the draft: one of the two."))
        if file is None:
            data["read"] = reading.read_pasted(data["pasted"], data["language"])
        elif file.size > FILE_BYTES:
            self.add_error("file", str(reading.REASONS["too_large"]))
        else:
            data["read"] = reading.read_file(file.name, file.read(), data["language"])
        return data


class ElementForm(forms.Form):
    kind = forms.ChoiceField(label=_("Kind of element"), choices=ElementKind.choices)
    number = forms.CharField(label=_("Number"), max_length=40, required=False)
    label = forms.CharField(label=_("What it is called"), max_length=300, required=False)
    text = forms.CharField(
        label=_("Text"),
        max_length=ELEMENT_TEXT_LENGTH,
        widget=forms.Textarea(attrs={"rows": 8, "class": "q-norm"}),
        help_text=_(
            "To cut it in two, put an empty line where the second part begins, then press «Cut in two»."
        ),
    )

    def __init__(self, *args: Any, element: TextElement, **options: Any) -> None:
        now = {name: getattr(element, name) for name in ("kind", "number", "label", "text")}
        super().__init__(*args, **{**options, "initial": now})
        self.fields["text"].widget.attrs["lang"] = element.source.language

    def clean_text(self) -> str:
        return str(self.cleaned_data["text"]).replace("\r\n", "\n").replace("\r", "\n")


class RemarksForm(forms.Form):
    """What is to be mended, or why the table is opened again."""

    remarks = forms.CharField(
        label=_("Remarks"), max_length=REMARKS_LENGTH, widget=forms.Textarea(attrs={"rows": 3})
    )

    def __init__(self, *args: Any, label: Any = None, **options: Any) -> None:
        super().__init__(*args, **options)
        if label:
            self.fields["remarks"].label = label


class LineField(forms.CharField):
    """One line of text: line breaks and other characters that are not printed become spaces."""

    def to_python(self, value: Any) -> str:
        return one_line(super().to_python(value) or "", self.max_length or 300)


class InvitePartnerForm(forms.Form):
    name = LineField(label=_("Organisation"), max_length=300)
    email = forms.EmailField(label=_("E-mail"), max_length=254)
    language = forms.ChoiceField(label=_("Language of the letter"), choices=MailLanguage.choices)


class JoinCoalitionForm(forms.Form):
    """Who signs, in both languages: so it will stand in the document."""

    name_kk = LineField(label=_("Name of the organisation in Kazakh"), max_length=300)
    name_ru = LineField(label=_("Name of the organisation in Russian"), max_length=300)
    signatory_name_kk = LineField(label=_("Who signs, in Kazakh"), max_length=200)
    signatory_name_ru = LineField(label=_("Who signs, in Russian"), max_length=200)
    signatory_post_kk = LineField(label=_("Post of the signatory in Kazakh"), max_length=200)
    signatory_post_ru = LineField(label=_("Post of the signatory in Russian"), max_length=200)
    mandate = LineField(
        label=_("Acts on the basis of"),
        max_length=300,
        help_text=_("The charter, a power of attorney with its number and date, a decision of the board."),
    )
    agreed = forms.BooleanField(label=_("I may sign for this organisation, and we support these amendments."))

    def __init__(
        self, *args: Any, invitation: CoalitionInvitation, partner: Organisation | None, **options: Any
    ) -> None:
        """`partner`: the organisation at home here, whose card fills the form in."""
        known = {name: getattr(partner, name, "") or "" for name in SIGNATURE} if partner else {}
        initial = {f"name_{invitation.language}": invitation.invited_name} | {
            k: v for k, v in known.items() if v
        }
        super().__init__(*args, **{**options, "initial": initial})
