"""Answers and cards as JSON; ``connect.schema.json`` beside this file is the contract."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from somagraph import telling, unsaid, wording
from somagraph.answer import Answer
from somagraph.arrange import Group
from somagraph.compare import Comparison
from somagraph.dependence import Dependence, Loss
from somagraph.knowledge import KnowledgeGraph
from somagraph.model import Claim, Denial, Dispute, EntityId, Evidence, WarningSign
from somagraph.surroundings import (
    find_beside,
    find_card_signs,
    find_disputes,
    find_warning_signs,
)
from somagraph.telling import ToldStep
from somagraph.walking import Arc, Path

__all__ = ["build_answer", "build_card", "build_claims", "build_comparison", "build_reach"]

_Json = dict[str, Any]


def _units(thousandths: int) -> float:
    return thousandths / 1000


def _evidence(graph: KnowledgeGraph, evidence: Evidence) -> _Json:
    return {
        "source": evidence.source,
        "citation": wording.cite(evidence, graph.sources, graph.entities),
        "locator": evidence.locator or None,
        "speaker": evidence.speaker or None,
        "standing": evidence.standing.value,
        "modality": evidence.modality.value,
        "directness": evidence.directness.value,
        "note": evidence.note or None,
    }


def _entity(graph: KnowledgeGraph, identifier: EntityId) -> _Json:
    entity = graph.entities[identifier]
    return {"id": entity.id, "label": entity.label, "kind": entity.kind}


def _step(graph: KnowledgeGraph, step: ToldStep) -> _Json:
    return {
        "subject": step.subject,
        "relation": {"id": step.relation[0], "label": step.relation[1]},
        "object": step.object,
        "forward": step.forward,
        "entailed": step.entailed,
        "sentence": step.sentence,
        "sure": step.sure,
        "evidence": [_evidence(graph, piece) for piece in step.evidence],
        "premises": list(step.premises),
        "folded": list(step.folded),
    }


def _connection(graph: KnowledgeGraph, rank: int, group: Group) -> _Json:
    told = telling.tell_group(graph, group)
    path = group.path
    return {
        "rank": rank,
        "cost": _units(path.cost),
        "terms": {name: _units(value) for name, value in path.terms.items()},
        "heading": told.heading,
        "certainty": told.certainty,
        "entities": [_entity(graph, entity) for entity in path.entities],
        "steps": [_step(graph, step) for step in told.steps],
        "weakest": told.weakest,
        "cautions": list(told.cautions),
    }


def _tree(graph: KnowledgeGraph, answer: Answer) -> list[_Json]:
    if answer.tree is None:
        return []
    arcs = answer.tree.arcs
    told = telling.tell_tree(graph, answer.tree)
    passed = sorted({end for arc in arcs for end in (arc.source, arc.target)})
    terms = {
        "steps": sum(arc.step_cost for arc in arcs),
        "evidence": sum(arc.evidence_cost for arc in arcs),
    }
    terms["hubs"] = answer.tree.cost - sum(terms.values())
    return [
        {
            "rank": 1,
            "cost": _units(answer.tree.cost),
            "terms": {name: _units(value) for name, value in terms.items()},
            "heading": told.heading,
            "certainty": told.certainty,
            "entities": [_entity(graph, entity) for entity in passed],
            "steps": [_step(graph, step) for step in told.steps],
            "weakest": told.weakest,
            "cautions": [
                *told.cautions,
                *([] if answer.tree.exact else ["Not proved to be the cheapest."]),
            ],
        }
    ]


def _denial(graph: KnowledgeGraph, denial: Denial) -> _Json:
    relation = graph.relations[denial.relation]
    return {
        "subject": denial.subject,
        "relation": {"id": relation.id, "label": relation.label},
        "object": denial.object,
        "degree": denial.degree,
        "sentence": telling.tell_denial(graph, denial),
        "evidence": [_evidence(graph, piece) for piece in denial.evidence],
    }


def _claim(graph: KnowledgeGraph, claim: Claim) -> _Json:
    relation = graph.relations[claim.relation]
    return {
        "id": claim.id,
        "subject": claim.subject,
        "relation": {"id": relation.id, "label": relation.label},
        "object": claim.object,
        "sentence": telling.tell_claim(graph, claim),
        "evidence": [_evidence(graph, piece) for piece in claim.evidence],
    }


def _dispute(graph: KnowledgeGraph, dispute: Dispute) -> _Json:
    sides = [graph.claims[claim] for claim in dispute.claims if claim in graph.claims]
    return {
        "about": dispute.about,
        "claims": [_claim(graph, claim) for claim in sides],
        "denied": [_denial(graph, d) for d in graph.denials if d.id in dispute.denials],
    }


def _sign(sign: WarningSign) -> _Json:
    return {
        "complaints": list(sign.complaints),
        "sign": sign.sign,
        "urgency": sign.urgency,
        "source": sign.source,
    }


def _path(graph: KnowledgeGraph, path: Path | None) -> _Json | None:
    return _connection(graph, 1, Group(path)) if path else None


def _loss(graph: KnowledgeGraph, loss: Loss) -> _Json:
    return {
        "voice": loss.voice,
        "fallen": list(loss.fallen),
        "connected": loss.connected,
        "best": _connection(graph, 1, loss.best) if loss.best else None,
    }


def _dependence(graph: KnowledgeGraph, dependence: Dependence) -> _Json:
    return {
        "bridges": [_claim(graph, claim) for claim in dependence.bridges],
        "losses": [_loss(graph, loss) for loss in dependence.losses],
    }


def build_answer(
    graph: KnowledgeGraph, answer: Answer, dependence: Dependence | None = None
) -> _Json:
    """Return an answer in the shape of ``connect.schema.json``.

    Parameters
    ----------
    graph
        The knowledge that was asked.
    answer
        What it answered.
    dependence
        What the answer hangs on, where that was asked for; it becomes ``why``.
    """
    ends = answer.question.ends
    groups = [_connection(graph, i, group) for i, group in enumerate(answer.connections, 1)]
    suggestion = answer.suggestion
    return {
        "source": {"id": ends[0], "label": graph.entities[ends[0]].label},
        "target": {"id": ends[-1], "label": graph.entities[ends[-1]].label},
        "ends": list(ends),
        "notes": list(answer.notes),
        "connections": groups or _tree(graph, answer),
        "denied": [_denial(graph, denial) for denial in answer.denied],
        "unsaid": list(unsaid.tell_unsaid(graph, answer)),
        "disputed": [_dispute(graph, dispute) for dispute in answer.disputes],
        "anatomical": _path(graph, answer.anatomical),
        "in_common": [_path(graph, path) for path in answer.in_common],
        "omitted": answer.omitted,
        "suggestion": {"change": suggestion.change, "value": suggestion.value}
        if suggestion
        else None,
        "truncated": answer.truncated,
        "warning_signs": [_sign(sign) for sign in answer.warning_signs],
        "disclaimer": wording.DISCLAIMER,
        **({"why": _dependence(graph, dependence)} if dependence else {}),
    }


def build_comparison(graph: KnowledgeGraph, comparison: Comparison) -> _Json:
    """Return two answers and the steps that both, and that only one of them, holds."""

    def steps(arcs: tuple[Arc, ...]) -> list[_Json]:
        return [_step(graph, step) for step in telling.tell_arcs(graph, arcs)]

    return {
        "compared": [_entity(graph, end) for end in comparison.ends[:2]],
        "target": _entity(graph, comparison.ends[2]),
        "shared": steps(comparison.shared),
        "only": [steps(arcs) for arcs in comparison.only],
        "through_the_other": [list(comparison.through(index)) for index in (0, 1)],
        "answers": [build_answer(graph, answer) for answer in comparison.answers],
        "disclaimer": wording.DISCLAIMER,
    }


def build_card(
    graph: KnowledgeGraph, identifier: EntityId, *, entailed: bool = False, most: int | None = None
) -> _Json:
    """Return the card of one entity.

    Parameters
    ----------
    graph
        The knowledge to show.
    identifier
        The entity.
    entailed
        Whether to tell as well what follows from its claims.
    most
        How many claims to tell, if there is a limit; ``omitted`` counts the others.
    """
    entity = graph.entities[identifier]
    claims = graph.claims_about(identifier)
    follows = telling.tell_arcs(graph, graph.entailed_from(identifier)) if entailed else ()
    return {
        **_entity(graph, identifier),
        "iri": entity.iri,
        "synonyms": [*entity.usual_names, *entity.synonyms],
        "definition": entity.definition,
        "definition_source": entity.definition_source or None,
        "definition_locator": entity.definition_locator or None,
        "mappings": [{"match": match, "id": curie} for match, curie in entity.mappings],
        "merged": [{"id": other, "why": why} for other, why in entity.merged],
        "bearer": entity.bearer,
        "states": list(graph.states_of(identifier)),
        "claims": [_claim(graph, claim) for claim in claims[:most]],
        "omitted": len(claims[most:]) if most is not None else 0,
        "unsaid": list(unsaid.card_unsaid(graph, identifier)),
        "denied": [
            _denial(graph, denial)
            for denial in graph.denials
            if identifier in (denial.subject, denial.object)
        ],
        "note": telling.PRACTICE_NOTE if graph.is_a(identifier, "soma:Practice") else None,
        "warning_signs": [_sign(sign) for sign in find_card_signs(graph, identifier)],
        "disclaimer": wording.DISCLAIMER,
        **({"entailed": [_step(graph, step) for step in follows]} if entailed else {}),
    }


def build_claims(
    graph: KnowledgeGraph, about: Sequence[EntityId], claims: Sequence[Claim], *, total: int
) -> _Json:
    """Return claims about one entity, or between two, with what must be told beside them.

    Parameters
    ----------
    graph
        The knowledge that they are of.
    about
        The entities that were asked for.
    claims
        Those to tell.
    total
        How many there are.
    """
    beside = find_beside(graph, about, claims)
    return {
        "about": [_entity(graph, entity) for entity in about],
        "claims": [_claim(graph, claim) for claim in claims],
        "total": total,
        "denied": [_denial(graph, denial) for denial in beside.denied],
        "disputed": [_dispute(graph, dispute) for dispute in beside.disputes],
        "warning_signs": [_sign(sign) for sign in beside.warning_signs],
        "disclaimer": wording.DISCLAIMER,
    }


def build_reach(graph: KnowledgeGraph, start: EntityId, paths: list[Path]) -> _Json:
    """Return what an entity reaches, each with its path."""
    passed = {start, *(entity for path in paths for entity in path.entities)}
    return {
        "start": _entity(graph, start),
        "reached": [
            {**_entity(graph, path.entities[-1]), "connection": _path(graph, path)}
            for path in paths
        ],
        "denied": [_denial(graph, d) for d in graph.denials if {d.subject, d.object} <= passed],
        "disputed": [
            _dispute(graph, dispute)
            for dispute in find_disputes(graph, [arc for path in paths for arc in path.arcs])
        ],
        "warning_signs": [_sign(sign) for sign in find_warning_signs(graph, passed)],
        "disclaimer": wording.DISCLAIMER,
    }
