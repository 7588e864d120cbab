"""What connects X to Y in the body: who says it, where, and how sure.

Examples
--------
>>> import somagraph
>>> graph = somagraph.load()
>>> somagraph.resolve(graph, "third lumbar vertebra")
'soma:l3-vertebra'
>>> answer = somagraph.connect(graph, "psoas", "anxiety")
>>> print(somagraph.render_answer(graph, answer).splitlines()[4])
    The psoas major may play a role in anxiety.
>>> graph.network.number_of_edges() == len(graph.claims)
True
"""

from __future__ import annotations

from importlib.metadata import PackageNotFoundError, version
from os import PathLike
from pathlib import Path

from somagraph.answer import Answer, Question, connect
from somagraph.building import build_graph
from somagraph.compare import compare
from somagraph.dataset import Dataset, read_bundled, read_files
from somagraph.display import register
from somagraph.errors import SomagraphError
from somagraph.knowledge import KnowledgeGraph
from somagraph.model import Claim, Denial, Entity, EntityId, Evidence, Relation
from somagraph.names import NameIndex
from somagraph.text import render_answer

__all__ = [
    "Answer",
    "Claim",
    "Dataset",
    "Denial",
    "Entity",
    "EntityId",
    "Evidence",
    "KnowledgeGraph",
    "Question",
    "Relation",
    "SomagraphError",
    "compare",
    "connect",
    "load",
    "render_answer",
    "resolve",
]

try:
    __version__ = version("somagraph")
except PackageNotFoundError:  # pragma: no cover - run from a source tree that is not installed
    __version__ = "0+unknown"


def _render_page(graph: KnowledgeGraph, answer: Answer | None) -> str:
    from somagraph.page import render_page  # noqa: PLC0415 - pyvis is wanted only in a notebook

    return render_page(graph, answer)


register(_render_page)


def load(*files: str | PathLike[str], bundled: bool = True) -> KnowledgeGraph:
    """Load the bundled graph, and any files added to it.

    Parameters
    ----------
    *files
        Turtle, N-Triples, RDF/XML, OWL, JSON-LD or OBO. Their claims keep the file as their source
        where they state no evidence.
    bundled
        Whether to start from the ontology that somagraph ships.

    Raises
    ------
    UnreadableFileError
        If a file cannot be read.
    """
    base = read_bundled() if bundled else None
    return build_graph(read_files(map(Path, files), base=base))


def resolve(graph: KnowledgeGraph, name: str) -> EntityId:
    """Return the id of the one entity that a name, CURIE or IRI means.

    Raises
    ------
    NameResolutionError
        If it means nothing here, or several things.
    """
    return NameIndex(graph).resolve(name).entity
