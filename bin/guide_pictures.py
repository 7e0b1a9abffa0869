"""`make guide-pictures`: the pictures of the guide, taken of the demonstration on a day that is always the same.

Everything happens in a folder of its own; an installation that runs is not touched. Needs the packages of development and
Chromium (CHROMIUM= where it is elsewhere).
"""

import io
import os
import sys
import tempfile
from collections.abc import Callable
from datetime import datetime, timedelta, timezone
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
PICTURES = ROOT / "common" / "static" / "common" / "guide"
CHROMIUM = os.environ.get("CHROMIUM", "/usr/bin/chromium")
MOMENT = datetime(2026, 9, 15, 10, 5, tzinfo=timezone(timedelta(hours=5)))
SIZE = {"width": 1120, "height": 720}
QUALITY = 72
SIGNED_IN = "form.q-langs button[value={}]"


def main() -> None:
    """Django is set up inside a folder that is thrown away, and the clock of this process stands still but for its ticking."""
    with tempfile.TemporaryDirectory(prefix="qatysu-guide-") as folder:
        os.environ |= {"VAR_DIR": folder, "DEBUG": "1", "DJANGO_SETTINGS_MODULE": "config.settings"}
        os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "1"  # the browser is driven from the thread that reads the tables
        for name in ("DATABASE_URL", "CACHE_URL", "CELERY_BROKER_URL", "STORAGE_URL", "SITE_URL"):
            os.environ.pop(name, None)
        sys.path.insert(0, str(ROOT))
        import time_machine

        with time_machine.travel(MOMENT, tick=True):
            _take()


def _take() -> None:
    import django

    django.setup()
    from django.core.management import call_command

    for command in ("migrate", "load_reference"):
        call_command(command, verbosity=0)
    call_command("build_fonts", stdout=io.StringIO())
    call_command("demo", verbosity=0)
    _settle()
    pages = _pages()
    _serve(lambda address: _shoot(address, pages))


def _settle() -> None:
    """As if the worker had just run; and a coordinator whose organisation is new."""
    from django.utils import timezone as moments

    from accounts.models import Membership, Organisation, User
    from accounts.states import Role
    from monitoring.demo.build import demo_password
    from monitoring.models import Loop
    from monitoring.queries.health import LOOPS
    from projects.models import Source

    now = moments.now()
    Loop.objects.all().delete()
    Loop.objects.bulk_create([Loop(name=name, finished_at=now, slot_seconds=86_400) for name in LOOPS])
    Source.objects.update(last_success_at=now, failures_in_row=0)
    new = Organisation.objects.create(name_kk="«Жаңа қадам» бірлестігі", name_ru="Объединение «Новый шаг»")
    person = User.objects.create_user("new@zhana-qadam.example", demo_password(), name="Гүлмира Сабыр")
    Membership.objects.create(user=person, organisation=new, role=Role.COORDINATOR)


def _pages() -> dict[str, tuple[str, str]]:
    """By picture, who looks and where: the finished dossier has something to show at each step."""
    from hearings.models import Hearing
    from hearings.states import HearingState
    from inforequests.models import InfoRequest
    from monitoring.demo.build import PEOPLE
    from monitoring.models import Survey
    from projects.models import Dossier

    head = PEOPLE[0][0]
    done = Dossier.objects.get(draft__portal_id=990000014).pk
    hearing = Hearing.objects.filter(state=HearingState.ANNOUNCED).get().pk
    held = Hearing.objects.get(dossier=done).pk
    asked = InfoRequest.objects.get(dossier=done).pk
    survey = Survey.objects.get(dossier=done).pk
    path = f"/dossiers/{done}/"
    places = {
        **{"today": "/", "drafts": "/drafts/", "dossier": path, "month": "/calendar/"},
        **{"road-map": f"{path}road-map/", "assessment": f"{path}assessment/", "table": f"{path}amendments/"},
        **{"submission": f"{path}amendments/submission/", "outcomes": f"{path}amendments/outcomes/"},
        **{"adoption": f"{path}adoption/", "implementation": f"{path}implementation/"},
        **{"hearing": f"/hearings/{hearing}/", "hold": f"/hearings/{held}/hold/"},
        **{"request": f"/requests/{asked}/", "survey": f"/evidence/surveys/{survey}/"},
        **{"influence": "/influence/", "page-desk": "/public-page/", "public": "/ngo/ashyq-orta/"},
    }
    return {
        "start": ("new@zhana-qadam.example", "/start/"),
        **{name: (head, place) for name, place in places.items()},
    }


def _serve(work: Callable[[str], None]) -> None:
    """Run the product in a thread of this process, so that both have the same clock."""
    from django.contrib.staticfiles.handlers import StaticFilesHandler
    from django.test.testcases import LiveServerThread

    thread = LiveServerThread("127.0.0.1", StaticFilesHandler)
    thread.daemon = True
    thread.start()
    thread.is_ready.wait()
    if thread.error:
        raise thread.error
    try:
        work(f"http://127.0.0.1:{thread.port}")
    finally:
        thread.terminate()


def _shoot(address: str, pages: dict[str, tuple[str, str]]) -> None:
    from playwright.sync_api import sync_playwright

    PICTURES.mkdir(parents=True, exist_ok=True)
    with sync_playwright() as browsers:
        browser = browsers.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        for language in ("kk", "ru"):
            for person in dict.fromkeys(who for who, _place in pages.values()):
                context = browser.new_context(viewport=SIZE, base_url=address, color_scheme="light")  # type: ignore[arg-type]
                page = context.new_page()
                _sign_in(page, person, language)
                for name, (who, place) in pages.items():
                    if who == person:
                        _picture(page, place, PICTURES / f"{name}-{language}.webp")
                context.close()
        browser.close()


def _sign_in(page: Any, person: str, language: str) -> None:
    from monitoring.demo.build import demo_password

    page.goto("/account/sign-in/")
    page.fill("input[name=username]", person)
    page.fill("input[name=password]", demo_password())
    page.click("main button.btn-primary")
    page.click(SIGNED_IN.format(language))


def _picture(page: Any, place: str, target: Path) -> None:
    from PIL import Image

    answer = page.goto(place)
    if answer is None or answer.status != 200:
        sys.exit(f"{place} answered {answer and answer.status}: the pictures of the guide cannot be taken.")
    page.wait_for_load_state("networkidle")
    shot = Image.open(io.BytesIO(page.screenshot()))
    shot.save(target, "WEBP", quality=QUALITY, method=6)
    print(f"{target.relative_to(ROOT)}  {target.stat().st_size // 1000} kB")


if __name__ == "__main__":
    main()
