"""What is taken away from the page: text, link, Turtle, SVG, PNG, print."""

from __future__ import annotations

from pathlib import Path
from xml.etree import ElementTree as ET

import pytest
import rdflib
from playwright.sync_api import Page

import somagraph
from browsing import Open
from somagraph import wording
from somagraph.dataset import read_bundled
from somagraph.export.turtle import render_turtle
from somagraph.knowledge import KnowledgeGraph
from somagraph.page import render_page

pytestmark = pytest.mark.browser

PAIN = "from=soma:psoas-major&to=soma:low-back-pain"
CHAIN = "from=soma:diaphragm&to=soma:anxiety"


def taken(page: Page, words: str) -> str:
    with page.expect_download() as download:
        page.click(f".take >> text={words}")
    return str(download.value.path())


def copied(page: Page, words: str) -> str:
    page.evaluate(
        "() => { navigator.clipboard.writeText = (text) => { window.kept = text; "
        "return Promise.resolve(); }; }"
    )
    page.click(f".take >> text={words}")
    page.wait_for_function("window.kept !== undefined")
    return str(page.evaluate("window.kept"))


def svg_words(path: str) -> str:
    root = ET.parse(path).getroot()  # noqa: S314 - made by the page under test
    texts = root.iter("{http://www.w3.org/2000/svg}text")
    return " ".join(text.text or "" for text in texts)


def test_the_answer_is_copied_with_citations_signs_and_no_advice(
    html: str, open_page: Open
) -> None:
    page = open_page(html, PAIN)
    text = copied(page, "Copy as text")
    lines = text.splitlines()
    assert lines[0] == "What connects the psoas major to low back pain?"
    assert lines[2].startswith("Denied: that a large psoas major is linked to low back pain; ")
    assert "1  in one step · a study reports" in lines
    at = lines.index("    An overstretched psoas major may contribute to low back pain.")
    assert lines[at + 1] == "      [Crimando, P3.1] a practitioner says it may"
    assert "The same is said of a weak psoas major and a tight psoas major." in text
    assert "By anatomy alone: No path; low back pain is not part of the body." in text
    assert "Needs emergency care: low back pain with" in text
    assert "    Crimando: Crimando L. Facilitating Calm" in text
    assert lines[-1] == wording.DISCLAIMER
    assert page.inner_text("#status") == "The answer is copied."


def test_what_was_left_out_is_copied_too(html: str, open_page: Open) -> None:
    page = open_page(html, f"{CHAIN}&without=soma:gray-1918")
    assert "Without what these say: Gray 1918." in copied(page, "Copy as text").splitlines()[1]


def test_the_link_opens_on_question_and_choice(html: str, open_page: Open) -> None:
    page = open_page(html, "from=soma:psoas-major&to=soma:kidney")
    page.click(".connections > li:nth-child(3) .pick")
    link = copied(page, "Copy link")
    assert link == page.url
    assert link.endswith("&show=3")


def test_copying_works_without_a_clipboard(html: str, open_page: Open) -> None:
    page = open_page(html, CHAIN)
    page.evaluate("() => { navigator.clipboard.writeText = () => Promise.reject(new Error()); }")
    page.click(".take >> text=Copy as text")
    page.wait_for_function("document.querySelector('#status').textContent.includes('copied')")
    assert page.locator("textarea").count() == 0


@pytest.mark.parametrize("address", [CHAIN, PAIN, "about=soma:vagus-nerve"])
def test_turtle_is_part_of_the_ontology_and_says_no_more(
    html: str, open_page: Open, address: str
) -> None:
    path = taken(open_page(html, address), "Turtle")
    part = rdflib.Graph().parse(path, format="turtle")
    whole = rdflib.Graph().parse(data=render_turtle(read_bundled()), format="turtle")
    assert len(part) > 8

    def said(graph: rdflib.Graph) -> set[tuple[object, ...]]:
        """Return triples, with each axiom's blank node told by all that it says."""
        told = {
            node: frozenset(graph.predicate_objects(node))
            for node in graph.subjects()
            if isinstance(node, rdflib.BNode)
        }
        return {(told.get(s, s), p, o) for s, p, o in graph}

    assert said(part) <= said(whole)
    text = Path(path).read_text("utf-8")
    assert wording.DISCLAIMER in text
    assert text.startswith("# ")


