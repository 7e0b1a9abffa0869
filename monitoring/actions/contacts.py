"""Contact data of people who answered, called or told a case: kept apart, read by name, erased in time."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import Organisation, User
from accounts.secret_links import hash_of, new_secret
from common.erasures import note_erasure
from monitoring import keeping as terms
from monitoring.actions.evidence_log import log
from monitoring.consent_texts import VERSION, text_of
from monitoring.evidence_states import CaseState, Keeping, Purpose, Way
from monitoring.models import Case, EvidenceConsent, EvidenceContact, Survey, SurveyAnswer


@dataclass(frozen=True)
class Given:
    """How to reach a person, and what they agree to. `shown_in`: the language in which they read or heard the texts."""

    purposes: Sequence[Purpose]
    shown_in: str
    way: Way = Way.FORM
    name: str = ""
    phone: str = ""
    email: str = ""

    @property
    def says_who(self) -> bool:
        return bool(self.name or self.phone or self.email)


def keep_contact(
    organisation: Organisation,
    given: Given,
    *,
    keeping: Keeping,
    secret: str,
    on: date,
    survey: Survey | None = None,
    answer: SurveyAnswer | None = None,
) -> EvidenceContact:
    """Contact data with the consents they stand by. Call it inside the transaction of what they belong to."""
    days = terms.days_of(on)
    made = EvidenceContact.objects.create(
        organisation=organisation,
        survey=survey,
        answer=answer,
        name=given.name,
        phone=given.phone,
        email=given.email,
        keeping=keeping,
        given_on=on,
        kept_until=terms.last_on(keeping, on),
        token_hash=hash_of(secret),
    )
    EvidenceConsent.objects.bulk_create(
        _consent(made, purpose, given, days, on=on) for purpose in given.purposes
    )
    return made


def _consent(
    contact: EvidenceContact, purpose: Purpose, given: Given, days: dict[Keeping, int], *, on: date
) -> EvidenceConsent:
    text = text_of(
        purpose,
        contact.organisation,
        given.shown_in,
        contact_days=days[Keeping(contact.keeping)],
        story_days=days[Keeping.STORY],
    )
    return EvidenceConsent(
        contact=contact,
        purpose=purpose,
        version=VERSION,
        language=given.shown_in,
        text=text,
        way=given.way,
        given_on=on,
    )


@transaction.atomic
def add_consent(
    contact: EvidenceContact,
    purpose: Purpose,
    *,
    shown_in: str,
    way: Way,
    actor: User,
    on: date,
    at: datetime,
) -> None:
    """Another consent of the same person, given later. One that stands already stays. ValidationError: erased."""
    _hold(contact)
    if contact.erased_on is not None:
        raise ValidationError(_("The data of this person were erased."), code="erased")
    if contact.consents.filter(purpose=purpose, withdrawn_on__isnull=True).exists():
        return
    _consent(contact, purpose, Given([purpose], shown_in, way), terms.days_of(on), on=on).save()
    log(contact, "contact.consented", actor=actor, at=at, subject=about(contact), purpose=purpose.value)


def _hold(contact: EvidenceContact) -> None:
    EvidenceContact.objects.filter(pk=contact.pk).update(keeping=contact.keeping)
    contact.refresh_from_db(fields=["erased_on"])


def standing_purposes(contact: EvidenceContact) -> set[str]:
    return set(contact.consents.filter(withdrawn_on__isnull=True).values_list("purpose", flat=True))


@transaction.atomic
def read_contact(contact: EvidenceContact, *, actor: User, at: datetime) -> None:
    """Note who looked at whose data and when; call it before they are shown."""
    log(contact, "contact.read", actor=actor, at=at, subject=about(contact))


class about:  # noqa: N801 - reads as a word of its sentence
    """What a contact belongs to, in words that tell nobody who it is."""

    def __init__(self, contact: EvidenceContact) -> None:
        self._contact = contact

    def __str__(self) -> str:
        contact = self._contact
        if hasattr(contact, "case"):
            return contact.case.label
        if hasattr(contact, "call"):
            return _("Call № %(number)s") % {"number": contact.call.number}
        return str(contact.survey or "")


@transaction.atomic
def erase_contact(contact: EvidenceContact, *, actor: User | None, on: date, at: datetime) -> None:
    """Erase who the person is, at once and for good; twice is once. Their consents stay as they were given."""
    if forget_contact(contact, on=on):
        log(contact, "contact.erased", actor=actor, at=at, subject=about(contact))
        note_erasure("contact", contact.pk, at=at)


def forget_contact(contact: EvidenceContact, *, on: date) -> bool:
    rows = EvidenceContact.objects.filter(pk=contact.pk, erased_on__isnull=True)
    empty = {"name": "", "phone": "", "email": "", "answer": None}
    if not rows.update(**empty, erased_on=on, token_hash=hash_of(new_secret())):
        return False
    gone = (Purpose.CONTACT, Purpose.ASK_BACK)
    contact.consents.filter(purpose__in=gone, withdrawn_on__isnull=True).update(withdrawn_on=on)
    contact.refresh_from_db()
    return True


# --- The end of a term --------------------------------------------------------------------------------------------

CONTACT, STORY = "contact", "story"


@dataclass(frozen=True)
class Due:
    """Data whose last day was `last_on`; names nobody."""

    what: str
    pk: int
    term: Keeping
    last_on: date

    def __str__(self) -> str:
        return f"{self.what} {self.pk}, {self.term.value} until {self.last_on}"


def plan(on: date) -> list[Due]:
    """Everything whose term is over: contact data, and stories as they were told."""
    contacts = EvidenceContact.objects.filter(erased_on__isnull=True, kept_until__lt=on).order_by("pk")
    stories = Case.objects.exclude(state=CaseState.ERASED).exclude(
        story="", body_did="", consequence="", papers=""
    )
    told = stories.filter(kept_until__lt=on).order_by("pk").values_list("pk", "kept_until")
    return [
        *(Due(CONTACT, row.pk, Keeping(row.keeping), row.kept_until) for row in contacts),
        *(Due(STORY, pk, Keeping.STORY, last_on) for pk, last_on in told),
    ]


def erase_due(at: datetime, on: date) -> list[Due]:
    """Do exactly what `plan` says; a published copy stays, it stands by its own consent."""
    found = plan(on)
    for due in found:
        with transaction.atomic():
            if due.what == CONTACT:
                erase_contact(_contacts([due.pk])[0], actor=None, on=on, at=at)
            else:
                Case.objects.filter(pk=due.pk).update(
                    story="", body_did="", consequence="", papers="", target_group=""
                )
                case = Case.objects.select_related("organisation").get(pk=due.pk)
                log(case, "case.story_erased", actor=None, at=at)
    return found


def _contacts(pks: Iterable[int]) -> list[EvidenceContact]:
    rows = EvidenceContact.objects.filter(pk__in=list(pks))
    return list(rows.select_related("organisation", "survey", "case", "call"))
