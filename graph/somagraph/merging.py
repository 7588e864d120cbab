"""Things of several files that are one: told by mappings that are exact, never by a name alone.

Three sorts of statement make one thing of two, the surest first: ``owl:equivalentClass``,
``skos:exactMatch``, and the cross references of OBO (``hasDbXref``). The last two may also meet at
a third id that no file defines. Nothing is merged where a statement is ambiguous: where it would
make one of two things of one vocabulary, which keeps them apart itself.
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


def _is_one_to_one(links: Sequence[_Link], ids: dict[int, str]) -> list[_Link]:
    """Return the links of one rank but those that give an entity two partners of a vocabulary."""
    partners: dict[tuple[int, str], set[int]] = defaultdict(set)
    for link in links:
        for one, other in ((link.one, link.other), (link.other, link.one)):
            partners[one, vocabulary_of(ids[other])].add(other)
    return [
        link
        for link in links
        if len(partners[link.one, vocabulary_of(ids[link.other])]) == 1
        and len(partners[link.other, vocabulary_of(ids[link.one])]) == 1
    ]


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
    groups: dict[int, set[int]] = {}
    reasons: dict[int, list[str]] = defaultdict(list)
    for rank in range(len(_EXACT)):
        of_rank = [link for link in links if link.rank == rank]
        for link in of_rank if rank == 0 else _is_one_to_one(of_rank, ids):
            one = groups.get(link.one, {link.one})
            other = groups.get(link.other, {link.other})
            if one is other or link.one in other:
                continue
            vocabularies = [{vocabulary_of(ids[member]) for member in g} for g in (one, other)]
            if rank and not vocabularies[0].isdisjoint(vocabularies[1]):
                continue
            union = one | other
            for member in union:
                groups[member] = union
            reasons[link.one].append(link.why)
            reasons[link.other].append(link.why)
    merges = []
    for member, group in groups.items():
        kept = min(group, key=lambda number: (not _is_ours(dataset, number), ids[number]))
        if member != kept:
            merges.append(Merge(member, kept, "; ".join(dict.fromkeys(reasons[member]))))
    return sorted(merges)


def _is_ours(dataset: Dataset, number: int) -> bool:
    return dataset.columns.keys[number].startswith(SOMA)
