"""What a step costs: the one place where certainty and detours become numbers.

All costs are integers, thousandths of a step, so that sums are exact on every machine. The cost of
a path is the sum over its arcs of ``step + evidence + h(u) + h(v)``, less ``h`` of its two ends.
``h`` is half the hub penalty, so that every entity *between* the ends pays it twice, once from each
side. The grades are ordinal and editorial: they say what should be read first, and are no
probabilities.
"""

from __future__ import annotations

import math
from collections.abc import Iterable
from typing import Final

from somagraph.model import Directness, Evidence, Family, Modality, Standing

__all__ = [
    "BACKWARD_COST",
    "MODALITY_COST",
    "STANDING_COST",
    "STEP_COST",
    "evidence_cost",
    "half_hub_cost",
    "surcharge",
]

#: The length of one step.
STEP_COST: Final = 1000

#: Added by the kind of source.
STANDING_COST: Final = {
    Standing.TEXTBOOK: 0,
    Standing.RESEARCH: 200,
    Standing.PRACTICE: 500,
    Standing.UNSTATED: 600,
    Standing.TESTIMONY: 800,
}

#: Added by how strongly it says so.
MODALITY_COST: Final = {Modality.ASSERTED: 0, Modality.LIKELY: 200, Modality.POSSIBLE: 400}

#: Added where the source itself calls the link indirect.
INDIRECT_COST: Final = 300

#: Added where a causal or practical claim is walked from its object to its subject.
BACKWARD_COST: Final = 400

#: Half of the hub penalty of an entity with e (2.718...) claims.
_HALF_HUB: Final = 100


def evidence_cost(evidence: Evidence) -> int:
    """Return what one piece of evidence adds to a step, in thousandths.

    Examples
    --------
    >>> evidence_cost(Evidence("soma:crimando", "P3.3", "", Standing.PRACTICE,
    ...                        Modality.POSSIBLE, Directness.DIRECT))
    900
    """
    return (
        STANDING_COST[evidence.standing]
        + MODALITY_COST[evidence.modality]
        + (INDIRECT_COST if evidence.directness is Directness.INDIRECT else 0)
    )


def best_evidence_cost(evidence: Iterable[Evidence]) -> int:
    """Return the cost of the most certain piece; several of them do not add up to more."""
    return min(map(evidence_cost, evidence))


def half_hub_cost(degree: int) -> int:
    """Return half the hub penalty of an entity that `degree` claims touch, in thousandths.

    Examples
    --------
    >>> half_hub_cost(1), half_hub_cost(10), half_hub_cost(100)
    (0, 230, 461)
    """
    return round(_HALF_HUB * math.log(degree)) if degree > 1 else 0


def surcharge(family: Family, *, forward: bool) -> int:
    """Return what reading a claim from its object to its subject adds, in thousandths.

    Examples
    --------
    >>> surcharge(Family.CAUSAL, forward=False), surcharge(Family.ANATOMICAL, forward=False)
    (400, 0)
    """
    turned = not forward and family in {Family.CAUSAL, Family.PRACTICAL}
    return BACKWARD_COST if turned else 0
