"""Codes: those of an application (RFC 6238), and those on paper. What is kept of them and how they are compared."""

import base64
import secrets
from datetime import datetime

import pyotp
from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from django.conf import settings
from django.utils.crypto import salted_hmac

ISSUER = "Qatysu"
DRIFT = 1  # steps of 30 seconds that a clock may be ahead or behind
RECOVERY_CODES = 10
# Crockford's letters: none is taken for another when it is read from paper.
_LETTERS = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
_MISREAD = str.maketrans("OIL", "011")


def new_secret() -> str:
    """A secret of 160 bits as an application wants it (base32)."""
    return pyotp.random_base32()


def address_of(secret: str, email: str) -> str:
    """What the QR code says."""
    return pyotp.TOTP(secret).provisioning_uri(name=email, issuer_name=ISSUER)


def step_of(secret: str, code: str, at: datetime) -> int | None:
    """The number of the step whose code this is, of the three around `at`; None for any other code."""
    try:
        return pyotp.TOTP(secret).verify_and_get_timecode(code, for_time=at, valid_window=DRIFT)
    except pyotp.exceptions.OTPVerificationError:
        return None


def sealed(secret: str) -> str:
    """As it is kept: whoever has only the database cannot read it."""
    return _box().encrypt(secret.encode()).decode()


def unsealed(text: str) -> str | None:
    """The secret, or None where it was sealed with a key that this installation has no more."""
    try:
        return _box().decrypt(text.encode()).decode()
    except InvalidToken:
        return None


def _box() -> MultiFernet:
    keys = [str(key) for key in (settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS)]
    return MultiFernet([Fernet(_key_from(key)) for key in keys])


def _key_from(secret_key: str) -> bytes:
    digest = salted_hmac("accounts.codes.totp", "", secret=secret_key, algorithm="sha256").digest()
    return base64.urlsafe_b64encode(digest)


def new_recovery_code() -> str:
    """Sixteen letters, 80 bits: 'K7QW-2M9X-4TRB-HN8C'."""
    letters = "".join(secrets.choice(_LETTERS) for _n in range(16))
    return "-".join(letters[start : start + 4] for start in range(0, 16, 4))


def hash_of_code(code: str) -> str:
    """What is kept of a recovery code: however it was typed, with spaces, dashes or small letters."""
    plain = "".join(letter for letter in code.upper() if letter.isalnum()).translate(_MISREAD)
    return salted_hmac("accounts.codes.recovery", plain, algorithm="sha256").hexdigest()
