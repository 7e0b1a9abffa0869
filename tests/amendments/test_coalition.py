"""Other organisations sign the table: by letter, with their signatory's name, until it is submitted; and see nothing else."""

import re
from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.core.exceptions import ValidationError
from django.test import Client
from django.urls import reverse

from accounts.models import Organisation, User
from accounts.states import Role
from amendments.actions import cells, coalition, rows
from amendments.actions.table import Frozen
from amendments.models import AmendmentRow, AmendmentTable, CoalitionInvitation, CoalitionMember
from amendments.queries import table as queries
from correspondence.models import OutgoingEmail
from tests.amendments.conftest import NOW
from tests.conftest import ClientOf
from tests.factories import AmendmentRowFactory, MembershipFactory, RowCommentFactory, SourceTextFactory

SIGNATURE = {
    "name_kk": "«Үміт» қоры",
    "name_ru": "Фонд «Умит»",
    "signatory_name_kk": "Әлия Сәрсенқызы",
    "signatory_name_ru": "Алия Сарсеновна",
    "signatory_post_kk": "директор",
    "signatory_post_ru": "директор",
    "mandate": "Устав",
}
SIGNED = SIGNATURE | {"agreed": "on"}


@pytest.fixture(autouse=True)
def _today() -> Any:
    with time_machine.travel(NOW, tick=False):
        yield


def invite(
    table: AmendmentTable, by: User, email: str = "umit@example.kz"
) -> tuple[CoalitionInvitation, str]:
    """The invitation, and the link of its letter."""
    made = coalition.invite_partner(table, email=email, name="«Үміт» қоры", language="kk", actor=by, at=NOW)
    letter = OutgoingEmail.objects.get(address=email)
    return made, re.search(r"https?://[^/]+(/coalition/open/\S+)", letter.text)[1]  # type: ignore[index]


def join(invitation: CoalitionInvitation, partner: Organisation | None = None) -> CoalitionMember:
    return coalition.join_coalition(invitation, signature=SIGNATURE, person=None, partner=partner, at=NOW)


@pytest.fixture
def opened(table: AmendmentTable, aigerim: User, client_of: ClientOf) -> tuple[Client, str]:
    """A stranger's browser that has followed the letter's link, and the address where it stands."""
    _invitation, link = invite(table, aigerim)
    browser = client_of(None)
    return browser, browser.get(link)["Location"]


# --- Joining ------------------------------------------------------------------------------------------------


def test_stranger_joins_by_the_letter_and_is_named(table: AmendmentTable, opened: tuple[Client, str]) -> None:
    browser, seat = opened
    AmendmentRowFactory(table=table)
    assert "Тұтынушылар тарифті" in browser.get(seat).content.decode()
    assert browser.post(seat, SIGNED).status_code == 302
    member = CoalitionMember.objects.get()
    assert (member.partner, member.person, member.signatory_name_ru) == (None, None, "Алия Сарсеновна")
    assert [signed["name_ru"] for signed in queries.as_sent(table)["coalition"]] == ["Фонд «Умит»"]


def test_letter_carries_no_more_than_it_must(table: AmendmentTable, aigerim: User) -> None:
    AmendmentRowFactory(table=table)
    invitation, _link = invite(table, aigerim)
    letter = OutgoingEmail.objects.get()
    assert letter.is_secret
    assert invitation.token_hash not in letter.text
    assert "Тұтынушылар" not in letter.text


def test_organisation_at_home_here_signs_as_itself(
    table: AmendmentTable, aigerim: User, dana: User, kok_aspan: Organisation, client_of: ClientOf
) -> None:
    _invitation, link = invite(table, aigerim)
    hers = client_of(dana)
    seat = hers.get(link)["Location"]
    assert "Көк аспан" in hers.get(seat).content.decode()
    hers.post(seat, SIGNED)
    assert CoalitionMember.objects.get().partner == kok_aspan
    another_day = client_of(dana)
    assert another_day.get(seat).status_code == 200  # without the letter


def test_volunteer_cannot_bind_the_organisation(
    table: AmendmentTable, aigerim: User, kok_aspan: Organisation, client_of: ClientOf
) -> None:
    volunteer = MembershipFactory(organisation=kok_aspan, role=Role.VOLUNTEER).user
    _invitation, link = invite(table, aigerim)
    browser = client_of(volunteer)
    browser.post(browser.get(link)["Location"], SIGNED)
    assert (CoalitionMember.objects.get().partner, CoalitionMember.objects.get().person) == (None, volunteer)


@pytest.mark.parametrize("left_out", [*SIGNATURE, "agreed"])
def test_signature_is_whole_or_none(opened: tuple[Client, str], left_out: str) -> None:
    browser, seat = opened
    assert browser.post(seat, SIGNED | {left_out: ""}).status_code == 422
    assert not CoalitionMember.objects.exists()


def test_second_click_signs_once(opened: tuple[Client, str]) -> None:
    browser, seat = opened
    assert [browser.post(seat, SIGNED).status_code for _click in range(2)] == [302, 200]
    assert CoalitionMember.objects.count() == 1


def test_own_organisation_and_the_same_one_twice_are_refused(
    table: AmendmentTable, aigerim: User, ashyq_orta: Organisation, kok_aspan: Organisation
) -> None:
    first, second = (invite(table, aigerim, f"{n}@example.kz")[0] for n in (1, 2))
    with pytest.raises(ValidationError, match="your own table"):
        join(first, ashyq_orta)
    join(first, kok_aspan)
    with pytest.raises(ValidationError, match="already"):
        join(second, kok_aspan)


def test_inviting_twice_is_inviting_once(table: AmendmentTable, aigerim: User) -> None:
    assert invite(table, aigerim)[0] == invite(table, aigerim)[0]
    assert OutgoingEmail.objects.count() == 1


