"""How kinds and certainty are drawn: shape and colour, dash and width; never by colour alone."""

from __future__ import annotations

from typing import Final, NamedTuple

from somagraph import wording
from somagraph.knowledge import KnowledgeGraph
from somagraph.model import Claim, Directness, Entity, Modality, Standing

__all__ = ["LINES", "LOOKS", "WIDTHS", "Look", "legend_lines", "line_of", "look_index"]


class Look(NamedTuple):
    """How the entities of a kind are drawn."""

    #: The first of these kinds that fits decides.
    kind: str
    #: For the legend.
    label: str
    #: A shape of vis-network.
    shape: str
    #: On light and on dark paper.
    light: str
    dark: str


LOOKS: Final = (
    Look("soma:MuscularStructure", "muscle", "dot", "#b5493f", "#e58d82"),
    Look("soma:SkeletalStructure", "bone and disc", "square", "#7d725a", "#bdb196"),
    Look("soma:ConnectiveStructure", "fascia, ligament, joint", "triangle", "#5f7234", "#aec07b"),
    Look("soma:Organ", "organ", "hexagon", "#8f4f8a", "#cc98c7"),
    Look("soma:NeuralStructure", "nerve", "diamond", "#9a6e08", "#e2bc55"),
    Look("soma:Vessel", "vessel", "triangleDown", "#2f6ea3", "#7fb6e4"),
    Look("soma:AnatomicalEntity", "region, system, fluid", "dot", "#5f6b78", "#a2aebb"),
    Look("soma:State", "state of a structure", "star", "#b35f14", "#f2ab66"),
    Look("soma:NervousState", "nervous state", "diamond", "#1d7d72", "#68c9bb"),
    Look("soma:MentalState", "state of mind", "dot", "#4169ad", "#97b8ee"),
    Look("soma:Function", "function or movement", "triangle", "#2f7850", "#82cba0"),
    Look("soma:Condition", "complaint or strain", "square", "#8d2f50", "#e38aa8"),
    Look("soma:Practice", "practice", "hexagon", "#3a5a94", "#8dace4"),
    Look("", "other", "dot", "#6f6962", "#aca69e"),
)

#: Who says it is told by the dash: pieces and gaps of a line, in pixels.
LINES: Final[dict[Standing, list[int]]] = {
    Standing.TEXTBOOK: [],
    Standing.RESEARCH: [22, 5],
    Standing.PRACTICE: [10, 6],
    Standing.TESTIMONY: [2, 5],
    Standing.UNSTATED: [1, 9],
}

#: How surely it is said is told by the width, in pixels.
WIDTHS: Final = {
    Modality.ASSERTED: (3.2, "says"),
    Modality.LIKELY: (2.0, "says it is likely"),
    Modality.POSSIBLE: (1.1, "says it may"),
}


def look_index(graph: KnowledgeGraph, entity: Entity) -> int:
    """Return the number of the first look that fits."""
    return next(
        (i for i, look in enumerate(LOOKS) if graph.is_a(entity.id, look.kind)), len(LOOKS) - 1
    )


def line_of(claim: Claim) -> tuple[list[int], float]:
    """Return dash and width of a claim's line, by the most certain of its evidence."""
    best = claim.evidence[0]
    return LINES[best.standing], WIDTHS[best.modality][0]


def legend_lines() -> dict[str, list[dict[str, object]]]:
    """Return what the legend tells of lines: who says it, how surely, and their marks."""
    return {
        "standings": [
            {"id": standing.value, "label": wording.STANDING_WORDS[standing], "dashes": dashes}
            for standing, dashes in LINES.items()
        ],
        "modalities": [
            {"id": modality.value, "label": words, "width": width}
            for modality, (width, words) in WIDTHS.items()
        ],
        "marks": [
            {"id": Directness.INDIRECT.value, "label": wording.INDIRECT_WORDS},
            {"id": "disputed", "label": "sources disagree: see both"},
        ],
    }
