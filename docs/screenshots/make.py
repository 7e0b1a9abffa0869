"""Make the pictures of this folder from a running demonstration.

    .venv/bin/python docs/screenshots/make.py http://127.0.0.1:8000 aigerim@ashyq-orta.example

The password is read from the environment variable `DEMO_PASSWORD`, or else asked for. Start the demonstration with
`make run`: its worker must be running for a minute, or the dashboard says that background work has stopped.
`CHROMIUM` names the browser (default /usr/bin/chromium).

Writes dashboard-kk.png, dossier-ru.png and drafts-kk-phone.png beside this file. Stops with a sentence when the
log-in is refused or a picture is heavier than 300 KB. It changes nothing in the demonstration.
"""

import getpass
import os
import sys
from pathlib import Path

from playwright.sync_api import Browser, Page, sync_playwright

FOLDER = Path(__file__).resolve().parent
HEAVIEST = 300 * 1024
DESK, PHONE = (1440, 900), (390, 844)


def signed_in(browser: Browser, site: str, email: str, password: str, size: tuple[int, int]) -> Page:
    """A page of the person `email`, in a window of `size` (width and height in CSS pixels)."""
    page = browser.new_page(viewport={"width": size[0], "height": size[1]}, color_scheme="light")
    page.goto(f"{site}/account/sign-in/")
    page.locator("input[type=email]").fill(email)
    page.locator("input[type=password]").fill(password)
    page.locator("input[type=password]").press("Enter")
    page.wait_for_load_state("networkidle")
    if "/sign-in/" in page.url:
        sys.exit(f"{site} refused the log-in of {email}; the demo log-ins stand in var/demo.txt.")
    return page


def speak(page: Page, language: str) -> None:
    """Switch the interface by its own switch, as a person does."""
    page.locator(f".q-langs button[value={language}]").first.click()
    page.wait_for_load_state("networkidle")


def picture(page: Page, name: str) -> None:
    path = FOLDER / name
    page.screenshot(path=path)
    weight = path.stat().st_size
    if weight > HEAVIEST:
        sys.exit(f"{name} weighs {weight // 1024} KB, more than {HEAVIEST // 1024} KB.")
    sys.stdout.write(f"{name}: {weight // 1024} KB\n")


def main() -> None:
    if len(sys.argv) != 3:
        sys.exit(__doc__)
    site, email = sys.argv[1].rstrip("/"), sys.argv[2]
    password = os.environ.get("DEMO_PASSWORD") or getpass.getpass()
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=os.environ.get("CHROMIUM", "/usr/bin/chromium"), args=["--no-sandbox"]
        )
        desk = signed_in(browser, site, email, password, DESK)
        language = desk.locator("html").get_attribute("lang") or "kk"
        speak(desk, "ru")
        desk.goto(f"{site}/dossiers/")
        desk.locator(".q-list > li > div > a").first.click()
        desk.wait_for_load_state("networkidle")
        picture(desk, "dossier-ru.png")
        speak(desk, "kk")
        desk.goto(f"{site}/", wait_until="networkidle")
        picture(desk, "dashboard-kk.png")
        phone = signed_in(browser, site, email, password, PHONE)
        phone.goto(f"{site}/drafts/", wait_until="networkidle")
        picture(phone, "drafts-kk-phone.png")
        speak(desk, language)
        browser.close()


if __name__ == "__main__":
    main()
