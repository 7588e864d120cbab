"""Take the picture at the top of the README: the page, opened on an answer, in Chromium."""

from __future__ import annotations

import os
import shutil
import sys
import tempfile
from pathlib import Path

from playwright.sync_api import sync_playwright

import somagraph
from somagraph.page import render_page

PICTURE = Path(__file__).resolve().parent.parent / "exports" / "somagraph.png"
NAMES = ("diaphragm", "anxiety")


def main() -> int:
    """Write the picture; return the exit status."""
    graph = somagraph.load()
    page_text = render_page(graph, somagraph.connect(graph, *NAMES))
    browser_path = os.environ.get("SOMAGRAPH_CHROMIUM") or shutil.which("chromium")
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        path = Path(folder) / "page.html"
        path.write_text(page_text, "utf-8")
        browser = playwright.chromium.launch(executable_path=browser_path, args=["--no-sandbox"])
        page = browser.new_page(viewport={"width": 1280, "height": 720}, color_scheme="light")
        page.goto(path.as_uri())
        page.wait_for_selector("body[data-ready=true]")
        page.screenshot(path=PICTURE)
        browser.close()
    return 0


if __name__ == "__main__":
    sys.exit(main())
