"""T5: views and forms reach what belongs to an organisation through a gate, or by a filter that can be read off."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.apps import apps
from django.db import models

from accounts.models import Organisation

ROOT = Path(__file__).parents[2]
OURS = (
    "accounts",
    "correspondence",
    "deadlines",
    "projects",
    "amendments",
    "inforequests",
    "hearings",
    "monitoring",
)
PLACES = ("views.py", "views/*.py", "forms.py", "forms_*.py", "forms/*.py", "tasks.py")
# One of these in the same statement says whose rows are asked for.
SCOPES = ("organisation", "visible_to(", "reach(", "access.", ".of(", "token_hash", "user=")
# A filter by the row above, `topic=topic`: the view has that row from its gate.
BY_THE_ROW_ABOVE = re.compile(r"\b(\w+)=\1\b")
# Statement -> why it needs none of them.
EXPLAINED = {
    "member = CoalitionMember.objects.filter(invitation=found).first()": "the invitation was found by its secret",
    "matched = OutcomeCandidate.objects.filter(comment__in=[comment.pk for comment in found], is_proposed=True, rejected_at__isnull=True)": "starts from rows that were reached through the gate",  # noqa: E501
    "holder: 'RowField[Holder]' = RowField(label=_('To whom it was passed on'), queryset=Holder.objects.none(), empty_label=_('choose'), help_text=_('Not in the list? Add it to the directory of bodies first.'))": "empty until the form is given the rows of the organisation",  # noqa: E501
    "category: 'RowField[CallCategory]' = RowField(label=_('Category'), queryset=CallCategory.objects.none(), required=False, empty_label='—')": "empty until the form is given the rows of the organisation",  # noqa: E501
    "parent: 'RowField[Holder]' = RowField(label=_('Unit of'), queryset=Holder.objects.none(), required=False, empty_label=_('no other body'))": "empty until the form is given the rows of the organisation",  # noqa: E501
    "info_request: 'RowField[InfoRequest]' = RowField(label=_('Request for information'), queryset=InfoRequest.objects.none(), empty_label=_('choose'))": "empty until the form is given the rows of the organisation",  # noqa: E501
    "dossier: 'RowField[Dossier]' = RowField(label=_('Dossier'), queryset=Dossier.objects.none(), required=False, empty_label=_('about no draft'))": "empty until the form is given the rows of the organisation",  # noqa: E501
    "meeting: 'RowField[CouncilMeeting]' = RowField(label=_('For which meeting, if it is known'), queryset=CouncilMeeting.objects.none(), required=False, empty_label=_('not said'))": "empty until the form is given the rows of the organisation",  # noqa: E501
    "meeting: 'RowField[CouncilMeeting]' = RowField(label=_('At which meeting'), queryset=CouncilMeeting.objects.none(), required=False, empty_label=_('not said'))": "empty until the form is given the rows of the organisation",  # noqa: E501
    "item: 'RowField[ImplementationItem]' = RowField(label=_('What of an act it is about'), queryset=ImplementationItem.objects.none(), required=False, empty_label=_('nothing that is followed'))": "empty until the form is given the rows of the organisation",  # noqa: E501
    "rows = AmendmentRow.objects.filter(table__dossier=dossier).live()": "starts from rows that were reached through the gate",
    "stakeholders = RowsField(queryset=Stakeholder.objects.none(), label=_('From the map'), widget=forms.CheckboxSelectMultiple)": "empty until the form is given the rows of the organisation",  # noqa: E501
}


def owned_models() -> set[str]:
    """Models that belong to an organisation, themselves (always or at times) or through a row above them."""
    owned = {Organisation.__name__}
    grown = True
    while grown:
        before = len(owned)
        owned |= {
            model.__name__ for model in _ours() if any(_parent(field) in owned for field in _keys(model))
        }
        grown = len(owned) > before
    return owned - {Organisation.__name__}


def _ours() -> Iterator[type[models.Model]]:
    return (model for model in apps.get_models() if model._meta.app_label in OURS)


def _keys(model: type[models.Model]) -> Iterator[models.ForeignKey]:
    keys = (field for field in model._meta.fields if isinstance(field, models.ForeignKey))
    return (field for field in keys if not field.null or field.name == "organisation")


def _parent(field: models.ForeignKey) -> str:
    return str(field.related_model.__name__)


def unscoped(source: str, owned: set[str]) -> list[str]:
    """Statements that ask a model of `owned` for rows and do not say whose."""
    found = []
    for statement in _statements(ast.parse(source)):
        asked = {
            node.value.id
            for node in ast.walk(statement)
            if isinstance(node, ast.Attribute) and node.attr in ("objects", "_default_manager")
            if isinstance(node.value, ast.Name) and node.value.id in owned
        }
        text = ast.unparse(statement)
        if asked and not any(scope in text for scope in SCOPES) and not _is_below_a_row(text, owned):
            found.append(text)
    return found


def _is_below_a_row(statement: str, owned: set[str]) -> bool:
    above = {field.name for model in _ours() for field in _keys(model) if _parent(field) in owned}
    return any(match[1] in above for match in BY_THE_ROW_ABOVE.finditer(statement))


def _statements(tree: ast.AST) -> Iterator[ast.stmt]:
    """Simple statements, and of compound ones only what decides them."""
    for node in ast.walk(tree):
        if isinstance(node, ast.stmt) and not hasattr(node, "body"):
            yield node
        elif isinstance(node, (ast.If, ast.While)):
            yield ast.copy_location(ast.Expr(node.test), node)
        elif isinstance(node, ast.For):
            yield ast.copy_location(ast.Expr(node.iter), node)


def test_rows_of_organisations_are_asked_for_by_whose_they_are() -> None:
    owned, files = owned_models(), 0
    loose = {}
    for app in OURS:
        for path in (path for place in PLACES for path in (ROOT / app).glob(place)):
            files += 1
            for text in unscoped(path.read_text(encoding="utf-8"), owned):
                if text not in EXPLAINED:
                    loose[text] = str(path.relative_to(ROOT))
    print(
        f"T5 files of views, forms and tasks read: {files}, models of organisations: {len(owned)}, loose: {len(loose)}"
    )
    assert not loose, "reach these rows through the app's access gate, or explain them in EXPLAINED"


@pytest.mark.parametrize(
    ("statement", "is_loose"),
    [
        ("row = WatchTopic.objects.get(pk=pk)", True),
        ("rows = list(WatchTopic.objects.filter(name=name))", True),
        ("rows = WatchTopic.objects.filter(organisation=membership.organisation)", False),
        ("rows = TopicMatch.objects.filter(topic=topic)", False),
        ("row = reach(user, WatchTopic.objects.all(), Right.READ, pk=pk)", False),
    ],
)
def test_loose_query_would_be_seen(statement: str, is_loose: bool) -> None:
    assert bool(unscoped(statement, owned_models())) is is_loose
