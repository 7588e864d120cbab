"""Where things stand: in their place in the body, or in the columns beside it."""

from __future__ import annotations

from itertools import combinations

import somagraph
from somagraph.knowledge import KnowledgeGraph
from somagraph.page.layout import Spot, build_layout, to_picture


def spot_of(graph: KnowledgeGraph, name: str) -> Spot:
    return build_layout(graph).spots[somagraph.resolve(graph, name)]


def test_everything_has_a_spot_of_its_own(graph: KnowledgeGraph) -> None:
    spots = build_layout(graph).spots
    assert spots.keys() == graph.entities.keys()
    assert len({(spot.x, spot.y) for spot in spots.values()}) == len(spots)


def test_the_head_is_up_and_the_left_side_is_on_the_right(graph: KnowledgeGraph) -> None:
    heights = [
        spot_of(graph, name).y
        for name in ("brain", "brainstem", "diaphragm", "L1", "L5", "sacrum", "femur", "patella")
    ]
    assert heights == sorted(heights)
    assert spot_of(graph, "descending colon").x > 0 > spot_of(graph, "ascending colon").x
    assert spot_of(graph, "left crus of the diaphragm").x > 0
    assert spot_of(graph, "right crus of the diaphragm").x < 0


def test_things_in_the_body_stand_apart_and_near_their_place(graph: KnowledgeGraph) -> None:
    body = {i: s for i, s in build_layout(graph).spots.items() if s.zone == "body"}
    for one, other in combinations(body.values(), 2):
        assert (one.x - other.x) ** 2 + (one.y - other.y) ** 2 >= 24**2
    for entity, spot in body.items():
        place = graph.entities[entity].place
        assert place is not None
        x, y = to_picture(place)
        assert (spot.x - x) ** 2 + (spot.y - y) ** 2 <= 100**2, entity
        assert spot.home == (None if (spot.x, spot.y) == (x, y) else (x, y))


def test_states_are_badges_beside_their_bearer(graph: KnowledgeGraph) -> None:
    badges = {i for i, s in build_layout(graph).spots.items() if s.zone == "badge"}
    assert {"soma:tight-psoas-major", "soma:tight-diaphragm"} <= badges
    tight, psoas = spot_of(graph, "tight psoas major"), spot_of(graph, "psoas major")
    assert abs(tight.y - psoas.y) < 250
    assert tight.x < 0 < psoas.x
    assert all(graph.entities[badge].bearer for badge in badges)


def test_what_is_no_part_of_the_body_stands_beside_it(graph: KnowledgeGraph) -> None:
    layout = build_layout(graph)
    assert spot_of(graph, "anxiety").x > 650
    assert spot_of(graph, "fight-or-flight").x > 650
    assert spot_of(graph, "Constructive Rest").x < -650
    headings = {heading.words: heading for heading in layout.headings}
    assert headings["Complaints"].x == spot_of(graph, "anxiety").x
    assert headings["Complaints"].y < spot_of(graph, "abdominal pain").y
    steps = [spot_of(graph, f"soma:constructive-rest-step-{i}").y for i in range(1, 7)]
    assert steps == sorted(steps)