# --- Links that do not open ---------------------------------------------------------------------------------


@pytest.mark.parametrize("why", ["wrong", "revoked", "late", "withdrawn"])
def test_link_that_is_no_longer_good_opens_nothing(
    table: AmendmentTable, aigerim: User, client_of: ClientOf, why: str
) -> None:
    invitation, link = invite(table, aigerim)
    browser = client_of(None)
    seat = browser.get(link)["Location"]
    if why == "wrong":
        link, browser = f"{link[:-2]}x/", client_of(None)
    if why == "revoked":
        coalition.revoke_invitation(invitation, actor=aigerim, at=NOW)
    if why == "late":
        CoalitionInvitation.objects.update(expires_at=NOW - timedelta(days=1))
    if why == "withdrawn":
        coalition.withdraw(join(invitation), at=NOW)
    assert browser.get(link).status_code == 404
    assert browser.get(seat).status_code == 404
    assert browser.post(seat, SIGNED).status_code == 404


def test_suspended_owner_shows_nothing(opened: tuple[Client, str], ashyq_orta: Organisation) -> None:
    browser, seat = opened
    Organisation.objects.filter(pk=ashyq_orta.pk).update(is_active=False)
    assert browser.get(seat).status_code == 404


# --- This table and nothing else (T6) -----------------------------------------------------------------------


def _others(table: AmendmentTable, row: AmendmentRow, text_pk: int) -> list[str]:
    from amendments.urls import urlpatterns

    parts = {"pk": table.dossier_id, "row_pk": row.pk, "cell": "justification_ru", "language": "ru"}
    parts |= {"comment_pk": 1, "invitation_pk": 1, "entry_pk": 1, "source_pk": text_pk, "element_pk": 1}
    own = {"coalition-seat", "coalition-open", "coalition-withdraw", "library"}
    found = []
    for pattern in urlpatterns:
        if pattern.name not in own:
            wanted = {name: parts[name] for name in pattern.pattern.converters if name in parts}
            if len(wanted) == len(pattern.pattern.converters):
                found.append(reverse(f"amendments:{pattern.name}", kwargs=wanted))
    return found


def test_partner_gets_404_at_every_other_address(
    table: AmendmentTable, aigerim: User, dana: User, kok_aspan: Organisation, client_of: ClientOf
) -> None:
    row = AmendmentRowFactory(table=table)
    text = SourceTextFactory(dossier=table.dossier)
    invitation, link = invite(table, aigerim)
    hers = client_of(dana)
    hers.get(link)
    join(invitation, kok_aspan)
    addresses = [*_others(table, row, text.pk), f"/dossiers/{table.dossier_id}/"]
    assert len(addresses) > 25
    for address in addresses:
        answers = {hers.get(address).status_code, hers.post(address, {"to": "up"}).status_code}
        assert answers <= {404, 405}, address
        assert 404 in answers, address


def test_partner_sees_neither_comments_nor_remarks_nor_authors(
    table: AmendmentTable, opened: tuple[Client, str], saule: User
) -> None:
    browser, seat = opened
    RowCommentFactory(row=AmendmentRowFactory(table=table, author=saule), text="Ішкі пікір")
    page = browser.get(seat).content.decode()
    assert "Ішкі пікір" not in page
    assert saule.name not in page


def test_removed_rows_are_not_shown(table: AmendmentTable, opened: tuple[Client, str], aigerim: User) -> None:
    browser, seat = opened
    row = AmendmentRowFactory(table=table, justification_ru="Секрет")
    rows.remove_row(row, actor=aigerim, at=NOW)
    assert "Секрет" not in browser.get(seat).content.decode()


def test_partner_is_told_that_the_table_changed_since(
    table: AmendmentTable, opened: tuple[Client, str], aigerim: User
) -> None:
    browser, seat = opened
    browser.post(seat, SIGNED)
    row = AmendmentRowFactory(table=table)
    assert "worked on since" not in browser.get(seat).content.decode()
    later = NOW + timedelta(hours=1)
    cells.write_cell(row, "justification_ru", "Новое.", seen=0, actor=aigerim, at=later)
    assert "worked on since" in browser.get(seat).content.decode()


# --- Leaving ------------------------------------------------------------------------------------------------


def test_partner_withdraws_before_submission_and_is_not_named(
    table: AmendmentTable, opened: tuple[Client, str]
) -> None:
    browser, seat = opened
    browser.post(seat, SIGNED)
    assert browser.post(f"{seat}withdraw/").status_code == 200
    assert queries.as_sent(table)["coalition"] == []


def test_after_submission_nobody_joins_or_leaves(table: AmendmentTable, aigerim: User) -> None:
    first, second = (invite(table, aigerim, f"{n}@example.kz")[0] for n in (1, 2))
    member = join(first)
    AmendmentTable.objects.filter(pk=table.pk).update(state="submitted", approved_at=NOW)
    for step in (
        lambda: coalition.withdraw(member, at=NOW),
        lambda: join(second),
        lambda: invite(table, aigerim, "3@x.kz"),
    ):
        with pytest.raises(Frozen):
            step()


def test_only_the_coordinator_invites(
    table: AmendmentTable, marat: User, aigerim: User, client_of: ClientOf
) -> None:
    address = f"/dossiers/{table.dossier_id}/amendments/coalition/"
    fields = {"name": "«Үміт»", "email": "umit@example.kz", "language": "kk"}
    assert client_of(marat).post(address, fields).status_code == 403
    assert client_of(aigerim).post(address, fields).status_code == 302
    assert client_of(aigerim).post(address, fields | {"email": "x"}).status_code == 422
