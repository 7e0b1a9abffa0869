"""What the operator does: the first organisation of an installation, and the admin."""

from io import StringIO

import pytest
from django.core import mail
from django.core.management import CommandError, call_command
from django.urls import reverse

from accounts.models import ActivityEntry, Invitation, Organisation, User
from tests.conftest import ClientOf
from tests.factories.accounts import PASSWORD

NAMES = {
    "name_kk": "«Жол» қоры",
    "name_ru": "Фонд «Жол»",
    "coordinator_email": "Asel@example.kz",
    "language": "kk",
}


def test_command_makes_the_organisation_and_prints_a_link_that_works(db: None, client_of: ClientOf) -> None:
    out = StringIO()
    call_command("create_organisation", **NAMES, stdout=out)
    invitation = Invitation.objects.get()
    assert (invitation.email, invitation.role, invitation.invited_by) == (
        "asel@example.kz",
        "coordinator",
        None,
    )
    assert len(mail.outbox) == 1
    link = out.getvalue().split()[-1]
    page = client_of(None).get(link.split("8000")[-1], follow=True)
    assert "«Жол» қоры" in page.content.decode() or "Фонд «Жол»" in page.content.decode()


def test_command_says_what_is_wrong_in_one_line(db: None) -> None:
    with pytest.raises(CommandError, match="--coordinator-email"):
        call_command("create_organisation", **NAMES | {"coordinator_email": "nobody"})
    assert not Organisation.objects.exists()


def test_admin_makes_an_organisation_by_inviting_its_coordinator(operator: User, client_of: ClientOf) -> None:
    answer = client_of(operator).post(reverse("admin:accounts_organisation_add"), NAMES)
    assert answer.status_code == 302
    organisation = Organisation.objects.get()
    assert (organisation.name_kk, organisation.invitations.get().invited_by) == ("«Жол» қоры", operator)
    assert set(ActivityEntry.objects.values_list("verb", flat=True)) == {
        "organisation.created",
        "invitation.sent",
    }


def test_admin_suspends_and_resumes_an_organisation_and_changes_nothing_else(
    ashyq_orta: Organisation, operator: User, client_of: ClientOf
) -> None:
    address = reverse("admin:accounts_organisation_change", args=[ashyq_orta.pk])
    inline = {"memberships-TOTAL_FORMS": "0", "memberships-INITIAL_FORMS": "0"}
    for is_active in ("", "", "on"):
        data = {"name_kk": "Another", "is_active": is_active} if is_active else {"name_kk": "Another"}
        assert client_of(operator).post(address, data | inline).status_code == 302
        ashyq_orta.refresh_from_db()
        assert (ashyq_orta.is_active, ashyq_orta.name_kk) == (bool(is_active), "«Ашық орта» қоры")
    assert list(ActivityEntry.objects.order_by("pk").values_list("verb", flat=True)) == [
        "organisation.suspended",
        "organisation.resumed",
    ]


def test_admin_changes_neither_the_log_nor_invitations(
    ashyq_orta: Organisation, operator: User, client_of: ClientOf
) -> None:
    browser = client_of(operator)
    for model in ("activityentry", "invitation"):
        assert browser.get(reverse(f"admin:accounts_{model}_changelist")).status_code == 200
        assert browser.get(reverse(f"admin:accounts_{model}_add")).status_code == 403
    assert browser.get(reverse("admin:accounts_organisation_delete", args=[ashyq_orta.pk])).status_code == 403


def test_admin_makes_another_operator(operator: User, client_of: ClientOf) -> None:
    browser = client_of(operator)
    data = {
        "email": "Second@example.kz",
        "name": "Екінші",
        "usable_password": "true",
        "password1": PASSWORD,
        "password2": PASSWORD,
    }
    assert browser.post(reverse("admin:accounts_user_add"), data).status_code == 302
    second = User.objects.get(email="second@example.kz")
    assert browser.get(reverse("admin:accounts_user_change", args=[second.pk])).status_code == 200


def test_admin_is_closed_to_members(aigerim: User, client_of: ClientOf) -> None:
    assert client_of(aigerim).get(reverse("admin:accounts_user_changelist")).status_code == 302
