"""A table of claims becomes a graph, or tells all its faults and becomes nothing."""

from __future__ import annotations

import re
import tempfile
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from hypothesis import given, settings
from hypothesis import strategies as st

import somagraph
from somagraph.claim_rows import COLUMNS
from somagraph.claim_table import NO_PLACE, read_claim_table
from somagraph.cli import main
from somagraph.errors import ClaimTableError, TableFault, UnreadableFileError
from somagraph.export.turtle import render_turtle
from somagraph.knowledge import KnowledgeGraph
from somagraph.model import Directness, Evidence, Modality, Standing

ROOT = Path(__file__).resolve().parent.parent
ADDED = "https://w3id.org/somagraph/added/claims/"

NEW = "shallow breathing|is new|bodily function|Example text|1"
CLAIM = "psoas major|may contribute to|anxiety|Example text|1||practice|possible|direct"


def table(*rows: str, header: str = "|".join(COLUMNS)) -> str:
    """Write bars for tabs, and leave out empty cells at the end."""
    width = header.count("|")
    lines = [header, *(row + "|" * (width - row.count("|")) for row in rows)]
    return "".join(f"{line}\n" for line in lines).replace("|", "\t")


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    return tmp_path


def run(*arguments: str) -> Result:
    return CliRunner().invoke(main, arguments, catch_exceptions=False)


def add(text: str | bytes) -> Result:
    Path("claims.tsv").write_bytes(text if isinstance(text, bytes) else text.encode())
    return run("add", "claims.tsv", "-o", "mine.ttl")


def faults_of(*rows: str) -> list[str]:
    """Return the faults without the name of the table, and see that nothing was written."""
    result = add(table(*rows))
    assert result.exit_code == 2
    assert result.stdout == ""
    assert not Path("mine.ttl").exists()
    *faults, last = result.stderr.splitlines()
    count = f"{len(faults)} fault{'s' * (len(faults) != 1)}"
    assert last == f"Error: claims.tsv has {count}; nothing was written."
    assert all(fault.startswith("claims.tsv, ") for fault in faults)
    return [fault.removeprefix("claims.tsv, ") for fault in faults]


def test_one_row_becomes_one_triple_and_one_piece_of_evidence(here: Path) -> None:
    result = add(table(CLAIM))
    assert (result.exit_code, result.stdout) == (0, "")
    assert result.stderr == "New here: Example text (work).\nWrote mine.ttl.\n"
    assert (here / "mine.ttl").read_text("utf-8") == (
        "@prefix soma: <https://w3id.org/somagraph/> .\n"
        "@prefix dcterms: <http://purl.org/dc/terms/> .\n"
        "@prefix owl: <http://www.w3.org/2002/07/owl#> .\n"
        "@prefix rdf: <http://www.w3.org/1999/02/22-rdf-syntax-ns#> .\n"
        "@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .\n"
        "@prefix skos: <http://www.w3.org/2004/02/skos/core#> .\n"
        "\n"
        "<https://w3id.org/somagraph/added/claims/example-text>\n"
        "    a soma:Work ;\n"
        '    rdfs:label "Example text" ;\n'
        '    dcterms:bibliographicCitation "Example text" ;\n'
        "    dcterms:source <https://w3id.org/somagraph/added/claims/example-text> ;\n"
        '    skos:definition "A source that claims.tsv cites." ;\n'
        '    soma:citation "Example text" .\n'
        "\n"
        "soma:psoas-major\n"
        "    soma:mayContributeTo soma:anxiety .\n"
        "\n"
        "[]\n"
        "    a owl:Axiom ;\n"
        "    dcterms:source <https://w3id.org/somagraph/added/claims/example-text> ;\n"
        "    owl:annotatedProperty soma:mayContributeTo ;\n"
        "    owl:annotatedSource soma:psoas-major ;\n"
        "    owl:annotatedTarget soma:anxiety ;\n"
        '    soma:directness "direct" ;\n'
        '    soma:locator "1" ;\n'
        '    soma:modality "possible" ;\n'
        '    soma:standing "practice" .\n'
    )


