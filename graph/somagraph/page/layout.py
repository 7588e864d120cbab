"""Where each entity stands on the page: the body in the middle, everything else in columns.

Places in the body are schematic and come from the ontology. No physics: each entity takes the free
cell of a grid that is nearest to its place, in the order of ids, so the picture is the same each
time and no two labels lie on each other.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from somagraph.knowledge import KnowledgeGraph
from somagraph.model import Entity, EntityId

__all__ = ["BODY_HEIGHT", "BODY_WIDTH", "build_layout"]

#: Size of the body on the page, in pixels at zoom 1.
BODY_WIDTH: Final = 3600
BODY_HEIGHT: Final = 4200

#: Size of a grid cell: a label's width and height with room around it.
_CELL_X: Final = 180
_CELL_Y: Final = 62

#: Kinds that stand in a column of their own, left to right: (x of the column, heading, kinds).
COLUMNS: Final = (
    (-2900, "Practices", ("soma:Practice", "soma:Prop", "soma:Duration", "soma:Understanding")),
    (
        2300,
        "Nervous states, moods, functions",
        ("soma:NervousState", "soma:MentalState", "soma:Function", "soma:Link"),
    ),
    (2900, "Complaints and strains", ("soma:Condition",)),
    (3400, "People and works", ("soma:Person", "soma:People", "soma:Organization", "soma:Work")),
)
_OTHERS_X: Final = -3500


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
        cell
        for cell in ((wanted[0] + x, wanted[1] + y) for x, y in _spiral())
        if cell not in taken
    )


def _column_of(graph: KnowledgeGraph, entity: Entity) -> float:
    for x, _, kinds in COLUMNS:
        if any(graph.is_a(entity.id, kind) for kind in kinds):
            return x
    return _OTHERS_X


def build_layout(graph: KnowledgeGraph) -> dict[EntityId, tuple[float, float]]:
    """Return the place of every entity in pixels, the middle of the body at (0, 0)."""
    taken: set[tuple[int, int]] = set()
    places: dict[EntityId, tuple[float, float]] = {}

    def settle(identifier: EntityId, x: float, y: float) -> None:
        cell = _free_cell((round(x / _CELL_X), round(y / _CELL_Y)), taken)
        taken.add(cell)
        places[identifier] = (cell[0] * _CELL_X, cell[1] * _CELL_Y)

    for entity in graph.entities.values():
        if entity.place:
            x, y = (entity.place.x - 0.5) * BODY_WIDTH, (entity.place.y - 0.5) * BODY_HEIGHT
            settle(entity.id, x, y)
    columns: dict[float, list[Entity]] = {}
    for entity in graph.entities.values():
        bearer = places.get(entity.bearer) if entity.bearer else None
        if entity.place is None and bearer:
            settle(entity.id, *bearer)
        elif entity.place is None:
            columns.setdefault(_column_of(graph, entity), []).append(entity)
    for x, entities in columns.items():
        entities.sort(key=lambda entity: (entity.kind, entity.order, entity.label))
        top = -len(entities) / 2 * _CELL_Y
        for row, entity in enumerate(entities):
            places[entity.id] = (x, top + row * _CELL_Y)
    return places
