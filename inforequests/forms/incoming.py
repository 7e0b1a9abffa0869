from django import forms


class AttachForm(forms.Form):
    """The request that a letter belongs to; that it may be reached, the gate says."""

    info_request = forms.IntegerField(min_value=1, max_value=2**31 - 1)


class MailForm(forms.Form):
    """The letter that an event is recorded from, if it is recorded from one."""

    mail = forms.IntegerField(min_value=1, max_value=2**31 - 1, required=False)
