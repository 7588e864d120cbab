"""Our terms, the prefixes, and the way between an IRI and its CURIE."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import Final

__all__ = [
    "BUNDLED_FILES",
    "CONTENT_FREE_NAMESPACES",
    "DCTERMS",
    "KIND_OF",
    "OBO",
    "OBO_IN_OWL",
    "OWL",
    "PREFIXES",
    "RDF",
    "RDFS",
    "SKOS",
    "SOMA",
    "SSSOM",
    "curie_of",
    "curies_of",
    "iri_of",
    "local_name",
    "soma",
    "vocabulary_of",
]

SOMA: Final = "https://w3id.org/somagraph/"
OBO: Final = "http://purl.obolibrary.org/obo/"
OWL: Final = "http://www.w3.org/2002/07/owl#"
RDF: Final = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"
RDFS: Final = "http://www.w3.org/2000/01/rdf-schema#"
SKOS: Final = "http://www.w3.org/2004/02/skos/core#"
DCTERMS: Final = "http://purl.org/dc/terms/"
OBO_IN_OWL: Final = "http://www.geneontology.org/formats/oboInOwl#"
SSSOM: Final = "https://w3id.org/sssom/"

#: The files of the packaged ontology, in reading order.
BUNDLED_FILES: Final = (
    "schema.ttl",
    "anatomy.ttl",
    "article.ttl",
    "warnings.ttl",
    "mappings.ttl",
)

#: Id of the relation between a narrower and a wider entity.
KIND_OF: Final = "soma:kindOf"

#: Prefix to namespace, in the order in which files declare them.
PREFIXES: Final = {
    "soma": SOMA,
    "dcterms": DCTERMS,
    "obo": OBO,
    "oboInOwl": OBO_IN_OWL,
    "owl": OWL,
    "prov": "http://www.w3.org/ns/prov#",
    "rdf": RDF,
    "rdfs": RDFS,
    "semapv": "https://w3id.org/semapv/vocab/",
    "sh": "http://www.w3.org/ns/shacl#",
    "skos": SKOS,
    "sssom": SSSOM,
    "xsd": "http://www.w3.org/2001/XMLSchema#",
    # Vocabularies that entities are mapped to, beside those of the OBO library.
    "MESH": "http://id.nlm.nih.gov/mesh/",
    "SCTID": "http://snomed.info/id/",
    "TA2": "https://ta2viewer.openanatomy.org/?id=",
    "wikidata": "http://www.wikidata.org/entity/",
}

#: Namespaces whose properties describe, classify or map, and so never connect two entities.
#: Our own relations are told by their family instead.
CONTENT_FREE_NAMESPACES: Final = (
    SOMA,
    OWL,
    RDF,
    RDFS,
    SKOS,
    DCTERMS,
    OBO_IN_OWL,
    SSSOM,
    PREFIXES["prov"],
    PREFIXES["sh"],
    "http://purl.org/dc/elements/1.1/",
    "http://xmlns.com/foaf/0.1/",
    "http://schema.org/",
    "https://schema.org/",
)

_OBO_IRI = re.compile(r"http://purl\.obolibrary\.org/obo/([A-Za-z]+)_([0-9]+)")
_OBO_CURIE = re.compile(r"([A-Za-z]+):([0-9]+)")
_LOCAL = re.compile(r"[A-Za-z0-9_](?:[A-Za-z0-9_.-]*[A-Za-z0-9_-])?")


def soma(name: str) -> str:
    """Return the IRI of one of our own terms.

    Examples
    --------
    >>> soma("psoas-major")
    'https://w3id.org/somagraph/psoas-major'
    """
    return SOMA + name


def curie_of(iri: str) -> str:
    """Shorten an IRI where a known prefix fits; return it unchanged where none does.

    Examples
    --------
    >>> curie_of("https://w3id.org/somagraph/psoas-major")
    'soma:psoas-major'
    >>> curie_of("http://purl.obolibrary.org/obo/UBERON_0001103")
    'UBERON:0001103'
    >>> curie_of("https://example.org/a b")
    'https://example.org/a b'
    """
    if found := _OBO_IRI.fullmatch(iri):
        return f"{found[1]}:{found[2]}"
    for prefix, namespace in PREFIXES.items():
        if iri.startswith(namespace) and _LOCAL.fullmatch(iri, len(namespace)):
            return f"{prefix}:{iri[len(namespace) :]}"
    return iri


def curies_of(iris: Iterable[str]) -> Iterator[str]:
    """Shorten many IRIs; where no prefix begins as they do, they are not looked at twice.

    Examples
    --------
    >>> list(curies_of(["https://w3id.org/somagraph/x", "http://example.org/a"]))
    ['soma:x', 'http://example.org/a']
    """
    may_fit: dict[str, bool] = {}
    for iri in iris:
        start = iri[: max(iri.rfind("/"), iri.rfind("#")) + 1]
        if start not in may_fit:
            may_fit[start] = any(
                namespace.startswith(start) or start.startswith(namespace)
                for namespace in PREFIXES.values()
            )
        yield curie_of(iri) if may_fit[start] else iri


def iri_of(curie: str) -> str:
    """Undo `curie_of`.

    Examples
    --------
    >>> iri_of("UBERON:0001103")
    'http://purl.obolibrary.org/obo/UBERON_0001103'
    >>> iri_of(curie_of(soma("x")).removeprefix(""))
    'https://w3id.org/somagraph/x'
    """
    prefix, _, local = curie.partition(":")
    if prefix in PREFIXES and not local.startswith("//"):
        return PREFIXES[prefix] + local
    if found := _OBO_CURIE.fullmatch(curie):
        return f"{OBO}{found[1]}_{found[2]}"
    return curie


def local_name(iri: str) -> str:
    """Return the last part of an IRI, to name what has no label.

    Examples
    --------
    >>> local_name("http://example.org/terms#liesBeside")
    'liesBeside'
    """
    return re.split(r"[/#:]", iri.rstrip("/#"))[-1] or iri


def vocabulary_of(identifier: str) -> str:
    """Return the prefix of a CURIE, or an IRI up to its last part.

    Examples
    --------
    >>> vocabulary_of("FMA:18060"), vocabulary_of("https://example.org/terms#a")
    ('FMA', 'https://example.org/terms#')
    """
    if iri_of(identifier) != identifier:
        return identifier.partition(":")[0]
    return identifier[: max(map(identifier.rfind, "/#:")) + 1]
