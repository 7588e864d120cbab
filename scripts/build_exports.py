"""Write ``exports/`` anew: the bundled graph as files that other tools read, and the page.

The same versions of the libraries (``scripts/constraints.txt``) give the same bytes, which a test
compares. ``--check`` only compares.
"""

from __future__ import annotations

import sys
from collections.abc import Callable
from pathlib import Path

import somagraph
from somagraph.export import FORMATS
from somagraph.export.tables import render_sentences
from somagraph.files import write_whole
from somagraph.knowledge import KnowledgeGraph
from somagraph.page import render_page

EXPORTS = Path(__file__).resolve().parent.parent / "exports"

#: File name to what renders it.
FILES: dict[str, Callable[[KnowledgeGraph], str]] = {
    "somagraph.ttl": FORMATS["turtle"].render,
    "somagraph.graphml": FORMATS["graphml"].render,
    "somagraph.jsonld": FORMATS["jsonld"].render,
    "somagraph.html": render_page,
    "sentences.tsv": lambda graph: render_sentences(graph, "soma:crimando-psoas-article"),
}


def main() -> int:
    """Write the files, or tell which are stale; return the exit status."""
    graph = somagraph.load()
    stale = []
    for name, render in FILES.items():
        path, text = EXPORTS / name, render(graph)
        if not path.exists() or path.read_bytes() != text.encode():
            stale.append(name)
            if "--check" not in sys.argv[1:]:
                write_whole(path, text)
    word = "stale" if "--check" in sys.argv[1:] else "written"
    print(f"{word}: {', '.join(stale) or 'none'}; {len(FILES) - len(stale)} as they were")
    return int(bool(stale) and "--check" in sys.argv[1:])


if __name__ == "__main__":
    sys.exit(main())
