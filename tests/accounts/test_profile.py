"""What a person sets for themselves; the language; the organisation one works for."""

import pytest
from django.urls import reverse
from django.utils import timezone

from accounts import actions
from accounts.models import ActivityEntry, Organisation, User
from tests.conftest import ClientOf
from tests.factories import MembershipFactory

PROFILE = {
    "name": "Айгерім С.",
    "interface_language": "ru",
    "mail_language": "ru",
    "digest": "weekly",
    "digest_hour": "7",
}


def test_profile_is_saved_and_logged_once(aigerim: User, client_of: ClientOf) -> None:
    browser = client_of(aigerim)
    for _twice in range(2):
        answer = browser.post(reverse("accounts:profile"), PROFILE)
    assert answer.status_code == 302
    aigerim.refresh_from_db()
    assert [aigerim.name, aigerim.interface_language, aigerim.mail_language] == ["Айгерім С.", "ru", "ru"]
    assert [aigerim.digest, aigerim.digest_hour] == ["weekly", 7]
    assert browser.cookies["language"].value == "ru"
    assert [e.verb for e in ActivityEntry.objects.all()] == ["person.profile_changed"]


@pytest.mark.parametrize(
    "wrong",
    [
        {"digest_hour": "24"},
        {"digest_hour": "-1"},
        {"digest": "never"},
        {"mail_language": "en"},
        {"name": " "},
    ],
)
def test_profile_refuses_what_is_not_on_the_lists(
    aigerim: User, client_of: ClientOf, wrong: dict[str, str]
) -> None:
    page = client_of(aigerim).post(reverse("accounts:profile"), PROFILE | wrong)
    assert (page.status_code, ActivityEntry.objects.count()) == (422, 0)


def test_profile_takes_nothing_but_its_own_fields(aigerim: User, client_of: ClientOf) -> None:
    smuggled = {"is_staff": "1", "is_superuser": "1", "email": "x@example.kz", "is_active": ""}
    client_of(aigerim).post(reverse("accounts:profile"), PROFILE | smuggled)
    aigerim.refresh_from_db()
    assert (aigerim.is_staff, aigerim.is_superuser, aigerim.email) == (False, False, "aigerim@example.kz")
    with pytest.raises(KeyError):
        actions.update_profile(aigerim, changes={"is_staff": True}, at=timezone.now())


def test_language_switch_keeps_the_page_and_remembers_the_person(aigerim: User, client_of: ClientOf) -> None:
    browser = client_of(aigerim)
    answer = browser.post(
        reverse("accounts:set-language"), {"language": "ru", "next": "/account/people/?a=1"}
    )
    assert (answer["Location"], browser.cookies["language"].value) == ("/account/people/?a=1", "ru")
    aigerim.refresh_from_db()
    assert aigerim.interface_language == "ru"


@pytest.mark.parametrize(
    "wanted", ["https://evil.example", "//evil.example", "", "javascript:alert(1)", "accounts:people"]
)
def test_language_switch_leads_only_to_this_site(db: None, client_of: ClientOf, wanted: str) -> None:
    answer = client_of(None).post(reverse("accounts:set-language"), {"language": "kk", "next": wanted})
    assert answer["Location"] == "/"


def test_language_that_does_not_exist_changes_nothing(aigerim: User, client_of: ClientOf) -> None:
    browser = client_of(aigerim)
    browser.post(reverse("accounts:set-language"), {"language": "xx", "next": "/"})
    assert browser.cookies["language"].value == "en"


def test_person_of_two_organisations_chooses(
    ashyq_orta: Organisation, kok_aspan: Organisation, dana: User, client_of: ClientOf
) -> None:
    MembershipFactory(user=dana, organisation=ashyq_orta, role="observer")
    browser = client_of(dana)
    browser.post(reverse("accounts:choose-organisation"), {"organisation": kok_aspan.pk})
    assert "Көк аспан" in browser.get(reverse("accounts:organisation")).content.decode()
    browser.post(reverse("accounts:choose-organisation"), {"organisation": ashyq_orta.pk})
    page = browser.get(reverse("accounts:people")).content.decode()
    assert ("Ашық орта" in page, reverse("accounts:invitation-create") in page) == (True, False)


@pytest.mark.parametrize("wanted", ["foreign", "", "abc", "9" * 40])
def test_organisation_of_others_cannot_be_chosen(
    ashyq_orta: Organisation, dana: User, client_of: ClientOf, wanted: str
) -> None:
    browser = client_of(dana)
    organisation = str(ashyq_orta.pk) if wanted == "foreign" else wanted
    assert (
        browser.post(reverse("accounts:choose-organisation"), {"organisation": organisation}).status_code
        == 404
    )
    assert "Көк аспан" in browser.get(reverse("accounts:organisation")).content.decode()


def test_operator_without_organisation_is_led_to_a_page_that_says_so(
    operator: User, client_of: ClientOf
) -> None:
    page = client_of(operator).get(reverse("accounts:sign-in"), follow=True)
    assert "You belong to no organisation yet" in page.content.decode()
