"""What a step costs: certainty and detours as whole numbers."""

from __future__ import annotations

import math
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from somagraph import costs
from somagraph.model import Directness, Evidence, Family, Modality, Standing

PIECES = st.builds(
    Evidence,
    st.just("soma:gray-1918"),
    st.just(""),
    st.just(""),
    st.sampled_from(Standing),
    st.sampled_from(Modality),
    st.sampled_from(Directness),
)


def cost(
    standing: Standing,
    modality: Modality = Modality.ASSERTED,
    directness: Directness = Directness.DIRECT,
) -> int:
    return costs.evidence_cost(Evidence("s", "", "", standing, modality, directness))


def test_each_grade_costs_what_is_written_down() -> None:
    assert {standing.value: cost(standing) for standing in Standing} == {
        "textbook": 0,
        "research": 200,
        "practice": 500,
        "unstated": 600,
        "testimony": 800,
    }
    assert {m.value: cost(Standing.TEXTBOOK, m) for m in Modality} == {
        "asserted": 0,
        "likely": 200,
        "possible": 400,
    }
    assert cost(Standing.TEXTBOOK, directness=Directness.INDIRECT) == 300
    assert cost(Standing.TESTIMONY, Modality.POSSIBLE, Directness.INDIRECT) == 1500


@given(PIECES)
def test_a_hedge_never_makes_a_claim_cheaper(piece: Evidence) -> None:
    own = costs.evidence_cost(piece)
    assert isinstance(own, int)
    assert own >= 0
    by_modality = [cost(piece.standing, m, piece.directness) for m in Modality]
    assert by_modality == sorted(set(by_modality))
    assert cost(piece.standing, piece.modality, Directness.DIRECT) <= own


@given(st.lists(PIECES, min_size=1), PIECES)
def test_more_evidence_never_adds_up_to_more_than_the_best(
    pieces: list[Evidence], another: Evidence
) -> None:
    best = costs.best_evidence_cost(pieces)
    assert best == min(costs.evidence_cost(piece) for piece in pieces)
    assert costs.best_evidence_cost([*pieces, pieces[0]]) == best
    assert costs.best_evidence_cost([*pieces, another]) == min(best, costs.evidence_cost(another))


@given(st.integers(min_value=0, max_value=10**6))
def test_a_greater_hub_costs_more_and_doubles_slowly(degree: int) -> None:
    half = costs.half_hub_cost(degree)
    assert isinstance(half, int)
    assert half <= costs.half_hub_cost(degree + 1)
    if degree:
        assert costs.half_hub_cost(2 * degree) - half in {69, 70}
        assert abs(half - 100 * math.log(degree)) <= 0.5


def test_a_single_claim_makes_no_hub() -> None:
    assert [costs.half_hub_cost(degree) for degree in (0, 1, 2)] == [0, 0, 69]


@pytest.mark.parametrize("family", Family)
def test_only_causes_and_practices_pay_for_being_read_back(family: Family) -> None:
    assert costs.surcharge(family, forward=True) == 0
    turned = costs.surcharge(family, forward=False)
    assert turned == (400 if family in {Family.CAUSAL, Family.PRACTICAL} else 0)


def test_standings_cost_more_the_less_they_are_worth() -> None:
    ordered = ["textbook", "research", "practice", "unstated", "testimony"]
    grades = [costs.STANDING_COST[Standing(name)] for name in ordered]
    assert all(one < other for one, other in pairwise(grades))
