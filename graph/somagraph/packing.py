"""A dataset becomes the columns that an `IndexedGraph` answers from."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Final

import numpy as np

from somagraph import costs, extraction, records, terms
from somagraph.chains import LONGEST
from somagraph.claims import find_claims
from somagraph.codec import write_entity
from somagraph.columns import (
    ClaimNumbers,
    EntityColumns,
    Flags,
    Ints,
    narrow,
    starts_of,
    to_numbers,
)
from somagraph.container import pack, pack_texts
from somagraph.dataset import Dataset
from somagraph.derivation import derive_arcs
from somagraph.errors import LineFault
from somagraph.frontier import HOPS_SHIFT, ArcTable
from somagraph.indexed import READY
from somagraph.mappings import MATCHES, read_mappings
from somagraph.merging import find_merges
from somagraph.model import Entity, EntityId, Kind, Relation
from somagraph.outside import WHOLE_BODIES
from somagraph.spelling import names_of, normalize
from somagraph.triples import NamedNode, text_of
from somagraph.vocabulary import DCTERMS, RDF, RDFS, SKOS, SOMA, curies_of

__all__ = ["pack_dataset"]

#: The columns of arcs whose numbers take two bytes.
_SHORT: Final = frozenset({"code_numbers", "entering_codes"})

_Columns = dict[str, tuple[str, bytes | memoryview]]

#: What an entity may say of itself beside one label; whoever says none of it is quickly read.
_TELLING: Final = frozenset(
    {SKOS + name for name in ("prefLabel", *MATCHES)}
    | {DCTERMS + "source", *extraction.NAMING[1:], *extraction.DEFINING}
)


class _Entities:
    """The entities of a dataset, those that are one merged."""

    def __init__(self, dataset: Dataset, kinds: Mapping[str, Kind]) -> None:
        self._dataset, self.kinds = dataset, kinds
        columns = dataset.columns
        found = extraction.find_entities(dataset, kinds)
        identifiers = curies_of(columns.keys[number] for number in found.tolist())
        ids = dict(zip(found.tolist(), identifiers, strict=True))
        merges = find_merges(dataset, ids)
        self._members: dict[int, list[tuple[int, str]]] = {}
        for merge in merges:
            self._members.setdefault(merge.kept, []).append((merge.term, merge.why))
        self._ids = ids
        kept = ids.keys() - {merge.term for merge in merges}
        #: The terms in the order of their ids; of two with one id, one.
        self.terms = sorted({ids[term]: term for term in kept}.values(), key=ids.__getitem__)
        self.ids = [EntityId(ids[term]) for term in self.terms]
        #: Number of the entity that each term is, or -1.
        self.entity_of = np.full(len(columns.keys), -1, np.int32)
        self.entity_of[to_numbers(self.terms)] = np.arange(len(self.terms))
        for merge in merges:
            self.entity_of[merge.term] = self.entity_of[merge.kept]
        self._telling = self._find_telling()
        self.told: dict[int, Entity] = {
            number: self._read(term)
            for number, term in enumerate(self.terms)
            if self._telling[term]
        }

    def _find_telling(self) -> Flags:
        """Return which terms say more of themselves than one label."""
        columns = self._dataset.columns
        keys = columns.keys
        told = [
            number
            for number in np.unique(columns.predicates).tolist()
            if keys[number] in _TELLING or keys[number].startswith(SOMA)
        ]
        telling = np.zeros(len(keys), bool)
        telling[columns.subjects[np.isin(columns.predicates, told)]] = True
        kinds = [columns.number(SOMA + kind.removeprefix("soma:")) for kind in self.kinds]
        types = columns.with_predicate(RDF + "type")
        telling[columns.subjects[types[np.isin(columns.objects[types], kinds)]]] = True
        labels = columns.subjects[columns.with_predicate(RDFS + "label")]
        telling[labels[1:][labels[1:] == labels[:-1]]] = True
        telling[to_numbers(self._members)] = True
        return telling

    def _read(self, term: int) -> Entity:
        keys, dataset = self._dataset.columns.keys, self._dataset
        entity = extraction.read_entity(dataset, NamedNode(keys[term]), self.kinds)
        for other, why in self._members.get(term, ()):
            beside = extraction.read_entity(dataset, NamedNode(keys[other]), self.kinds)
            names = {*entity.synonyms, beside.label, *beside.synonyms} - {entity.label}
            matches = dict.fromkeys((*entity.mappings, *beside.mappings))
            entity = entity._replace(
                synonyms=tuple(sorted(names)),
                definition=entity.definition or beside.definition,
                mappings=tuple(match for match in matches if match[1] != entity.id),
                merged=(*entity.merged, (beside.id, why)),
            )
        return entity

    def labels(self) -> list[str]:
        """Return the label of each entity."""
        columns = self._dataset.columns
        rows = columns.with_predicate(RDFS + "label")
        pairs = (columns.subjects[rows].tolist(), columns.objects[rows].tolist())
        label_of = dict(zip(*pairs, strict=True))
        return [
            self.told[number].label
            if number in self.told
            else text_of(columns.keys[label_of[term]])
            for number, term in enumerate(self.terms)
        ]

    def files(self) -> Ints:
        """Return the number of the file that first says anything of each entity."""
        columns = self._dataset.columns
        return columns.files[columns.starts[to_numbers(self.terms)]].astype(np.int64)

    def unheard(self) -> list[LineFault]:
        """Return the files that name nothing that can be asked for."""
        columns = self._dataset.columns
        named = np.unique(columns.files[self.entity_of[columns.subjects] >= 0]).tolist()
        message = "nothing in it can be asked for: no term has a label and is not obsolete"
        return [
            LineFault(file.name, 0, message)
            for number, file in enumerate(self._dataset.files)
            if number not in named and not file.bundled
        ]

    def columns(self, degrees: Ints) -> tuple[EntityColumns, Ints]:
        """Return what arcs need to know, and which entities a path may lead through."""
        count = len(self.terms)
        bearers, paired = np.full(count, -1), np.zeros(count, bool)
        bridges, classes = np.ones(count, np.int64), np.ones(count, bool)
        number_of = {self.ids[number]: number for number in self.told}
        for number, entity in self.told.items():
            if entity.bearer in number_of:
                bearers[number] = number_of[entity.bearer]
            kind = self.kinds.get(entity.kind)
            classes[number] = not entity.kind
            bridges[number] = kind is None or kind.bridge
        for number in self.told:
            bearer = int(bearers[number])
            place = self.told[number if bearer < 0 else bearer].place
            paired[number] = place is not None and place.side == "pair"
        values, inverse = np.unique(degrees, return_inverse=True)
        hubs = to_numbers(map(costs.half_hub_cost, values.tolist()))[inverse]
        return EntityColumns(hubs, paired, bearers, classes), bridges


def _dump(values: Iterable[Any]) -> list[str]:
    return [json.dumps(value, ensure_ascii=False, separators=(",", ":")) for value in values]


def _numbers(column: Ints) -> tuple[str, memoryview]:
    return "i", np.ascontiguousarray(column, np.int32).data


def _find_names(entities: _Entities, labels: Sequence[str]) -> dict[str, list[int]]:
    """Return the names of all entities, each with its table and the entities that it means."""
    meaning: dict[str, list[int]] = {}
    for number, label in enumerate(labels):
        if entity := entities.told.get(number):
            for table, name in dict.fromkeys(names_of(entity)):
                meaning.setdefault(f"{table} {name}", []).append(number)
        else:
            meaning.setdefault(f"label {normalize(label)}", []).append(number)
    return meaning


def _pack_names(meaning: Mapping[str, Sequence[int]]) -> _Columns:
    names = sorted(meaning)
    meant = [meaning[name] for name in names]
    return {
        **pack_texts("names", names),
        "named@": _numbers(np.cumsum([0, *map(len, meant)])),
        "named": _numbers(to_numbers(number for numbers in meant for number in numbers)),
    }


def _pack_table(name: str, table: ArcTable) -> _Columns:
    columns: _Columns = {
        f"{name}.{field}": ("H" if field in _SHORT else "i", getattr(table, field))
        for field in ArcTable._fields
        if field not in {"codes", "claims"}
    }
    columns[f"{name}.codes"] = _numbers(to_numbers(table.codes))
    columns[f"{name}.lasts"] = ("i", table.claims.lasts)  # type: ignore[assignment] # as derived
    columns[f"{name}.parents"] = ("i", table.claims.parents)  # type: ignore[assignment] # as above
    return columns


def _pack_entities(entities: _Entities, degrees: Ints) -> tuple[_Columns, EntityColumns]:
    """Return all that is known of entities, and what arcs need of it."""
    columns, bridges = entities.columns(degrees)
    labels, count = entities.labels(), len(entities.ids)
    names = _find_names(entities, labels)
    for body in WHOLE_BODIES:
        for number in names.get(f"label {body}", ()):
            bridges[number] *= entities.ids[number].startswith("soma:")

    def said(number: int) -> str:
        if number not in entities.told:
            return labels[number]
        bearer = int(columns.bearers[number])
        known = None if bearer < 0 else entities.ids[bearer]
        return _dump([write_entity(entities.told[number]._replace(bearer=known))])[0]

    told = np.isin(np.arange(count), list(entities.told)).astype(np.uint8)
    packed: _Columns = {
        **pack_texts("ids", entities.ids),
        **pack_texts("entities", map(said, range(count))),
        **_pack_names(names),
        "told": ("B", told.data),
        "files": _numbers(entities.files()),
        "sites": _numbers(np.where(columns.bearers < 0, np.arange(count), columns.bearers)),
        "bearers": _numbers(columns.bearers),
        "paired": _numbers(columns.paired.astype(np.int32)),
        "classes": _numbers(columns.classes.astype(np.int32)),
        "bridges": _numbers(bridges),
        "hubs": _numbers(columns.hubs),
        "degrees": _numbers(degrees),
    }
    return packed, columns


def _pack_records(
    dataset: Dataset, entities: _Entities, relations: Mapping[str, Relation]
) -> _Columns:
    """Return what is said beside claims, and the terms that it is said in."""
    sources, known = records.read_sources(dataset), set(entities.ids)
    lists = {
        "kinds": list(entities.kinds.values()),
        "relations": _in_order(relations),
        "sources": list(sources.values()),
        "denials": [
            denial
            for denial in records.read_denials(dataset)
            if {denial.subject, denial.object} <= known and denial.relation in relations
        ],
        "disputes": records.read_disputes(dataset),
        "signs": records.read_warning_signs(dataset, sources),
        "mappings": read_mappings(dataset),
    }
    columns: _Columns = {}
    for name, values in lists.items():
        columns |= pack_texts(name, _dump([values]))
    return columns


def _in_order(relations: Mapping[str, Relation]) -> list[Relation]:
    return [relations[identifier] for identifier in sorted(relations)]


def pack_dataset(dataset: Dataset) -> list[bytes | memoryview]:
    """Return all that questions need to know of a dataset, in pieces (see `container.pack`)."""
    relations = terms.read_relations(dataset)
    ordered = _in_order(relations)
    entities = _Entities(dataset, terms.read_kinds(dataset))
    claims, sets = find_claims(dataset, entities.entity_of, ordered)
    count = len(entities.ids)
    touched = np.concatenate([claims.subjects, claims.objects])
    columns, for_arcs = _pack_entities(entities, np.bincount(touched, minlength=count))
    columns |= _pack_records(dataset, entities, relations)
    told: dict[str, Any] = {
        "files": [file.name for file in dataset.files],
        "faults": [*(f for file in dataset.files for f in file.faults), *entities.unheard()],
    }
    # The texts of a large file take much room, and nobody needs them any more.
    del dataset, entities
    order = np.argsort(touched, kind="stable") % max(len(claims.subjects), 1)
    columns |= {
        **{f"claims.{field}": _numbers(getattr(claims, field)) for field in ClaimNumbers._fields},
        **pack_texts("evidence", _dump(sets)),
        "touching@": _numbers(starts_of(touched, count)),
        "touching": _numbers(order),
    }
    del touched, order
    for filters, name in READY.items():
        narrowed = narrow(claims, ordered, sets, filters, (), ())
        table = derive_arcs(narrowed, ordered, for_arcs)
        columns |= _pack_table(name, table)
        if max(table.codes, default=0) >> HOPS_SHIFT >= LONGEST and name == "all":
            cut = f"what follows from more than {LONGEST} claims is left out"
            told["faults"].append(LineFault(told["files"][-1], 0, cut))
    return pack(columns, told)