def test_the_example_of_the_guide_is_what_happens(here: Path) -> None:
    readme = (ROOT / "README.md").read_text("utf-8")
    section = readme.partition("### Add claims of your own")[2].partition("\n### ")[0]
    shown = re.search(r"```tsv\n(.*?)```", section, re.DOTALL)
    answer = re.search(r"```\n( 1 .*?)```", section, re.DOTALL)
    assert shown is not None
    assert answer is not None
    assert add(shown[1]).exit_code == 0
    assert run("validate", "mine.ttl").exit_code == 0
    told = run("--with", "mine.ttl", "connect", "shallow breathing", "anxiety", "-k", "1")
    assert answer[1] in told.stdout
    assert "[Example text, sentence 2] a practitioner says it is likely" in (
        run("--with", "mine.ttl", "connect", "diaphragm", "shallow breathing", "-k", "1").stdout
    )
    assert run("add", "claims.tsv").stdout == (here / "mine.ttl").read_text("utf-8")


def test_an_inverse_label_turns_the_row_and_a_symmetric_claim_is_stored_once(here: Path) -> None:
    result = add(
        table(
            "femur|gives insertion to|the gracilis|Gray 1918|p. 476||textbook|asserted",
            "The gracilis|is new|Muscle|Gray 1918",
            "L1 vertebra|lies beside|the gracilis|crimando||sullivan|practice|asserted",
            "gracilis|soma:adjacentTo|soma:l1-vertebra|Example text|||research|asserted",
        )
    )
    assert result.stderr == (
        "New here: gracilis (muscle).\nNew here: Example text (work).\nWrote mine.ttl.\n"
    )
    bundled, graph = somagraph.load(), somagraph.load(here / "mine.ttl")
    claims = {key: claim for key, claim in graph.claims.items() if key not in bundled.claims}
    new = f"{ADDED}gracilis"
    assert set(claims) == {
        f"{new}--soma:insertsOn--soma:femur",
        f"soma:l1-vertebra--soma:adjacentTo--{new}",
    }
    both = claims[f"soma:l1-vertebra--soma:adjacentTo--{new}"].evidence
    assert {(e.source, e.speaker, e.locator) for e in both} == {
        ("soma:crimando-psoas-article", "soma:marlysa-sullivan", NO_PLACE),
        (f"{ADDED}example-text", "", NO_PLACE),
    }
    assert run("validate", "mine.ttl").exit_code == 0


def test_every_fault_of_every_row_is_told_at_once(here: Path) -> None:
    assert here.exists()
    assert faults_of(
        "psaos major|contributes to|anxiety|X||Crimando|practice|possible",
        "L3|arises from|psoas|psoas|||rumour|asserted|perhaps",
        "femur|zooms|femur||||textbook|sure",
        "psoas|is new|muscle|X",
        "teres|is new|gadget|X",
        "calm|may contribute to|anxiety|X|||practice|possible",
        "anxiety|may be contributed to by|calm|X|||practice|possible|direct",
        "calm|uses|calm|soma:nothing|||practice|asserted",
        "teres|lies beside|femur|X\x07||anxiety|practice|asserted",
    ) == [
        "row 2, subject: Nothing here is called 'psaos major'; did you mean psoas major, "
        "weak psoas major, psoas minor, tight psoas major, small psoas major?",
        "row 2, relation: 'contributes to' reads as asserted, not as possible; "
        "write 'may contribute to'.",
        "row 3, standing: 'rumour' is no standing; "
        "write one of textbook, research, practice, testimony, unstated.",
        "row 3, directness: 'perhaps' is no directness; write one of direct, indirect.",
        "row 3, source: 'psoas' is the name of the psoas major, which is no work.",
        "row 3, subject: 'arises from' takes the kind 'muscular structure' here; "
        "L3 vertebra is of the kind 'vertebra'.",
        "row 4, source: The cell is empty.",
        "row 4, modality: 'sure' is no modality; write one of asserted, likely, possible.",
        "row 4, relation: No relation is called 'zooms'.",
        "row 5, subject: 'psoas' is not new; it is the name of the psoas major (soma:psoas-major).",
        "row 6, object: 'gadget' is no kind; "
        "write one such as muscle, bone, nerve, organ, practice, complaint or strain.",
        "row 8: The row says the same as row 7.",
        "row 9, source: Nothing here has the id soma:nothing.",
        "row 9, object: Subject and object are the same thing; a claim joins two.",
        "row 9, relation: 'uses' could be soma:isUsedIn, soma:usesProp; use an id.",
        "row 10, source: The cell holds a control character.",
        "row 10, speaker: 'anxiety' is the name of anxiety, which is no person.",
    ]


