"""Every rule of the ontology, shown by a small file that breaks it."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from somagraph.checks import Problem, find_problems
from somagraph.dataset import Dataset, LoadedFile, read_bundled, read_files
from somagraph.readers import read_triples

PREFIXES = """
@prefix soma: <https://w3id.org/somagraph/> .
@prefix ex: <https://example.org/> .
@prefix owl: <http://www.w3.org/2002/07/owl#> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
@prefix skos: <http://www.w3.org/2004/02/skos/core#> .
@prefix dcterms: <http://purl.org/dc/terms/> .
"""
EX = "https://example.org/"

Checker = Callable[[str], list[str]]


@pytest.fixture(scope="module")
def bundled() -> Dataset:
    return read_bundled()


def organ(name: str, more: str = "") -> str:
    """Return an entity with which nothing is wrong."""
    return f"""
        {name} a soma:Organ ; rdfs:label "{name}" ; skos:definition "An organ." ;
            dcterms:source soma:gray-1918 {more} .
    """


def claim(subject: str, relation: str, object_: str, **grades: str) -> str:
    """Return a claim whose evidence is complete, save for what is given otherwise."""
    said = {
        "source": "dcterms:source soma:gray-1918",
        "locator": 'soma:locator "p. 1"',
        "standing": 'soma:standing "textbook"',
        "modality": 'soma:modality "asserted"',
        "directness": 'soma:directness "direct"',
    } | grades
    return f"""
        {subject} {relation} {object_} .
        [] a owl:Axiom ; owl:annotatedSource {subject} ; owl:annotatedProperty {relation} ;
            owl:annotatedTarget {object_} ; {" ; ".join(filter(None, said.values()))} .
    """


def entity(name: str, kind: str) -> str:
    return organ(name).replace("soma:Organ", kind)


#: What the broken additions lean on: the real schema knows no more of these than is said here.
WORLD = "".join(
    (
        *(entity(f"soma:{name}", "soma:Organ") for name in ("kidney", "diaphragm")),
        *(entity(f"soma:{name}", "soma:Condition") for name in ("anxiety", "low-back-pain")),
        *(entity(f"soma:{n}-vertebra", "soma:Vertebra") for n in ("t12", "l1", "l3")),
        *(
            entity(f"soma:{name}", "soma:Work")
            for name in ("gray-1918", "crimando-psoas-article", "nhs-inform-back-problems")
        ),
        entity("soma:psoas-major", "soma:Muscle"),
        entity("soma:lumbar-spine", "soma:BodyRegion"),
        claim("soma:t12-vertebra", "soma:articulatesWith", "soma:l1-vertebra"),
        claim("soma:l3-vertebra", "soma:partOf", "soma:lumbar-spine"),
    )
)


def world_file(folder: Path) -> LoadedFile:
    path = folder / "world.ttl"
    path.write_text(PREFIXES + WORLD, encoding="utf-8")
    return LoadedFile(path.name, read_triples(path, path.name).triples, bundled=False)


@pytest.fixture
def check(bundled: Dataset, tmp_path: Path) -> Checker:
    """Return the problems of a small world under the real schema, with a file added."""
    schema, *_ = bundled.files
    world = Dataset((schema, world_file(tmp_path)))

    def check_added(text: str) -> list[str]:
        path = tmp_path / "added.ttl"
        path.write_text(PREFIXES + text, encoding="utf-8")
        return [str(p) for p in find_problems(read_files([path], base=world))]

    return check_added


KIDNEY_AFFECTS = claim("soma:kidney", "soma:affects", "soma:anxiety")


def test_the_bundled_ontology_has_no_problem(bundled: Dataset) -> None:
    assert find_problems(bundled) == ()


def test_an_addition_that_keeps_the_rules_has_no_problem(check: Checker) -> None:
    assert check(organ("soma:spare-organ") + KIDNEY_AFFECTS) == []


def test_a_stranger_that_says_nothing_in_our_terms_is_let_be(check: Checker) -> None:
    assert check('ex:a rdfs:label "a" ; ex:touches ex:b , soma:kidney .') == []


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        (
            claim("soma:kidney", "soma:affects", "soma:nobody"),
            "soma:kidney: soma:nobody is no entity (in soma:kidney soma:affects ...)",
        ),
        (
            claim("soma:nobody", "soma:affects", "soma:kidney"),
            "soma:nobody: soma:nobody is no entity (in soma:nobody soma:affects ...)",
        ),
        (
            'soma:kidney soma:affects "the mood" .',
            'soma:kidney: soma:affects needs an entity as its object, not "the mood"',
        ),
        (
            'soma:a-sign a soma:WarningSign ; rdfs:label "x" ; soma:urgency "urgent" ; '
            "soma:appliesTo soma:kidney , soma:nobody ; "
            "dcterms:source soma:nhs-inform-back-problems .",
            [
                "soma:a-sign: a warning sign belongs to a complaint (soma:appliesTo)",
                "soma:a-sign: soma:nobody is no entity (as soma:appliesTo)",
            ],
        ),
        (
            "soma:kidney soma:hugs soma:spleen-of-nobody .",
            "soma:kidney: soma:hugs is declared nowhere",
        ),
        (
            organ("soma:spare-organ", "; a soma:Gadget"),
            "soma:spare-organ: soma:Gadget is declared nowhere",
        ),
        (
            "soma:kidney soma:affects soma:anxiety .",
            "soma:kidney: soma:affects soma:anxiety has no evidence",
        ),
        (
            KIDNEY_AFFECTS.replace("soma:kidney soma:affects soma:anxiety .", ""),
            "soma:kidney: evidence for soma:affects soma:anxiety, which is stated nowhere",
        ),
        (
            claim(
                "soma:kidney",
                "soma:affects",
                "soma:anxiety",
                modality='soma:modality "possible"',
            ),
            "soma:kidney: the source says it is possible, "
            "but soma:affects soma:anxiety reads as asserted",
        ),
        (
            claim("soma:kidney", "soma:mayAffect", "soma:anxiety"),
            "soma:kidney: the source says it is asserted, "
            "but soma:mayAffect soma:anxiety reads as possible",
        ),
        (
            claim("soma:kidney", "soma:arisesFrom", "soma:l1-vertebra"),
            "soma:kidney: soma:arisesFrom takes soma:MuscularStructure, "
            "but soma:kidney is a soma:Organ",
        ),
        (
            'ex:a rdfs:label "a" .' + claim("ex:a", "soma:affects", "soma:kidney"),
            f"{EX}a: an entity needs a kind (a class below soma:Entity)",
        ),
        (
            claim("soma:psoas-major", "soma:arisesFrom", "soma:anxiety"),
            "soma:psoas-major: soma:arisesFrom takes soma:AnatomicalEntity, "
            "but soma:anxiety is a soma:Condition",
        ),
        (
            claim("soma:lumbar-spine", "soma:partOf", "soma:l3-vertebra"),
            "soma:l3-vertebra: soma:partOf runs in a circle: "
            "soma:l3-vertebra -> soma:lumbar-spine -> soma:l3-vertebra",
        ),
        (
            claim("soma:l1-vertebra", "soma:articulatesWith", "soma:t12-vertebra"),
            "soma:l1-vertebra: soma:articulatesWith soma:t12-vertebra is stored both ways round; "
            "keep one",
        ),
        (
            'soma:a-dispute a soma:Dispute ; rdfs:label "x" ; soma:claim '
            "[ soma:subject soma:kidney ; soma:relation soma:affects ; "
            "soma:object soma:anxiety ] .",
            "soma:a-dispute: nobody claims soma:kidney--soma:affects--soma:anxiety",
        ),
    ],
)
def test_each_rule_between_entities_is_checked(
    check: Checker, text: str, problem: str | list[str]
) -> None:
    expected = [problem] if isinstance(problem, str) else problem
    found = check(text)
    files = {line.partition(": ")[0] for line in found}
    assert [line.partition(": ")[2] for line in found] == expected
    assert files <= {"added.ttl", "world.ttl"}


@pytest.mark.parametrize(
    ("text", "message"),
    [
        (
            organ("soma:spare-organ").replace('rdfs:label "soma:spare-organ" ;', ""),
            "an entity needs a label (rdfs:label)",
        ),
        (
            organ("soma:spare-organ", '; rdfs:label "more"'),
            "an entity has one preferred label; other names are skos:altLabel",
        ),
        (
            organ("soma:spare-organ").replace('skos:definition "An organ." ;', ""),
            "an entity needs one definition (skos:definition)",
        ),
        (
            organ("soma:spare-organ", "; dcterms:source soma:crimando-psoas-article"),
            "a definition needs one source (dcterms:source)",
        ),
        (
            organ("soma:spare-organ", "; soma:x 1.5 ; soma:y 0.5"),
            "a schematic place lies between 0 and 1 (soma:x)",
        ),
        (
            organ("soma:spare-organ", "; soma:x 0.5 ; soma:y -0.5"),
            "a schematic place lies between 0 and 1 (soma:y)",
        ),
        (
            organ("soma:spare-organ", '; soma:depth "shallow"'),
            "a depth is front, middle or deep (soma:depth)",
        ),
        (
            organ("soma:spare-organ", '; soma:side "both"'),
            "a side is pair, midline, left or right (soma:side)",
        ),
        (
            organ(
                "soma:spare-organ", "; soma:bearer soma:kidney ; soma:bearer soma:diaphragm"
            ).replace("soma:Organ", "soma:State"),
            "a state has one bearer at most, and that is an entity (soma:bearer)",
        ),
    ],
)
def test_each_rule_of_an_entity_is_checked(check: Checker, text: str, message: str) -> None:
    assert check(text) == [f"added.ttl: soma:spare-organ: {message}"]


@pytest.mark.parametrize(
    ("grade", "said", "message"),
    [
        ("source", "", "evidence needs one source that is a work (dcterms:source)"),
        (
            "source",
            "dcterms:source soma:kidney",
            "evidence needs one source that is a work (dcterms:source)",
        ),
        ("locator", "", "evidence needs the place in its source (soma:locator)"),
        (
            "standing",
            'soma:standing "gospel"',
            "a standing is textbook, research, practice, testimony or unstated",
        ),
        ("modality", "", "a modality is asserted, likely or possible"),
        (
            "directness",
            'soma:directness "sideways"',
            "a directness is direct or indirect",
        ),
        (
            "directness",
            'soma:directness "direct" ; soma:speaker soma:kidney',
            "a speaker is one person (soma:speaker)",
        ),
    ],
)
def test_each_rule_of_evidence_is_checked(
    check: Checker, grade: str, said: str, message: str
) -> None:
    text = claim("soma:kidney", "soma:affects", "soma:anxiety", **{grade: said})
    assert check(text) == [f"added.ttl: soma:kidney soma:affects soma:anxiety: {message}"]


DENIAL = """
    soma:a-denial a soma:Denial ; soma:subject soma:kidney ; soma:relation soma:affects ;
        soma:object soma:anxiety ; soma:degree "none" ; soma:locator "p. 1" ;
        dcterms:source soma:gray-1918 .
