"""Choosing a person of the organisation in a form of any app."""

from collections.abc import Iterable
from typing import Any

from django import forms

from accounts.models import User


class MemberField(forms.ChoiceField):
    """A choice among the people of one organisation and nobody else; its cleaned value is the person, or None.

    `nobody`: what the empty choice says. The form offers the people when it is made; rendering asks no query.
    """

    def __init__(self, *, nobody: Any = "—", **options: Any) -> None:
        super().__init__(required=False, **options)
        self._nobody = nobody
        self._people: dict[str, User] = {}

    def offer(self, people: Iterable[User]) -> None:
        self._people = {str(person.pk): person for person in people}
        self.choices = [("", self._nobody), *((pk, str(person)) for pk, person in self._people.items())]

    def clean(self, value: Any) -> User | None:
        return self._people.get(super().clean(value))