@pytest.mark.parametrize(
    ("relation", "modality", "instead"),
    [
        ("may contribute to", "asserted", "write 'contributes to'"),
        ("is likely to be contributed to by", "possible", "write 'may be contributed to by'"),
        ("leads to", "likely", "write 'is likely to lead to'"),
        ("is accompanied by", "possible", "it has no form that does"),
    ],
)
def test_a_hedge_that_does_not_agree_names_the_relation_that_does(
    here: Path, relation: str, modality: str, instead: str
) -> None:
    assert here.exists()
    (fault,) = faults_of(f"calm|{relation}|anxiety|X|||practice|{modality}")
    assert fault.startswith(f"row 2, relation: {relation!r} reads as ")
    assert fault.endswith(f", not as {modality}; {instead}.")


@pytest.mark.parametrize(
    ("row", "claim"),
    [
        ("femur|has part|patellar groove|X", "patellar-groove--soma:partOf--soma:femur"),
        ("psoas|is attached to|femur|X", "psoas-major--soma:attachesTo--soma:femur"),
        ("psoas|BFO:0000050|femur|X", "psoas-major--soma:partOf--soma:femur"),
        (
            "blanket|is used in|Constructive Rest|X",
            "constructive-rest--soma:usesProp--soma:blanket",
        ),
    ],
)
def test_a_term_of_another_vocabulary_or_a_label_of_two_is_read_as_what_fits(
    here: Path, row: str, claim: str
) -> None:
    new = "patellar groove|is new|part of a bone|X"
    result = add(table(new, row + "|||practice|asserted"))
    assert result.exit_code == 0, result.stderr
    assert claim in " ".join(somagraph.load(here / "mine.ttl").claims)


def test_what_only_the_whole_shows_is_a_fault_too(here: Path) -> None:
    assert here.exists()
    faults = faults_of(
        "one|is new|muscle|X",
        "two|is new|muscle|X",
        "one|is part of|two|X|||practice|asserted",
        "one|has part|two|X|||practice|asserted",
    )
    assert faults[0].endswith(
        f"soma:partOf runs in a circle: {ADDED}one -> {ADDED}two -> {ADDED}one."
    )


def test_a_thing_is_declared_once_and_its_name_in_two_spellings_is_one(here: Path) -> None:
    assert here.exists()
    assert faults_of(NEW, "Shallow  Breathing|is new|muscle|X") == [
        "row 3, subject: 'Shallow Breathing' is declared already, in row 2."
    ]


NEEDED = "subject, relation, object, source, locator, speaker, standing, modality and directness"


@pytest.mark.parametrize(
    ("content", "told"),
    [
        (b"", "claims.tsv: the table is empty."),
        (b"\n\t\t\n", "claims.tsv: the table is empty."),
        (b"\xff\xfea\x00", "claims.tsv: the table is not UTF-8 text."),
        (b"a\tb\nc\td\n", f"claims.tsv: its first row is no header that names {NEEDED}."),
        (table(), "claims.tsv: the table has a header and no rows."),
        (
            table('"so"said|x'),
            "claims.tsv, line 2: this is no table of tabs (a tab expected after '\"').",
        ),
    ],
)
def test_what_is_no_table_is_told_in_one_sentence(
    here: Path, content: str | bytes, told: str
) -> None:
    result = add(content)
    assert (result.exit_code, result.stdout) == (2, "")
    assert result.stderr == f"Error: {told}\n"
    assert not (here / "mine.ttl").exists()


def test_a_missing_table_a_folder_and_a_bad_name(graph: KnowledgeGraph, here: Path) -> None:
    for name, reason in (
        ("nowhere.tsv", "there is no such file"),
        (".", "this is a folder; name a file in it"),
        ("a\0b", "this is no file name"),
    ):
        with pytest.raises(UnreadableFileError, match=reason):
            read_claim_table(graph, Path(name))
    assert list(here.iterdir()) == []


