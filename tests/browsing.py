"""A real Chromium for the tests of the page: pages from disk, the network cut and watched."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright

FLAGS = (
    "--no-sandbox --disable-gpu --disable-quic --no-first-run --disable-sync "
    "--disable-background-networking --disable-component-update"
)

#: Opens a page from its HTML; the second argument is what stands behind the # of its address.
Open = Callable[..., Page]


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        found = playwright.chromium.launch(
            executable_path=os.environ.get("SOMAGRAPH_CHROMIUM"), args=FLAGS.split()
        )
        yield found
        found.close()


def wait_until_ready(page: Page) -> Page:
    page.wait_for_selector("body[data-ready=true]", timeout=30_000)
    return page


@pytest.fixture
def open_page(browser: Browser, tmp_path: Path) -> Iterator[Open]:
    """Open pages from disk; they must ask for nothing and complain of nothing."""
    contexts: list[BrowserContext] = []
    asked: list[str] = []
    complaints: list[str] = []
    opened: list[str] = []

    def open_(html: str, address: str = "", **options: Any) -> Page:  # noqa: ANN401 - as playwright has them
        path = tmp_path / f"page{len(opened)}.html"
        path.write_text(html, "utf-8")
        options.setdefault("viewport", {"width": 1400, "height": 900})
        context = browser.new_context(offline=True, **options)
        contexts.append(context)
        page = context.new_page()
        page.on("request", lambda request: asked.append(request.url))
        page.on("console", lambda message: complaints.append(message.text))
        page.on("pageerror", lambda error: complaints.append(str(error)))
        opened.append(path.as_uri())
        page.goto(path.as_uri() + (f"#{address}" if address else ""))
        return wait_until_ready(page)

    yield open_
    for context in contexts:
        context.close()
    # A picture that the page makes of itself goes through an address that holds its data.
    left = {url.partition("#")[0] for url in asked if not url.startswith(("data:", "blob:"))}
    assert left <= set(opened)
    assert complaints == []


def ask(page: Page, one: str, other: str) -> None:
    page.fill("#from", one)
    page.fill("#to", other)
    page.press("#to", "Enter")
    page.wait_for_selector("#answer h2")


def pixels_of(page: Page) -> bytes:
    """Return what the picture shows."""
    page.evaluate("() => new Promise((done) => requestAnimationFrame(() => setTimeout(done)))")
    return page.locator("#picture canvas").screenshot()


def lit(page: Page) -> set[str]:
    """Return the ids of what the picture has lit up, of entities and claims."""
    found = page.evaluate("() => [...(somagraph.shown().entities), ...somagraph.shown().claims]")
    return set(found)
