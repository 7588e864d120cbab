"""Measure side by side with what a user would pick instead; prints ratios of medians.

Run it in an environment that has the project installed. No test depends on a figure of this.
"""

from __future__ import annotations

import statistics
import subprocess
import sys
import time
from collections.abc import Callable

import networkx as nx
from rdflib.extras.external_graph_libs import rdflib_to_networkx_multidigraph

import somagraph
from somagraph.building import build_graph
from somagraph.dataset import read_bundled
from somagraph.export.turtle import render_turtle
from somagraph.model import EntityId
from somagraph.paths import Search, find_paths

_ROUNDS = 5


def median_of(*works: Callable[[], object]) -> list[float]:
    """Return the median seconds of each work, taken in turns so that drift hits all alike."""
    times: list[list[float]] = [[] for _ in works]
    for _ in range(_ROUNDS):
        for taken, work in zip(times, works, strict=True):
            start = time.perf_counter()
            work()
            taken.append(time.perf_counter() - start)
    return [statistics.median(taken) for taken in times]


def tell(work: str, ours: float, theirs: float, other: str) -> None:
    """Print one comparison."""
    print(f"{work}: {ours:.4f} s, {other} {theirs:.4f} s, ratio {theirs / ours:.1f}")


def compare_loading() -> None:
    """Load the bundled graph; the same Turtle by rdflib into networkx."""
    import rdflib  # noqa: PLC0415 - the other side

    turtle = render_turtle(read_bundled())
    ours, theirs = median_of(
        lambda: build_graph(read_bundled()),
        lambda: rdflib_to_networkx_multidigraph(rdflib.Graph().parse(data=turtle)),
    )
    tell("load the bundled graph", ours, theirs, "rdflib into networkx")


def compare_paths() -> None:
    """Find ten cheapest paths; networkx on the same arcs, without the vetoes."""
    graph = somagraph.load()
    frontier, network = graph.arcs(), graph.walk_network()
    source, target = EntityId("soma:kidney"), EntityId("soma:femur")

    def ten_of_ours() -> None:
        found = find_paths(graph, frontier, source, target, Search())
        for _ in zip(range(10), found, strict=False):
            pass

    def ten_of_theirs() -> None:
        found = nx.shortest_simple_paths(network, source, target, weight="cost")
        for _ in zip(range(10), found, strict=False):
            pass

    ours, theirs = median_of(ten_of_ours, ten_of_theirs)
    tell("ten best paths, kidney to femur", ours, theirs, "networkx")


def compare_start() -> None:
    """Answer a question in a new process; an empty click program's help."""
    answer = [sys.executable, "-m", "somagraph", "connect", "psoas", "anxiety"]
    empty = [sys.executable, "-c", "import click; click.command()(lambda: None)(['--help'])"]

    def run(command: list[str]) -> Callable[[], object]:
        return lambda: subprocess.run(command, stdout=subprocess.DEVNULL, check=True)

    ours, theirs = median_of(run(answer), run(empty))
    tell("process start to answer", ours, theirs, "an empty click program")


def main() -> None:
    """Run all comparisons."""
    compare_loading()
    compare_paths()
    compare_start()


if __name__ == "__main__":
    main()
