"""Questions that therapists, teachers and anatomists ask, with what must and must not be answered.

They stand in the page to be clicked. Each was read against its sources; what is expected is the
best connection in words, how sure it is, and what has to be told with it.
"""

from __future__ import annotations

import csv
from dataclasses import dataclass
from importlib.resources import files

import pytest

import somagraph
from somagraph import telling, unsaid
from somagraph.answer import Answer
from somagraph.knowledge import KnowledgeGraph
from somagraph.model import EntityId
from somagraph.text_cards import render_card


@dataclass(frozen=True)
class Expected:
    """What an answer has: nothing that is not named here, but for further connections."""

    #: The sentences of the best connection; none where nothing connects the two.
    steps: tuple[str, ...] = ()
    certainty: str = ""
    caution: str = ""
    denied: tuple[str, ...] = ()
    disputed: tuple[str, ...] = ()
    unsaid: tuple[str, ...] = ()
    #: Whether signs that need a doctor are told.
    signs: bool = False
    #: Steps of the way by anatomy alone; 0 where there is none.
    anatomy: int = 0


EXPECTED = {
    "What connects the psoas to low back pain?": Expected(
        ("A large psoas major is linked to low back pain.",),
        "a study reports",
        denied=(
            "soma:denial-large-psoas-back-pain-meta",
            "soma:denial-small-psoas-back-pain-meta",
            "soma:denial-small-psoas-back-pain-older",
        ),
        disputed=("soma:dispute-psoas-size-and-back-pain",),
        signs=True,
    ),
    "What connects the diaphragm to anxiety?": Expected(
        (
            "The diaphragm is connected by fascia to the psoas major.",
            "The psoas major may play a role in anxiety.",
        ),
        "weakest: step 2, a practitioner says it may",
    ),
    "What connects the psoas to anxiety?": Expected(
        ("The psoas major may play a role in anxiety.",),
        "a practitioner says it may",
    ),
    "Does releasing the psoas help with anxiety?": Expected(
        unsaid=("No source here says that releasing the psoas major relieves anxiety.",),
    ),
    "What connects the psoas to an irritable bowel?": Expected(
        ("The psoas major may play a role in irritable bowel syndrome.",),
        "a practitioner says it may",
    ),
    "What connects the psoas to pelvic pain?": Expected(
        ("The psoas major may play a role in pelvic pain.",),
        "a practitioner says it may",
        signs=True,
    ),
    "Is anxiety a cause of low back pain?": Expected(
        signs=True,
    ),
    "Is the psoas tight, or is it weak?": Expected(
        ("A tight psoas major may be seen in place of a weak psoas major.",),
        "a practitioner says it may",
        caution="No source here says how to tell the two apart.",
    ),
    "Does stretching the psoas relieve low back pain?": Expected(
        unsaid=("No source here says that stretching the psoas major relieves low back pain.",),
        signs=True,
    ),
    "Does Constructive Rest help with anxiety?": Expected(
        ("Constructive Rest is said by clients to be used for anxiety.",),
        "clients are said to report",
        unsaid=("No source here says that Constructive Rest relieves anxiety.",),
    ),
    "Does Constructive Rest help with low back pain?": Expected(
        unsaid=("No source here says that Constructive Rest relieves low back pain.",),
        signs=True,
    ),
    "Is Constructive Rest a yoga pose?": Expected(
        denied=("soma:denial-constructive-rest-yoga-pose",),
    ),
    "Who introduced Constructive Rest?": Expected(
        ("Constructive Rest was introduced by Mabel Todd.",),
        "a practitioner says",
    ),
    "Does a pose that lengthens the psoas undo the tension of fight or flight?": Expected(
        (
            "A psoas-lengthening yoga pose lengthens the psoas major.",
            "The psoas major is one of the muscles of fight, flight or freeze.",
        ),
        "all steps alike: a practitioner says",
        denied=("soma:denial-lengthening-relieves",),
    ),
    "What does meditation have to do with the parasympathetic state?": Expected(
        (
            "Meditation is a component of the combination of five minutes of relaxation, longer "
            "exhalations, relaxed breathing and meditation.",
            "The combination of five minutes of relaxation, longer exhalations, relaxed breathing "
            "and meditation facilitates the parasympathetic state.",
        ),
        "all steps alike: a practitioner says",
        caution="What is said of the combination is not said of each part of it.",
    ),
    "What do lunges have to do with the psoas?": Expected(
        (
            "Lunges are used for lengthening the psoas major.",
            "Lengthening the psoas major concerns the psoas major.",
        ),
        "all steps alike: a practitioner says",
    ),
    "What does sitting do to the psoas?": Expected(
        ("Sitting engages the psoas major.",),
        "a study reports",
    ),
    "What connects the psoas to the diaphragm?": Expected(
        ("The psoas major is connected by fascia to the diaphragm.",),
        "a practitioner says",
        unsaid=("No reference work here joins the two in one step.",),
        anatomy=2,
    ),
    "What connects a tight psoas to the breath?": Expected(
        (
            "A tight psoas major has as a kind a chronically tight psoas major.",
            "A chronically tight psoas major may restrict breath capacity.",
        ),
        "weakest: step 2, a practitioner says it may",
        caution="This is said of a chronically tight psoas major, not of a tight psoas major "
        "in general.",
    ),
    "What does fight or flight do to the psoas?": Expected(
        ("The fight-or-flight response is accompanied by contraction of the psoas major.",),
        "a practitioner says",
        disputed=("soma:dispute-sympathetic-trunk-psoas",),
    ),
    "What connects the psoas to the vagus nerve?": Expected(
        ("The psoas major has an indirect connection to the vagus nerve.",),
        "a practitioner says; the source calls this link indirect",
        unsaid=("No reference work here joins the two in one step.",),
        anatomy=3,
        disputed=("soma:dispute-sympathetic-trunk-psoas",),
    ),
    "Can releasing the psoas lead out of the dorsal vagal response?": Expected(
        ("A released psoas major may help people out of the dorsal vagal response.",),
        "a practitioner says it may; the source calls this link indirect",
    ),
    "What does a relaxed psoas do for the parasympathetic state?": Expected(
        ("A relaxed psoas major facilitates the parasympathetic state.",),
        "a practitioner says",
    ),
    "What innervates the diaphragm?": Expected(
        ("The diaphragm is innervated by the phrenic nerve.",),
        "in standard textbooks",
        anatomy=1,
        disputed=("soma:dispute-left-phrenic-nerve",),
    ),
    "Where does the vagus nerve pass the diaphragm?": Expected(
        (
            "The vagus nerve passes through the esophageal hiatus.",
            "The esophageal hiatus is part of the diaphragm.",
        ),
        "all steps alike: in standard textbooks",
        unsaid=("No reference work here joins the two in one step.",),
        anatomy=2,
    ),
    "Where does the sympathetic trunk lie at the psoas?": Expected(
        ("The sympathetic trunk lies beside the psoas major.",),
        "in standard textbooks",
        disputed=("soma:dispute-sympathetic-trunk-entry", "soma:dispute-sympathetic-trunk-psoas"),
        anatomy=1,
    ),
    "Where does the psoas arise from the third lumbar vertebra?": Expected(
        ("The psoas major arises from the L3 vertebra.",),
        "in standard textbooks",
        anatomy=1,
    ),
    "Does the psoas arise from the disc below L5?": Expected(
        (
            "The psoas major arises from the L5 vertebra.",
            "The L5 vertebra gives attachment to the L5-S1 intervertebral disc.",
        ),
        "all steps alike: in standard textbooks",
        unsaid=("No reference work here joins the two in one step.",),
        anatomy=2,
    ),
    "Where does the psoas insert?": Expected(
        ("The psoas major inserts on the lesser trochanter.",),
        "in standard textbooks",
        anatomy=1,
    ),
    "Does the psoas bend the spine forward?": Expected(
        ("The psoas major performs flexion of the spine.",),
        "in standard textbooks",
        disputed=("soma:dispute-psoas-primary-action", "soma:dispute-psoas-spine"),
        denied=("soma:denial-psoas-bends-spine",),
    ),
    "Does the psoas bend the hip?": Expected(
        ("The psoas major performs hip flexion.",),
        "in standard textbooks",
        disputed=("soma:dispute-psoas-primary-action",),
    ),
    "Does the iliacus arise from the sacrum?": Expected(
        ("The iliacus arises from the sacrum.",),
        "in standard textbooks",
        anatomy=1,
        disputed=("soma:dispute-iliacus-origin",),
    ),
    "Where does the quadratus lumborum insert?": Expected(
        ("The quadratus lumborum inserts on the twelfth rib.",),
        "in standard textbooks",
        anatomy=1,
    ),
    "Where does the psoas minor insert?": Expected(
        ("The psoas minor inserts on the iliac fascia.",),
        "in standard textbooks",
        anatomy=1,
    ),
    "Where does the quadriceps insert?": Expected(
        ("The quadriceps femoris inserts on the patella.",),
        "in standard textbooks",
        anatomy=1,
    ),
    "What connects the psoas to the kidney?": Expected(
        ("The psoas major lies behind the kidney.",),
        "in standard textbooks",
        anatomy=1,
    ),
    "What connects a tight psoas to the intestine?": Expected(
        ("A tight psoas major affects the intestine.",),
        "a practitioner says",
        unsaid=("No reference work here joins the two in one step.",),
        anatomy=2,
    ),
    "What does a tight psoas do to the flow of lymph?": Expected(
        ("A tight psoas major may hinder the flow of lymph.",),
        "a practitioner says it may; the source calls this link indirect",
    ),
    "Does the psoas move blood?": Expected(
        ("The psoas major moves blood.",),
        "a practitioner says",
        unsaid=("No reference work here joins the two in one step.",),
        anatomy=2,
    ),
    "What does the kidney lie on?": Expected(
        ("The kidney lies in front of the diaphragm.",),
        "in standard textbooks",
        anatomy=1,
    ),
    "How does the genitofemoral nerve run at the psoas?": Expected(
        ("The genitofemoral nerve lies in front of the psoas major.",),
        "in standard textbooks",
        anatomy=1,
    ),
    "Does the obturator nerve run through the psoas or behind it?": Expected(
        ("The obturator nerve lies beside the psoas major.",),
        "in standard textbooks",
        disputed=("soma:dispute-obturator-nerve-course",),
        anatomy=1,
    ),
    "Which nerve roots innervate the psoas?": Expected(
        ("The psoas major is innervated by the L2 spinal nerve.",),
        "in standard textbooks",
        anatomy=1,
    ),
    "At which vertebra does the aorta pass the diaphragm?": Expected(
        ("The aortic hiatus lies at the level of the T12 vertebra.",),
        "in standard textbooks",
        disputed=("soma:dispute-aortic-hiatus-level",),
        anatomy=1,
    ),
    "What innervates the stomach?": Expected(
        ("The stomach is innervated by the vagus nerve.",),
        "in standard textbooks",
        anatomy=1,
    ),
}

