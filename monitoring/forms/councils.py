from datetime import date
from typing import Any

from django import forms
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.choices import MemberField
from accounts.models import Organisation, User
from amendments.states import Channel
from common.choices import RowField
from deadlines import queries as deadline_queries
from deadlines.form_fields import CountedDayField, DayField
from deadlines.wording import term_of
from inforequests.fields import TextField
from monitoring.forms.fields import LinkField, needs_one
from monitoring.models import Council, CouncilMeeting, ImplementationItem
from monitoring.models.councils import Entry
from monitoring.states import (
    CouncilLevel,
    EntryKind,
    FollowState,
    OpinionRule,
    OpinionState,
    ProposalState,
)
from projects.form_fields import LineField
from projects.models import Dossier, StateBody
from projects.states import ActLevel, DossierState

OFFICE = _("The office's: nobody's private number or address is kept here.")


class CouncilForm(forms.Form):
    one_is_needed = ("name_kk", "name_ru")
    name_kk = LineField(label=_("Name in Kazakh"), max_length=300, required=False)
    name_ru = LineField(label=_("Name in Russian"), max_length=300, required=False)
    level = forms.ChoiceField(label=_("Level"), choices=CouncilLevel.choices)
    body: "RowField[StateBody]" = RowField(
        label=_("At which body"),
        queryset=StateBody.objects.filter(is_active=True),
        required=False,
        empty_label=_("not in the list"),
    )
    body_name = LineField(label=_("Body, if it is not in the list"), max_length=300, required=False)
    contact = LineField(
        label=_("Chair or secretary: name and post"), max_length=200, required=False, help_text=OFFICE
    )
    email = forms.EmailField(label=_("E-mail of the office"), required=False, max_length=254)
    phone = LineField(label=_("Telephone of the office"), required=False, max_length=40)
    address = LineField(label=_("Address of the office"), required=False, max_length=300)
    link = LinkField(label=_("Page of the council"))
    term_from = DayField(label=_("Members appointed from"), required=False)
    term_to = DayField(label=_("Members appointed until"), required=False)
    our_member = MemberField(label=_("Member from our organisation"), nobody=_("nobody"))

    def __init__(self, *args: Any, people: list[User], **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["our_member"].offer(people)  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if not {"name_kk", "name_ru"} & set(self.errors):
            needs_one(self, "name")
        if data.get("term_from") and data.get("term_to") and data["term_to"] < data["term_from"]:
            self.add_error("term_to", _("The end lies before the beginning."))
        return data


def council_initial(council: Council) -> dict[str, Any]:
    names = [name for name in CouncilForm.base_fields if name != "our_member"]
    return {**{name: getattr(council, name) for name in names}, "our_member": council.our_member_id}


class EntryForm(forms.Form):
    """What every entry has: a day, a dossier if it is about a draft, a text in two languages."""

    needs_text = True
    one_is_needed: tuple[str, ...] = ("text_kk", "text_ru")
    on = DayField()
    dossier: "RowField[Dossier]" = RowField(
        label=_("Dossier"), queryset=Dossier.objects.none(), required=False, empty_label=_("about no draft")
    )
    text_kk = TextField(label=_("Text in Kazakh"), rows=5, max_length=10_000, required=False)
    text_ru = TextField(label=_("Text in Russian"), rows=5, max_length=10_000, required=False)

    def __init__(
        self, *args: Any, organisation: Organisation, council: Council | None, row: Entry | None, people: list[User],
        **options: Any,
    ) -> None:  # fmt: skip
        super().__init__(*args, **options)
        standing = Q(state=DossierState.OPEN) | Q(pk=row.dossier_id if row else None)
        dossiers = Dossier.objects.of(organisation).filter(standing).select_related("draft")
        self.fields["dossier"].queryset = dossiers.order_by("-id")  # type: ignore[attr-defined]
        if "meeting" in self.fields and council is not None:
            meetings = CouncilMeeting.objects.filter(council=council, removed_at__isnull=True)
            self.fields["meeting"].queryset = meetings.order_by("-on")  # type: ignore[attr-defined]
        if "item" in self.fields:
            items = ImplementationItem.objects.of(organisation).order_by("sort_on", "id")
            self.fields["item"].queryset = items  # type: ignore[attr-defined]
        if "participant" in self.fields:
            self.fields["participant"].offer(people)  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if self.needs_text and not {"text_kk", "text_ru"} & set(self.errors):
            needs_one(self, "text")
        return data


def _with_terms(on: date) -> list[tuple[str, str]]:
    """'a draft law: 15 working days', with the terms of the table as of the day `on`."""
    book = deadline_queries.time_limits(OpinionRule.values)
    found = []
    for rule in OpinionRule:
        limit = book.on(rule.value, on)
        found.append((rule.value, f"{rule.label}: {term_of(limit)}" if limit else str(rule.label)))
    return found


class AgendaForm(EntryForm):
    on = DayField(label=_("Sent on"))
    channel = forms.ChoiceField(
        label=_("How it was sent"), choices=[("", _("not said")), *Channel.choices], required=False
    )
    reply_on = DayField(
        label=_("Answer wanted by"),
        required=False,
        help_text=_("Our own day: the law is not known to set a term for such an answer."),
    )
    meeting: "RowField[CouncilMeeting]" = RowField(
        label=_("For which meeting, if it is known"),
        queryset=CouncilMeeting.objects.none(),
        required=False,
        empty_label=_("not said"),
    )


class OpinionForm(EntryForm):
    needs_text = False
    one_is_needed = ()
    on = CountedDayField(
        label=_("The council received the notice on"),
        help_text=_("Its term is counted from this day."),
    )
    rule = forms.ChoiceField(label=_("What is the draft?"), choices=OpinionRule.choices)

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["rule"].choices = _with_terms(timezone.localdate())  # type: ignore[attr-defined]


class MeetingForm(EntryForm):
    needs_text = False
    one_is_needed = ()
    on = DayField(label=_("Day of the meeting"))
    text_kk = TextField(label=_("Agenda in Kazakh"), rows=5, max_length=10_000, required=False)
    text_ru = TextField(label=_("Agenda in Russian"), rows=5, max_length=10_000, required=False)
    place = LineField(label=_("Place"), max_length=300, required=False)
    online_url = LinkField(label=_("Link to take part online"))
    participant = MemberField(label=_("Who of us takes part"), nobody=_("nobody"))


class RecommendationForm(EntryForm):
    on = DayField(label=_("Day of the recommendation"))
    meeting: "RowField[CouncilMeeting]" = RowField(
        label=_("At which meeting"),
        queryset=CouncilMeeting.objects.none(),
        required=False,
        empty_label=_("not said"),
    )
    body_name = LineField(label=_("To which body"), max_length=300)
    item: "RowField[ImplementationItem]" = RowField(
        label=_("What of an act it is about"),
        queryset=ImplementationItem.objects.none(),
        required=False,
        empty_label=_("nothing that is followed"),
    )
    reply_on = DayField(
        label=_("Answer wanted by"),
        required=False,
        help_text=_("Our own day: the law is not known to set a term for such an answer."),
    )


ENTRY_FORMS: dict[str, type[EntryForm]] = {
    EntryKind.PROPOSAL: AgendaForm,
    EntryKind.OPINION: OpinionForm,
    EntryKind.MEETING: MeetingForm,
    EntryKind.RECOMMENDATION: RecommendationForm,
}


def entry_initial(kind: str, row: Entry | None, dossier: Dossier | None) -> dict[str, Any]:
    """What is written, else the dossier that one comes from, and the term that its draft's level gives the council."""
    if row is None:
        is_law = dossier is not None and dossier.draft.act_type is not None
        is_law = is_law and dossier.draft.act_type.level == ActLevel.LAW  # type: ignore[union-attr]
        return {"dossier": dossier, "rule": OpinionRule.LAW if is_law else OpinionRule.BYLAW}
    names = [name for name in ENTRY_FORMS[kind].base_fields if hasattr(row, name)]
    found = {name: getattr(row, name) for name in names}
    if "participant" in found:
        found["participant"] = row.participant_id  # type: ignore[attr-defined]
    deadline = getattr(row, "deadline", None)
    return {**found, "reply_on": deadline.due_on if deadline else None}


# --- Answers --------------------------------------------------------------------------------------------------


class AnswerForm(forms.Form):
    """What the council or the body answered. `to`: the state that it leads to; `values`: the rest."""

    state = forms.ChoiceField(label=_("What was the answer?"))
    answered_on = DayField(label=_("Answered on"))
    answer = TextField(label=_("What they wrote, or why not"), rows=4, max_length=10_000, required=False)

    def __init__(self, *args: Any, states: list[tuple[str, Any]], **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["state"].choices = states  # type: ignore[attr-defined]

    @property
    def to(self) -> str:
        return str(self.cleaned_data["state"])

    @property
    def values(self) -> dict[str, Any]:
        return {name: value for name, value in self.cleaned_data.items() if name != "state"}


class GivenForm(AnswerForm):
    """The council has given its opinion."""

    given_on = DayField(label=_("Given on"))
    received_on = CountedDayField(
        label=_("The body received it on"),
        required=False,
        help_text=_("From this day the letter of a body that agrees is counted."),
    )
    text_kk = TextField(label=_("Opinion in Kazakh"), rows=4, max_length=10_000, required=False)
    text_ru = TextField(label=_("Opinion in Russian"), rows=4, max_length=10_000, required=False)

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        del self.fields["answered_on"], self.fields["answer"], self.fields["state"]

    @property
    def to(self) -> str:
        return OpinionState.GIVEN


def answer_form(row: Entry) -> tuple[type[AnswerForm], list[tuple[str, Any]]] | None:
    """The form of what may come back next, and its choices; None where nothing is waited for."""
    state = getattr(row, "state", "")
    if state == ProposalState.SENT:
        return AnswerForm, _choices(ProposalState.INCLUDED, ProposalState.REFUSED)
    if row.kind == EntryKind.OPINION and state == OpinionState.AWAITED:  # type: ignore[attr-defined]
        return GivenForm, []
    if state == OpinionState.GIVEN:
        return AnswerForm, _choices(OpinionState.AGREED, OpinionState.DISAGREED)
    if row.kind == EntryKind.RECOMMENDATION and state == FollowState.AWAITED:  # type: ignore[attr-defined]
        return AnswerForm, _choices(FollowState.FOLLOWED, FollowState.PARTLY, FollowState.IGNORED)
    return None


def _choices(*states: Any) -> list[tuple[str, Any]]:
    return [(state.value, state.label) for state in states]
