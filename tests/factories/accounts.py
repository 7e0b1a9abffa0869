"""People and organisations, all invented."""

from datetime import timedelta
from typing import Any

import factory
from django.utils import timezone
from factory.django import DjangoModelFactory

from accounts.bin import check_digit
from accounts.codes import sealed
from accounts.models import AccessKey, Membership, Organisation, Passkey, Session, TotpDevice, User
from accounts.states import Role, Scope

PASSWORD = "қыркүйекте-жаңбыр-7"  # noqa: S105

TOTP_SECRET = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"  # noqa: S105


def bin_number(n: int) -> str:
    """A BIN with a right check digit, another one for every n below a million."""
    stem = f"2301403{n % 10_000:04d}"
    last = check_digit(stem)
    return f"{stem}{last}" if last is not None else bin_number(n + 5_000)


class UserFactory(DjangoModelFactory[User]):
    """A person without an organisation, whose password is PASSWORD."""

    class Meta:
        model = User

    email = factory.Sequence(lambda n: f"adam{n}@example.kz")
    name = factory.Sequence(lambda n: f"Адам {n}")

    @classmethod
    def _create(cls, model_class: type[User], *args: Any, **kwargs: Any) -> User:
        return User.objects.create_user(kwargs.pop("email"), kwargs.pop("password", PASSWORD), **kwargs)


class OrganisationFactory(DjangoModelFactory[Organisation]):
    """An organisation whose card is complete but for the logo."""

    class Meta:
        model = Organisation

    name_kk = factory.Sequence(lambda n: f"«Үміт {n}» қоғамдық қоры")
    name_ru = factory.Sequence(lambda n: f"Общественный фонд «Умит {n}»")
    bin = factory.Sequence(bin_number)
    address_kk = "Астана қаласы, Сарайшық көшесі, 5"
    address_ru = "город Астана, улица Сарайшык, 5"
    phone = "+7 7172 000000"
    email = factory.Sequence(lambda n: f"umit{n}@example.kz")
    signatory_name_kk = "Әлия Сәрсенқызы"
    signatory_name_ru = "Алия Сарсеновна"
    signatory_post_kk = "директор"
    signatory_post_ru = "директор"


class MembershipFactory(DjangoModelFactory[Membership]):
    class Meta:
        model = Membership

    user = factory.SubFactory(UserFactory)
    organisation = factory.SubFactory(OrganisationFactory)
    role = Role.COORDINATOR


class TotpDeviceFactory(DjangoModelFactory[TotpDevice]):
    """An application with codes whose secret is TOTP_SECRET; no code of it was used."""

    class Meta:
        model = TotpDevice

    user = factory.SubFactory(UserFactory)
    secret = factory.LazyFunction(lambda: sealed(TOTP_SECRET))
    added_at = factory.LazyFunction(timezone.now)


class PasskeyFactory(DjangoModelFactory[Passkey]):
    """A row of a passkey that answers nobody; one that answers is made in tests/accounts/authenticator.py."""

    class Meta:
        model = Passkey

    user = factory.SubFactory(UserFactory)
    credential_id = factory.Sequence(lambda n: f"a2V5{n:08d}")
    public_key = b"none"
    name = "Телефон"
    added_at = factory.LazyFunction(timezone.now)


class SessionFactory(DjangoModelFactory[Session]):
    """A session of a person in some other browser."""

    class Meta:
        model = Session

    session_key = factory.Sequence(lambda n: f"session{n:025d}")
    session_data = ""
    user = factory.SubFactory(UserFactory)
    device = "Firefox, Android"
    signed_in_at = factory.LazyFunction(timezone.now)
    seen_at = factory.LazyFunction(timezone.now)
    expire_date = factory.LazyFunction(lambda: timezone.now() + timedelta(days=14))


class AccessKeyFactory(DjangoModelFactory[AccessKey]):
    """A row of a key that nobody knows the secret of."""

    class Meta:
        model = AccessKey

    membership = factory.SubFactory(MembershipFactory)
    name = "Біздің сайт"
    scopes = factory.LazyFunction(lambda: [Scope.DRAFTS.value])
    secret_hash = factory.Sequence(lambda n: f"{n:064x}")