CARDS = {
    "What is said to help with anxiety?": (
        "Anxiety is a reason clients give for using Constructive Rest.",
        "clients are said to report",
        "No source here says what relieves it.",
    ),
    "Should the psoas be stretched?": (
        "Stretching the psoas major is often done where the need is said to be strengthening the",
        "Stretching the psoas major is the concern of a need to stretch the psoas major.",
        "safe for no one in particular",
    ),
    "How is Constructive Rest done?": (
        "Lie down face up, the lower legs apart on a chair.",
        "Draw the knees in, roll slowly to one side, pause, then push up.",
        "safe for no one in particular",
        "Denied: that Constructive Rest is a kind of yoga pose",
    ),
}


def questions() -> list[dict[str, str]]:
    text = files("somagraph.page").joinpath("questions.tsv").read_text("utf-8")
    return list(csv.DictReader(text.splitlines(), delimiter="\t"))


def test_there_are_enough_and_each_is_expected_to_have_an_answer() -> None:
    asked = [row["question"] for row in questions()]
    assert len(set(asked)) == len(asked) >= 40
    assert set(asked) == EXPECTED.keys() | CARDS.keys()


def seen_in(graph: KnowledgeGraph, answer: Answer, caution: str) -> Expected:
    first = answer.connections[0] if answer.connections else None
    told = telling.tell_group(graph, first) if first else None
    return Expected(
        steps=tuple(step.sentence for step in told.steps) if told else (),
        certainty=told.certainty if told else "",
        caution=caution if told and caution in told.cautions else "",
        denied=tuple(denial.id for denial in answer.denied),
        disputed=tuple(dispute.id for dispute in answer.disputes),
        unsaid=unsaid.tell_unsaid(graph, answer),
        signs=bool(answer.warning_signs),
        anatomy=answer.anatomical.hops if answer.anatomical else 0,
    )


@pytest.mark.parametrize("row", questions(), ids=lambda row: row["question"])
def test_a_question_is_answered_as_its_sources_do(
    graph: KnowledgeGraph, row: dict[str, str]
) -> None:
    question = row["question"]
    if row["to"]:
        answer = somagraph.connect(graph, row["from"], row["to"])
        expected = EXPECTED[question]
        assert seen_in(graph, answer, expected.caution) == expected
    else:
        card = render_card(graph, EntityId(row["from"]))
        for words in CARDS[question]:
            assert words in card
