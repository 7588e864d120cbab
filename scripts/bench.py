"""Measure side by side with what a user would pick instead; prints ratios within this run.

Run it in an environment that has the project and its development group installed::

    python scripts/bench.py [--file uberon.obo] [--oak PYTHON] [--largest EDGES]

``--file`` is a real ontology in OBO, ``--oak`` the Python of an environment that has oaklib.
Without them what needs them is left out, and said so. No test depends on a figure of this.
"""

from __future__ import annotations

import argparse
import gc
import json
import random
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from itertools import islice, pairwise
from pathlib import Path

import networkx as nx
import numpy as np

import somagraph
from somagraph.columns import ClaimColumns, EntityColumns
from somagraph.costs import half_hub_cost
from somagraph.derivation import derive_arcs
from somagraph.frontier import ClaimRows, Code, Frontier, Numbering, encode
from somagraph.model import Family, Relation
from somagraph.search import Search, find_rows

JOINS = Relation("x:joins", "x:joins", "joins", "", Family.ANATOMICAL)
LABEL = "http://www.w3.org/2000/01/rdf-schema#label"
PAIRS = 12
NO_BOUND = 1000


def tell(work: str, ours: float, theirs: float, other: str, unit: str = "s") -> None:
    """Print one comparison."""
    print(
        f"{work}: {ours:.4g} {unit}; {other}: {theirs:.4g} {unit}; ratio {theirs / ours:.1f}",
        flush=True,
    )


def of_process(command: list[str], rounds: int) -> tuple[float, float, float]:
    """Return the median seconds, CPU seconds, and peak memory in MB of whole processes."""
    code = (
        "import json, resource, subprocess, sys, time; start = time.perf_counter(); "
        "subprocess.run(sys.argv[1:], check=True, stdout=subprocess.DEVNULL, "
        "stderr=subprocess.DEVNULL); wall = time.perf_counter() - start; "
        "used = resource.getrusage(resource.RUSAGE_CHILDREN); "
        "print(json.dumps([wall, used.ru_utime + used.ru_stime, used.ru_maxrss / 1024]))"
    )
    runs = [
        json.loads(subprocess.check_output([sys.executable, "-c", code, *command]))
        for _ in range(rounds)
    ]
    wall, used, memory = (statistics.median(column) for column in zip(*runs, strict=True))
    return wall, used, memory


def attached(edges: int, seed: int = 7) -> tuple[int, list[tuple[int, int]]]:
    """Return a number of entities and that many different edges; some entities become hubs.

    Each new entity is joined to about four others, every second time to an end of an edge that was
    drawn before: preferential attachment (Barabasi and Albert 1999).
    """
    drawn = random.Random(seed)  # noqa: S311 - a sample that can be drawn again
    count = edges // 4
    ends, seen = [0, 1], {(0, 1)}
    while len(seen) < edges:
        one = drawn.randrange(count)
        other = drawn.choice(ends) if drawn.random() < 0.5 else drawn.randrange(count)  # noqa: PLR2004 - a coin
        if one != other and (one, other) not in seen and (other, one) not in seen:
            seen.add((one, other))
            ends += (one, other)
    return count, sorted(seen)


def frontier_of(count: int, edges: list[tuple[int, int]]) -> Frontier:
    """Return the arcs over some edges, with the costs that claims without evidence have."""
    pairs = np.array(edges, np.int64)
    degrees = np.bincount(pairs.ravel(), minlength=count).tolist()
    hubs = np.array([half_hub_cost(degree) for degree in degrees], np.int64)
    nothing = np.zeros(len(edges), np.int64)
    claims = ClaimColumns(
        numbers=np.arange(len(edges)),
        subjects=pairs[:, 0],
        relations=nothing,
        objects=pairs[:, 1],
        evidence=nothing + 600,
        plain=nothing == 0,
        sides=nothing,
    )
    none = np.zeros(count, bool)
    entities = EntityColumns(hubs, none, np.full(count, -1), none)
    table = derive_arcs(claims, [JOINS], entities)
    ids = range(count)
    numbering = Numbering(ids, int, ids, bytes([1]) * count, hubs)  # type: ignore[arg-type] # numbers stand for ids
    return Frontier(numbering, table, lambda *_: None)  # type: ignore[arg-type,return-value] # never made


