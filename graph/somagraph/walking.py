"""The frozen values of walking: an *arc* is a claim walked in one direction, a *path* some arcs.

`Filters` say what a question leaves out.
"""

from __future__ import annotations

from typing import NamedTuple

from somagraph.model import Claim, EntityId, Standing

__all__ = ["NO_FILTERS", "Arc", "Filters", "Path"]


class Arc(NamedTuple):
    """One claim made walkable in one direction.

    Costs are integers, thousandths of a step (see ``somagraph.costs``).
    """

    source: EntityId
    target: EntityId
    #: The claim that is walked; None for the free link between a state and its bearer.
    claim: Claim | None
    #: True if walked from subject to object.
    forward: bool
    #: Length, standing and modality, and half the hub penalty of each end.
    step_cost: int
    evidence_cost: int
    hub_cost: int
    #: How many steps it counts as: 0 for a state's link, more than 1 for an entailed arc.
    hops: int
    #: What the arc is at each end, as bits (see ``somagraph.arcs``).
    source_role: int
    target_role: int
    #: 1 if it leads from a cause, a doer or a means onward, -1 if it is read back, 0 if neither.
    direction: int = 0
    #: For an entailed arc: the claims it follows from, in order; else empty.
    premises: tuple[Claim, ...] = ()
    #: Whether the side of the body that a path is on stays the same over it: from one paired
    #: structure to another, by a claim that holds of both sides.
    keeps_side: bool = False

    @property
    def cost(self) -> int:
        """The whole cost of the arc, in thousandths."""
        return self.step_cost + self.evidence_cost + self.hub_cost

    @property
    def claims(self) -> tuple[Claim, ...]:
        """The claims that the arc rests on: its premises, its one claim, or none."""
        return self.premises or ((self.claim,) if self.claim is not None else ())


class Path(NamedTuple):
    """A row of arcs from one end to the other that never meets an entity twice."""

    arcs: tuple[Arc, ...]
    #: Cost of the two ends' hub halves, which an answer does not pay.
    ends_hub_cost: int

    @property
    def entities(self) -> tuple[EntityId, ...]:
        """All entities on the way, both ends included."""
        return (self.arcs[0].source, *(arc.target for arc in self.arcs))

    @property
    def hops(self) -> int:
        """The number of steps, where a state's link to its bearer is free."""
        return sum(arc.hops for arc in self.arcs)

    @property
    def terms(self) -> dict[str, int]:
        """The cost, term by term, in thousandths."""
        return {
            "steps": sum(arc.step_cost for arc in self.arcs),
            "evidence": sum(arc.evidence_cost for arc in self.arcs),
            "hubs": sum(arc.hub_cost for arc in self.arcs) - self.ends_hub_cost,
        }

    @property
    def cost(self) -> int:
        """The sum of the terms, in thousandths."""
        return sum(self.terms.values())


class Filters(NamedTuple):
    """What a question leaves out; nothing unless said."""

    #: Keep claims of these relations (or ones below them) or families only; empty for all.
    relations: frozenset[str] = frozenset()
    #: Keep evidence of these standings only; empty for all.
    standings: frozenset[Standing] = frozenset()
    #: Entities that nothing may lead through or to.
    avoid: frozenset[EntityId] = frozenset()
    #: Leave out evidence of these works, and of these speakers; leave out these claims.
    without: frozenset[str] = frozenset()
    #: ``left`` or ``right``: leave out what is said of the other side only.
    side: str = ""
    #: Leave out what is only entailed.
    asserted_only: bool = False
    #: Walk claims from subject to object only; symmetric ones go both ways.
    directed: bool = False
    #: Keep evidence whose source calls the link indirect.
    indirect: bool = True
    #: Keep anatomical relations that rest on a reference work or a study.
    anatomical_only: bool = False


#: The filter that leaves nothing out.
NO_FILTERS = Filters()
