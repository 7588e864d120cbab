// The page: what is asked and chosen, and the parts that show it.
import { Graph } from "../engine/arcs.js";
import { connect, makeQuestion } from "../engine/answer.js";
import { Names } from "../engine/names.js";
import { tellAnswer, stateClaim } from "../engine/telling.js";
import { readAddress, setAddress, writeAddress } from "./address.js";
import { AnswerView } from "./answerview.js";
import { CardView } from "./cardview.js";
import { makeCombobox } from "./combobox.js";
import { announce, button, byId, clean, list } from "./elements.js";
import { EXAMPLES } from "./examples.js";
import { Legend } from "./legend.js";
import { Picture } from "./picture.js";
import { QuizView } from "./quizview.js";
import { filtersOf, LAYERS, makeSieve, relaxed, tellNarrowed } from "./sieve.js";
import { showTable } from "./table.js";
import { printWithPicture, takeAway } from "./takeaway.js";
import { onSystemTheme, switchTheme } from "./theme.js";
import { walkByKeys } from "./walk.js";

const FIRST_COUNT = 5, MORE = 15;

class App {
  constructor({ network, data }) {
    this.data = data;
    this.graph = new Graph(data);
    this.names = new Names(data.entities);
    this.sieve = makeSieve();
    this.state = { from: "", to: "", via: [], about: "", show: "", count: FIRST_COUNT };
    const go = (id) => this.open(id);
    this.picture = new Picture(this.graph, data, network, {
      onEntity: go,
      onClaim: (id) => this.card.showClaim(this.graph.claims.get(id)),
    });
    this.answer = new AnswerView(this.graph, {
      onChoose: (choice) => this.choose(choice),
      onRelax: (change) => this.relax(change),
      onMore: () => this.ask({ count: this.state.count + MORE, isNew: false }),
      take: (way) => takeAway(this, way),
    });
    this.card = new CardView(this.graph, data, { go, ask: (id, end) => this.startWith(id, end), take: (way) => takeAway(this, way) });
    this.legend = new Legend(this.graph, data, this.sieve, () => this.sift());
    this.quiz = new QuizView(this.graph, data.disputes, {
      onReveal: (claims) => this.light(claims.flatMap((c) => [c.subject, c.object]), claims.map((c) => c.id)),
      onClose: () => this.reset(),
    });
    this.listen();
    this.legend.draw();
    this.drawExamples();
    this.restore(true);
  }

  entity(id) {
    return this.graph.entities.get(id);
  }

  listen() {
    const search = (text, limit) => this.names.search(text, limit);
    const onChoose = {
      from: () => byId("to").value || byId("to").focus(),
      to: () => byId("from").value && this.askFields(),
      via: () => byId("from").value && byId("to").value && this.askFields(),
      search: (entity) => this.open(entity.id),
    };
    const find = () => {
      const found = this.resolve(byId("search").value);
      if (found) this.open(found);
    };
    for (const [id, heard] of Object.entries(onChoose)) {
      makeCombobox(byId(id), search, heard, id === "search" ? find : () => this.askFields());
    }
    const clicks = {
      asking: () => this.askFields(),
      swap: () => this.swap(),
      reset: () => this.reset(),
      tabular: () => this.toggleTable(),
      quizzing: () => this.startQuiz(),
      theme: () => this.switchTheme(),
      closer: () => this.picture.zoom(1.25),
      farther: () => this.picture.zoom(0.8),
      whole: () => this.picture.fit(null),
    };
    for (const [id, heard] of Object.entries(clicks)) byId(id).addEventListener("click", heard);
    walkByKeys(byId("picture"), this.picture, {
      onMove: (id) => announce(`${this.entity(id).label}, ${this.entity(id).kindLabel || "no kind stated"}`),
      onOpen: (id) => this.open(id),
    });
    printWithPicture(this);
    onSystemTheme(() => this.repaint());
    addEventListener("hashchange", () => this.restore(false));
  }

  drawExamples() {
    const known = EXAMPLES.filter(({ ids }) => ids.every((id) => this.graph.entities.has(id)));
    const rows = known.map(({ words, ids: [one, other] }) =>
      button(words, "", () => (other ? this.askFor(one, other) : this.open(one))),
    );
    byId("examples").replaceWith(Object.assign(list("ul", rows, "examples"), { id: "examples" }));
    byId("start").hidden = !known.length;
  }

