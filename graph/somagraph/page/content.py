"""What the page knows: entities with their cards, relations, claims with evidence, records.

Costs, roles and words come from Python; the page only adds and compares them, so that its answers
are those of the program. What many claims share stands once, in a table.
"""

from __future__ import annotations

import csv
from collections.abc import Iterable
from typing import Any, Final

from somagraph import arcs, costs, telling, unsaid, wording
from somagraph.answer import Answer
from somagraph.knowledge import KnowledgeGraph
from somagraph.model import Claim, Entity, EntityId, Evidence, Modality, Relation, Standing
from somagraph.page.answers import build_answer
from somagraph.page.bundle import read_asset
from somagraph.page.layout import Layout
from somagraph.page.looks import look_index
from somagraph.vocabulary import PREFIXES
from somagraph.wording import match_word

__all__ = ["build_content", "build_part", "shown_entities"]

_Json = dict[str, Any]
_Row = list[int | str]

#: What an entity is in the rules of the answers, by the first of these kinds that fits.
_ROLES: Final = {
    "soma:Practice": "practice",
    "soma:Condition": "complaint",
    "soma:AnatomicalEntity": "body",
}


def shown_entities(graph: KnowledgeGraph) -> list[Entity]:
    """Return what the page knows: all but works that are only cited."""
    return [
        entity
        for entity in graph.entities.values()
        if graph.degrees[entity.id] or not graph.is_a(entity.id, "soma:Work")
    ]


def _filled(record: _Json) -> _Json:
    """Leave out what is empty; the page reads an absent field as empty."""
    return {key: value for key, value in record.items() if value or value == 0}


def _entity(graph: KnowledgeGraph, entity: Entity, layout: Layout) -> _Json:
    kind = graph.kinds.get(entity.kind)
    source = graph.sources.get(entity.definition_source)
    spot = layout.spots.get(entity.id)
    place = entity.place
    denied = [d for d in graph.denials if entity.id in (d.subject, d.object)]
    is_practice = graph.is_a(entity.id, "soma:Practice")
    record: _Json = {
        "id": entity.id,
        "label": entity.label,
        "phrase": entity.phrase,
        "plural": entity.plural or None,
        "kind": entity.kind,
        "kindLabel": kind.label if kind else "",
        "look": look_index(graph, entity),
        "role": next((role for kind, role in _ROLES.items() if graph.is_a(entity.id, kind)), ""),
        "usual": list(entity.usual_names),
        "names": list(entity.synonyms),
        "definition": entity.definition,
        "see": f"{source.citation}, {entity.definition_locator}" if source else "",
        "mappings": [[match_word(match), curie] for match, curie in entity.mappings],
        "bearer": entity.bearer if entity.bearer in graph.entities else "",
        "order": entity.order or None,
        "endOnly": None if graph.is_bridge(entity.id) else True,
        "hub": graph.half_hub_cost(entity.id),
        "denied": [telling.tell_denial(graph, denial) for denial in denied],
        "note": telling.PRACTICE_NOTE if is_practice else "",
    }
    if spot:
        record |= {
            "at": [spot.x, spot.y],
            "zone": spot.zone,
            "way": spot.way,
            "home": list(spot.home or ()),
        }
    if place:
        record |= {"layer": place.depth, "pair": place.side == "pair" or None}
    return _filled(record)


def _relation(relation: Relation) -> _Json:
    at_subject, at_object = arcs.roles_of(relation)
    return _filled(
        {
            "id": relation.id,
            "label": [relation.label, wording.plural_verb(relation.label)],
            "inverse": [relation.inverse_label, wording.plural_verb(relation.inverse_label)],
            "family": relation.family.value,
            "modality": relation.modality.value,
            "symmetric": relation.symmetric or None,
            "surcharged": costs.surcharge(relation.family, forward=False) > 0 or None,
            "inheritable": not (relation.upper_end or relation.stands_alone) or None,
            "over": list(relation.over),
            "relief": unsaid.is_relief(relation) or None,
            "mistaken": telling.is_mistaking(relation) or None,
            # Shown and never walked.
            "shown": not relation.walked or None,
            "atSubject": at_subject,
            "atObject": at_object,
            "direction": arcs.direction_of(relation),
        }
    )


