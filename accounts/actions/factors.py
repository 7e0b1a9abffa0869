"""A person's second factor: added, used, taken away; and what happens to somebody who guesses at it."""

from datetime import datetime, timedelta

from django.core.exceptions import ValidationError
from django.db import IntegrityError, models, transaction
from django.utils.translation import gettext_lazy as _

from accounts import codes, emails
from accounts.actions.log import record
from accounts.actions.sessions import end_sessions
from accounts.factors import has_second_factor
from accounts.models import Membership, Organisation, Passkey, RecoveryCode, StepFailures, TotpDevice, User
from accounts.passkeys import NewKey
from accounts.states import Role

TRIES = 5
WINDOW = timedelta(minutes=15)
PASSKEYS_EACH = 10


@transaction.atomic
def add_totp(user: User, *, secret: str, code: str, keep: str, at: datetime) -> None:
    """Take the application whose `secret` was just shown, if `code` is what it shows; the one before is replaced.

    `keep`: the session that goes on; the person's others end. ValidationError: another code.
    """
    step = codes.step_of(secret, code, at)
    if step is None:
        message = _(
            "This is not the code that the application shows now. Check the clock of the phone and try again."
        )
        raise ValidationError({"code": message}, code="not_right")
    fields = {"secret": codes.sealed(secret), "last_step": step, "added_at": at, "used_at": None}
    TotpDevice.objects.update_or_create(user=user, defaults=fields)
    _changed(user, "totp_added", keep=keep, at=at)


@transaction.atomic
def remove_totp(user: User, *, keep: str, is_required: bool, at: datetime) -> None:
    """Take the application away. ValidationError: it is the last factor of somebody who has to have one. Twice is once."""
    _keep_one(user, user.passkeys.exists(), is_required)
    if TotpDevice.objects.filter(user=user).delete()[0]:
        _changed(user, "totp_removed", keep=keep, at=at)


@transaction.atomic
def add_passkey(user: User, key: NewKey, *, name: str, keep: str, at: datetime) -> Passkey:
    """Keep the key that the browser made. ValidationError: it is here already, or there are PASSKEYS_EACH."""
    if user.passkeys.count() >= PASSKEYS_EACH:
        raise ValidationError(_("There are ten passkeys already. Remove one first."), code="too_many")
    try:
        with transaction.atomic():
            passkey = Passkey.objects.create(
                user=user,
                name=name,
                credential_id=key.credential_id,
                public_key=key.public_key,
                sign_count=key.sign_count,
                added_at=at,
            )
    except IntegrityError as error:
        raise ValidationError(_("This passkey has been added before."), code="known") from error
    _changed(user, "passkey_added", keep=keep, at=at, name=name)
    return passkey


@transaction.atomic
def remove_passkey(passkey: Passkey, *, keep: str, is_required: bool, at: datetime) -> None:
    """As `remove_totp`, of one key."""
    user = passkey.user
    others = user.passkeys.exclude(pk=passkey.pk).exists()
    _keep_one(user, others or TotpDevice.objects.filter(user=user).exists(), is_required)
    if Passkey.objects.filter(pk=passkey.pk).delete()[0]:
        _changed(user, "passkey_removed", keep=keep, at=at, name=passkey.name)


@transaction.atomic
def make_recovery_codes(user: User, *, at: datetime) -> list[str]:
    """Ten new codes; those of before work no more. They stand nowhere but in the answer."""
    made = [codes.new_recovery_code() for _n in range(codes.RECOVERY_CODES)]
    user.recovery_codes.all().delete()
    RecoveryCode.objects.bulk_create(
        RecoveryCode(user=user, code_hash=codes.hash_of_code(code)) for code in made
    )
    _tell(user, "codes_made", at=at)
    return made


@transaction.atomic
def use_code(user: User, code: str, *, at: datetime) -> bool:
    """Whether `code` is one of the application's three around `at` that was not used yet, or an unused one on paper."""
    plain = "".join(code.split())
    return (
        _use_totp(user, plain, at) if plain.isdecimal() and len(plain) == 6 else _use_paper(user, plain, at)
    )


@transaction.atomic
def use_passkey(passkey: Passkey, *, new_count: int, at: datetime) -> bool:
    """Note that the key has answered; False when another answer was faster and this one may be its copy."""
    rows = Passkey.objects.filter(pk=passkey.pk, sign_count=passkey.sign_count)
    return rows.update(sign_count=new_count, used_at=at) == 1


