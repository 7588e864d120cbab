"""A dataset becomes claims: what its triples say of entities.

Triples of a relation between two entities are claims, with the evidence of the ``owl:Axiom`` nodes
that annotate them. Of OWL, ``subClassOf`` between named classes reads as *is a kind of*,
``subClassOf some`` as a claim, and the members of an ``intersectionOf`` to which a class is
equivalent as one claim each. Where a file states no evidence, it is the evidence itself: standing
``unstated``, and told so.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Final, NamedTuple

import numpy as np

from somagraph.columns import ClaimNumbers, Flags, Ints, joined, to_numbers
from somagraph.dataset import Dataset
from somagraph.extraction import read_evidence, sort_evidence
from somagraph.model import Directness, Evidence, Modality, Relation, Standing
from somagraph.triples import Node, is_iri, term_of
from somagraph.vocabulary import DCTERMS, KIND_OF, OBO_IN_OWL, OWL, RDF, RDFS

__all__ = ["FoundClaims", "find_claims"]

_SUBCLASS: Final = RDFS + "subClassOf"
_EQUIVALENT: Final = OWL + "equivalentClass"
_REFERENCE: Final = OBO_IN_OWL + "hasDbXref"


class FoundClaims(NamedTuple):
    """Claims, and the sets of evidence that they name by number."""

    numbers: ClaimNumbers
    evidence_sets: list[tuple[Evidence, ...]]


class _Statements(NamedTuple):
    """What may be claims, one entry each, in numbers of terms."""

    subjects: Ints
    #: Numbers of relations, -1 for what is none.
    relations: Ints
    objects: Ints
    files: Ints
    #: The triple that says so and can be annotated: its predicate and its object.
    stated_by: Ints
    stated_as: Ints


def _relation_numbers(dataset: Dataset, relations: Sequence[Relation]) -> Ints:
    """Return the number of the relation that each term is, or -1."""
    columns = dataset.columns
    numbers = np.full(len(columns.keys), -1, np.int32)
    for number, relation in enumerate(relations):
        if (term := columns.number(relation.iri)) >= 0:
            numbers[term] = number
    return numbers


def _plain(dataset: Dataset, relation_of: Ints, kind_of: int) -> _Statements:
    """Return the triples between named nodes."""
    columns = dataset.columns
    relations = relation_of[columns.predicates]
    relations[columns.with_predicate(_SUBCLASS)] = kind_of
    rows = np.flatnonzero(relations >= 0)
    return _Statements(
        columns.subjects[rows],
        relations[rows],
        columns.objects[rows],
        columns.files[rows],
        columns.predicates[rows],
        columns.objects[rows],
    )


def _links(dataset: Dataset, predicate: str) -> Iterator[tuple[int, int]]:
    columns = dataset.columns
    rows = columns.with_predicate(predicate)
    yield from zip(columns.subjects[rows].tolist(), columns.objects[rows].tolist(), strict=True)


def _classes(dataset: Dataset, relation_of: Ints, kind_of: int) -> list[_Statements]:
    """Return what classes are said to have: restrictions, alone or in an intersection."""
    columns = dataset.columns
    owners: list[tuple[int, int, int, int, int]] = []
    for predicate in (_SUBCLASS, _EQUIVALENT):
        rows = columns.with_predicate(predicate)
        number = columns.number(predicate)
        for row in rows.tolist():
            subject, object_ = int(columns.subjects[row]), int(columns.objects[row])
            if not is_iri(columns.keys[object_]):
                owners.append((subject, object_, int(columns.files[row]), number, object_))
    if not owners:
        return []
    wholes = dict(_links(dataset, OWL + "intersectionOf"))
    firsts, rests = dict(_links(dataset, RDF + "first")), dict(_links(dataset, RDF + "rest"))
    named: list[tuple[int, int, int, int, int]] = []
    for subject, object_, file, number, stated in owners:
        node, seen = wholes.get(object_, -1), set()
        while node in firsts and node not in seen:
            seen.add(node)
            member = firsts[node]
            into = named if is_iri(columns.keys[member]) else owners
            into.append((subject, member, file, number, stated))
            node = rests.get(node, -1)
    property_of = np.full(len(columns.keys), -1)
    for restriction, property_ in sorted(_links(dataset, OWL + "onProperty"), reverse=True):
        property_of[restriction] = relation_of[property_]
    fillers = np.array(sorted(_links(dataset, OWL + "someValuesFrom")), np.int64).reshape(-1, 2)
    holders = np.array(owners, np.int64).reshape(-1, 5)
    left, right = joined(holders[:, 1], fillers[:, 0])
    held = holders[left]
    parents = np.array(named, np.int64).reshape(-1, 5)
    kinds = np.full(len(parents), kind_of)
    return [
        _Statements(
            held[:, 0],
            property_of[held[:, 1]],
            fillers[right, 1],
            held[:, 2],
            held[:, 3],
            held[:, 4],
        ),
        _Statements(parents[:, 0], kinds, parents[:, 1], *(parents[:, i] for i in (2, 3, 4))),
    ]


def _annotations(dataset: Dataset) -> dict[tuple[int, int, int], list[Node]]:
    """Return the annotating nodes of each triple that has any."""
    source, property_, target = (
        dict(_links(dataset, OWL + name))
        for name in ("annotatedSource", "annotatedProperty", "annotatedTarget")
    )
    found: dict[tuple[int, int, int], list[Node]] = {}
    for node in source.keys() & property_.keys() & target.keys():
        about = (source[node], property_[node], target[node])
        found.setdefault(about, []).append(term_of(dataset.columns.keys[node]))  # type: ignore[arg-type] # no literal is a subject
    return found


def _file_evidence(file: str, modality: Modality, note: str = "") -> Evidence:
    return Evidence(f"file:{file}", "", "", Standing.UNSTATED, modality, Directness.DIRECT, note)


def _evidence_of(dataset: Dataset, node: Node, relation: Relation, file: str) -> Evidence:
    """Return the evidence of an annotating node; references without a source are a qualifier."""
    if dataset.iri(node, DCTERMS + "source") or not dataset.objects(node, _REFERENCE):
        return read_evidence(dataset, node, relation.modality)
    note = f"refers to {', '.join(dataset.texts(node, _REFERENCE))}"
    return _file_evidence(file, relation.modality, note)


def find_claims(dataset: Dataset, entity_of: Ints, relations: Sequence[Relation]) -> FoundClaims:
    """Return every claim between entities, in the order of subjects, relations and objects.

    A triple whose ends are not both entities is no claim; `somagraph validate` reports it.

    Parameters
    ----------
    dataset
        What is read.
    entity_of
        Number of the entity that each term is, or -1.
    relations
        In the order of their ids.
    """
    relation_of = _relation_numbers(dataset, relations)
    kind_of = next(n for n, relation in enumerate(relations) if relation.id == KIND_OF)
    parts = [
        _plain(dataset, relation_of, kind_of),
        *_classes(dataset, relation_of, kind_of),
    ]
    said = _Statements._make(np.concatenate(columns) for columns in zip(*parts, strict=True))
    subjects, objects = entity_of[said.subjects], entity_of[said.objects]
    kept = (said.relations >= 0) & (subjects >= 0) & (objects >= 0) & (subjects != objects)
    said = _taken(said, kept)
    subjects, objects = subjects[kept], objects[kept]
    del parts, kept
    count = int(entity_of.max(initial=0)) + 1
    keys = (subjects.astype(np.int64) * len(relations) + said.relations) * count + objects
    order = np.argsort(keys, kind="stable")
    _, first, group = np.unique(keys[order], return_index=True, return_inverse=True)
    chosen = order[first]
    evidence, sets = _gather(dataset, _taken(said, order), group, relations)
    numbers = ClaimNumbers(subjects[chosen], said.relations[chosen], objects[chosen], evidence)
    return FoundClaims(numbers, sets)


def _taken(said: _Statements, rows: Ints | Flags) -> _Statements:
    return _Statements._make(column[rows] for column in said)


def _gather(
    dataset: Dataset, said: _Statements, group: Ints, relations: Sequence[Relation]
) -> tuple[Ints, list[tuple[Evidence, ...]]]:
    """Return the number of the evidence of each claim, and the sets.

    Parameters
    ----------
    dataset, relations
        As above.
    said
        The statements, those of one claim beside one another.
    group
        The number of the claim that each makes.
    """
    names = [file.name for file in dataset.files]
    sets: dict[tuple[Evidence, ...], int] = {}

    def number_of(evidence: tuple[Evidence, ...]) -> int:
        return sets.setdefault(evidence, len(sets))

    # Most claims of a large file are stated once and annotated nowhere: they share their evidence.
    grades = list(Modality)
    grade = to_numbers(grades.index(relation.modality) for relation in relations)
    keys, inverse = np.unique(said.files * len(grades) + grade[said.relations], return_inverse=True)
    plain = [
        number_of((_file_evidence(names[key // len(grades)], grades[key % len(grades)]),))
        for key in keys.tolist()
    ]
    evidence = np.zeros(int(group.max(initial=-1)) + 1, np.int64)
    evidence[group] = np.array(plain, np.int64)[inverse] if plain else 0
    annotations = _annotations(dataset)
    size = len(dataset.columns.keys)
    about = to_numbers(subject * size + object_ for subject, _, object_ in annotations)
    special = np.isin(said.subjects.astype(np.int64) * size + said.stated_as, about)
    several = np.flatnonzero(np.diff(group) == 0)
    special[several] = special[several + 1] = True
    gathered: dict[int, list[Evidence]] = {}
    for row in np.flatnonzero(np.isin(group, group[special])).tolist():
        relation, file = relations[said.relations[row]], names[said.files[row]]
        triple = (int(said.subjects[row]), int(said.stated_by[row]), int(said.stated_as[row]))
        pieces = gathered.setdefault(int(group[row]), [])
        nodes = annotations.get(triple, ())
        pieces += [_evidence_of(dataset, node, relation, file) for node in nodes]
        if not nodes:
            pieces.append(_file_evidence(file, relation.modality))
    for claim, pieces in gathered.items():
        evidence[claim] = number_of(sort_evidence(pieces))
    return evidence, list(sets)
