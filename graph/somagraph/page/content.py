"""What the page knows: entities with their cards, relations, claims with evidence, records.

Costs, roles and words come from Python; the page only adds and compares them, so that its answers
are those of the program.
"""

from __future__ import annotations

from typing import Any, Final

from somagraph import arcs, costs, telling, wording
from somagraph.answer import Answer
from somagraph.knowledge import KnowledgeGraph
from somagraph.model import Claim, Entity, Evidence, Modality, Relation, Standing
from somagraph.telling import ToldStep

__all__ = ["build_content", "look_of", "shown_entities"]

_Json = dict[str, Any]

#: Colour and shape of the nodes, by the first of these kinds that fits; never by colour alone.
_LOOKS: Final = (
    ("soma:MuscularStructure", "muscle", "#c0564b", "dot"),
    ("soma:SkeletalStructure", "bone and disc", "#8a7f6a", "square"),
    ("soma:ConnectiveStructure", "fascia, ligament, joint", "#7d8f4e", "triangle"),
    ("soma:Organ", "organ", "#a05f9a", "hexagon"),
    ("soma:NeuralStructure", "nerve", "#c79a1e", "diamond"),
    ("soma:Vessel", "vessel", "#3f7fb5", "triangleDown"),
    ("soma:AnatomicalEntity", "region, system, fluid", "#6b7785", "dot"),
    ("soma:State", "state of a structure", "#d98841", "star"),
    ("soma:NervousState", "nervous state", "#2f8f83", "diamond"),
    ("soma:MentalState", "state of mind", "#5f8fd0", "dot"),
    ("soma:Function", "function or movement", "#4d9e6a", "triangle"),
    ("soma:Condition", "complaint or strain", "#9c3f5f", "square"),
    ("soma:Practice", "practice", "#4a6fa5", "hexagon"),
)
_OTHER: Final = ("", "other", "#999999", "dot")


def look_of(graph: KnowledgeGraph, entity: Entity) -> tuple[str, str, str, str]:
    """Return kind, words, colour and shape of the first look that fits."""
    return next((look for look in _LOOKS if graph.is_a(entity.id, look[0])), _OTHER)


def shown_entities(graph: KnowledgeGraph) -> list[Entity]:
    """Return what the page shows: all but works that are only cited."""
    return [
        entity
        for entity in graph.entities.values()
        if graph.degrees[entity.id] or not graph.is_a(entity.id, "soma:Work")
    ]


def _entity(graph: KnowledgeGraph, entity: Entity) -> _Json:
    kind = graph.kinds.get(entity.kind)
    source = graph.sources.get(entity.definition_source)
    denied = [d for d in graph.denials if entity.id in (d.subject, d.object)]
    return {
        "id": entity.id,
        "label": entity.label,
        "phrase": entity.phrase,
        "plural": entity.plural,
        "kind": entity.kind,
        "kindLabel": kind.label if kind else "",
        "usual": list(entity.usual_names),
        "names": list(entity.synonyms),
        "definition": entity.definition,
        "see": f"{source.citation}, {entity.definition_locator}" if source else "",
        "bearer": entity.bearer if entity.bearer in graph.entities else "",
        "bridge": graph.is_bridge(entity.id),
        "hub": graph.half_hub_cost(entity.id),
        "denied": [telling.tell_denial(graph, denial) for denial in denied],
        "note": telling.PRACTICE_NOTE if graph.is_a(entity.id, "soma:Practice") else "",
    }


def _relation(relation: Relation) -> _Json:
    at_subject, at_object = arcs.roles_of(relation)
    return {
        "id": relation.id,
        "label": [relation.label, wording.plural_verb(relation.label)],
        "inverse": [relation.inverse_label, wording.plural_verb(relation.inverse_label)],
        "family": relation.family.value,
        "symmetric": relation.symmetric,
        "surcharged": costs.surcharge(relation.family, forward=False) > 0,
        "atSubject": at_subject,
        "atObject": at_object,
        "direction": arcs.direction_of(relation),
    }


def _evidence(graph: KnowledgeGraph, evidence: Evidence) -> _Json:
    modality, indirect, standing = wording.evidence_rank(evidence)
    hedged = evidence.modality is not Modality.ASSERTED or evidence.standing is Standing.TESTIMONY
    return {
        "cost": costs.evidence_cost(evidence),
        "rank": (modality * 2 + indirect) * len(Standing) + standing,
        "cite": wording.cite(evidence, graph.sources, graph.entities),
        "sure": wording.how_sure(evidence),
        "standing": evidence.standing.value,
        **({"hedged": True} if hedged else {}),
        **({"note": evidence.note} if evidence.note else {}),
    }


