"""``make screens``: every kind of page of the demo at three widths, light and dark, and all on one contact sheet."""

import sys
import tempfile
from pathlib import Path

from PIL import Image, ImageDraw
from playwright.sync_api import sync_playwright

from tests.chromium import CHROMIUM, FLAGS
from tests.pages.serving import AT_DESK, demo_publication, kinds, sign_in

WIDTHS = [390, 768, 1280]
SCHEMES = ["light", "dark"]
CELL = (240, 320)  # what a page gets on the sheet, in pixels; it shows its upper end
GAP, LABEL = 8, 16


def main(directory: Path) -> None:
    directory.mkdir(parents=True, exist_ok=True)
    shots = {}
    with tempfile.TemporaryDirectory() as data, demo_publication(Path(data)) as site, sync_playwright() as playwright:
        session = {"name": "sessionid", "value": sign_in(site, Path(data)), "url": site}
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        for width in WIDTHS:
            for scheme in SCHEMES:
                page = browser.new_page(viewport={"width": width, "height": 900}, color_scheme=scheme)
                page.context.add_cookies([session])
                for kind, path in (kinds(site) | AT_DESK).items():
                    page.goto(site + path)
                    shot = directory / f"{kind}-{width}-{scheme}.png"
                    page.screenshot(path=shot, full_page=True)
                    shots.setdefault(kind, []).append(shot)
                page.close()
        browser.close()
    sheet = directory / "sheet.png"
    contact_sheet(shots).save(sheet)
    print(f"{sum(map(len, shots.values()))} screenshots, and {sheet}")


def contact_sheet(shots: dict[str, list[Path]]) -> Image.Image:
    """Return a row for each kind of page, with its shots side by side."""
    width, height = CELL[0] + GAP, CELL[1] + GAP + LABEL
    sheet = Image.new("RGB", (GAP + width * len(WIDTHS) * len(SCHEMES), GAP + height * len(shots)), "#888")
    for row, (kind, paths) in enumerate(shots.items()):
        top = GAP + row * height
        ImageDraw.Draw(sheet).text((GAP, top), kind, fill="white")
        for column, path in enumerate(paths):
            with Image.open(path) as shot:
                upper_end = shot.crop((0, 0, shot.width, shot.width * CELL[1] // CELL[0]))
                sheet.paste(upper_end.convert("RGB").resize(CELL), (GAP + column * width, top + LABEL))
    return sheet


if __name__ == "__main__":
    main(Path(*sys.argv[1:2] or ["var/screens"]))
