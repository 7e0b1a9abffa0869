"""The pages that say what went wrong and what to do."""

import pytest
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string
from django.test import Client
from django.urls import path
from django.views.decorators.http import require_POST
from pytest_django import DjangoAssertNumQueries, Settings


def forbidden(request: HttpRequest) -> HttpResponse:
    raise PermissionDenied


def broken(request: HttpRequest) -> HttpResponse:
    raise RuntimeError("our bug")


def form(request: HttpRequest) -> HttpResponse:
    return HttpResponse("sent")


@require_POST
def step(request: HttpRequest) -> HttpResponse:
    return HttpResponse("done")


urlpatterns = [
    path("forbidden/", forbidden),
    path("broken/", broken),
    path("form/", form),
    path("step/", step),
]


@pytest.fixture
def visitor(settings: Settings) -> Client:
    settings.ROOT_URLCONF = __name__
    client = Client(raise_request_exception=False, enforce_csrf_checks=True)
    client.cookies["language"] = "en"
    return client


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("address", "status", "sentence"),
    [
        ("/nowhere/", 404, "There is no such page"),
        ("/step/", 405, "Go back to the page where the button is"),
        ("/forbidden/", 403, "ask the coordinator of your organisation"),
        ("/broken/", 500, "nothing was half-done"),
    ],
)
def test_error_page_says_what_happened(visitor: Client, address: str, status: int, sentence: str) -> None:
    response = visitor.get(address)
    assert response.status_code == status
    assert sentence in response.content.decode()
    assert "our bug" not in response.content.decode()


@pytest.mark.django_db
def test_form_without_its_mark_is_explained(visitor: Client) -> None:
    response = visitor.post("/form/")
    assert response.status_code == 403
    assert "This form has grown old" in response.content.decode()


def test_server_error_page_needs_neither_context_nor_database(
    db: None, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    with django_assert_num_queries(0):
        html = render_to_string("500.html")
    assert all(f'lang="{language}"' in html for language in ("kk", "ru", "en"))