def test_the_header_is_judged_by_itself_and_ragged_rows_with_it(
    graph: KnowledgeGraph, here: Path
) -> None:
    path = here / "claims.tsv"
    path.write_text("subject\trelation\tobject\tsource\tsource\tmood\na\tb\n", "utf-8")
    with pytest.raises(ClaimTableError) as caught:
        read_claim_table(graph, path)
    lacking = ("locator", "speaker", "standing", "modality", "directness")
    name = str(path)
    assert caught.value.faults == (
        TableFault(name, 1, "source", "The header names it twice."),
        TableFault(
            name,
            1,
            "mood",
            "No column is called 'mood'; the columns are subject, relation, object, source, "
            "locator, speaker, standing, modality, directness, note and side.",
        ),
        *(TableFault(name, 1, column, "The header lacks this column.") for column in lacking),
        TableFault(name, 2, "", "The row has 2 cells, the header 6."),
    )


def test_columns_come_in_any_order_and_a_spreadsheet_may_write_it(
    graph: KnowledgeGraph, here: Path
) -> None:
    (here / "claims.tsv").write_text(table(CLAIM), "utf-8")
    plain = read_claim_table(graph, here / "claims.tsv")
    cells = dict(zip(COLUMNS, [*CLAIM.split("|"), "", ""], strict=True))
    header = "|".join(reversed(COLUMNS)).title()
    row = "|".join(f'" {cells[column]}"' for column in reversed(COLUMNS))
    text = "\ufeff" + table(row, "", header=header).replace("\n", "\r\n")
    (here / "claims.tsv").write_bytes(text.encode())
    assert render_turtle(read_claim_table(graph, here / "claims.tsv").triples) == (
        render_turtle(plain.triples)
    )


def test_a_file_that_is_read_is_never_written_over(here: Path) -> None:
    add(table(CLAIM))
    before = (here / "mine.ttl").read_bytes()
    for arguments in (
        ("add", "claims.tsv", "-o", "./claims.tsv"),
        ("--with", "mine.ttl", "add", "claims.tsv", "-o", "mine.ttl"),
    ):
        result = run(*arguments)
        assert result.exit_code == 2
        assert "it is one of the files that are read; name another." in result.stderr
    assert (here / "mine.ttl").read_bytes() == before
    assert (here / "claims.tsv").read_text("utf-8") == table(CLAIM)


def test_a_second_table_builds_on_the_file_of_the_first(here: Path) -> None:
    add(table(NEW))
    (here / "more.tsv").write_text(
        table("shallow breathing|may affect|diaphragm|Example text|2||practice|possible"), "utf-8"
    )
    result = run("--with", "mine.ttl", "add", "more.tsv", "-o", "more.ttl")
    assert result.stderr == "Wrote more.ttl.\n"
    assert run("--with", "mine.ttl", "validate", "more.ttl").exit_code == 0


def test_new_things_of_one_spelling_get_ids_of_their_own(here: Path) -> None:
    assert add(table(NEW.replace("Example text", "Shallow-breathing!"))).exit_code == 0
    graph = somagraph.load(here / "mine.ttl")
    assert graph.sources[f"{ADDED}shallow-breathing"].citation == "Shallow-breathing!"
    assert graph.entities[somagraph.EntityId(f"{ADDED}shallow-breathing-2")].label == (
        "shallow breathing"
    )


def test_a_work_that_was_never_cited_is_cited_by_its_name(here: Path) -> None:
    assert add(table(CLAIM.replace("Example text", "the thinking body"))).exit_code == 0
    told = run("--with", "mine.ttl", "show", "psoas").stdout
    assert "[The Thinking Body, 1]" in told
    assert run("validate", "mine.ttl").exit_code == 0
    assert here.exists()