@transaction.atomic
def begin_try(user: User, *, is_known_device: bool, at: datetime) -> bool:
    """Count a try before it is looked at, so that a hundred at once are not let through; False: there were TRIES.

    Devices from which the person has signed in before have a count of their own: a stranger who knows the password
    locks strangers only. The person is told once when strangers are locked.
    """
    which = {"user": user, "is_known_device": is_known_device}
    StepFailures.objects.get_or_create(**which, defaults={"since": at})
    rows = StepFailures.objects.filter(**which)
    rows.filter(since__lte=at - WINDOW).update(count=0, since=at)
    if rows.filter(count__lt=TRIES).update(count=models.F("count") + 1, since=at):
        return True
    if not is_known_device and rows.filter(count=TRIES).update(count=TRIES + 1):
        emails.send_account_changed(user, "guessed", at=at)
    return False


def forget_tries(user: User, *, is_known_device: bool) -> None:
    """The person was let in from such a device."""
    StepFailures.objects.filter(user=user, is_known_device=is_known_device).delete()


@transaction.atomic
def reset_factors(
    user: User, *, actor: User | None, membership: Membership | None = None, at: datetime
) -> bool:
    """Take all factors away from somebody who has lost them, and end their sessions; the password stays.

    `actor` None: the operator, by command. `membership`: in whose organisation's log it stands. False: there were none.
    """
    had = has_second_factor(user)
    TotpDevice.objects.filter(user=user).delete()
    user.passkeys.all().delete()
    user.recovery_codes.all().delete()
    StepFailures.objects.filter(user=user).delete()
    if not had:
        return False
    end_sessions(user)
    organisation: Organisation | None = membership.organisation if membership is not None else None
    record("person.factors_reset", actor=actor, organisation=organisation, subject=user, obj=user, at=at)
    emails.send_account_changed(user, "factors_reset", at=at)
    return True


def reset_member_factors(membership: Membership, *, actor: User, at: datetime) -> None:
    """A coordinator takes a member's factors away.

    ValidationError: it is the own account; the person also works where the actor is no coordinator, or is the operator:
    then the operator of the portal decides, by the command `reset_second_factor`; or there is nothing to reset.
    """
    user = membership.user
    theirs = set(Membership.objects.current().filter(user=user).values_list("organisation", flat=True))
    leads = Membership.objects.current().filter(user=actor, role=Role.COORDINATOR)
    if user == actor:
        raise ValidationError(_("Another coordinator can reset your second step."), code="own")
    if user.is_staff or theirs - set(leads.values_list("organisation", flat=True)):
        message = _(
            "%(name)s also works elsewhere on this portal. Only its operator can reset their second step."
        )
        raise ValidationError(message, code="elsewhere", params={"name": user})
    if not reset_factors(user, actor=actor, membership=membership, at=at):
        raise ValidationError(_("%(name)s has no second step."), code="none", params={"name": user})


def _use_totp(user: User, code: str, at: datetime) -> bool:
    device = TotpDevice.objects.filter(user=user).first()
    secret = codes.unsealed(device.secret) if device is not None else None
    step = codes.step_of(secret, code, at) if secret is not None else None
    if step is None:
        return False
    return TotpDevice.objects.filter(user=user, last_step__lt=step).update(last_step=step, used_at=at) == 1


def _use_paper(user: User, code: str, at: datetime) -> bool:
    rows = RecoveryCode.objects.filter(user=user, code_hash=codes.hash_of_code(code), used_at=None)
    if not rows.update(used_at=at):
        return False
    _tell(user, "code_used", at=at)
    return True


def _keep_one(user: User, has_another: bool, is_required: bool) -> None:
    if has_another:
        return
    if is_required:
        message = _("You need a second factor for your work. Add another one before you remove this one.")
        raise ValidationError(message, code="last_factor")
    user.recovery_codes.all().delete()


def _changed(user: User, what: str, *, keep: str, at: datetime, name: str = "") -> None:
    end_sessions(user, keep=keep)
    _tell(user, what, at=at, name=name)


def _tell(user: User, what: str, *, at: datetime, name: str = "") -> None:
    record(f"person.{what}", actor=user, organisation=None, subject=user, obj=user, at=at)
    emails.send_account_changed(user, what, at=at, name=name)