def without_rules(frontier: Frontier) -> Frontier:
    """Return the same arcs, any of which may follow any: what networkx searches."""
    table, count = frontier.table, len(frontier.numbering.ids)
    plain = encode(Code(0, 0, 0, 1, forward=True, keeps_side=False, lead_last=False))
    rows = range(len(table.sources))
    table = table._replace(
        codes=[plain] * len(table.codes),
        arrivals=[1] * count,
        rows=rows,
        claims=ClaimRows(rows, [-1] * len(rows)),
    )
    numbering = frontier.numbering._replace(bridges=bytes([1]) * count, sites=range(count))
    return Frontier(numbering, table, lambda *_: None)  # type: ignore[arg-type,return-value] # never made


def network_of(frontier: Frontier) -> nx.DiGraph[int]:
    """Return the same arcs for networkx."""
    network: nx.DiGraph[int] = nx.DiGraph()
    network.add_nodes_from(range(len(frontier.numbering.ids)))
    table = frontier.table
    network.add_weighted_edges_from(
        zip(table.sources, table.targets, table.costs, strict=True), weight="cost"
    )
    return network


def pairs_of(count: int, seed: int = 11) -> list[tuple[int, int]]:
    """Return pairs of entities."""
    drawn = random.Random(seed)  # noqa: S311 - as above
    return [tuple(drawn.sample(range(count), 2)) for _ in range(PAIRS)]  # type: ignore[misc] # two each


def best_of_ours(frontier: Frontier, ends: tuple[int, int], count: int) -> list[int]:
    """Return the costs of the cheapest paths."""
    rows = find_rows(frontier, *ends, Search(NO_BOUND, budget=10**9))
    return [sum(frontier.table.costs[arc] for arc in row) for row in islice(rows, count)]


def best_of_networkx(network: nx.DiGraph[int], ends: tuple[int, int], count: int) -> list[int]:
    """Return the costs of the cheapest paths."""
    found: Iterator[list[int]] = nx.shortest_simple_paths(network, *ends, weight="cost")
    return [
        sum(network[one][other]["cost"] for one, other in pairwise(path))
        for path in islice(found, count)
    ]


def timed(work: Callable[[], object]) -> tuple[float, object]:
    """Return the seconds that a work takes, and what it gives."""
    start = time.perf_counter()
    result = work()
    return time.perf_counter() - start, result


def compare_paths(name: str, frontier: Frontier, pairs: list[tuple[int, int]]) -> None:
    """Search one and ten paths between the same pairs; the costs found must be equal."""
    network = network_of(frontier)
    # What both hold is no rubbish: neither shall wait while it is looked through.
    gc.collect()
    gc.freeze()

    def one_of_theirs(ends: tuple[int, int]) -> list[int]:
        return [nx.bidirectional_dijkstra(network, *ends, weight="cost")[0]]

    for count in (1, 10):
        ours, theirs = [], []
        for ends in pairs:
            if not nx.has_path(network, *ends):
                continue
            took, found = timed(lambda e=ends, c=count: best_of_ours(frontier, e, c))  # type: ignore[misc] # bound now
            ours.append(took)
            took, other = timed(
                lambda e=ends, c=count: (  # type: ignore[misc] # as above
                    one_of_theirs(e) if c == 1 else best_of_networkx(network, e, c)
                )
            )
            theirs.append(took)
            if found != other:
                message = f"{name}, {ends}: {found} is not {other}"
                raise AssertionError(message)
        what = "networkx bidirectional_dijkstra" if count == 1 else "networkx shortest_simple_paths"
        median = statistics.median
        tell(f"{count} best, {name}", median(ours), median(theirs), what)


def compare_largest(edges: int) -> None:
    """Search ten paths in a graph that networkx would take minutes for."""
    count, drawn = attached(edges)
    frontier = frontier_of(count, drawn)
    del drawn
    took = sorted(
        timed(lambda e=ends: best_of_ours(frontier, e, 10))[0] for ends in pairs_of(count)
    )  # type: ignore[misc] # as above
    median, last = statistics.median(took), took[int(0.95 * len(took))]
    tell(f"10 best, {edges:,} edges, median against p95", median, last, "p95")
    search = Search(NO_BOUND, budget=10**9, seconds=0.05)
    bounded, found = timed(lambda: len(list(find_rows(frontier, *pairs_of(count)[0], search))))
    print(f"all paths within 0.05 s: {found} in {bounded:.3f} s, cut off: {search.cut_off}")


