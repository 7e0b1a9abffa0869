"""Members: roles, removal, leaving; every change is felt on the next request."""

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse
from django.utils import timezone

from accounts import actions, queries
from accounts.models import ActivityEntry, Membership, Organisation, User
from accounts.states import Role
from tests.conftest import ClientOf
from tests.factories import MembershipFactory, UserFactory


def verbs(organisation: Organisation) -> list[str]:
    return list(
        ActivityEntry.objects.filter(organisation=organisation).order_by("pk").values_list("verb", flat=True)
    )


def membership_of(user: User) -> Membership:
    return user.memberships.get()


def test_role_change_is_logged_with_before_and_after(
    ashyq_orta: Organisation, aigerim: User, bolat: User
) -> None:
    for _twice in range(2):
        actions.change_role(membership_of(bolat), role=Role.LAWYER, actor=aigerim, at=timezone.now())
    assert membership_of(bolat).role == "lawyer"
    (entry,) = ActivityEntry.objects.filter(organisation=ashyq_orta)
    assert entry.details == {"role": "lawyer", "before": "observer"}


def test_last_coordinator_stays(ashyq_orta: Organisation, aigerim: User, bolat: User) -> None:
    steps = (
        lambda m: actions.change_role(m, role=Role.OBSERVER, actor=aigerim, at=timezone.now()),
        lambda m: actions.remove_member(m, actor=aigerim, at=timezone.now()),
        lambda m: actions.leave(m, at=timezone.now()),
    )
    for step in steps:
        with pytest.raises(ValidationError, match="needs a coordinator"):
            step(membership_of(aigerim))
    assert (membership_of(aigerim).role, membership_of(aigerim).is_active, verbs(ashyq_orta)) == (
        "coordinator",
        True,
        [],
    )


def test_coordinator_who_is_not_the_last_may_go(ashyq_orta: Organisation, aigerim: User, bolat: User) -> None:
    actions.change_role(membership_of(bolat), role=Role.COORDINATOR, actor=aigerim, at=timezone.now())
    actions.leave(membership_of(aigerim), at=timezone.now())
    assert [m.user for m in queries.coordinators(ashyq_orta)] == [bolat]
    assert verbs(ashyq_orta) == ["member.role_changed", "member.left"]


def test_coordinator_whose_account_is_closed_does_not_count(
    ashyq_orta: Organisation, aigerim: User, bolat: User
) -> None:
    MembershipFactory(user=UserFactory(is_active=False), organisation=ashyq_orta, role=Role.COORDINATOR)
    with pytest.raises(ValidationError):
        actions.leave(membership_of(aigerim), at=timezone.now())


def test_removed_member_is_out_on_the_next_request(aigerim: User, bolat: User, client_of: ClientOf) -> None:
    page = reverse("accounts:organisation")
    his_browser = client_of(bolat)
    assert his_browser.get(page).status_code == 200
    actions.remove_member(membership_of(bolat), actor=aigerim, at=timezone.now())
    assert his_browser.get(page).status_code == 403


def test_lowered_role_is_felt_on_the_next_request(
    ashyq_orta: Organisation, aigerim: User, bolat: User, client_of: ClientOf
) -> None:
    page = reverse("accounts:activity")
    actions.change_role(membership_of(bolat), role=Role.LAWYER, actor=aigerim, at=timezone.now())
    his_browser = client_of(bolat)
    assert his_browser.get(page).status_code == 200
    actions.change_role(membership_of(bolat), role=Role.VOLUNTEER, actor=aigerim, at=timezone.now())
    assert his_browser.get(page).status_code == 403


@pytest.mark.parametrize("who", ["organisation", "person"])
def test_suspended_organisation_or_person_is_out_on_the_next_request(
    ashyq_orta: Organisation, bolat: User, client_of: ClientOf, who: str
) -> None:
    his_browser = client_of(bolat)
    if who == "organisation":
        Organisation.objects.filter(pk=ashyq_orta.pk).update(is_active=False)
    else:
        User.objects.filter(pk=bolat.pk).update(is_active=False)
    answer = his_browser.get(reverse("accounts:organisation"))
    assert answer.status_code == (403 if who == "organisation" else 302)


def test_removal_can_be_taken_back(
    ashyq_orta: Organisation, aigerim: User, bolat: User, client_of: ClientOf
) -> None:
    her_browser = client_of(aigerim)
    member = membership_of(bolat)
    page = her_browser.post(reverse("accounts:member-remove", args=[member.pk]), follow=True)
    undo = reverse("accounts:member-restore", args=[member.pk])
    assert f'action="{undo}"' in page.content.decode()
    her_browser.post(undo)
    her_browser.post(undo)
    assert membership_of(bolat).is_active
    assert verbs(ashyq_orta) == ["member.removed", "member.restored"]


