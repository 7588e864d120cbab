"""A dataset becomes a `KnowledgeGraph`."""

from __future__ import annotations

from somagraph.dataset import Dataset
from somagraph.indexed import IndexedGraph
from somagraph.packing import pack_dataset

__all__ = ["build_graph"]


def build_graph(dataset: Dataset) -> IndexedGraph:
    """Make the knowledge graph of a dataset; what `somagraph validate` reports is left out."""
    return IndexedGraph(memoryview(b"".join(pack_dataset(dataset))), lambda: dataset)
