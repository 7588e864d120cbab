"""Where each entity stands on the page: the body in the middle, everything else in columns.

Places in the body are schematic and come from the ontology. There is no physics: what stands in one
place is nudged to the nearest free one, those with most claims first, so the picture is the same
each time. All measures are units of the picture, whose middle is the midline and whose top is the
crown of the head; ``body.svg`` is drawn in the same units.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Final

from somagraph.knowledge import KnowledgeGraph
from somagraph.model import Entity, EntityId, Place

__all__ = ["Heading", "Layout", "Spot", "build_layout", "to_picture"]

#: Schematic height to units: the trunk, where most things stand, gets most of the room.
_HEIGHTS: Final = (
    (0.0, 20),
    (0.13, 300),
    (0.17, 380),
    (0.345, 790),
    (0.6, 1600),
    (0.76, 1890),
    (1.0, 2150),
)
#: Units for the whole schematic width, by schematic height: the trunk is drawn larger.
_WIDTHS: Final = ((0.0, 2200), (0.13, 2200), (0.19, 3400), (0.6, 3400), (0.76, 2600), (1.0, 2200))

#: How far apart two dots stand at least.
_APART: Final = 24
#: Where the badges of a structure's states stand, beside its twin on the viewer's left.
_BADGE_X: Final = 235
_BADGE_GAP: Final = 75
_BADGE_ROW: Final = 44

#: First column beside the body, the way from one column to the next, and from row to row.
_COLUMN_X: Final = 700
_COLUMN: Final = 440
_ROW: Final = 44
_TOP: Final = 110
_MOST_ROWS: Final = 46

#: What stands in the columns, from the body outwards: heading and kinds.
_Group = tuple[str, tuple[str, ...]]
_LEFT: Final[tuple[tuple[_Group, ...], ...]] = (
    (
        ("Practices", ("soma:Practice",)),
        ("Steps of a practice", ("soma:PracticeStep",)),
    ),
    (
        ("Systems, fluids", ("soma:BodySystem", "soma:BodyFluid")),
        ("Props, durations", ("soma:Prop", "soma:Duration")),
        ("Understanding", ("soma:Understanding",)),
        ("People, works", ("soma:Person", "soma:People", "soma:Organization", "soma:Work")),
    ),
)
_RIGHT: Final[tuple[tuple[_Group, ...], ...]] = (
    (
        ("Complaints", ("soma:Condition",)),
        ("Nervous states", ("soma:NervousState",)),
        ("States of mind", ("soma:MentalState",)),
    ),
    (
        ("Functions", ("soma:BodyFunction", "soma:Link")),
        ("Movements, activities", ("soma:Function",)),
        ("Other things", ()),
    ),
)
#: The more special kind decides.
_BY_KIND: Final = {
    kind: (way, column, heading)
    for way, columns in ((-1, _LEFT), (1, _RIGHT))
    for column, groups in enumerate(columns)
    for heading, kinds in groups
    for kind in kinds
}
_OTHER: Final = (1, 1, "Other things")


@dataclass(frozen=True, slots=True)
class Spot:
    """Where one entity stands."""

    x: int
    y: int
    #: ``body``, ``badge`` or ``column``.
    zone: str
    #: On which side its name stands first: -1 left, 1 right.
    way: int = 1
    #: Its place in the ontology, where it had to be nudged from there.
    home: tuple[int, int] | None = None


@dataclass(frozen=True, slots=True)
class Heading:
    """What stands above a group of a column."""

    x: int
    y: int
    way: int
    words: str


@dataclass(frozen=True, slots=True)
class Layout:
    """The whole picture: a spot for every entity, and the headings of the columns."""

    spots: dict[EntityId, Spot]
    headings: tuple[Heading, ...]


def _between(marks: Sequence[tuple[float, int]], value: float) -> float:
    """Return the straight line between marks at a value; flat beyond them."""
    for (low, start), (high, end) in pairwise(marks):
        if value <= high:
            return start + (max(value, low) - low) / (high - low) * (end - start)
    return marks[-1][1]


def to_picture(place: Place) -> tuple[int, int]:
    """Return the units of a schematic place.

    Examples
    --------
    >>> to_picture(Place(0.5, 0.0, "front", "midline"))
    (0, 20)
    """
    width = _between(_WIDTHS, place.y)
    return round((place.x - 0.5) * width), round(_between(_HEIGHTS, place.y))


#: Steps around a place, the nearest first; whole numbers, so that every machine has the same.
_STEP: Final = 7
_AROUND: Final = tuple(
    sorted(
        ((x * _STEP, y * _STEP) for x in range(-40, 41) for y in range(-40, 41)),
        key=lambda step: (step[0] ** 2 + step[1] ** 2, step),
    )
)


class _Ground:
    """The places that are taken, in squares as wide as two dots stand apart."""

    def __init__(self) -> None:
        self._squares: dict[tuple[int, int], list[tuple[int, int]]] = {}

    def take(self, x: int, y: int) -> None:
        self._squares.setdefault((x // _APART, y // _APART), []).append((x, y))

    def is_free(self, x: int, y: int) -> bool:
        column, row = x // _APART, y // _APART
        near = (
            spot
            for i in (column - 1, column, column + 1)
            for j in (row - 1, row, row + 1)
            for spot in self._squares.get((i, j), ())
        )
        return all((x - a) ** 2 + (y - b) ** 2 >= _APART**2 for a, b in near)

    def settle(self, x: int, y: int) -> tuple[int, int]:
        """Take the free place nearest to a wanted one; the wanted one if all around is full."""
        found = next(((x + a, y + b) for a, b in _AROUND if self.is_free(x + a, y + b)), (x, y))
        self.take(*found)
        return found


def _group_of(graph: KnowledgeGraph, entity: Entity) -> tuple[int, int, str]:
    if entity.kind in _BY_KIND:
        return _BY_KIND[entity.kind]
    return next(
        (_BY_KIND[kind] for kind in sorted(_BY_KIND) if graph.is_a(entity.id, kind)), _OTHER
    )


def _columns(graph: KnowledgeGraph, entities: Sequence[Entity]) -> Iterator[Heading | Entity]:
    """Yield headings and entities of one column in the order in which they stand."""
    groups: dict[str, list[Entity]] = {}
    for entity in entities:
        groups.setdefault(_group_of(graph, entity)[2], []).append(entity)
    for words in (heading for columns in (_LEFT, _RIGHT) for c in columns for heading, _ in c):
        if words in groups:
            yield Heading(0, 0, 0, words)
            yield from sorted(groups[words], key=lambda e: (e.order, e.label, e.id))


def _beside(
    graph: KnowledgeGraph, entities: Sequence[Entity]
) -> tuple[dict[EntityId, Spot], list[Heading]]:
    """Place what has no place in the body, in columns to both sides of it."""
    columns: dict[tuple[int, int], list[Entity]] = {}
    for entity in entities:
        way, column, _ = _group_of(graph, entity)
        columns.setdefault((way, column), []).append(entity)
    spots: dict[EntityId, Spot] = {}
    headings = []
    reached = {-1: 0, 1: 0}
    for way, column in sorted(columns):
        row, reached[way] = 0, max(reached[way], column)
        for item in _columns(graph, columns[way, column]):
            if row >= _MOST_ROWS:
                row, reached[way] = 0, reached[way] + 1
            x = way * (_COLUMN_X + reached[way] * _COLUMN)
            if isinstance(item, Heading):
                row += 1 if row else 0
                headings.append(Heading(x, _TOP + row * _ROW, way, item.words))
            else:
                spots[item.id] = Spot(x, _TOP + row * _ROW, "column", way)
            row += 1
    return spots, headings


def build_layout(graph: KnowledgeGraph, entities: Sequence[Entity] | None = None) -> Layout:
    """Return the place of every entity, or of some, and the headings beside the body."""
    shown = list(graph.entities.values()) if entities is None else list(entities)
    by_weight = sorted(shown, key=lambda entity: (-graph.degrees[entity.id], entity.id))
    ground = _Ground()
    spots: dict[EntityId, Spot] = {}
    for entity in by_weight:
        if entity.place:
            home = to_picture(entity.place)
            x, y = ground.settle(*home)
            spots[entity.id] = Spot(x, y, "body", home=None if (x, y) == home else home)
    beside = []
    badges: dict[EntityId, list[Entity]] = {}
    owners: list[Heading] = []
    for entity in by_weight:
        if entity.place:
            continue
        if entity.bearer in spots:
            badges.setdefault(entity.bearer, []).append(entity)
        else:
            beside.append(entity)
    for bearer, states in badges.items():
        at = spots[bearer]
        x = -max(_BADGE_X, abs(at.x) + _BADGE_GAP)
        top = at.y - round((len(states) - 1) / 2 * _BADGE_ROW)
        for row, state in enumerate(sorted(states, key=lambda e: (e.label, e.id))):
            spots[state.id] = Spot(x, top + row * _BADGE_ROW, "badge", -1)
        if len(states) > 1:
            owner = graph.entities[bearer].label
            owners.append(Heading(x, top - _BADGE_ROW, -1, owner))
    columns, headings = _beside(graph, beside)
    return Layout(spots | columns, (*headings, *owners))
