from django import forms
from django.utils.translation import gettext_lazy as _

from amendments.documents.table import LETTER_KINDS
from amendments.states import DocumentKind
from correspondence.states import LanguageMode


class IssueForm(forms.Form):
    """Which document, in the addressee's language."""

    kind = forms.ChoiceField(
        label=_("Document"),
        choices=[
            (DocumentKind.TABLE.value, DocumentKind.TABLE.label),
            *((kind.value, kind.label) for kind in LETTER_KINDS),
        ],
    )
    mode = forms.ChoiceField(label=_("Language"), choices=LanguageMode.choices, initial=LanguageMode.BOTH)
