"""Things of several files that are one: told by mappings that are exact, never by a name alone.

Three sorts of statement make one thing of two, the surest first: ``owl:equivalentClass``,
``skos:exactMatch``, and the cross references of OBO (``hasDbXref``). The last two may also meet at
a third id that no file defines. Nothing is merged where that would make one of two things of one
vocabulary, which keeps them apart itself: then no statement of that sort about any of them counts.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from itertools import combinations
from typing import Final, NamedTuple

from somagraph.dataset import Dataset
from somagraph.triples import is_iri, text_of
from somagraph.vocabulary import OBO_IN_OWL, OWL, SKOS, SOMA, curie_of, vocabulary_of

__all__ = ["Merge", "find_merges"]

#: Predicate to how people call it, the surest first.
_EXACT: Final = {
    OWL + "equivalentClass": "is equivalent to",
    SKOS + "exactMatch": "is mapped exactly to",
    OBO_IN_OWL + "hasDbXref": "refers to",
}


#: The rank of a cross reference.
_REFERENCE: Final = 2

#: How many entities may refer to one and the same third thing.
_MOST_MEETING: Final = 20


class Merge(NamedTuple):
    """A thing that is read as another one."""

    #: Number of the term that is read as the other, and of that other one.
    term: int
    kept: int
    #: What says so.
    why: str


class _Statement(NamedTuple):
    """An entity, mapped to an id."""

    rank: int
    subject: int
    identifier: str
    file: str


class _Link(NamedTuple):
    rank: int
    one: int
    other: int
    why: str


def _stated(dataset: Dataset, ids: dict[int, str]) -> Iterator[_Statement]:
    """Yield what entities are mapped to, where that may make anything one."""
    columns, files = dataset.columns, dataset.files
    # A cross reference counts where it leads to an entity, or meets a mapping that is said exact.
    targets = set(ids.values())
    for rank, predicate in enumerate(_EXACT):
        rows = columns.with_predicate(predicate)
        subjects, objects = columns.subjects[rows].tolist(), columns.objects[rows].tolist()
        for row, subject, number in zip(rows.tolist(), subjects, objects, strict=True):
            key = columns.keys[number]
            if subject not in ids or key.startswith("_:"):
                continue
            identifier = curie_of(key) if is_iri(key) else text_of(key)
            if rank < _REFERENCE:
                targets.add(identifier)
            if identifier in targets:
                yield _Statement(rank, subject, identifier, files[columns.files[row]].name)


def _links(dataset: Dataset, ids: dict[int, str]) -> Iterator[_Link]:
    """Yield the pairs of entities that a statement, or two that meet at one id, make one."""
    by_id = {identifier: number for number, identifier in ids.items()}
    meeting: dict[str, list[_Statement]] = defaultdict(list)

    def why(*said: _Statement) -> str:
        verbs = list(_EXACT.values())
        return "; ".join(
            f"{ids[s.subject]} {verbs[s.rank]} {s.identifier} ({s.file})" for s in said
        )

    for said in _stated(dataset, ids):
        other = by_id.get(said.identifier)
        if other is not None and other != said.subject:
            yield _Link(said.rank, said.subject, other, why(said))
        elif other is None:
            meeting[said.identifier].append(said)
    for statements in meeting.values():
        # What so many refer to is a page or a class of things, and none of them.
        if len(statements) > _MOST_MEETING:
            continue
        for one, other_one in combinations(statements, 2):
            # Two references to one page say little; one of the two has to say that it is exact.
            if one.subject != other_one.subject and min(one.rank, other_one.rank) < _REFERENCE:
                rank = max(one.rank, other_one.rank)
                yield _Link(rank, one.subject, other_one.subject, why(one, other_one))


class _Groups:
    """Sets of entities that are one."""

    def __init__(self) -> None:
        self._of: dict[int, frozenset[int]] = {}

    def of(self, member: int) -> frozenset[int]:
        """Return all that is one with an entity."""
        return self._of.get(member, frozenset({member}))

    def join(self, groups: set[frozenset[int]]) -> None:
        """Make one group of several."""
        union = frozenset().union(*groups)
        self._of.update(dict.fromkeys(union, union))

    def components(self, links: Sequence[_Link]) -> list[set[frozenset[int]]]:
        """Return the groups that links join, those of each that hang together."""
        component: dict[frozenset[int], set[frozenset[int]]] = {}
        for link in links:
            ends = [self.of(link.one), self.of(link.other)]
            union = set(ends).union(*(component.get(end, set()) for end in ends))
            component.update(dict.fromkeys(union, union))
        unique = {id(found): found for found in component.values()}
        return list(unique.values())


def _is_plain(groups: set[frozenset[int]], ids: dict[int, str]) -> bool:
    """Tell whether no two groups hold things that one vocabulary keeps apart."""
    vocabularies = [{vocabulary_of(ids[member]) for member in group} for group in groups]
    return sum(map(len, vocabularies)) == len(set().union(*vocabularies))


def find_merges(dataset: Dataset, ids: dict[int, str]) -> list[Merge]:
    """Return what is read as something else, by the number of its term.

    Parameters
    ----------
    dataset
        What is read.
    ids
        Number of the term of each entity to its id.
    """
    links = sorted(
        set(_links(dataset, ids)),
        key=lambda link: (link.rank, *sorted((ids[link.one], ids[link.other])), link.why),
    )
    groups = _Groups()
    for rank in range(len(_EXACT)):
        for component in groups.components([link for link in links if link.rank == rank]):
            if rank == 0 or _is_plain(component, ids):
                groups.join(component)
    reasons: dict[int, list[str]] = defaultdict(list)
    for link in links:
        if link.other in groups.of(link.one):
            reasons[link.one].append(link.why)
            reasons[link.other].append(link.why)
    merges = []
    for member in sorted(reasons):
        kept = min(groups.of(member), key=lambda n: (not _is_ours(dataset, n), ids[n]))
        if member != kept:
            merges.append(Merge(member, kept, "; ".join(dict.fromkeys(reasons[member]))))
    return merges


def _is_ours(dataset: Dataset, number: int) -> bool:
    return dataset.columns.keys[number].startswith(SOMA)
