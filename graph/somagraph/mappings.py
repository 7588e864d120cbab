"""Mappings: what other vocabularies call the same thing, and why one may say so.

A mapping is a SKOS match of an entity, as exact, close or broad as it honestly is. Its
``owl:Axiom`` carries the slots of SSSOM (https://mapping-commons.github.io/sssom/): the
justification, what the other vocabulary calls it, a comment. It is neither a claim nor evidence,
and never a step.
"""

from __future__ import annotations

from typing import Final

import numpy as np

from somagraph.dataset import Dataset
from somagraph.model import Mapping
from somagraph.triples import Node, is_iri
from somagraph.vocabulary import OWL, RDFS, SKOS, SSSOM, curie_of

__all__ = ["MATCHES", "read_mappings"]

#: The properties of SKOS that map, by their local names, the most exact first.
MATCHES: Final = ("exactMatch", "closeMatch", "broadMatch", "narrowMatch", "relatedMatch")

_UNSPECIFIED: Final = "semapv:UnspecifiedMatching"


def _axioms(dataset: Dataset) -> dict[tuple[str, ...], Node]:
    names = ("annotatedSource", "annotatedProperty", "annotatedTarget")
    return {
        tuple(dataset.iri(node, OWL + name) for name in names): node
        for node in dataset.subjects_with(OWL + "annotatedTarget")
        if dataset.iri(node, OWL + "annotatedProperty").startswith(SKOS)
    }


def read_mappings(dataset: Dataset) -> tuple[Mapping, ...]:
    """Return every mapping, by subject, the most exact first, then by object.

    Examples
    --------
    >>> from somagraph.dataset import read_bundled
    >>> found = read_mappings(read_bundled())
    >>> [m.object for m in found if m.subject == "soma:psoas-major" and "UBERON:" in m.object]
    ['UBERON:0001298']
    """
    axioms = _axioms(dataset)
    found: dict[tuple[str, int, str], Mapping] = {}
    columns = dataset.columns
    rows = np.concatenate([columns.with_predicate(SKOS + match) for match in MATCHES])
    # In the order of the files, and of one file in the order in which it says so.
    for row in sorted(rows.tolist(), key=lambda row: (columns.files[row], row)):
        subject, predicate, object_ = (
            columns.keys[column[row]]
            for column in (columns.subjects, columns.predicates, columns.objects)
        )
        if not (is_iri(subject) and is_iri(object_)):
            continue
        match = predicate.removeprefix(SKOS)
        axiom = axioms.get((subject, predicate, object_))
        why = dataset.iri(axiom, SSSOM + "mapping_justification") if axiom else ""
        mapping = Mapping(
            subject=curie_of(subject),
            match=match,
            object=curie_of(object_),
            object_label=dataset.text(axiom, SSSOM + "object_label") if axiom else "",
            justification=curie_of(why) if why else _UNSPECIFIED,
            comment=dataset.text(axiom, RDFS + "comment") if axiom else "",
            justified=bool(why),
            file=dataset.files[columns.files[row]].name,
        )
        found.setdefault((mapping.subject, MATCHES.index(match), mapping.object), mapping)
    return tuple(found[key] for key in sorted(found))
