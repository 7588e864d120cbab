"""Measure questions over an endpoint beside the bare exchange of the same queries.

Run it in an environment that has the project and its group ``interop`` installed::

    python scripts/bench_endpoint.py [--hops 12] [--triples 1000000] [--rounds 5]

A graph of so many triples is drawn and loaded into an Oxigraph server on loopback. Then pairs that
lie so many steps apart are asked for. For each the time of the whole answer is printed, and that of
its queries alone, sent once more, one after the other, by the same library over one connection and
read but not parsed. No test depends on a figure of this.
"""

from __future__ import annotations

import argparse
import random
import statistics
import sys
import tempfile
import time
from collections import deque
from pathlib import Path

import urllib3

from somagraph.endpoint.connecting import Remote
from somagraph.endpoint.transport import Reply, Transport

sys.path.insert(0, str(Path(__file__).resolve().parent.parent / "tests"))
from engines import oxigraph

GRAPH = "https://example.org/graph"
LABEL = "http://www.w3.org/2000/01/rdf-schema#label"
RELATIONS = ("adjacent_to", "continuous_with", "overlaps")
FORM = "application/x-www-form-urlencoded"
JSON = "application/sparql-results+json"


def draw(triples: int, path: Path) -> list[list[int]]:
    """Write a graph of entities with a label and three neighbours each; return the neighbours."""
    drawn = random.Random(5)  # noqa: S311 - a sample that can be drawn again
    count = triples * 2 // 5
    beside: list[list[int]] = [[] for _ in range(count)]
    with path.open("w", encoding="utf-8") as file:
        for number in range(count):
            file.write(f'<https://example.org/e{number}> <{LABEL}> "thing {number}" .\n')
        for _ in range(triples - count):
            one, other = drawn.randrange(count), drawn.randrange(count)
            relation = drawn.choice(RELATIONS)
            file.write(
                f"<https://example.org/e{one}> <https://example.org/{relation}> "
                f"<https://example.org/e{other}> .\n"
            )
            beside[one].append(other)
            beside[other].append(one)
    return beside


def pairs_apart(beside: list[list[int]], hops: int, wanted: int) -> list[tuple[int, int]]:
    """Return pairs of entities that lie so many steps apart."""
    drawn = random.Random(7)  # noqa: S311 - as above
    found: list[tuple[int, int]] = []
    while len(found) < wanted:
        start = drawn.randrange(len(beside))
        steps, waiting = {start: 0}, deque([start])
        while waiting:
            here = waiting.popleft()
            if steps[here] < hops:
                for other in beside[here]:
                    if other not in steps:
                        steps[other] = steps[here] + 1
                        waiting.append(other)
        far = [entity for entity, away in steps.items() if away == hops]
        if far:
            found.append((start, drawn.choice(far)))
    return found


def main() -> int:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--hops", type=int, default=12)
    parser.add_argument("--triples", type=int, default=1_000_000)
    parser.add_argument("--rounds", type=int, default=5)
    options = parser.parse_args()
    sent: list[bytes] = []
    send = Transport.send

    def noting(self: Transport, method: str, body: bytes, headers: dict[str, str]) -> Reply:
        sent.append(body)
        return send(self, method, body, headers)

    Transport.send = noting  # type: ignore[method-assign,assignment] # counts, and does the same
    with tempfile.TemporaryDirectory() as folder:
        data = Path(folder, "drawn.nt")
        beside = draw(options.triples, data)
        pairs = pairs_apart(beside, options.hops, options.rounds + 1)
        with oxigraph(Path(folder, "store"), {GRAPH: data}) as address:
            url = f"{address}/query"
            ratios = []
            for place, (one, other) in enumerate(pairs):
                sent.clear()
                begun = time.perf_counter()
                remote = Remote([url], GRAPH)
                names = (f"thing {one}", f"thing {other}")
                answer = remote.connect(*names, max_hops=options.hops, count=1)
                ours = time.perf_counter() - begun
                remote.close()
                begun = time.perf_counter()
                http, size = urllib3.PoolManager(), 0
                for body in sent:
                    headers = {"Accept": JSON, "Content-Type": FORM}
                    size += len(http.request("POST", url, body=body, headers=headers).data)
                bare = time.perf_counter() - begun
                http.clear()
                if not place:
                    continue  # the first question also imports what it needs
                ratios.append(ours / bare)
                steps = answer.connections[0].path.hops if answer.connections else "no"
                print(
                    f"{steps} steps, {len(sent)} queries, {size / 1e6:.1f} MB: {ours:.3f} s; "
                    f"bare exchange {bare:.3f} s; ratio {ours / bare:.1f}",
                    flush=True,
                )
            print(f"median ratio {statistics.median(ratios):.2f}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