def _claim(graph: KnowledgeGraph, claim: Claim) -> _Json:
    relation = graph.relations[claim.relation]
    disputed = [dispute.about for dispute, _ in graph.sides_against(claim.id)]
    return {
        "subject": claim.subject,
        "relation": claim.relation,
        "object": claim.object,
        "inheritable": arcs.is_inheritable(claim, relation),
        "evidence": [_evidence(graph, piece) for piece in claim.evidence],
        **({"disputed": disputed} if disputed else {}),
    }


def _step(graph: KnowledgeGraph, step: ToldStep) -> _Json:
    same = wording.listed([graph.entities[entity].phrase for entity in step.folded])
    notes = list(dict.fromkeys(e.note for e in step.evidence if e.note))
    return {
        "sentence": step.sentence,
        "citation": telling.cited(graph, step.evidence),
        "sure": step.sure,
        "details": [
            *([f"Qualified: {'; '.join(notes)}."] if notes else []),
            *([f"The same is said of {same}."] if same else []),
            *(f"It follows from: {premise}" for premise in step.premises),
        ],
    }


def _connection(graph: KnowledgeGraph, told: telling.ToldConnection) -> _Json:
    return {
        "heading": f"{told.heading} \N{MIDDLE DOT} {told.certainty}",
        "cautions": list(told.cautions),
        "entities": sorted({e for arc in told.arcs for e in (arc.source, arc.target)}),
        "claims": [claim.id for arc in told.arcs for claim in arc.claims],
        "steps": [_step(graph, step) for step in told.steps],
    }


def build_answer(graph: KnowledgeGraph, answer: Answer) -> _Json:
    """Return an answer in words, as the page's own search would tell it."""
    told = [telling.tell_group(graph, group) for group in answer.connections]
    if answer.tree:
        told = [telling.tell_tree(graph, answer.tree)]
    phrases = [graph.entities[end].phrase for end in answer.question.ends]
    both = len(phrases) == 2  # noqa: PLR2004 - two ends or more
    common = answer.in_common[: answer.question.count]
    return {
        "question": f"What connects {' to '.join(phrases) if both else wording.listed(phrases)}?",
        "empty": answer.is_empty,
        "denied": [telling.tell_denial(graph, denial) for denial in answer.denied],
        "disputed": [list(telling.tell_dispute(graph, dispute)) for dispute in answer.disputes],
        "connections": [_connection(graph, connection) for connection in told],
        "anatomical": _connection(graph, telling.tell_path(graph, answer.anatomical))
        if answer.anatomical
        else None,
        "common": [
            [_step(graph, step) for step in telling.tell_path(graph, path).steps] for path in common
        ],
        "signs": list(telling.tell_signs(graph, answer.warning_signs)),
        "omitted": answer.omitted,
        "truncated": answer.truncated,
    }


def build_content(graph: KnowledgeGraph, answer: Answer | None = None) -> _Json:
    """Return all that the page knows, ready for JSON."""
    entities = shown_entities(graph)
    used = sorted({claim.relation for claim in graph.claims.values()})
    looks = [*_LOOKS, _OTHER]
    return {
        "costs": {
            "step": costs.STEP_COST,
            "backward": costs.BACKWARD_COST,
            "practice": costs.STANDING_COST[Standing.PRACTICE],
        },
        "entities": [_entity(graph, entity) for entity in entities],
        "relations": [_relation(graph.relations[relation]) for relation in used],
        "claims": [_claim(graph, claim) for claim in graph.claims.values()],
        "denials": [
            {"subject": d.subject, "object": d.object, "told": telling.tell_denial(graph, d)}
            for d in graph.denials
        ],
        "disputes": [
            {"claims": list(d.claims), "told": list(telling.tell_dispute(graph, d))}
            for d in graph.disputes
        ],
        "signs": [
            {
                "complaints": list(sign.complaints),
                "heading": telling.sign_heading(graph, sign),
                "sign": sign.sign,
                "source": sign.source,
            }
            for sign in graph.warning_signs
        ],
        "looks": [{"label": told, "color": c, "shape": s} for _, told, c, s in looks],
        "answer": build_answer(graph, answer) if answer else None,
    }
