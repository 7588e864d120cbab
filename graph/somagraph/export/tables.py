"""Tables: every piece of evidence as CSV, every mapping as SSSOM."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Sequence

from somagraph import wording
from somagraph.knowledge import KnowledgeGraph
from somagraph.vocabulary import OBO, PREFIXES

__all__ = ["render_csv", "render_sssom", "render_table"]


def render_table(rows: Iterable[Sequence[str]], *, delimiter: str) -> str:
    """Return rows as delimited text with line feeds only."""
    stream = io.StringIO()
    csv.writer(stream, delimiter=delimiter, lineterminator="\n").writerows(rows)
    return stream.getvalue()


def render_csv(graph: KnowledgeGraph) -> str:
    """Return a row for each piece of evidence of each claim."""
    header = (
        "claim,subject,subject_label,relation,relation_label,object,object_label,family,"
        "source,citation,locator,speaker,standing,modality,directness,note"
    )
    rows: list[Sequence[str]] = [header.split(",")]
    for claim in graph.claims.values():
        relation = graph.relations[claim.relation]
        rows.extend(
            (
                claim.id,
                claim.subject,
                graph.entities[claim.subject].label,
                relation.id,
                relation.label,
                claim.object,
                graph.entities[claim.object].label,
                relation.family,
                evidence.source,
                wording.cite(evidence, graph.sources, graph.entities),
                evidence.locator,
                evidence.speaker,
                evidence.standing,
                evidence.modality,
                evidence.directness,
                evidence.note,
            )
            for evidence in claim.evidence
        )
    return render_table(rows, delimiter=",")


def render_sssom(graph: KnowledgeGraph) -> str:
    """Return the mappings as an SSSOM table (https://mapping-commons.github.io/sssom/).

    They were made by comparing labels and synonyms, and say so as their justification.
    """
    rows: list[Sequence[str]] = [
        ("subject_id", "subject_label", "predicate_id", "object_id", "mapping_justification")
    ]
    prefixes = {"soma", "skos"}
    for entity in graph.entities.values():
        for match, curie in entity.mappings:
            prefixes.add(curie.partition(":")[0])
            rows.append((entity.id, entity.label, f"skos:{match}", curie, "semapv:LexicalMatching"))
    known = {prefix: PREFIXES.get(prefix, f"{OBO}{prefix}_") for prefix in sorted(prefixes)}
    known["semapv"] = "https://w3id.org/semapv/vocab/"
    head = [
        "#mapping_set_id: https://w3id.org/somagraph/mappings",
        "#license: https://creativecommons.org/licenses/by/4.0/",
        "#curie_map:",
        *(f"#  {prefix}: {namespace}" for prefix, namespace in known.items()),
    ]
    return "\n".join(head) + "\n" + render_table(rows, delimiter="\t")