THINGS = ["psoas major", "diaphragm", "L3 vertebra", "anxiety", "calm", "breathing", "new thing"]
VERBS = [
    ("contributes to", Modality.ASSERTED),
    ("is likely to affect", Modality.LIKELY),
    ("may contribute to", Modality.POSSIBLE),
    ("may be affected by", Modality.POSSIBLE),
    ("is accompanied by", Modality.ASSERTED),
]
CLAIMS = st.tuples(
    st.sampled_from(THINGS),
    st.sampled_from(VERBS),
    st.sampled_from(THINGS),
    st.sampled_from(["Gray 1918", "soma:crimando-psoas-article", "Example text", "Übung: 2"]),
    st.sampled_from(["", "p. 4", "§ 1"]),
    st.sampled_from(["", "Marlysa Sullivan", "Kim Example"]),
    st.sampled_from(Standing),
    st.sampled_from(["", *Directness]),
    st.sampled_from(["", 'says "often"', "a\\b"]),
).filter(lambda claim: claim[0] != claim[2])


def quoted(cell: str) -> str:
    return '"' + cell.replace('"', '""') + '"'


@settings(deadline=None, max_examples=15)
@given(claims=st.lists(CLAIMS, min_size=1, max_size=8, unique=True), data=st.data())
def test_every_good_table_says_the_same_when_it_is_read_back(
    claims: list[tuple[str, tuple[str, Modality], str, str, str, str, Standing, str, str]],
    data: st.DataObject,
) -> None:
    graph = somagraph.load()
    rows = [
        [s, verb, o, source, place, speaker, standing, modality, directness, note]
        for s, (verb, modality), o, source, place, speaker, standing, directness, note in claims
    ]
    # An empty directness is `direct`: the two spellings of one row are a fault of their own.
    rows = list({(*row[:8], row[8] or "direct", row[9]): row for row in rows}.values())
    rows.append(["new thing", "is new", "complaint or strain", "Example text", *[""] * 6])
    rows = data.draw(st.permutations(rows))
    with tempfile.TemporaryDirectory() as folder:
        path, target = Path(folder, "claims.tsv"), Path(folder, "mine.ttl")
        path.write_text(table(*("|".join(map(quoted, row)) for row in rows)), "utf-8")
        added = read_claim_table(graph, path)
        target.write_text(render_turtle(added.triples), "utf-8")
        back = somagraph.load(target)
    said = {
        (claim.subject, claim.relation, claim.object, evidence)
        for claim in back.claims.values()
        for evidence in claim.evidence
        if claim.id not in graph.claims or evidence not in graph.claims[claim.id].evidence
    }
    verbs = {r.label: (r.id, False) for r in graph.relations.values()}
    verbs |= {"may be affected by": ("soma:mayAffect", True)}
    names = {entity.label: entity.id for entity in back.entities.values()}
    cited = {source.citation: source.id for source in back.sources.values()}
    expected = set()
    for s, verb, o, source, place, speaker, standing, modality, directness, note in rows:
        if verb == "is new":
            continue
        relation, turned = verbs[verb]
        first, last = (o, s) if turned else (s, o)
        evidence = Evidence(
            cited.get(source, source),
            place or NO_PLACE,
            names[speaker] if speaker else "",
            Standing(standing),
            Modality(modality),
            Directness(directness or "direct"),
            note,
        )
        expected.add((names[first], relation, names[last], evidence))
    assert said == expected


@pytest.mark.usefixtures("here")
def test_a_side_stands_in_its_column_or_in_a_name() -> None:
    assert faults_of(
        "left kidney|lies beside|sacrum|Text|p. 1||textbook|asserted|||right",
        "kidney|lies beside|sacrum|Text|p. 1||textbook|asserted|||up",
    ) == [
        "row 2, side: The row says left and right; a claim of both sides needs neither.",
        "row 3, side: 'up' is no side; write left, right, or nothing for both.",
    ]
    rows = (
        "left kidney|lies beside|sacrum|Text|p. 1||textbook|asserted|||",
        "kidney|lies beside|patella|Text|p. 1||textbook|asserted||quite|Right",
    )
    assert add(table(*rows)).exit_code == 0
    shown = run("--with", "mine.ttl", "connect", "kidney", "patella", "-k", "1").stdout
    assert "      Qualified: on the right; quite." in shown
    told = run("--with", "mine.ttl", "connect", "right kidney", "sacrum", "-k", "1").stdout
    assert "The kidney lies beside the sacrum." not in told
