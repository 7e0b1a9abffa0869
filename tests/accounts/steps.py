"""The two steps of signing in, as a browser takes them."""

from datetime import datetime

import pyotp
from django.test import Client
from django.urls import reverse

from accounts.models import User
from tests.factories.accounts import PASSWORD, TOTP_SECRET
from tests.moments import almaty

SIGN_IN, SECOND = "/account/sign-in/", "/account/sign-in/second/"
NOW = almaty("25.11.2026 09:00")


def code(at: datetime = NOW) -> str:
    return pyotp.TOTP(TOTP_SECRET).at(at)


def password(browser: Client, user: User, **more: str) -> str:
    answer = browser.post(SIGN_IN, {"username": user.email, "password": PASSWORD, **more})
    return str(answer.headers.get("Location", answer.status_code))


def second(browser: Client, answer: str) -> int:
    return browser.post(SECOND, {"code": answer}).status_code


def is_in(browser: Client) -> bool:
    return browser.get(reverse("accounts:profile")).status_code == 200
