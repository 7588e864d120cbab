"""Small random graphs for the laws: every sort of relation, states, persons, parallel claims."""

from __future__ import annotations

from hypothesis import strategies as st

from somagraph.extraction import claim_id
from somagraph.knowledge import KnowledgeGraph
from somagraph.model import (
    Claim,
    Directness,
    Entity,
    EntityId,
    Evidence,
    Family,
    Kind,
    Modality,
    Place,
    Relation,
    Standing,
)

KINDS = {
    "soma:Thing": Kind("soma:Thing", "thing", ("soma:Entity", "soma:Thing"), bridge=True),
    "soma:Person": Kind("soma:Person", "person", ("soma:Entity", "soma:Person"), bridge=False),
}

RELATIONS = {
    relation.id: relation
    for relation in (
        Relation("soma:beside", "i:beside", "lies beside", "", Family.ANATOMICAL, symmetric=True),
        Relation(
            "soma:arises",
            "i:arises",
            "arises from",
            "gives origin to",
            Family.ANATOMICAL,
            over=("soma:partOf",),
        ),
        Relation(
            "soma:partOf",
            "i:part",
            "is part of",
            "",
            Family.ANATOMICAL,
            upper_end="object",
            over=("soma:partOf",),
        ),
        Relation(
            "soma:kindOf", "i:kind", "is a kind of", "", Family.ANATOMICAL, upper_end="object"
        ),
        Relation("soma:hasStep", "i:step", "has step", "", Family.PRACTICAL, upper_end="subject"),
        Relation("soma:causes", "i:causes", "causes", "is caused by", Family.CAUSAL),
        Relation("soma:does", "i:does", "does", "is done by", Family.FUNCTIONAL),
        Relation("soma:alike", "i:alike", "is taken for", "", Family.PRACTICAL, stands_alone=True),
        Relation("soma:about", "i:about", "is about", "", Family.FUNCTIONAL, leads_no_further=True),
    )
}

_evidence = st.builds(
    Evidence,
    source=st.just("soma:book"),
    locator=st.sampled_from(["1", "2"]),
    speaker=st.just(""),
    standing=st.sampled_from(Standing),
    modality=st.sampled_from(Modality),
    directness=st.sampled_from(Directness),
    side=st.sampled_from(["", "", "left", "right"]),
)

_places = st.sampled_from([None, *(Place(0.5, 0.5, "middle", side) for side in ("pair", "left"))])


@st.composite
def graphs(draw: st.DrawFn, *, most: int = 7, claims: int = 12) -> KnowledgeGraph:
    """Draw a graph of up to `most` entities, named ``e0``, ``e1`` ..."""
    count = draw(st.integers(3, most))
    names = [EntityId(f"soma:e{i}") for i in range(count)]
    entities = {}
    for index, name in enumerate(names):
        bearer = draw(st.sampled_from([None, None, None, *names[:index]]))
        if bearer is not None and entities[bearer].bearer is not None:
            bearer = None
        kind = draw(st.sampled_from(["soma:Thing", "soma:Thing", "soma:Thing", "soma:Person"]))
        entities[name] = Entity(
            name, f"i:{index}", name, name, False, kind, bearer=bearer, place=draw(_places)
        )
    made = {}
    for _ in range(draw(st.integers(1, claims))):
        subject, object_ = draw(st.permutations(names))[:2]
        relation = draw(st.sampled_from(sorted(RELATIONS)))
        evidence = tuple(draw(st.lists(_evidence, min_size=1, max_size=2)))
        identifier = claim_id(subject, relation, object_)
        made[identifier] = Claim(identifier, subject, relation, object_, evidence)
    return KnowledgeGraph(
        kinds=KINDS,
        relations=RELATIONS,
        entities=entities,
        claims=dict(sorted(made.items())),
        sources={},
        denials=(),
        disputes=(),
        warning_signs=(),
    )
