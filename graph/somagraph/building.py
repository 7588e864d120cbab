"""A dataset becomes a `KnowledgeGraph`."""

from __future__ import annotations

from collections.abc import Iterable

from somagraph import extraction, records, terms
from somagraph.dataset import Dataset
from somagraph.knowledge import KnowledgeGraph

__all__ = ["build_graph"]


def build_graph(dataset: Dataset) -> KnowledgeGraph:
    """Make the knowledge graph of a dataset; what `somagraph validate` reports is left out."""
    kinds = terms.read_kinds(dataset)
    relations = terms.read_relations(dataset)
    read = extraction.read_entities(dataset, kinds)
    entities = {
        entity.id: entity if entity.bearer in read else entity._replace(bearer=None)
        for entity in read.values()
    }
    sources = records.read_sources(dataset)

    def known(ids: Iterable[str]) -> bool:
        return all(identifier in entities for identifier in ids)

    return KnowledgeGraph(
        read_dataset=lambda: dataset,
        kinds=kinds,
        relations=relations,
        entities=entities,
        claims=extraction.read_claims(dataset, entities, relations),
        sources=sources,
        denials=tuple(
            denial
            for denial in records.read_denials(dataset)
            if known((denial.subject, denial.object)) and denial.relation in relations
        ),
        disputes=records.read_disputes(dataset),
        warning_signs=records.read_warning_signs(dataset, sources),
    )
