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

from collections.abc import Callable
from importlib import import_module
from os import PathLike
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from somagraph.display import register

if TYPE_CHECKING:
    from somagraph.answer import Answer, Question, connect
    from somagraph.compare import compare
    from somagraph.dataset import Dataset
    from somagraph.errors import SomagraphError
    from somagraph.knowledge import KnowledgeGraph
    from somagraph.model import Claim, Denial, Entity, EntityId, Evidence, Relation
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

#: Where each name stands; it is imported when somebody asks for it, so that a question asked on
#: the command line waits for nothing that it does not need.
_HOMES: Final = {
    **dict.fromkeys(("Answer", "Question", "connect"), "answer"),
    **dict.fromkeys(("Claim", "Denial", "Entity", "EntityId", "Evidence", "Relation"), "model"),
    "Dataset": "dataset",
    "KnowledgeGraph": "knowledge",
    "SomagraphError": "errors",
    "compare": "compare",
    "render_answer": "text",
}


def __getattr__(name: str) -> Any:  # noqa: ANN401 - whatever stands there
    """Import a name when it is first asked for."""
    if name == "__version__":
        return _find_version()
    if name not in _HOMES:
        message = f"module {__name__!r} has no attribute {name!r}"
        raise AttributeError(message)
    value = globals()[name] = getattr(import_module(f"somagraph.{_HOMES[name]}"), name)
    return value


def _find_version() -> str:
    from importlib.metadata import PackageNotFoundError, version  # noqa: PLC0415 - takes a while

    try:
        return version("somagraph")
    except PackageNotFoundError:  # pragma: no cover - run from a source tree, not installed
        return "0+unknown"


def _render_page(graph: KnowledgeGraph, answer: Answer | None) -> str:
    from somagraph.page import render_page  # noqa: PLC0415 - pyvis is wanted only in a notebook

    return render_page(graph, answer)


register(_render_page)


def load(
    *files: str | PathLike[str],
    bundled: bool = True,
    tell: Callable[[str], None] = lambda _: None,
) -> KnowledgeGraph:
    """Load the bundled graph, and any files added to it.

    What was loaded before is not read again until a file changes (see `somagraph.cache`).

    Parameters
    ----------
    *files
        Turtle, N-Triples, N-Quads, TriG, RDF/XML, OWL, JSON-LD, OBO or OBO Graphs, packed with gzip
        or not. Their claims keep the file as their source where they state no evidence.
    bundled
        Whether to start from the ontology that somagraph ships.
    tell
        Is told what is done, where that takes long.

    Raises
    ------
    UnreadableFileError
        If a file cannot be read.
    """
    from somagraph.cache import open_graph  # noqa: PLC0415 - as all names above

    return open_graph(list(map(Path, files)), bundled=bundled, tell=tell)


def resolve(graph: KnowledgeGraph, name: str) -> EntityId:
    """Return the id of the one entity that a name, CURIE or IRI means.

    Raises
    ------
    NameResolutionError
        If it means nothing here, or several things.
    """
    from somagraph.names import NameIndex  # noqa: PLC0415 - as all names above

    return NameIndex(graph).resolve(name).entity
