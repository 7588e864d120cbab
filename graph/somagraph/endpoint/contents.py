"""Which sorts of statements endpoints hold, so that they are not asked for what is not there."""

from __future__ import annotations

from typing import Final, NamedTuple

from somagraph.endpoint.client import Client
from somagraph.endpoint.local import REFERENCE, SAME
from somagraph.endpoint.shapes import TRIPLES, Shape
from somagraph.errors import EndpointError
from somagraph.vocabulary import OWL, soma

__all__ = ["Contents", "look_around", "with_predicate"]


class Contents(NamedTuple):
    """Whether there is at least one statement of each sort."""

    axioms: bool
    restrictions: bool
    lists: bool
    chains: bool
    families: bool
    disputes: bool
    #: Mappings that may make one thing of two, and references of OBO among them.
    mappings: bool
    references: bool

    @property
    def annotated_classes(self) -> bool:
        """Whether what classes are said to have may be annotated."""
        return self.axioms and (self.restrictions or self.lists)


_FIRST: Final = (
    OWL + "annotatedSource",
    OWL + "someValuesFrom",
    OWL + "intersectionOf",
    OWL + "propertyChainAxiom",
    soma("family"),
    soma("claim"),
)


def with_predicate(predicate: str) -> Shape:
    """Return the shape of the triples of one property."""
    return Shape(TRIPLES.variables, TRIPLES.pattern, (("p", (predicate,)),))


def look_around(client: Client) -> Contents:
    """Return what endpoints hold.

    Raises
    ------
    EndpointError
        If there is nothing at all.
    """
    shapes = [with_predicate(predicate) for predicate in (*_FIRST, *SAME)]
    found = [bool(rows) for rows in client.ask_each([*shapes, TRIPLES], rows=1)]
    if not found[-1] and not client.is_spent:
        where = f"the graph {client.graph}" if client.graph else "its default graph"
        hint = "" if client.graph else "; --graph names another"
        raise EndpointError(client.address, f"it holds nothing in {where}{hint}")
    mapped = dict(zip(SAME, found[len(_FIRST) :], strict=False))
    return Contents._make([*found[: len(_FIRST)], any(mapped.values()), mapped[REFERENCE]])