def compare_loading(folder: Path, file: Path | None, oak: str | None) -> None:
    """Read and join files; whole processes, with nothing kept before."""
    turtle = folder / "million.ttl"
    write_turtle(turtle)
    load = "import os, sys; os.environ['SOMAGRAPH_CACHE'] = ''; import somagraph; "
    ours = [sys.executable, "-c", load + "somagraph.load(sys.argv[1], bundled=False)"]
    theirs = (
        "import sys, rdflib; from rdflib.extras.external_graph_libs import "
        "rdflib_to_networkx_multidigraph as to; to(rdflib.Graph().parse(sys.argv[1]))"
    )
    own = of_process([*ours, str(turtle)], 3)
    other = of_process([sys.executable, "-c", theirs, str(turtle)], 1)
    tell("load 1,000,000 triples", own[0], other[0], "rdflib into networkx")
    tell("the same, memory", own[2], other[2], "rdflib into networkx", "MB")
    if file is None or oak is None:
        print("OAK: left out (name --file and --oak)")
        return
    code = (
        "import sys; from oaklib import get_adapter; a = get_adapter('simpleobo:' + sys.argv[1]); "
        "print(sum(1 for _ in a.relationships()))"
    )
    own, other = of_process([*ours, str(file)], 5), of_process([oak, "-c", code, str(file)], 5)
    tell(f"load {file.name}", own[0], other[0], "OAK simpleobo")


def write_turtle(path: Path) -> None:
    """Write about a million triples: entities with a type and a label, and what joins them."""
    count, drawn = attached(666_000)
    with path.open("w", encoding="utf-8") as file:
        file.write("@prefix x: <http://example.org/> .\n")
        for i in range(count):
            file.write(f'x:n{i} a x:Thing ; <{LABEL}> "thing {i}" .\n')
        for one, other in drawn:
            file.write(f"x:n{one} x:adjacent_to x:n{other} .\n")


def compare_start(folder: Path, file: Path | None, oak: str | None) -> None:
    """Answer a question in a new process, when the files were read before."""
    empty = "import click; click.command()(lambda: None)(['--help'])"
    _, nothing, _ = of_process([sys.executable, "-c", empty], 21)
    ask = [sys.executable, "-m", "somagraph"]
    questions = [("psoas", "anxiety"), ("psoas major", "kidney"), ("liver", "femur")]
    bundled = [of_process([*ask, "connect", *ends], 21)[1] for ends in questions]
    for ends, used in zip(questions, bundled, strict=True):
        tell(f"connect {' to '.join(ends)}, CPU", used, nothing, "an empty click program")
    large = [*ask, "--with", str(folder / "million.ttl"), "connect", "thing 7", "thing 70000"]
    subprocess.run(large, check=True, stdout=subprocess.DEVNULL)
    tell("connect over a million triples, CPU", of_process(large, 11)[1], bundled[0], "over none")
    if file is not None and oak is not None:
        known = [*ask, "--with", str(file), "connect", "UBERON:0001298", "UBERON:0002103"]
        subprocess.run(known, check=True, stdout=subprocess.DEVNULL)
        runoak = [oak, "-m", "oaklib.cli", "-i", f"simpleobo:{file}", "paths"]
        runoak += ["UBERON:0001298", "--target", "UBERON:0002103"]
        own, other = of_process(known, 5)[0], of_process(runoak, 3)[0]
        tell(f"connect over {file.name}", own, other, "runoak paths")


def main() -> None:
    """Run all comparisons."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--file", type=Path)
    parser.add_argument("--oak")
    parser.add_argument("--largest", type=int, default=10_000_000)
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        compare_loading(folder, given.file, given.oak)
        compare_start(folder, given.file, given.oak)
    if given.file:
        graph = somagraph.load(given.file, bundled=False)
        frontier, pairs = graph.arcs(), pairs_of(len(graph.entities))
        compare_paths(given.file.name, without_rules(frontier), pairs)
        ruled = [timed(lambda e=ends: best_of_ours(frontier, e, 10))[0] for ends in pairs]  # type: ignore[misc] # as above
        print(f"10 best by the rules, {given.file.name}: {statistics.median(ruled):.4g} s")
    for edges in (100_000, 1_000_000):
        count, drawn = attached(edges)
        compare_paths(f"{edges:,} edges", frontier_of(count, drawn), pairs_of(count))
    compare_largest(given.largest)
    print(f"peak of this process: {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss >> 10} MB")


if __name__ == "__main__":
    main()
