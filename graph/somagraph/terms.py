"""The terms that a dataset declares: kinds of entities, relations, and what follows from them."""

from __future__ import annotations

import re
from enum import StrEnum
from typing import Final, TypeVar

from somagraph.dataset import Dataset
from somagraph.model import Family, Kind, Modality, Relation
from somagraph.outside import ANATOMICAL, UNWALKED, UPPER_ENDS
from somagraph.spelling import normalize
from somagraph.triples import FALSE, TRUE, BlankNode, NamedNode
from somagraph.vocabulary import (
    CONTENT_FREE_NAMESPACES,
    KIND_OF,
    OWL,
    RDF,
    RDFS,
    SOMA,
    curie_of,
    local_name,
    soma,
)

__all__ = ["read_grade", "read_kinds", "read_relations"]

_TYPE: Final = RDF + "type"
_LABEL: Final = RDFS + "label"
_SUBCLASS: Final = RDFS + "subClassOf"

_PLAIN_KIND_OF: Final = Relation(
    id=KIND_OF,
    iri=soma("kindOf"),
    label="is a kind of",
    inverse_label="has as a kind",
    family=Family.ANATOMICAL,
    upper_end="object",
    ancestors=(KIND_OF,),
)

#: A name that ends so and begins with no verb is said of a thing: *is attached to*.
_ENDS: Final = frozenset({"by", "for", "from", "in", "into", "of", "on", "to", "with"})
_NOUNS: Final = frozenset({"branch", "channel", "component", "member", "subdivision", "tributary"})

_Value = TypeVar("_Value", bound=StrEnum)


def read_grade(kind: type[_Value], text: str, default: _Value) -> _Value:
    """Read one grade; `validate` reports a value that is none."""
    return kind(text) if text in kind._value2member_map_ else default


def _closure(start: str, parents: dict[str, list[str]]) -> tuple[str, ...]:
    seen, waiting = {start}, [start]
    while waiting:
        for parent in parents.get(waiting.pop(), ()):
            if parent not in seen:
                seen.add(parent)
                waiting.append(parent)
    return tuple(sorted(curie_of(iri) for iri in seen))


def read_kinds(dataset: Dataset) -> dict[str, Kind]:
    """Return the classes below ``soma:Entity``, by CURIE."""
    # Only what hangs below our own class is a kind; a file may hold a million other classes.
    parents = dataset.links(_SUBCLASS, below=soma("Entity"))
    closures = {iri: _closure(iri, parents) for iri in parents}
    no_bridge = {curie_of(node.value) for node in dataset.subjects_with(soma("isBridge"), FALSE)}
    return {
        curie_of(iri): Kind(
            curie_of(iri),
            dataset.text(NamedNode(iri), _LABEL) or local_name(iri),
            ancestors,
            bridge=no_bridge.isdisjoint(ancestors),
        )
        for iri, ancestors in sorted(closures.items())
        if "soma:Entity" in ancestors
    }


def _words_of(iri: str) -> str:
    """Make words of a property that has no label: ``liesBeside`` reads *lies beside*."""
    spaced = re.sub(r"(?<=[a-z0-9])(?=[A-Z])|[_-]+", " ", local_name(iri))
    return spaced.lower()


def _as_verb(label: str) -> str:
    """Return the name of a relation as a sentence takes it.

    Examples
    --------
    >>> _as_verb("attached_to"), _as_verb("subdivision of"), _as_verb("develops from")
    ('is attached to', 'is a subdivision of', 'develops from')
    """
    words = label.replace("_", " ").split()
    is_verb = any(word.endswith("s") for word in words[:2])
    if len(words) < 2 or words[-1] not in _ENDS or is_verb:  # noqa: PLR2004 - "part of"
        return " ".join(words) or label
    return " ".join(["is", *(["a"] if words[0] in _NOUNS else []), *words])


def _carried_over(dataset: Dataset, node: NamedNode) -> tuple[str, ...]:
    """Return the relations p of all chains r o p that give r, and r itself if it is transitive."""
    transitive = NamedNode(OWL + "TransitiveProperty") in dataset.objects(node, _TYPE)
    over = {curie_of(node.value)} if transitive else set()
    for chain in dataset.objects(node, OWL + "propertyChainAxiom"):
        if isinstance(chain, BlankNode | NamedNode):
            rest = dataset.objects(chain, RDF + "rest")
            last = rest[0] if rest else None
            if dataset.iri(chain, RDF + "first") == node.value and isinstance(last, BlankNode):
                over.add(curie_of(dataset.iri(last, RDF + "first")))
    return tuple(sorted(over))


def read_relations(dataset: Dataset) -> dict[str, Relation]:
    """Return every relation that can carry a claim, by CURIE."""
    used = dataset.objects_of(OWL + "onProperty") | dataset.linking_predicates()
    declared = {
        node for node in dataset.subjects_with(soma("family")) if dataset.text(node, soma("family"))
    }
    parents = dataset.links(RDFS + "subPropertyOf")
    relations = {}
    for iri in sorted(declared | {u for u in used if not u.startswith(CONTENT_FREE_NAMESPACES)}):
        node = NamedNode(iri)
        label = dataset.text(node, _LABEL) or _words_of(iri)
        names = {normalize(label), _words_of(iri)}
        upper_ends = [UPPER_ENDS[name] for name in sorted(names & UPPER_ENDS.keys())]
        family = dataset.text(node, soma("family")) or (
            Family.ANATOMICAL.value if names & ANATOMICAL else ""
        )
        is_ours = iri.startswith(SOMA)
        relations[curie_of(iri)] = Relation(
            id=curie_of(iri),
            iri=iri,
            label=label if is_ours else _as_verb(label),
            inverse_label=dataset.text(node, soma("inverseLabel")),
            family=read_grade(Family, family, Family.FUNCTIONAL),
            modality=read_grade(Modality, dataset.text(node, soma("modality")), Modality.ASSERTED),
            symmetric=NamedNode(OWL + "SymmetricProperty") in dataset.objects(node, _TYPE),
            stands_alone=TRUE in dataset.objects(node, soma("standsAlone")),
            leads_no_further=TRUE in dataset.objects(node, soma("leadsNoFurther")),
            upper_end=dataset.text(node, soma("upperEnd"))
            or ("" if is_ours else next(iter(upper_ends), "")),
            domain=curie_of(dataset.iri(node, RDFS + "domain")),
            range=curie_of(dataset.iri(node, RDFS + "range")),
            ancestors=_closure(iri, parents),
            over=_carried_over(dataset, node),
            walked=is_ours or names.isdisjoint(UNWALKED),
        )
    # Without the bundled schema, `subClassOf` still reads as a claim.
    relations.setdefault(KIND_OF, _PLAIN_KIND_OF)
    return relations
