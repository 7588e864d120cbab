"""Claims and entities as columns of numbers, and what a question's filters leave of them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt

from somagraph import costs
from somagraph.arcs import SIDE_ROLES, is_plain, kept_evidence, side_of
from somagraph.model import Evidence, Relation
from somagraph.walking import Filters

__all__ = [
    "ClaimColumns",
    "ClaimNumbers",
    "EntityColumns",
    "Flags",
    "Ints",
    "from_memory",
    "joined",
    "narrow",
    "starts_of",
    "to_numbers",
]

#: Whole numbers, of four bytes where there are many, of eight where they are reckoned with.
Ints = npt.NDArray[np.signedinteger[Any]]
Flags = npt.NDArray[np.bool_]


class ClaimNumbers(NamedTuple):
    """All claims, one entry each, in the order of subjects, relations and objects."""

    subjects: Ints
    relations: Ints
    objects: Ints
    #: Which set of evidence each has; claims of one file that states none share theirs.
    evidence: Ints


class EntityColumns(NamedTuple):
    """What arcs need to know of the entities, one entry each, in the order of ids."""

    #: Half the hub penalty, in thousandths.
    hubs: Ints
    #: Whether it is one of a pair, or the state of one.
    paired: Flags
    #: Number of the structure whose state it is, else -1.
    bearers: Ints
    #: Whether it is a class of a loaded file.
    classes: Flags


class ClaimColumns(NamedTuple):
    """What a filter leaves of the claims, one entry each, in the order of ids."""

    #: Number of the claim among all claims.
    numbers: Ints
    subjects: Ints
    relations: Ints
    objects: Ints
    #: Cost of the most certain evidence, in thousandths.
    evidence: Ints
    #: Whether other claims may follow from it.
    plain: Flags
    #: The role of a side (see `somagraph.arcs`) where the claim is of one side only, else 0.
    sides: Ints

    def where(self, kept: Flags) -> ClaimColumns:
        """Return the claims of a mask."""
        return ClaimColumns._make(column[kept] for column in self)


def narrow(  # noqa: PLR0913, PLR0917 - what all columns and filters are
    claims: ClaimNumbers,
    relations: Sequence[Relation],
    evidence_sets: Sequence[tuple[Evidence, ...]],
    filters: Filters,
    avoided: Sequence[int],
    without: Sequence[int],
) -> ClaimColumns:
    """Return what filters leave of the claims.

    Parameters
    ----------
    claims
        All of them.
    relations, evidence_sets
        By the numbers that the claims give.
    filters
        What is left out; heeded is what they say of relations and evidence.
    avoided, without
        Numbers of the entities and of the claims that are left out whatever the evidence.
    """
    sets = max(len(evidence_sets), 1)
    keys, inverse = np.unique(
        claims.relations.astype(np.int64) * sets + claims.evidence, return_inverse=True
    )
    judged = np.zeros((4, len(keys)), np.int32)
    for place, key in enumerate(keys.tolist()):
        relation, number = divmod(key, sets)
        kept = kept_evidence(relations[relation], evidence_sets[number], filters)
        if kept:
            side = SIDE_ROLES.get(side_of(kept), 0)
            judged[:, place] = (1, costs.best_evidence_cost(kept), is_plain(kept), side)
    is_kept, cost, plain, side = judged[:, inverse]
    columns = ClaimColumns(
        numbers=np.arange(len(claims.subjects), dtype=np.int32),
        subjects=claims.subjects,
        relations=claims.relations,
        objects=claims.objects,
        evidence=cost,
        plain=plain == 1,
        sides=side,
    )
    left_out = np.isin(columns.subjects, avoided) | np.isin(columns.objects, avoided)
    left_out |= np.isin(columns.numbers, without)
    return columns.where((is_kept == 1) & ~left_out)


def to_numbers(values: Iterable[int]) -> Ints:
    """Return whole numbers as a column."""
    return np.fromiter(values, np.int64)


def starts_of(keys: Ints, count: int) -> Ints:
    """Return where the entries of each number begin in sorted ones; one more than there are."""
    starts = np.zeros(count + 1, np.int64)
    np.cumsum(np.bincount(keys, minlength=count), out=starts[1:])
    return starts


def from_memory(column: memoryview) -> Ints:
    """Return a column that lies in memory as numbers."""
    return np.frombuffer(column, np.int32)


def joined(keys: Ints, sorted_keys: Ints) -> tuple[Ints, Ints]:
    """Return the pairs of places at which `keys` and `sorted_keys` are equal, in that order."""
    first = np.searchsorted(sorted_keys, keys, "left")
    counts = np.searchsorted(sorted_keys, keys, "right") - first
    left = np.repeat(np.arange(len(keys)), counts)
    offsets = np.arange(len(left)) - np.repeat(np.cumsum(counts) - counts, counts)
    return left, first[left] + offsets