def test_refused_step_is_told_on_the_page(aigerim: User, client_of: ClientOf) -> None:
    address = reverse("accounts:member-remove", args=[membership_of(aigerim).pk])
    page = client_of(aigerim).post(address, follow=True)
    assert "An organisation needs a coordinator" in page.content.decode()


def test_leaving_from_ones_own_list(
    ashyq_orta: Organisation, aigerim: User, bolat: User, client_of: ClientOf
) -> None:
    his_browser = client_of(bolat)
    address = reverse("accounts:membership-leave", args=[membership_of(bolat).pk])
    page = his_browser.post(address, follow=True)
    assert "You belong to no organisation yet" in page.content.decode()
    assert verbs(ashyq_orta) == ["member.left"]


def test_nobody_leaves_for_somebody_else(aigerim: User, bolat: User, client_of: ClientOf) -> None:
    address = reverse("accounts:membership-leave", args=[membership_of(bolat).pk])
    assert client_of(aigerim).post(address).status_code == 404
    assert membership_of(bolat).is_active


def test_members_of_other_organisations_are_out_of_reach(
    aigerim: User, bolat: User, dana: User, client_of: ClientOf
) -> None:
    for name in ("member-role", "member-remove", "member-restore"):
        address = reverse(f"accounts:{name}", args=[membership_of(bolat).pk])
        assert client_of(dana).post(address, {"role": "coordinator"}).status_code == 404
        assert client_of(bolat).post(address, {"role": "coordinator"}).status_code == 403
    assert membership_of(bolat).role == "observer"


def test_rights_in_one_organisation_give_none_in_another(
    ashyq_orta: Organisation, kok_aspan: Organisation, aigerim: User, dana: User, client_of: ClientOf
) -> None:
    guest = MembershipFactory(user=dana, organisation=ashyq_orta, role=Role.OBSERVER)
    her_browser = client_of(dana)
    her_browser.post(reverse("accounts:choose-organisation"), {"organisation": ashyq_orta.pk})
    assert her_browser.get(reverse("accounts:activity")).status_code == 403
    own = reverse("accounts:member-role", args=[guest.pk])
    assert her_browser.post(own, {"role": "coordinator"}).status_code == 403


def test_people_are_listed_in_the_order_of_the_kazakh_alphabet(
    ashyq_orta: Organisation, aigerim: User
) -> None:
    for name in ("Яна", "Қайрат", "Әлия", "Камила", "Іңкәр"):
        MembershipFactory(user=UserFactory(name=name), organisation=ashyq_orta, role=Role.VOLUNTEER)
    names = [m.user.name for m in queries.members(ashyq_orta)]
    assert names == ["Айгерім Серікова", "Әлия", "Камила", "Қайрат", "Іңкәр", "Яна"]


def test_observer_sees_people_without_steps_and_invitations(
    ashyq_orta: Organisation, aigerim: User, bolat: User, client_of: ClientOf
) -> None:
    actions.invite(
        ashyq_orta, email="canary@example.kz", role="lawyer", language="kk", actor=aigerim, at=timezone.now()
    )
    page = client_of(bolat).get(reverse("accounts:people")).content.decode()
    assert "Айгерім Серікова" in page
    assert "canary@example.kz" not in page
    assert reverse("accounts:invitation-create") not in page


def test_other_organisations_people_are_nowhere_on_the_page(
    aigerim: User, dana: User, client_of: ClientOf
) -> None:
    page = client_of(aigerim).get(reverse("accounts:people")).content.decode()
    assert ("Айгерім Серікова" in page, "Дана Оспанова" in page, "dana@example.kz" in page) == (
        True,
        False,
        False,
    )


@pytest.mark.parametrize("count", [1, 3])
def test_people_page_asks_the_same_number_of_queries(
    ashyq_orta: Organisation,
    aigerim: User,
    client_of: ClientOf,
    django_assert_num_queries: object,
    count: int,
) -> None:
    for n in range(count):
        MembershipFactory(organisation=ashyq_orta, role=Role.VOLUNTEER)
        actions.invite(
            ashyq_orta,
            email=f"n{n}@example.kz",
            role="lawyer",
            language="kk",
            actor=aigerim,
            at=timezone.now(),
        )
    browser = client_of(aigerim)
    with django_assert_num_queries(6):  # type: ignore[operator]
        browser.get(reverse("accounts:people"))


def test_invitation_refused_keeps_what_was_typed(aigerim: User, bolat: User, client_of: ClientOf) -> None:
    page = client_of(aigerim).post(
        reverse("accounts:invitation-create"), {"email": bolat.email, "role": "lawyer", "language": "ru"}
    )
    text = page.content.decode()
    assert (page.status_code, "already a member" in text, f'value="{bolat.email}"' in text) == (
        422,
        True,
        True,
    )
