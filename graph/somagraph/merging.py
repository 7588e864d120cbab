"""Things of several files that are one: told by mappings that are exact, never by a name alone.

Three sorts of statement make one thing of two, the surest first: ``owl:equivalentClass``,
``skos:exactMatch``, and the cross references of OBO (``hasDbXref``). The last two may also meet at
a third id that no file defines. Nothing is merged where that would make one of two things of one
vocabulary, which keeps them apart itself: then no statement of that sort about any of them counts.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from typing import Final, NamedTuple

from somagraph.dataset import Dataset
from somagraph.triples import is_iri, term_of
from somagraph.vocabulary import OBO_IN_OWL, OWL, SKOS, SOMA, curie_of, vocabulary_of

__all__ = ["Merge", "find_merges"]

#: Predicate to how people call it, the surest first.
_EXACT: Final = {
    OWL + "equivalentClass": "is equivalent to",
    SKOS + "exactMatch": "is mapped exactly to",
    OBO_IN_OWL + "hasDbXref": "refers to",
}


class Merge(NamedTuple):
    """A thing that is read as another one."""

    #: Number of the term that is read as the other, and of that other one.
    term: int
    kept: int
    #: What says so.
    why: str


class _Link(NamedTuple):
    rank: int
    one: int
    other: int
    why: str


def _stated(dataset: Dataset, entities: set[int]) -> Iterator[tuple[int, int, str, str]]:
    """Yield rank, entity, the id it is mapped to, and the file."""
    columns = dataset.columns
    for rank, predicate in enumerate(_EXACT):
        for row in columns.with_predicate(predicate).tolist():
            subject, key = int(columns.subjects[row]), columns.keys[columns.objects[row]]
            if subject not in entities:
                continue
            if is_iri(key):
                yield rank, subject, curie_of(key), dataset.files[columns.files[row]].name
            elif rank == 2 and not key.startswith("_:"):  # noqa: PLR2004 - cross references
                value = str(term_of(key)[0])
                yield rank, subject, value, dataset.files[columns.files[row]].name


def _links(dataset: Dataset, ids: dict[int, str]) -> Iterator[_Link]:
    """Yield the pairs of entities that a statement, or two that meet at one id, make one."""
    by_id = {identifier: number for number, identifier in ids.items()}
    meeting: dict[str, list[tuple[int, int, str]]] = defaultdict(list)
    for rank, subject, identifier, file in _stated(dataset, set(ids)):
        why = f"{ids[subject]} {list(_EXACT.values())[rank]} {identifier} ({file})"
        if identifier in by_id:
            if by_id[identifier] != subject:
                yield _Link(rank, subject, by_id[identifier], why)
        elif rank:
            meeting[identifier].append((rank, subject, why))
    for found in meeting.values():
        for place, (rank, one, why) in enumerate(found):
            for other_rank, other, other_why in found[place + 1 :]:
                if other != one and 1 in (rank, other_rank):
                    yield _Link(max(rank, other_rank), one, other, f"{why}; {other_why}")


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
