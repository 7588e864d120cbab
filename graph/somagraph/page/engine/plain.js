// An answer as plain text with its citations, to be pasted elsewhere.
const stepLines = (step) => [
  `    ${step.sentence}`,
  `      ${step.citation ? `[${step.citation}] ${step.sure}` : `(${step.sure})`}`,
  ...step.details.map((detail) => `      ${detail}`),
  ...(step.same ? [`      ${step.same}`] : []),
];

const connectionLines = (connection, head) => [
  `${head}${connection.heading} \u00b7 ${connection.certainty}`,
  ...connection.steps.flatMap(stepLines),
  ...connection.cautions.map((caution) => `    ${caution}`),
];

// `narrowed` tells what the question left out; the disclaimer and the warning signs always come with
// it.
export const toPlainText = (answer, { narrowed, disclaimer }) => {
  const { connections, anatomical, common, disputed } = answer;
  const alone = anatomical
    ? connectionLines(anatomical, "By anatomy alone, what the body has: ")
    : [answer.noAnatomy && `By anatomy alone: ${answer.noAnatomy}`];
  const parts = [
    [answer.question, ...narrowed],
    answer.empty ? ["Nothing here connects them.", answer.suggestion] : [],
    answer.denied,
    answer.unsaid,
    ...connections.map((connection, i) => connectionLines(connection, `${i + 1}  `)),
    ...disputed.map(([about, ...sides]) => [about, ...sides.map((side) => `    - ${side}`)]),
    alone.filter(Boolean),
    common.length ? ["In common, which is no connection:"] : [],
    ...common.map((steps) => steps.flatMap(stepLines)),
    answer.omitted ? [`Not shown: ${answer.truncated ? "at least " : ""}${answer.omitted} more connections.`] : [],
    answer.signs,
    [disclaimer],
  ];
  return `${parts.filter((part) => part.length).map((part) => part.filter(Boolean).join("\n")).join("\n\n")}\n`;
};