  // The one entity that a name means; else the reader is told why not.
  resolve(text) {
    const found = this.names.find(text);
    if (found.length === 1) return found[0];
    const several = found.map((id) => `${this.entity(id).label} (${id})`).join(", ");
    const alike = this.names.search(text, 5).map(({ entity }) => entity.label);
    const meant = alike.length ? ` Did you mean ${alike.join(", ")}?` : "";
    const short = text.length > 80 ? `${text.slice(0, 80)}\u2026` : text;
    const told = several ? `${short} could be ${several}; use the id.` : `Nothing here is called ${short}.${meant}`;
    this.answer.hide();
    this.card.tell(told);
    announce(told);
    return "";
  }

  askFields() {
    const empty = ["from", "to"].find((id) => !byId(id).value.trim());
    if (empty) {
      byId(empty).focus();
      return;
    }
    const from = this.resolve(byId("from").value);
    const to = from && this.resolve(byId("to").value);
    const via = byId("via").value.trim();
    const through = to && via ? this.resolve(via) : "";
    if (!from || !to || (via && !through)) return;
    this.askFor(from, to, through ? [through] : []);
  }

  askFor(from, to, via = []) {
    Object.assign(this.state, { from, to, via, about: "" });
    this.ask({});
  }

  startWith(id, end) {
    byId(end).value = clean(this.entity(id).label);
    const other = byId(end === "from" ? "to" : "from");
    if (other.value && this.names.find(other.value)[0] !== id) this.askFields();
    else other.focus();
  }

  swap() {
    const [from, to] = [byId("from"), byId("to")];
    [from.value, to.value] = [to.value, from.value];
    if (from.value && to.value) this.askFields();
  }

  question() {
    const { from, to, via, count } = this.state;
    return makeQuestion(from, to, { via, count, filters: filtersOf(this.sieve, this.data.lines.standings) });
  }

  ask({ count = FIRST_COUNT, show = "", isNew = true, maxHops }) {
    const { state } = this;
    if (state.from === state.to) {
      this.answer.hide();
      this.card.tell("Both names mean the same thing; name two.");
      return;
    }
    Object.assign(state, { count, show });
    for (const end of ["from", "to"]) byId(end).value = clean(this.entity(state[end]).label);
    byId("via").value = state.via.map((id) => clean(this.entity(id).label)).join("");
    const question = { ...this.question(), ...(maxHops ? { maxHops } : {}) };
    this.showAnswer(tellAnswer(this.graph, this.data, question), isNew);
  }

  showAnswer(answer, isNew) {
    const { state } = this;
    if (isNew) this.closeStart();
    byId("start").hidden = true;
    this.card.clear();
    this.narrowed = state.from ? tellNarrowed(this.graph, this.question().filters, state.via) : [];
    this.answer.show(answer, this.narrowed);
    if (isNew) byId("panel").scrollTop = 0;
    announce(`${answer.question} ${answer.connections.length} connections.`);
    const first = answer.connections.length ? 0 : answer.anatomical ? "anatomy" : null;
    const asked = state.show === "anatomy" && answer.anatomical ? "anatomy" : Number(state.show || NaN) - 1;
    const choice = asked === "anatomy" || answer.connections[asked] ? asked : first;
    if (choice === null) {
      this.chosen = null;
      this.light([state.from, state.to], []);
      this.remember(isNew);
    } else this.choose(choice, isNew);
  }

  // Lights up one connection of the answer and dims the rest.
  choose(choice, isNew = false) {
    this.chosen = this.answer.mark(choice);
    this.state.show = choice === 0 ? "" : choice === "anatomy" ? choice : String(choice + 1);
    this.light(this.chosen.entities, this.chosen.claims, { isRow: true });
    this.remember(isNew);
  }

  light(entities, claims, options) {
    const shown = [...new Set(entities)];
    this.picture.show(shown, [...new Set(claims)], options);
    this.drawTable();
  }

  // Opens the card of one entity.
  open(id) {
    Object.assign(this.state, { from: "", to: "", via: [], about: id, show: "" });
    this.chosen = null;
    this.answer.hide();
    this.closeStart();
    const { entities, claims } = this.card.show(id);
    byId("panel").scrollTop = 0;
    this.light(entities, claims);
    announce(`${this.entity(id).label}: ${this.graph.claimsAbout(id).length} claims.`);
    this.remember(true);
  }

  closeStart() {
    byId("start").hidden = true;
    byId("legend").open = false;
  }

  remember(isNew) {
    setAddress(writeAddress({ ...this.state, sieve: this.sieve }), isNew);
  }

