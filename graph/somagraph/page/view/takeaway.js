// Ways to take an answer or a card away: text, link, picture, Turtle, print. The line that this is no
// advice and the warning signs go with each of them.
import { answerText, cardHead, cardText, claimsOfAnswer, referencesOf } from "../engine/plain.js";
import { tellSigns } from "../engine/telling.js";
import { toTurtle } from "../engine/turtle.js";
import { announce, byId, clean, save } from "./elements.js";
import { makePlate, platePng, plateText } from "./plate.js";
import { inLight } from "./theme.js";

const NAME = "somagraph";

export const WAYS_AWAY = {
  text: "Copy as text", link: "Copy link", png: "PNG", svg: "SVG", turtle: "Turtle", print: "Print",
};

const copy = async (text, what) => {
  const plain = text.split("\n").map(clean).join("\n");
  try {
    await navigator.clipboard.writeText(plain);
  } catch {
    const had = document.activeElement;
    const field = document.createElement("textarea");
    field.value = plain;
    document.body.append(field);
    field.select();
    const isDone = document.execCommand("copy");
    field.remove();
    had?.focus({ preventScroll: true });
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

const plain = (texts) => texts.map((text) => ({ text }));

const answerLines = ({ answer: { answer }, graph, chosen, narrowed }) => {
  const claims = claimsOfAnswer(graph, { connections: chosen ? [chosen] : [], common: [] });
  return [
    { text: answer.question, weight: 700 },
    ...plain(narrowed),
    ...plain(answer.empty ? ["Nothing here connects them.", answer.suggestion] : []),
    ...plain([...answer.denied, ...answer.unsaid]),
    ...(chosen ? connectionLines(chosen) : []),
    ...plain(answer.disputed.flat()),
    ...answer.signs.map((text) => ({ text, weight: 600 })),
    ...referencesOf(graph, claims).map((text) => ({ text, isQuiet: true })),
  ];
};

const cardLines = ({ graph, data, state: { about } }) => {
  const claims = graph.claimsAbout(about);
  const named = claims.flatMap((claim) => [claim.subject, claim.object]);
  return [
    { text: graph.entities.get(about).label, weight: 700 },
    ...plain(cardHead(graph, about)),
    ...tellSigns(graph, data.signs, [about, ...named]).map((text) => ({ text, weight: 600 })),
    ...referencesOf(graph, claims).map((text) => ({ text, isQuiet: true })),
  ];
};

// The words that go with a picture: what is asked or shown, the chosen connection, no advice.
const plateLines = (app) => {
  const told = app.answer.answer ? answerLines(app) : app.state.about ? cardLines(app) : [{ text: NAME, weight: 700 }];
  const lines = [...told, { text: app.data.disclaimer, weight: 700 }];
  return lines.map((line) => ({ ...line, text: clean(line.text || "") })).filter(({ text }) => text);
};

// The chosen connection, or all claims of a card, as Turtle, with what must be told with it.
const turtleOf = (app) => {
  const { graph, data, picture, state } = app;
  const claims = state.about
    ? graph.claimsAbout(state.about)
    : [...picture.litClaims].sort().map((id) => graph.claims.get(id));
  return toTurtle(graph, data.prefixes, claims, plateLines(app).map(({ text }) => text));
};

const link = () => {
  if (location.protocol === "about:") throw new Error("a page in a frame has no address of its own");
  return location.href;
};

const plateOf = (app) => makePlate(app.picture, plateLines(app));

const WAYS = {
  text: ({ answer: { answer }, graph, data, narrowed, state }) =>
    answer
      ? copy(answerText(graph, answer, { narrowed, disclaimer: data.disclaimer }), "The answer")
      : copy(cardText(graph, data, state.about), "The card"),
  link: () => copy(link(), "The link"),
  svg: (app) => save(`${NAME}.svg`, "image/svg+xml", plateText(plateOf(app))),
  png: async (app) => save(`${NAME}.png`, "image/png", await platePng(plateOf(app))),
  turtle: (app) => save(`${NAME}.ttl`, "text/turtle", turtleOf(app)),
  print: () => window.print(),
};

// Whether it worked; if not, why is announced.
export const takeAway = async (app, way) => {
  try {
    await WAYS[way](app);
    return true;
  } catch (problem) {
    announce(`That did not work: ${problem.message}.`);
    return false;
  }
};

// Print has the picture as lines, not as pixels of the screen, and is always on light paper.
export const printWithPicture = (app) => {
  addEventListener("beforeprint", () => {
    const plate = inLight(() => makePlate(app.picture, []));
    byId("print-picture").replaceChildren(plate);
  });
  addEventListener("afterprint", () => byId("print-picture").replaceChildren());
};
