"""What a dataset says beside its claims: sources, denials, disputes, warning signs."""

from __future__ import annotations

from somagraph.dataset import Dataset
from somagraph.extraction import claim_id, read_evidence
from somagraph.model import Denial, Dispute, EntityId, Modality, Source, WarningSign
from somagraph.triples import BlankNode, NamedNode, Node
from somagraph.vocabulary import DCTERMS, RDF, RDFS, curie_of, soma

__all__ = [
    "read_denials",
    "read_disputes",
    "read_silent_sentences",
    "read_sources",
    "read_warning_signs",
]

_TYPE = RDF + "type"
_LABEL = RDFS + "label"


def read_sources(dataset: Dataset) -> dict[str, Source]:
    """Return the cited works by id, and each loaded file as a source of its own."""
    sources = {
        curie_of(node.value): Source(
            curie_of(node.value),
            dataset.text(node, soma("citation")),
            dataset.text(node, DCTERMS + "bibliographicCitation"),
        )
        for node in dataset.subjects_with(soma("citation"))
        if isinstance(node, NamedNode) and dataset.text(node, soma("citation"))
    }
    for file in dataset.files:
        sources[f"file:{file.name}"] = Source(f"file:{file.name}", file.name)
    return dict(sorted(sources.items()))


def _records(dataset: Dataset, kind: str) -> list[NamedNode]:
    found = dataset.subjects_with(_TYPE, NamedNode(soma(kind)))
    return sorted(node for node in found if isinstance(node, NamedNode))


def _stated(dataset: Dataset, node: Node) -> tuple[EntityId, str, EntityId]:
    """Return the subject, relation and object that a record names."""
    subject, relation, object_ = (
        curie_of(dataset.iri(node, soma(name))) for name in ("subject", "relation", "object")
    )
    return EntityId(subject), relation, EntityId(object_)


def read_denials(dataset: Dataset) -> tuple[Denial, ...]:
    """Return what sources say is not so, by id."""
    denials = []
    for node in _records(dataset, "Denial"):
        subject, relation, object_ = _stated(dataset, node)
        evidence = read_evidence(dataset, node, Modality.ASSERTED)
        degree = dataset.text(node, soma("degree"))
        denials.append(
            Denial(curie_of(node.value), subject, relation, object_, degree, (evidence,))
        )
    return tuple(denials)


def read_disputes(dataset: Dataset) -> tuple[Dispute, ...]:
    """Return the sets of claims that do not agree, by id."""
    disputes = []
    for node in _records(dataset, "Dispute"):
        sides = [
            claim_id(*_stated(dataset, side))
            for side in dataset.objects(node, soma("claim"))
            if isinstance(side, BlankNode | NamedNode)
        ]
        about = dataset.text(node, _LABEL)
        denied = tuple(sorted(curie_of(iri) for iri in dataset.iris(node, soma("denial"))))
        disputes.append(Dispute(curie_of(node.value), about, tuple(sorted(sides)), denied))
    return tuple(disputes)


def read_warning_signs(dataset: Dataset, sources: dict[str, Source]) -> tuple[WarningSign, ...]:
    """Return the signs that need a doctor, the most pressing first."""
    urgency = ("emergency", "urgent", "see-a-doctor")
    signs = []
    for node in _records(dataset, "WarningSign"):
        source = sources.get(curie_of(dataset.iri(node, DCTERMS + "source")))
        signs.append(
            WarningSign(
                tuple(EntityId(curie_of(i)) for i in dataset.iris(node, soma("appliesTo"))),
                dataset.text(node, _LABEL),
                dataset.text(node, soma("urgency")),
                source.citation if source else "",
            )
        )
    known = {name: rank for rank, name in enumerate(urgency)}
    return tuple(sorted(signs, key=lambda s: (known.get(s.urgency, len(known)), s.sign)))


def read_silent_sentences(dataset: Dataset, source: str) -> dict[str, str]:
    """Return the sentences of a source that make no claim: place to reason."""
    return {
        dataset.text(node, soma("locator")): dataset.text(node, soma("reason"))
        for node in _records(dataset, "SentenceWithoutClaim")
        if curie_of(dataset.iri(node, DCTERMS + "source")) == source
    }
