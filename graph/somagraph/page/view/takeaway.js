// Ways to take an answer away: text, link, picture, Turtle, print. The line that this is no advice
// and the warning signs go with each of them.
import { toPlainText } from "../engine/plain.js";
import { toTurtle } from "../engine/turtle.js";
import { announce, byId, clean, save } from "./elements.js";
import { makePlate, platePng, plateText } from "./plate.js";

const NAME = "somagraph";

const copy = async (text, what) => {
  try {
    await navigator.clipboard.writeText(text);
  } catch {
    const field = document.createElement("textarea");
    field.value = text;
    document.body.append(field);
    field.select();
    const isDone = document.execCommand("copy");
    field.remove();
    if (!isDone) throw new Error("the browser does not let this page copy");
  }
  announce(`${what} is copied.`);
};

const connectionLines = ({ heading, certainty, steps, cautions }) => [
  { text: `${heading} \u00b7 ${certainty}`, weight: 600 },
  ...steps.flatMap((step) => [
    { text: step.sentence },
    { text: step.citation ? `[${step.citation}] ${step.sure}` : step.sure, isQuiet: true },
    ...[...step.details, step.same].map((text) => ({ text, isQuiet: true })),
  ]),
  ...cautions.map((text) => ({ text })),
];

// The words that go with a picture: the question, the chosen connection, the signs, no advice.
const plateLines = ({ answer: { answer }, state, graph, data, chosen, narrowed }) => {
  const entity = state.about ? graph.entities.get(state.about) : null;
  const heading = answer ? answer.question : entity ? entity.label : NAME;
  const told = answer ? [...narrowed, ...answer.denied, ...answer.unsaid, ...answer.disputed.flat()] : [];
  const signs = [...byId("panel").querySelectorAll(".signs")].map((sign) => sign.textContent);
  const lines = [
    { text: heading, weight: 700 },
    ...(chosen ? connectionLines(chosen) : [{ text: entity?.definition || "" }]),
    ...told.map((text) => ({ text })),
    ...signs.map((text) => ({ text, weight: 600 })),
    { text: data.disclaimer, weight: 700 },
  ];
  return lines.map((line) => ({ ...line, text: clean(line.text) })).filter(({ text }) => text);
};

// The chosen connection, or the claims of a card, as Turtle, with what must be told with it.
const turtleOf = (app) => {
  const { graph, data, chosen, picture } = app;
  const claims = [...picture.litClaims].sort().map((id) => graph.claims.get(id));
  const comment = plateLines({ ...app, chosen: chosen && { ...chosen, steps: [] } });
  return toTurtle(graph, data.prefixes, claims, comment.map(({ text }) => text));
};

export const ANSWER_WAYS = {
  text: "Copy as text", link: "Copy link", png: "PNG", svg: "SVG", turtle: "Turtle", print: "Print",
};
const { text: _, ...cardWays } = ANSWER_WAYS;
export const CARD_WAYS = cardWays;

const plateOf = (app) => makePlate(app.picture, plateLines(app));

const WAYS = {
  text: ({ answer: { answer }, narrowed, data }) =>
    copy(toPlainText(answer, { narrowed, disclaimer: data.disclaimer }), "The answer"),
  link: () => copy(location.href, "The link"),
  svg: (app) => save(`${NAME}.svg`, "image/svg+xml", plateText(plateOf(app))),
  png: async (app) => save(`${NAME}.png`, "image/png", await platePng(plateOf(app))),
  turtle: (app) => save(`${NAME}.ttl`, "text/turtle", turtleOf(app)),
  print: () => window.print(),
};

export const takeAway = async (app, way) => {
  try {
    await WAYS[way](app);
  } catch (problem) {
    announce(`That did not work: ${problem.message}.`);
  }
};

// Print has the picture as lines, not as pixels of the screen.
export const printWithPicture = (app) => {
  addEventListener("beforeprint", () => byId("print-picture").replaceChildren(makePlate(app.picture, [])));
  addEventListener("afterprint", () => byId("print-picture").replaceChildren());
};
