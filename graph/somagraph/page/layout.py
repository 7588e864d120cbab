"""Where each entity stands on the page: the body in the middle, everything else in columns.

Places in the body are schematic and come from the ontology. No physics: each entity takes the free
cell of a grid that is nearest to its place, those with most claims first, so the picture is the
same each time and no two labels lie on each other.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise
from typing import Final

from somagraph.knowledge import KnowledgeGraph
from somagraph.model import Entity, EntityId

__all__ = ["HEADINGS", "HEIGHTS", "WIDTH", "build_layout"]

#: Size of a grid cell in pixels at zoom 1: a label's width and height with room around it.
_CELL_X: Final = 190
_CELL_Y: Final = 52

#: Schematic height to pixels: the trunk, where most things stand, gets most of the room.
HEIGHTS: Final = ((0.0, -1500.0), (0.33, -950.0), (0.6, 1050.0), (1.0, 1500.0))
#: Pixels from one side of the body to the other.
WIDTH: Final = 6000

#: Kinds that stand beside the body: x of their first column, the way further ones go, the kinds,
#: and what stands above them.
_BESIDE: Final = (
    (
        -1500,
        -1,
        ("soma:Practice", "soma:Prop", "soma:Duration", "soma:Understanding"),
        "Practices",
    ),
    (1500, 1, ("soma:Condition", "soma:NervousState"), "Complaints, states"),
    (2060, 1, ("soma:MentalState", "soma:Function", "soma:Link"), "Functions, moods"),
)
_OTHERS: Final = (-2340, -1)
_ROWS: Final = 36

#: What is written above the columns: x, y and the words.
HEADINGS: Final = tuple((x, -1060, words) for x, _, _, words in _BESIDE)
_COLUMN: Final = 280


def _height(y: float) -> float:
    """Return pixels for a schematic height, in straight lines between the marks."""
    for (low, start), (high, end) in pairwise(HEIGHTS):
        if y <= high:
            return start + (y - low) / (high - low) * (end - start)
    return HEIGHTS[-1][1]


def _spiral() -> Iterator[tuple[int, int]]:
    """Yield grid steps around a cell, the nearest first."""
    radius = 0
    while True:
        ring = [
            (x, y)
            for x in range(-radius, radius + 1)
            for y in range(-radius, radius + 1)
            if max(abs(x), abs(y)) == radius
        ]
        yield from sorted(ring, key=lambda step: (step[0] ** 2 + step[1] ** 2, step))
        radius += 1


def _free_cell(wanted: tuple[int, int], taken: set[tuple[int, int]]) -> tuple[int, int]:
    return next(
        cell for cell in ((wanted[0] + x, wanted[1] + y) for x, y in _spiral()) if cell not in taken
    )


def _beside(graph: KnowledgeGraph, entity: Entity) -> tuple[int, int]:
    for x, way, kinds, _ in _BESIDE:
        if any(graph.is_a(entity.id, kind) for kind in kinds):
            return x, way
    return _OTHERS


def build_layout(graph: KnowledgeGraph) -> dict[EntityId, tuple[float, float]]:
    """Return the place of every entity in pixels, the middle of the body at x 0."""
    taken: set[tuple[int, int]] = set()
    places: dict[EntityId, tuple[float, float]] = {}

    def settle(identifier: EntityId, x: float, y: float) -> None:
        cell = _free_cell((round(x / _CELL_X), round(y / _CELL_Y)), taken)
        taken.add(cell)
        # Every other row is shifted by half a cell, so that long labels lie between each other.
        places[identifier] = ((cell[0] + cell[1] % 2 / 2) * _CELL_X, cell[1] * _CELL_Y)

    by_weight = sorted(graph.entities.values(), key=lambda e: (-graph.degrees[e.id], e.id))
    for entity in by_weight:
        if entity.place:
            settle(entity.id, (entity.place.x - 0.5) * WIDTH, _height(entity.place.y))
    columns: dict[tuple[int, int], list[Entity]] = {}
    for entity in by_weight:
        bearer = places.get(entity.bearer) if entity.bearer else None
        if entity.place is None and bearer:
            settle(entity.id, *bearer)
        elif entity.place is None:
            columns.setdefault(_beside(graph, entity), []).append(entity)
    for (x, way), entities in columns.items():
        entities.sort(key=lambda entity: (entity.kind, entity.order, entity.label))
        for index, entity in enumerate(entities):
            column, row = divmod(index, _ROWS)
            rows = min(_ROWS, len(entities) - column * _ROWS)
            top = -(rows - 1) / 2 * _CELL_Y
            places[entity.id] = (x + way * column * _COLUMN, top + row * _CELL_Y)
    return places
