"""The organisation's own wording of its letters."""

from datetime import datetime

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils.translation import gettext_lazy as _

from accounts.actions import record
from accounts.models import Organisation, User
from common.states import AlreadyMoved
from correspondence.letters import misplaced_gaps, unknown_gaps, wording_of
from correspondence.models import LetterTemplate
from correspondence.shipped_letters import Wording
from correspondence.states import LetterKind


def save_template(
    organisation: Organisation, kind: str, wording: Wording, *, seen: int, actor: User, at: datetime
) -> LetterTemplate | None:
    """Write the wording of this kind of letter as a new version; None if it says what the present one says.

    `seen`: the version that the person was shown, 0 for the shipped wording; AlreadyMoved if there is a newer one.
    ValidationError for a gap that nothing fills.
    """
    wrong = [
        gap for text in wording.whole.values() for gap in (*unknown_gaps(text, kind), *misplaced_gaps(text))
    ]
    if wrong:
        raise ValidationError(
            _("Nothing can be put in: %(gaps)s"), params={"gaps": ", ".join(wrong)}, code="gaps"
        )
    present, own = wording_of(organisation, kind)
    if (own.version if own else 0) != seen:
        raise _moved()
    if wording == present:
        return None
    try:
        with transaction.atomic():
            saved = LetterTemplate.objects.create(
                organisation=organisation,
                kind=kind,
                version=seen + 1,
                edited_by=actor,
                edited_at=at,
                **wording.whole,
            )
            record(
                "letter_template.saved",
                actor=actor,
                organisation=organisation,
                subject=LetterKind(kind).value,
                obj=saved,
                at=at,
                details={"kind": kind, "version": saved.version},
            )
    except IntegrityError as taken:
        raise _moved() from taken
    return saved


def _moved() -> AlreadyMoved:
    return AlreadyMoved(
        _(
            "Somebody changed this letter while you were writing. Look at the new wording before you save yours."
        ),
        code="moved",
    )
