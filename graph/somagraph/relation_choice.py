"""The relation that a row of a table means: by name or id, read forwards or backwards.

A relation must carry the hedge that its source states, and must take what it joins; what does not
agree is told with the name of the relation that would.
"""

from __future__ import annotations

from collections.abc import Iterable
from difflib import get_close_matches

from somagraph.claim_rows import Row, Tell
from somagraph.knowledge import KnowledgeGraph
from somagraph.model import Entity, Modality, Relation
from somagraph.vocabulary import curie_of

__all__ = ["choose_relation"]

_Ends = tuple[Entity | None, Entity | None]


def _named_so(relations: list[Relation], name: str) -> list[tuple[Relation, bool]]:
    """Return the relations of a name, each with whether it is read from object to subject."""
    wanted = curie_of(name).casefold()
    forward = [r for r in relations if wanted in {r.id.casefold(), r.label.casefold()}]
    forward += [r for r in relations if r.id.casefold() == f"soma:{wanted}"]
    found = [(r, False) for r in dict.fromkeys(forward)]
    found += [
        (r, True) for r in relations if r.inverse_label.casefold() == wanted and r not in forward
    ]
    # The wider terms of other vocabularies share their labels with ours, which say more exactly
    # what they take.
    ours = [(r, turned) for r, turned in found if r.id.startswith("soma:")]
    return ours or [
        (own, turned) for wide, turned in found for own in _ours_below(relations, wide) or [wide]
    ]


def _ours_below(relations: Iterable[Relation], wide: Relation) -> list[Relation]:
    """Return the widest of our own relations below a term of another vocabulary."""
    below = [r for r in relations if r.id.startswith("soma:") and wide.id in r.ancestors]
    ids = {r.id for r in below}
    return [r for r in below if not ids.intersection(r.ancestors) - {r.id}]


def _misfits(graph: KnowledgeGraph, relation: Relation, ends: _Ends, *, turned: bool) -> list[str]:
    """Return what does not fit domain and range, for the subject and the object cell."""
    wanted = (relation.range, relation.domain) if turned else (relation.domain, relation.range)
    told = []
    for end, kind in zip(ends, wanted, strict=True):
        own = graph.kinds.get(end.kind) if end else None
        fits = not end or not kind or (own is not None and kind in own.ancestors)
        takes = graph.kinds[kind].label if kind in graph.kinds else "thing with a kind"
        is_ = f"is of the kind {own.label!r}" if own else "is of no kind"
        told.append("" if fits or not end else f"takes the kind {takes!r} here; {end.label} {is_}.")
    return told


def _other_forms(
    relations: Iterable[Relation], relation: Relation, modality: str
) -> list[Relation]:
    """Return the nearest relations that say the same with another hedge."""
    forms = [
        (abs(len(other.ancestors) - len(relation.ancestors)), other)
        for other in relations
        if other.modality == modality
        and (other.id in relation.ancestors or relation.id in other.ancestors)
    ]
    nearest = min((distance for distance, _ in forms), default=0)
    return [other for distance, other in forms if distance == nearest]


def choose_relation(
    graph: KnowledgeGraph, row: Row, ends: _Ends, tell: Tell
) -> tuple[Relation, bool] | None:
    """Return the relation that a row names and whether its ends are turned; tell what is wrong."""
    name, modality = row.cells["relation"], row.cells["modality"].casefold()
    if not name:
        return None
    relations = list(graph.relations.values())
    found = _named_so(relations, name)
    if not found:
        labels = sorted({n for r in relations for n in (r.label, r.inverse_label) if n})
        near = get_close_matches(name.casefold(), labels, n=3, cutoff=0.5)
        such = f"; did you mean {', '.join(near)}?" if near else "."
        tell("relation", f"No relation is called {name!r}{such}")
        return None
    if ends[0] and ends[0] == ends[1]:
        tell("object", "Subject and object are the same thing; a claim joins two.")
    if len(found) > 1:
        # Two relations may read alike, each of other kinds of things.
        found = [f for f in found if not any(_misfits(graph, f[0], ends, turned=f[1]))] or found
    if len(found) > 1:
        tell(
            "relation", f"{name!r} could be {', '.join(sorted(r.id for r, _ in found))}; use an id."
        )
        return None
    relation, turned = found[0]
    for column, told in zip(
        ("subject", "object"), _misfits(graph, relation, ends, turned=turned), strict=True
    ):
        if told:
            tell(column, f"{name!r} {told}")
    if modality in set(Modality) and modality != relation.modality:
        forms = _other_forms(relations, relation, modality)
        names = [repr(r.inverse_label if turned else r.label) for r in forms]
        instead = f"write {' or '.join(names)}" if names else "it has no form that does"
        said = f"{name!r} reads as {relation.modality}, not as {modality}; {instead}."
        tell("relation", said)
    return relation, turned
