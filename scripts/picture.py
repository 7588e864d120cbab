"""Take pictures of the page in Chromium: the one of the README, or a set to look at.

``scripts/picture.py`` writes the README's; ``scripts/picture.py FOLDER`` writes what a person sees
at the questions that the page must answer well: light, dark, on a phone and on a projector.
"""

from __future__ import annotations

import os
import shutil
import sys
import tempfile
from pathlib import Path
from typing import Any, Final

from playwright.sync_api import sync_playwright

import somagraph
from somagraph.page import render_page

PICTURE: Final = Path(__file__).resolve().parent.parent / "exports" / "somagraph.png"

_DESK: Final = {"width": 1600, "height": 1000}
_PHONE: Final = {"width": 390, "height": 844}
_PROJECTOR: Final = {"width": 2560, "height": 1440}

#: Name to address, window and theme.
_SHOTS: Final[dict[str, tuple[str, dict[str, int], str]]] = {
    "whole": ("", _DESK, "light"),
    "whole-dark": ("", _DESK, "dark"),
    "whole-phone": ("", _PHONE, "light"),
    "whole-projector": ("", _PROJECTOR, "light"),
    "psoas-low-back-pain": ("from=soma:psoas-major&to=soma:low-back-pain", _DESK, "light"),
    "psoas-low-back-pain-dark": ("from=soma:psoas-major&to=soma:low-back-pain", _DESK, "dark"),
    "psoas-low-back-pain-phone": ("from=soma:psoas-major&to=soma:low-back-pain", _PHONE, "light"),
    "diaphragm-anxiety": ("from=soma:diaphragm&to=soma:anxiety", _DESK, "light"),
    "helps-anxiety": ("about=soma:anxiety", _DESK, "light"),
    "rest-anxiety": ("from=soma:constructive-rest&to=soma:anxiety", _DESK, "light"),
    "releasing-anxiety": ("from=soma:releasing-psoas&to=soma:anxiety", _DESK, "light"),
    "tight-or-weak": ("from=soma:tight-psoas-major&to=soma:weak-psoas-major", _DESK, "light"),
    "should-i-stretch": ("about=soma:stretching-psoas", _DESK, "light"),
    "constructive-rest": ("about=soma:constructive-rest", _DESK, "light"),
    "psoas-kidney": ("from=soma:psoas-major&to=soma:kidney", _DESK, "light"),
    "psoas-vagus": ("from=soma:psoas-major&to=soma:vagus-nerve", _DESK, "light"),
    "psoas-card": ("about=soma:psoas-major", _DESK, "light"),
}
_README: Final = ("from=soma:diaphragm&to=soma:anxiety", {"width": 1440, "height": 860}, "light")


def main() -> int:
    """Take the pictures; return the exit status."""
    shots: dict[Path, tuple[str, dict[str, int], str]] = {PICTURE: _README}
    if folder := sys.argv[1:]:
        Path(folder[0]).mkdir(parents=True, exist_ok=True)
        shots = {Path(folder[0]) / f"{name}.png": shot for name, shot in _SHOTS.items()}
    browser_path = os.environ.get("SOMAGRAPH_CHROMIUM") or shutil.which("chromium")
    with tempfile.TemporaryDirectory() as place, sync_playwright() as playwright:
        path = Path(place) / "page.html"
        path.write_text(render_page(somagraph.load()), "utf-8")
        browser = playwright.chromium.launch(executable_path=browser_path, args=["--no-sandbox"])
        for target, (address, size, theme) in shots.items():
            options: dict[str, Any] = {"viewport": size, "color_scheme": theme}
            page = browser.new_page(**options)
            page.goto(f"{path.as_uri()}#{address}")
            page.wait_for_selector("body[data-ready=true]")
            # The picture is drawn with the next frame.
            page.wait_for_timeout(200)
            page.screenshot(path=target)
            page.close()
        browser.close()
    return 0


if __name__ == "__main__":
    sys.exit(main())
