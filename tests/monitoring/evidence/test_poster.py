"""The poster of an open survey says the same in both languages and leads to its page."""

import pytest
from django.conf import settings
from django.core.exceptions import ValidationError
from django.test import Client
from django.utils import timezone

from accounts.models import User
from correspondence.documents import LinkCode, Mode
from monitoring.actions.survey_documents import issue_poster
from monitoring.models import Survey
from monitoring.poster import poster

AT = timezone.now()


def test_poster_is_made_once_of_an_open_survey(aigerim: User, survey: Survey) -> None:
    first = issue_poster(survey, Mode.BOTH, actor=aigerim, at=AT)
    assert issue_poster(survey, Mode.BOTH, actor=aigerim, at=AT) == first
    codes = [block for block in poster(survey, Mode.BOTH).blocks if isinstance(block, LinkCode)]
    assert [code.address for code in codes] == [settings.SITE_URL + survey.public_path]
    survey.state = "closed"
    with pytest.raises(ValidationError, match="open survey"):
        issue_poster(survey, Mode.BOTH, actor=aigerim, at=AT)


def test_link_in_a_language_opens_the_page_in_it(survey: Survey) -> None:
    browser = Client()
    answer = browser.get(f"{survey.public_path}ru/", follow=True)
    assert survey.title_ru in answer.content.decode()
    assert browser.get(f"{survey.public_path}xx/").status_code == 404
