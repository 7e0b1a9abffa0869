from django import forms
from django.utils.translation import gettext_lazy as _

from correspondence.states import MailState


class OutboxFilterForm(forms.Form):
    state = forms.ChoiceField(
        label=_("State"), choices=[("", _("All letters")), *MailState.choices], required=False
    )

    @property
    def chosen(self) -> str:
        """The state asked for; '' for all, and for what is no state."""
        return str(self.cleaned_data.get("state", "")) if self.is_valid() else ""