"""
SIGN = """
    soma:a-sign a soma:WarningSign ; rdfs:label "x" ; soma:urgency "urgent" ;
        soma:appliesTo soma:low-back-pain ; dcterms:source soma:nhs-inform-back-problems .
"""
SENTENCE = """
    soma:a-sentence a soma:SentenceWithoutClaim ; soma:locator "P99.1" ; soma:reason "none" ;
        dcterms:source soma:gray-1918 .
"""
RELATION = """
    soma:hugs a owl:ObjectProperty ; rdfs:label "hugs" ; soma:inverseLabel "is hugged by" ;
        soma:family "functional" .
"""


@pytest.mark.parametrize("text", [DENIAL, SIGN, SENTENCE, RELATION])
def test_a_whole_record_has_no_problem(check: Checker, text: str) -> None:
    assert check(text) == []


@pytest.mark.parametrize(
    ("text", "old", "new", "message"),
    [
        (DENIAL, "soma:subject soma:kidney ;", "", "a denial names one entity as its subject"),
        (DENIAL, "soma:anxiety", "soma:nobody", "a denial names one entity as its object"),
        (DENIAL, "soma:relation soma:affects", "soma:x 1", "a denial names one relation"),
        (DENIAL, '"none"', '"some"', "the degree of a denial is none or little"),
        (
            DENIAL,
            "soma:gray-1918",
            "soma:kidney",
            "a denial needs one source that is a work (dcterms:source)",
        ),
        (
            DENIAL,
            'soma:locator "p. 1" ;',
            "",
            "a denial needs the place in its source (soma:locator)",
        ),
        (
            SIGN,
            "soma:appliesTo soma:low-back-pain ;",
            "",
            "a warning sign belongs to a complaint (soma:appliesTo)",
        ),
        (SIGN, '"urgent"', '"soon"', "an urgency is emergency, urgent or see-a-doctor"),
        (
            SIGN,
            "soma:nhs-inform-back-problems",
            "soma:kidney",
            "a warning sign needs one public guideline as its source (dcterms:source)",
        ),
        (
            SENTENCE,
            'soma:reason "none" ;',
            "",
            "a sentence without a claim needs the reason (soma:reason)",
        ),
        (
            SENTENCE,
            'soma:locator "P99.1" ;',
            "",
            "a sentence needs its place (soma:locator)",
        ),
        (
            RELATION,
            'soma:inverseLabel "is hugged by" ;',
            "",
            "a relation needs one label for reading it backwards (soma:inverseLabel)",
        ),
        (RELATION, 'rdfs:label "hugs" ;', "", "a relation needs a label (rdfs:label)"),
        (
            RELATION,
            '"functional"',
            '"fun"',
            "a family is anatomical, functional, causal or practical",
        ),
        (
            RELATION,
            '"functional"',
            '"functional" ; soma:upperEnd "top"',
            "an upper end is subject or object (soma:upperEnd)",
        ),
    ],
)
def test_each_rule_of_a_record_is_checked(
    check: Checker, text: str, old: str, new: str, message: str
) -> None:
    about = text.split(maxsplit=1)[0]
    assert old in text
    assert check(text.replace(old, new)) == [f"added.ttl: {about}: {message}"]


def test_all_problems_are_told_in_one_run(bundled: Dataset, tmp_path: Path) -> None:
    path = tmp_path / "added.ttl"
    path.write_text(
        PREFIXES
        + organ("soma:spare-organ", '; soma:depth "shallow" ; soma:x 2').replace(
            'skos:definition "An organ." ;', ""
        )
        + "soma:spare-organ soma:affects soma:nobody ."
        + claim("soma:psoas-major", "soma:mayAffect", "soma:anxiety")
    )
    assert list(map(str, find_problems(read_files([path], base=bundled)))) == [
        f"added.ttl: {about}: {message}"
        for about, message in (
            (
                "soma:psoas-major",
                "the source says it is asserted, but soma:mayAffect soma:anxiety reads as possible",
            ),
            ("soma:spare-organ", "a depth is front, middle or deep (soma:depth)"),
            ("soma:spare-organ", "a schematic place lies between 0 and 1 (soma:x)"),
            ("soma:spare-organ", "an entity needs one definition (skos:definition)"),
            ("soma:spare-organ", "soma:affects soma:nobody has no evidence"),
            (
                "soma:spare-organ",
                "soma:nobody is no entity (in soma:spare-organ soma:affects ...)",
            ),
        )
    ]


def test_each_problem_names_the_file_that_says_it(bundled: Dataset, tmp_path: Path) -> None:
    for name in ("two.ttl", "one.ttl"):
        (tmp_path / name).write_text(
            f'{PREFIXES} ex:{name[:3]} a soma:Organ ; rdfs:label "x" ; skos:definition "x" .'
        )
    files = [tmp_path / "two.ttl", tmp_path / "one.ttl"]
    message = "a definition needs one source (dcterms:source)"
    assert find_problems(read_files(files, base=bundled)) == (
        Problem("one.ttl", f"{EX}one", message),
        Problem("two.ttl", f"{EX}two", message),
    )


def test_a_longer_circle_is_told_once(check: Checker) -> None:
    organs = "".join(organ(f"soma:ring-{n}") for n in "abc")
    claims = "".join(
        claim(f"soma:ring-{one}", "soma:partOf", f"soma:ring-{other}")
        for one, other in ("ab", "bc", "ca")
    )
    ring = " -> ".join(f"soma:ring-{n}" for n in "abca")
    assert check(organs + claims) == [
        f"added.ttl: soma:ring-a: soma:partOf runs in a circle: {ring}"
    ]
