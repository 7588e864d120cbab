"""Any text as a name, and graphs with more connections than can be counted: an end, and told."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable

import pytest
from click.testing import CliRunner
from hypothesis import given, settings
from hypothesis import strategies as st

import somagraph
from somagraph.cli import main
from somagraph.errors import NameResolutionError, QuestionError
from somagraph.knowledge import KnowledgeGraph

Loader = Callable[[str], KnowledgeGraph]

NAMES = [
    "", " ", "\t\n", "0", "42", "-1", "--help", "-k", "--", "*", "?", ".", "/", "..", "soma:",
    "soma:nothing", "https://", "<https://w3id.org/somagraph/psoas-major>", "__proto__", "None",
    "\u202epsoas", "psoas\u0000", "\x1b[31mpsoas", "\ud800", "ps\u00f6as", "\N{FAMILY}" * 50,
    "psoas" * 20_000, "a " * 50_000, "'; DROP TABLE names; --", '"} UNION { ?s ?p ?o }', "%s%n{0}",
]  # fmt: skip


@pytest.mark.parametrize("name", NAMES, ids=range(len(NAMES)))
@pytest.mark.parametrize("verb", ["connect", "show", "search", "reach"])
def test_any_text_is_a_name_or_is_told(verb: str, name: str) -> None:
    more = ["kidney"] if verb == "connect" else []
    result = CliRunner().invoke(main, [verb, "--", name, *more])
    assert result.exit_code in {0, 1, 2}
    assert result.exception is None or isinstance(result.exception, SystemExit)
    assert len(result.output) < 100_000
    assert not set("\x1b\u202e\x00\r") & set(result.output)
    if result.exit_code == 2:
        assert result.stderr.startswith("Error: ")
        assert result.stderr.count("\n") == 1


@settings(deadline=None)
@given(st.text(max_size=40), st.text(max_size=40))
def test_no_text_breaks_a_question(graph: KnowledgeGraph, one: str, other: str) -> None:
    try:
        answer = somagraph.connect(graph, one, other)
    except (NameResolutionError, QuestionError) as problem:
        assert str(problem).count("\n") == 0
    else:
        assert somagraph.render_answer(graph, answer)


def test_ugly_labels_are_asked_for_by_id(load_turtle: Loader) -> None:
    labels = ["", "   ", "7", "--help", "\u202ereversed", "twin", "twin", "x" * 100_000, "\u00e9"]
    text = "".join(
        f"ex:u{n} a soma:Muscle ; rdfs:label {ascii_literal(label)} ; "
        "soma:adjacentTo soma:kidney .\n"
        for n, label in enumerate(labels)
    )
    graph = load_turtle(text)
    for n in range(len(labels)):
        answer = somagraph.connect(graph, f"https://example.org/u{n}", "kidney")
        assert not answer.is_empty
        assert "\u202e" not in somagraph.render_answer(graph, answer)
    with pytest.raises(NameResolutionError, match="could be"):
        somagraph.connect(graph, "twin", "kidney")
    # What composes differently is the same name.
    assert somagraph.resolve(graph, "e\u0301") == "https://example.org/u8"


def ascii_literal(text: str) -> str:
    return '"' + "".join(c if c.isascii() else f"\\u{ord(c):04x}" for c in text) + '"'


def beside(pairs: Iterable[tuple[int, int]]) -> str:
    """Return muscles beside each other."""
    lines = [f"ex:n{one} soma:adjacentTo ex:n{other} ." for one, other in pairs]
    numbers = {number for line in lines for number in line.split() if number.startswith("ex:")}
    return "\n".join(
        [*lines, *(f'{n} a soma:Muscle ; rdfs:label "{n[3:]}" .' for n in sorted(numbers))]
    )


GRAPHS = {
    "complete": (beside((i, j) for i in range(60) for j in range(i)), "n0", "n59"),
    "grid": (
        beside(
            [(30 * y + x, 30 * y + x + 1) for y in range(30) for x in range(29)]
            + [(30 * y + x, 30 * y + x + 30) for y in range(29) for x in range(30)]
        ),
        "n0",
        "n899",
    ),
    "chain": (beside((i, i + 1) for i in range(20_000)), "n0", "n20000"),
}


@pytest.mark.parametrize("kind", GRAPHS)
@pytest.mark.parametrize("options", [{}, {"count": 200, "max_hops": 20}])
def test_a_number_of_ways_that_explodes_is_bounded(
    load_turtle: Loader, kind: str, options: dict[str, int]
) -> None:
    text, one, other = GRAPHS[kind]
    graph = load_turtle(text)
    start = time.process_time()
    answer = somagraph.connect(graph, one, other, seconds=5, **options)
    told = somagraph.render_answer(graph, answer)
    assert time.process_time() - start < 20
    if kind == "complete":
        assert answer.connections
        assert answer.truncated
        assert "Not shown: at least" in told or "The search was cut off" in told
    else:
        most = options.get("max_hops", 12)
        assert answer.is_empty
        assert f"No change of the question would connect them in up to {most} steps." in told


@pytest.mark.parametrize("kind", ["complete", "grid"])
def test_many_ends_are_bounded_too(load_turtle: Loader, kind: str) -> None:
    graph = load_turtle(GRAPHS[kind][0])
    start = time.process_time()
    names = ["n0", "n7", "n31", "n33", "n55"]
    told = somagraph.render_answer(graph, somagraph.connect(graph, *names, seconds=5))
    assert time.process_time() - start < 20
    assert told
