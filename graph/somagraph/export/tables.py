"""Tables: every piece of evidence as CSV, every mapping as SSSOM."""

from __future__ import annotations

import re
from collections.abc import Sequence
from importlib.metadata import PackageNotFoundError, version
from typing import Final

from somagraph import wording
from somagraph.delimited import defuse, render_rows
from somagraph.knowledge import KnowledgeGraph
from somagraph.mappings import read_mappings
from somagraph.model import EntityId
from somagraph.records import read_silent_sentences
from somagraph.vocabulary import OBO, PREFIXES, SOMA, vocabulary_of

__all__ = ["render_csv", "render_sentences", "render_sssom"]

#: In the order in which the SSSOM schema has them.
_SSSOM_COLUMNS: Final = (
    "subject_id",
    "subject_label",
    "predicate_id",
    "object_id",
    "object_label",
    "mapping_justification",
    "comment",
)


def render_csv(graph: KnowledgeGraph) -> str:
    """Return a row for each piece of evidence of each claim, formulas of spreadsheets defused."""
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
    return render_rows(map(defuse, row) for row in rows)


def _version() -> str:
    try:
        return version("somagraph")
    except PackageNotFoundError:  # pragma: no cover - run from a source tree not installed
        return "0+unknown"


def render_sssom(graph: KnowledgeGraph) -> str:
    """Return the mappings as an SSSOM table (https://mapping-commons.github.io/sssom/).

    A mapping of an added file that says not why is justified as ``semapv:UnspecifiedMatching``.
    """
    found = [m for m in read_mappings(graph.dataset) if m.subject in graph.entities]
    rows: list[Sequence[str]] = [_SSSOM_COLUMNS]
    prefixes = {"semapv", "skos", "soma"}
    for mapping in found:
        prefixes |= {
            name
            for name in map(vocabulary_of, (mapping.subject, mapping.object))
            if "/" not in name
        }
        rows.append(
            (
                mapping.subject,
                graph.entities[EntityId(mapping.subject)].label,
                f"skos:{mapping.match}",
                mapping.object,
                mapping.object_label,
                mapping.justification,
                mapping.comment,
            )
        )
    known = {name: PREFIXES.get(name, f"{OBO}{name}_") for name in sorted(prefixes)}
    head = [
        "#curie_map:",
        *(f"#  {prefix}: {namespace}" for prefix, namespace in known.items()),
        f"#mapping_set_id: {SOMA}mappings",
        f'#mapping_set_version: "{_version()}"',
        "#mapping_set_title: Mappings of the somagraph anatomy knowledge graph",
        "#license: https://creativecommons.org/licenses/by/4.0/",
        "#subject_source: soma:ontology",
    ]
    return "\n".join(head) + "\n" + render_rows(rows, delimiter="\t")


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
    return render_rows(rows, delimiter="\t")
