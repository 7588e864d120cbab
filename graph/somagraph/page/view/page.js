// The page: what the reader does, handed to the app.
import { connect, makeQuestion } from "../engine/answer.js";
import { stateClaim, tellAnswer } from "../engine/telling.js";
import { App } from "./app.js";
import { makeCombobox } from "./combobox.js";
import { announce, button, byId, list, opening } from "./elements.js";
import { toggleTable } from "./table.js";
import { restore } from "./restoring.js";
import { ServedApp } from "./served.js";
import { printWithPicture } from "./takeaway.js";
import { onSystemTheme, switchTheme } from "./theme.js";
import { walkByKeys } from "./walk.js";

const listenToFields = (app) => {
  const { fields } = app;
  const search = (text, limit) => app.search(text, limit);
  const after = {
    from: () => (fields.isEmpty("to") ? byId("to").focus() : undefined),
    to: () => (fields.isEmpty("from") ? byId("from").focus() : app.askFields()),
    via: () => (fields.isEmpty("from") || fields.isEmpty("to") ? undefined : app.askFields()),
    search: () => app.find(),
  };
  for (const [id, heard] of Object.entries(after)) {
    const chosen = (entity) => {
      fields.choose(id, entity);
      heard();
    };
    makeCombobox(byId(id), search, chosen, id === "search" ? () => app.find() : () => app.askFields());
  }
};

const listenToButtons = (app) => {
  const clicks = {
    asking: () => app.askFields(),
    swap: () => app.swap(),
    reset: () => app.reset(),
    tabular: () => toggleTable(app),
    quizzing: () => app.startQuiz(),
    theme: () => app.repaint(switchTheme),
    closer: () => app.picture.zoom(1.25),
    farther: () => app.picture.zoom(0.8),
    whole: () => app.picture.fit(null),
  };
  for (const [id, heard] of Object.entries(clicks)) byId(id).addEventListener("click", heard);
};

// What is told of the shipped knowledge at the start, where its source is here.
const SCOPE = {
  source: "soma:crimando-psoas-article",
  words:
    "Here: one article on the psoas by a yoga therapist, Lynn Crimando (P3.1 is its third paragraph, first " +
    "sentence), and textbook anatomy around it. What lies further away is not here yet.",
};

const drawStart = (app) => {
  const { graph, data: { questions } } = app;
  byId("scope").hidden = !graph.sources.has(SCOPE.source);
  byId("scope").textContent = SCOPE.words;
  const rowsOf = (some) =>
    some.map(({ words, ids: [one, other] }) => button(words, "", () => (other ? app.askFor(one, other) : app.open(one))));
  byId("examples").replaceChildren(...list("ul", rowsOf(questions.filter(({ isFirst }) => isFirst))).children);
  const groups = [...new Set(questions.map(({ group }) => group))];
  byId("more-questions").replaceChildren(
    ...groups.map((group) => {
      const rows = rowsOf(questions.filter((question) => question.group === group));
      return opening(group, [list("ul", rows, "examples")], "family");
    }),
  );
};

// vis-network comes packed. It runs as a script of the page, which the page's policy knows by its sum.
const unpackDrawer = async () => {
  const packed = Uint8Array.from(atob(byId("drawer").textContent), (letter) => letter.charCodeAt(0));
  const unpacked = new Blob([packed]).stream().pipeThrough(new DecompressionStream("gzip"));
  const script = document.createElement("script");
  script.textContent = await new Response(unpacked).text();
  document.head.append(script);
};

const start = async () => {
  const content = JSON.parse(byId("data").textContent);
  const { served } = content.data;
  const app = new (served ? ServedApp : App)(content);
  listenToFields(app);
  listenToButtons(app);
  walkByKeys(byId("picture"), app.picture, {
    onMove: (id) => announce(`${app.entity(id).label}, ${app.entity(id).kindLabel || "no kind stated"}`),
    onOpen: (id) => app.open(id),
  });
  printWithPicture(app);
  onSystemTheme(() => app.repaint());
  addEventListener("hashchange", () => restore(app));
  drawStart(app);
  await restore(app);
  // For whoever asks from the browser's own console.
  window.somagraph = {
    // Of a page that holds everything.
    ...(served ? {} : {
      connect: (one, other, options) => connect(app.graph, makeQuestion(one, other, options)),
      tell: (one, other, options) => tellAnswer(app.graph, app.data, makeQuestion(one, other, options)),
    }),
    find: (text) => app.names.find(text),
    state: (claim) => stateClaim(app.graph, app.graph.claims.get(claim)),
    shown: () => ({ entities: [...(app.picture.lit || [])], claims: [...app.picture.litClaims] }),
    spots: () => app.picture.things(),
    toScreen: (x, y) => app.picture.toScreen({ x, y }),
    middleOf: (claim) => app.picture.toScreen(app.picture.linePoints(claim)(0.5)),
    line: (claim) => app.picture.edges.get(claim),
    isWritten: (x, y) => app.picture.isWritten(x, y),
    scale: () => app.picture.network.getScale(),
  };
  document.body.dataset.ready = "true";
};

if ("DecompressionStream" in window) unpackDrawer().then(start);
else byId("start").textContent = "This page needs a browser of 2023 or later.";