  // Opens on what the address asks for; else on the answer that was written into the page.
  restore(isFirst) {
    const asked = readAddress(this.graph, location.hash);
    for (const name of ["families", "standings", "without"]) {
      this.sieve[name].clear();
      asked[name].forEach((id) => this.sieve[name].add(id));
    }
    this.sieve.indirect = asked.indirect;
    this.legend.draw();
    this.filterPicture();
    const { from, to, via, about, show } = asked;
    if (about || (from && to)) this.closeStart();
    if (from && to) {
      Object.assign(this.state, { from, to, via, about: "" });
      this.ask({ show, isNew: false });
    } else if (about) this.open(about);
    else if (isFirst && this.data.answer) this.openWritten();
    else this.reset();
  }

  // The answer that was asked for where the page was written; of more than two ends, only shown.
  openWritten() {
    const { answer } = this.data;
    const { ends, via, count, plain } = answer.asked;
    if (ends.length === 2 && plain) {
      Object.assign(this.state, { from: ends[0], to: ends[1], via, about: "" });
      this.ask({ count, isNew: false });
    } else this.showAnswer(answer, false);
  }

  reset() {
    Object.assign(this.state, { from: "", to: "", via: [], about: "", show: "" });
    Object.assign(this.sieve, makeSieve());
    this.chosen = null;
    for (const id of ["from", "to", "via", "search"]) byId(id).value = "";
    byId("quiz").hidden = true;
    this.answer.hide();
    this.card.clear();
    byId("start").hidden = !byId("examples").children.length;
    byId("legend").open = true;
    this.legend.draw();
    this.filterPicture();
    this.picture.show(null);
    this.drawTable();
    this.remember(false);
  }

  // What was left out in the legend has changed.
  sift() {
    this.filterPicture();
    const { from, to, show, count } = this.state;
    if (from && to) this.ask({ show, count, isNew: false });
    else this.remember(false);
    this.drawTable();
  }

  filterPicture() {
    const { looks, layers } = this.sieve;
    const shown = new Set(Object.keys(LAYERS).filter((layer) => !layers.has(layer)));
    const filters = this.question().filters;
    this.picture.filter({ looks, layers: shown, keeps: (claim) => Boolean(this.graph.narrowed(claim, filters)) });
  }

  // Asks again with the change that would connect the ends.
  relax(change) {
    relaxed(this.sieve, this.state, change);
    this.legend.draw();
    this.filterPicture();
    this.ask({ maxHops: change.change === "max_hops" ? change.value : undefined });
  }

  toggleTable() {
    const isTable = byId("table").hidden;
    byId("table").hidden = !isTable;
    byId("tabular").setAttribute("aria-pressed", String(isTable));
    this.drawTable();
    if (isTable) byId("table").focus();
  }

  // The table shows what the picture shows: the chosen connection, the card's claims, or all.
  drawTable() {
    if (byId("table").hidden) return;
    const { litClaims, lit, keeps } = this.picture;
    const all = [...this.graph.claims.values()];
    const claims = lit ? all.filter((claim) => litClaims.has(claim.id)) : all.filter((claim) => keeps(claim));
    const what = this.chosen ? "The chosen connection" : this.state.about ? `About ${this.entity(this.state.about).phrase}` : "Everything shown";
    showTable(this.graph, claims, what, (id) => this.open(id));
  }

  startQuiz() {
    this.answer.hide();
    this.card.clear();
    this.closeStart();
    this.picture.show(null);
    this.quiz.open();
    byId("panel").scrollTop = 0;
  }

  switchTheme() {
    switchTheme();
    this.repaint();
  }

  repaint() {
    this.legend.draw();
    this.picture.refresh();
  }
}

const app = new App(JSON.parse(byId("data").textContent));
// For whoever asks from the browser's own console.
window.somagraph = {
  connect: (one, other, options) => connect(app.graph, makeQuestion(one, other, options)),
  tell: (one, other, options) => tellAnswer(app.graph, app.data, makeQuestion(one, other, options)),
  find: (text) => app.names.find(text),
  state: (claim) => stateClaim(app.graph, app.graph.claims.get(claim)),
  shown: () => ({ entities: [...(app.picture.lit || [])], claims: [...app.picture.litClaims] }),
  spots: () => app.picture.things(),
  toScreen: (x, y) => app.picture.toScreen({ x, y }),
  middleOf: (claim) => app.picture.toScreen(app.picture.linePoints(claim)(0.5)),
};
document.body.dataset.ready = "true";