def test_turtle_of_other_graphs_keeps_odd_names_and_texts(tmp_path: Path, open_page: Open) -> None:
    source = tmp_path / "odd.ttl"
    source.write_text(
        "@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .\n"
        '<http://e.org/a%20b(c)> rdfs:label "a \\"quoted\\" \\\\ label\\nof two lines" ;\n'
        "  <http://e.org/p> <urn:x:y;z> .\n"
        '<urn:x:y;z> rdfs:label "\u00e9tat" .\n',
        "utf-8",
    )
    page = open_page(render_page(somagraph.load(source, bundled=False)), "about=urn%3Ax%3Ay%3Bz")
    part = rdflib.Graph().parse(taken(page, "Turtle"), format="turtle")
    for triple in rdflib.Graph().parse(source, format="turtle"):
        assert triple in part


def test_svg_has_the_picture_and_what_must_be_told(html: str, open_page: Open) -> None:
    words = svg_words(taken(open_page(html, f"{PAIN}&no-standing=research"), "SVG"))
    assert "What connects the psoas major to low back pain?" in words
    assert "An overstretched psoas major may contribute to low back pain." in words
    assert "[Crimando, P3.1] a practitioner says it may" in words
    assert "may contribute to" in words
    assert "No study is cited here." in words
    assert "Needs emergency care" in words
    assert wording.DISCLAIMER in words


def test_svg_of_a_card(html: str, open_page: Open) -> None:
    words = svg_words(taken(open_page(html, "about=soma:constructive-rest"), "SVG"))
    assert "Constructive Rest" in words
    assert "6. Draw the knees in" in words
    assert wording.DISCLAIMER in words


def test_png_is_a_picture_of_the_same(html: str, open_page: Open) -> None:
    page = open_page(html, PAIN)
    data = Path(taken(page, "PNG")).read_bytes()
    assert data[:8] == b"\x89PNG\r\n\x1a\n"
    width, height = (int.from_bytes(data[i : i + 4], "big") for i in (16, 20))
    root = ET.parse(taken(page, "SVG")).getroot()  # noqa: S314 - as above
    assert (width, height) == (
        2 * int(float(root.attrib["width"])),
        pytest.approx(2 * float(root.attrib["height"]), abs=2),
    )
    assert len(data) > 30_000


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_print_has_picture_answer_signs_and_no_advice_on_light_paper(
    html: str, open_page: Open, theme: str
) -> None:
    page = open_page(html, PAIN, color_scheme=theme)
    page.evaluate("window.dispatchEvent(new Event('beforeprint'))")
    page.emulate_media(media="print", color_scheme=theme)
    box = page.locator("#print-picture svg").bounding_box()
    assert box is not None
    assert box["height"] > 200
    assert page.evaluate("getComputedStyle(document.body).color") == "rgb(0, 0, 0)"
    ground = page.locator("#print-picture svg > polygon").first.get_attribute("fill")
    assert ground in {"#fbf9f5", "#fff"}
    assert page.locator("header").is_hidden()
    assert page.locator("#legend").is_hidden()
    assert page.locator(".signs").first.is_visible()
    assert page.inner_text("footer") == wording.DISCLAIMER
    assert page.locator("footer").is_visible()
    page.evaluate("window.dispatchEvent(new Event('afterprint'))")
    assert page.locator("#print-picture svg").count() == 0
    assert page.pdf().startswith(b"%PDF")


def test_what_is_empty_is_taken_away_as_empty(html: str, open_page: Open) -> None:
    page = open_page(html, "from=soma:releasing-psoas&to=soma:anxiety")
    words = svg_words(taken(page, "SVG"))
    assert "Nothing here connects them." in words
    assert "No source here says that releasing the psoas major relieves anxiety." in words


def test_a_practice_is_taken_home_with_its_steps(html: str, open_page: Open) -> None:
    page = open_page(html, "about=soma:constructive-rest")
    text = copied(page, "Copy as text")
    assert text.startswith("Constructive Rest (practice)\n")
    words = svg_words(taken(page, "SVG"))
    for told in (text, words):
        assert "1. Lie down face up, the lower legs apart on a chair. [Crimando, P19.1]" in told
        assert " Or: " in told
        assert "safe for no one in particular" in told
        assert "Needs emergency care" in told
        assert "Crimando L. Facilitating Calm" in told
    assert text.endswith(f"{wording.DISCLAIMER}\n")


def test_a_link_in_a_frame_is_refused(graph: KnowledgeGraph, open_page: Open) -> None:
    frame = somagraph.connect(graph, "psoas", "anxiety")._repr_html_()
    page = open_page(f'<!doctype html><meta charset="utf-8"><body data-ready="true">{frame}</body>')
    inside = page.frames[1]
    inside.wait_for_selector("body[data-ready=true]")
    inside.click(".take >> text=Copy link")
    inside.wait_for_function("document.querySelector('#status').textContent.includes('no address')")