def _grade(evidence: Evidence) -> _Json:
    """Return how sure evidence is, in codes, in words and as what it costs."""
    modality, indirect, standing = wording.evidence_rank(evidence)
    hedged = evidence.modality is not Modality.ASSERTED or evidence.standing is Standing.TESTIMONY
    return _filled(
        {
            "standing": evidence.standing.value,
            "modality": evidence.modality.value,
            "indirect": bool(indirect) or None,
            "cost": costs.evidence_cost(evidence),
            "rank": (modality * 2 + indirect) * len(Standing) + standing,
            "sure": wording.how_sure(evidence),
            "hedged": hedged or None,
        }
    )


def _evidence(pieces: Iterable[Evidence], sources: list[_Json]) -> tuple[list[_Json], list[_Row]]:
    """Return the grades that evidence has, and a row for each piece: many pieces are alike.

    A row holds the source, the grade, the place, the note, the side and the speaker, the empty ones
    at its end left out. Sources and speakers go by number, or by id where none is known.
    """
    numbers = {source["id"]: number for number, source in enumerate(sources)}
    grades: list[_Json] = []
    rows: list[_Row] = []
    for piece in pieces:
        grade = _grade(piece)
        if grade not in grades:
            grades.append(grade)
        row: _Row = [
            numbers.get(piece.source, piece.source),
            grades.index(grade),
            piece.locator,
            piece.note,
            piece.side,
            numbers.get(piece.speaker, ""),
        ]
        while row[-1] == "":
            row.pop()
        rows.append(row)
    return grades, rows


def _sources(graph: KnowledgeGraph, evidence: Iterable[Evidence]) -> list[_Json]:
    """Return the works and speakers that some evidence names, each with the words for it."""
    pieces = list(evidence)
    works = sorted({piece.source for piece in pieces if piece.source in graph.sources})
    speakers = sorted({EntityId(p.speaker) for p in pieces if p.speaker in graph.entities})
    return [
        *(
            _filled(
                {
                    "id": work,
                    "label": graph.sources[work].citation,
                    "reference": graph.sources[work].reference,
                }
            )
            for work in works
        ),
        *(
            {"id": speaker, "label": graph.entities[speaker].label, "speaker": True}
            for speaker in speakers
        ),
    ]


def _questions(graph: KnowledgeGraph) -> list[_Json]:
    """Return the questions to start with whose ends are here."""
    rows = csv.DictReader(read_asset("questions.tsv").splitlines(), delimiter="\t")
    return [
        {
            "words": row["question"],
            "group": row["group"],
            "ids": [end for end in (row["from"], row["to"]) if end],
            "isFirst": row["start"] == "yes",
        }
        for row in rows
        if all(end in graph.entities for end in (row["from"], row["to"]) if end)
    ]


def build_part(
    graph: KnowledgeGraph, layout: Layout, entities: Iterable[Entity], claims: Iterable[Claim]
) -> _Json:
    """Return entities, and claims between them, as the page reads them."""
    shown = list(entities)
    said = list(claims)
    numbers = {entity.id: number for number, entity in enumerate(shown)}
    used = sorted({claim.relation for claim in said})
    verbs = {relation: number for number, relation in enumerate(used)}
    pieces: dict[Evidence, int] = {}
    rows = [
        [
            numbers[claim.subject],
            verbs[claim.relation],
            numbers[claim.object],
            *(pieces.setdefault(piece, len(pieces)) for piece in claim.evidence),
        ]
        for claim in said
    ]
    sources = _sources(graph, pieces)
    grades, evidence = _evidence(pieces, sources)
    return {
        "entities": [_entity(graph, entity, layout) for entity in shown],
        "relations": [_relation(graph.relations[relation]) for relation in used],
        "grades": grades,
        "evidence": evidence,
        "claims": rows,
        "sources": sources,
    }


def build_content(
    graph: KnowledgeGraph, layout: Layout, answer: Answer | None = None, part: _Json | None = None
) -> _Json:
    """Return all that the page knows, ready for JSON.

    Parameters
    ----------
    graph
        The knowledge to show.
    layout
        Where its entities stand.
    answer
        What the page opens on.
    part
        Entities and claims of `build_part`, where the page begins with some; else it has all.
    """
    whole = part or build_part(graph, layout, shown_entities(graph), graph.claims.values())
    return {
        "costs": {
            "step": costs.STEP_COST,
            "backward": costs.BACKWARD_COST,
            "practice": costs.STANDING_COST[Standing.PRACTICE],
        },
        "prefixes": PREFIXES,
        **whole,
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
        "questions": _questions(graph),
        "answer": build_answer(graph, answer) if answer else None,
    }
