"""What comes in from the page of programs that are told."""

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from monitoring.webhook_states import CHOSEN
from monitoring.webhooks.sending import is_sendable


class WebhookForm(forms.Form):
    address = forms.CharField(
        label=_("address of the program"),
        max_length=500,
        widget=forms.URLInput(attrs={"autocomplete": "off"}),
        help_text=_("It begins with https:// and can be reached from the internet."),
    )
    events = forms.MultipleChoiceField(
        label=_("what it is told of"), choices=CHOSEN, widget=forms.CheckboxSelectMultiple
    )

    def clean_address(self) -> str:
        address: str = self.cleaned_data["address"]
        if not is_sendable(address):
            message = _("Only addresses on the public internet that begin with https:// can be told.")
            raise ValidationError(message, code="address")
        return address
