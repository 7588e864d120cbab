"""Tables: every piece of evidence as CSV, every mapping as SSSOM."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable, Sequence

from somagraph import wording
from somagraph.knowledge import KnowledgeGraph
from somagraph.records import read_silent_sentences
from somagraph.vocabulary import OBO, PREFIXES, iri_of

__all__ = ["render_csv", "render_sentences", "render_sssom", "render_table"]


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

    The bundled ones were made by comparing labels and synonyms, and say so as their justification;
    of those in added files nothing is known.
    """
    rows: list[Sequence[str]] = [
        ("subject_id", "subject_label", "predicate_id", "object_id", "mapping_justification")
    ]
    prefixes = {"soma", "skos"}
    ours = {file.name for file in graph.dataset.files if file.bundled}
    for entity in graph.entities.values():
        for match, curie in entity.mappings:
            if iri_of(curie) != curie:
                prefixes.add(curie.partition(":")[0])
            how = "Lexical" if entity.file in ours else "Unspecified"
            rows.append((entity.id, entity.label, f"skos:{match}", curie, f"semapv:{how}Matching"))
    known = {prefix: PREFIXES.get(prefix, f"{OBO}{prefix}_") for prefix in sorted(prefixes)}
    known["semapv"] = "https://w3id.org/semapv/vocab/"
    head = [
        "#mapping_set_id: https://w3id.org/somagraph/mappings",
        "#license: https://creativecommons.org/licenses/by/4.0/",
        "#curie_map:",
        *(f"#  {prefix}: {namespace}" for prefix, namespace in known.items()),
    ]
    return "\n".join(head) + "\n" + render_table(rows, delimiter="\t")


def _sentence_order(locator: str) -> tuple[str, ...]:
    """Order places in a text: P2.1 before P10.1, captions and headings after the body."""
    parts = re.findall(r"[A-Za-z]+|[0-9]+", locator)
    kind = {"P": "0", "C": "1", "H": "2"}.get(parts[0] if parts else "", "3")
    return (kind, *(part.zfill(4) for part in parts[1:]))


def render_sentences(graph: KnowledgeGraph, source: str) -> str:
    """Return a row for each place of a source: the claims that cite it, or why it makes none."""
    said: dict[str, list[tuple[str, str]]] = {}
    for claim in graph.claims.values():
        for evidence in claim.evidence:
            if evidence.source == source:
                said.setdefault(evidence.locator, []).append(("claim", claim.id))
    for denial in graph.denials:
        for evidence in denial.evidence:
            if evidence.source == source:
                said.setdefault(evidence.locator, []).append(("denial", denial.id))
    for locator, reason in read_silent_sentences(graph.dataset, source).items():
        said.setdefault(locator, []).append(("none", reason))
    rows: list[Sequence[str]] = [("sentence", "says", "claim or reason")]
    for locator in sorted(said, key=_sentence_order):
        rows.extend((locator, kind, text) for kind, text in sorted(said[locator]))
    return render_table(rows, delimiter="\t")
