// Questions to start with, where the page knows what they ask for: two things to connect, or one
// whose card answers.
export const EXAMPLES = [
  { words: "What connects the psoas to low back pain?", ids: ["soma:psoas-major", "soma:low-back-pain"] },
  { words: "What connects the diaphragm to anxiety?", ids: ["soma:diaphragm", "soma:anxiety"] },
  { words: "What connects the psoas to the kidney?", ids: ["soma:psoas-major", "soma:kidney"] },
  { words: "What connects the psoas to the vagus nerve?", ids: ["soma:psoas-major", "soma:vagus-nerve"] },
  { words: "Is the psoas tight, or is it weak?", ids: ["soma:tight-psoas-major", "soma:weak-psoas-major"] },
  { words: "What is said to help with anxiety?", ids: ["soma:anxiety"] },
  { words: "Should the psoas be stretched?", ids: ["soma:stretching-psoas"] },
  { words: "How is Constructive Rest done?", ids: ["soma:constructive-rest"] },
];

// What is told of the shipped knowledge at the start, where its source is here.
export const SCOPE = {
  source: "soma:crimando-psoas-article",
  words:
    "Here: one article on the psoas by a yoga therapist, Lynn Crimando (P3.1 is its third paragraph, first " +
    "sentence), and textbook anatomy around it. What lies further away is not here yet.",
};
