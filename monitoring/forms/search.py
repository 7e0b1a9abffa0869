"""The words and the filters of a search; all of them stand in the address."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from monitoring.search.kinds import Kind
from projects.models import StateBody

MINE = "mine"
LONGEST = 300  # characters; the words beyond the twelfth count for nothing anyway


class SearchForm(forms.Form):
    """What the address says wrongly is taken as not said, so that an old link still opens."""

    kind = forms.ChoiceField(label=_("What"), required=False)
    body = forms.ChoiceField(label=_("State body"), required=False)
    since = forms.DateField(label=_("From"), required=False)
    till = forms.DateField(label=_("Until"), required=False)
    whose = forms.ChoiceField(
        label=_("Whose"),
        required=False,
        choices=[("", _("of the whole organisation")), (MINE, _("only mine"))],
    )

    def __init__(self, data: Any, *, kinds: Iterable[Kind], bodies: Iterable[StateBody]) -> None:
        super().__init__(data)
        self._bodies = {str(body.pk): body for body in bodies}
        of_kind = [("", _("Everything")), *((kind.value, kind.label) for kind in kinds)]
        of_body = [("", _("any")), *((pk, str(body)) for pk, body in self._bodies.items())]
        self.fields["kind"].choices = of_kind  # type: ignore[attr-defined]
        self.fields["body"].choices = of_body  # type: ignore[attr-defined]
        self.is_valid()

    @property
    def text(self) -> str:
        """The words; of a pasted page its beginning."""
        return str(self.data.get("q", "")).replace("\0", " ")[:LONGEST].strip()

    def asked(self, name: str) -> Any:
        return self.cleaned_data.get(name) or None

    @property
    def body_asked(self) -> StateBody | None:
        return self._bodies.get(self.asked("body") or "")

    @property
    def is_narrow(self) -> bool:
        """Whether any filter beside the words is set."""
        return any(self.asked(name) for name in self.fields)

    @property
    def is_folded_open(self) -> bool:
        return any(self.asked(name) for name in ("body", "since", "till"))
