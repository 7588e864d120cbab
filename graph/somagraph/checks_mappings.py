"""The mappings, held against a file of the vocabulary that they lead to: `validate --against`.

An id is easily mistyped, and looks right when it is. So what the file calls a thing has to be one
of the names that the entity has here.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from typing import Final

from somagraph import extraction, terms
from somagraph.checks import Problem
from somagraph.dataset import Dataset
from somagraph.mappings import read_mappings
from somagraph.model import Entity, EntityId, Mapping
from somagraph.triples import TRUE, NamedNode
from somagraph.vocabulary import OBO_IN_OWL, OWL, RDFS, SKOS, curie_of, iri_of, vocabulary_of

__all__ = ["MappingCheck", "check_mappings", "is_called"]

#: What a vocabulary names its things by.
_NAMING: Final = (
    RDFS + "label",
    SKOS + "prefLabel",
    SKOS + "altLabel",
    OBO_IN_OWL + "hasExactSynonym",
)
#: A word; the ending of a possessive is none.
_WORD: Final = re.compile(r"(?<!['\u2019])\b\w+")
#: Names that a problem tells at most.
_TOLD: Final = 4


@dataclass(frozen=True, slots=True)
class MappingCheck:
    """What came of holding the mappings against a file."""

    #: What is wrong, sorted.
    problems: tuple[Problem, ...]
    #: How many mappings were checked.
    checked: int
    #: Vocabulary to the number of mappings into it that were not, as the file holds none of it.
    unchecked: dict[str, int]

    def __str__(self) -> str:
        """Return in one sentence what was checked and what was not."""
        told = f"{self.checked} mapping{'s' * (self.checked != 1)} checked"
        if not self.unchecked:
            return f"{told}."
        rest = ", ".join(f"{count} of {name}" for name, count in self.unchecked.items())
        return f"{told}; not checked, as no file given holds their vocabulary: {rest}."


def _plain(name: str) -> str:
    """Return a name as names are compared here: case, accents, articles and spelling as two apart.

    Examples
    --------
    >>> _plain("Poupart's ligament") == _plain("poupart ligament")
    True
    >>> _plain("the sacro-iliac joint") == _plain("sacroiliac joint")
    True
    """
    bare = "".join(c for c in unicodedata.normalize("NFKD", name) if not unicodedata.combining(c))
    return "".join(word for word in _WORD.findall(bare.casefold()) if word != "the")


def is_called(names: Collection[str], others: Collection[str]) -> bool:
    """Tell whether two things share a name.

    Parameters
    ----------
    names, others
        What the one and what the other is called.

    Examples
    --------
    >>> is_called(["sacroiliac joint", "sacro-iliac joint"], ["Sacro-Iliac Joint"])
    True
    >>> is_called(["psoas major"], ["psoas", "psoas muscle"])
    False
    """
    return not {_plain(name) for name in names}.isdisjoint(map(_plain, others))


def _faults(mapping: Mapping, entity: Entity | None, reference: Dataset) -> Iterator[str]:
    node = NamedNode(iri_of(mapping.object))
    names = [name for predicate in _NAMING for name in reference.texts(node, predicate)]
    told = ", ".join(repr(name) for name in names[:_TOLD]) + ", ..." * (len(names) > _TOLD)
    if not names:
        yield f"{mapping.object} is in no file given"
    elif TRUE in reference.objects(node, OWL + "deprecated"):
        yield f"{mapping.object} is obsolete"
    elif mapping.object_label and not is_called([mapping.object_label], names):
        yield f"{mapping.object} is called {told}, not {mapping.object_label!r}"
    elif entity and mapping.match == "exactMatch":
        ours = [entity.label, *entity.synonyms, *entity.usual_names]
        if not is_called(ours, names):
            yield f"{mapping.object} is called {told}; no name here is one of these"


def check_mappings(dataset: Dataset, reference: Dataset) -> MappingCheck:
    """Hold each mapping against the names that its vocabulary gives to the id.

    Checked is every mapping into a vocabulary of which the reference holds any term. Its id has to
    be there, not obsolete, and called what the mapping says it is called; an exact match has to
    share a name (label or exact synonym) with the entity.

    Parameters
    ----------
    dataset
        What holds the entities and their mappings.
    reference
        What was read from files of the vocabularies, such as ``uberon.obo``.

    Examples
    --------
    >>> from somagraph.dataset import LoadedFile, read_bundled
    >>> from somagraph.triples import Literal, NamedNode, Triple
    >>> tilia = NamedNode("http://purl.obolibrary.org/obo/UBERON_0000979")
    >>> name = Triple(tilia, NamedNode(RDFS + "label"), Literal("linden tree"))
    >>> found = check_mappings(read_bundled(), Dataset((LoadedFile("x", (name,), False),)))
    >>> [str(p) for p in found.problems if p.entity == "soma:tibia"]
    ["mappings.ttl: soma:tibia: UBERON:0000979 is called 'linden tree', not 'tibia'"]
    """
    entities = extraction.read_entities(dataset, terms.read_kinds(dataset))
    held = {
        vocabulary_of(curie_of(node.value))
        for node, properties in reference.by_subject.items()
        if isinstance(node, NamedNode) and not properties.keys().isdisjoint(_NAMING)
    }
    mappings = [mapping for mapping in read_mappings(dataset) if mapping.subject in entities]
    checked = [mapping for mapping in mappings if vocabulary_of(mapping.object) in held]
    problems = [
        Problem(mapping.file, mapping.subject, fault)
        for mapping in checked
        for fault in _faults(mapping, entities.get(EntityId(mapping.subject)), reference)
    ]
    rest = Counter(
        vocabulary_of(mapping.object)
        for mapping in mappings
        if vocabulary_of(mapping.object) not in held
    )
    return MappingCheck(tuple(sorted(problems)), len(checked), dict(sorted(rest.items())))
