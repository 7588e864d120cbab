// What is asked and chosen, and how the parts of the page follow it.
import { MOST_HOPS, makeQuestion, USUAL } from "../engine/answer.js";
import { Graph } from "../engine/arcs.js";
import { Names } from "../engine/names.js";
import { tellAnswer } from "../engine/telling.js";
import { setAddress, writeAddress } from "./address.js";
import { AnswerView } from "./answerview.js";
import { CardView } from "./cardview.js";
import { announce, byId, focusIfLost } from "./elements.js";
import { Fields, NotMeant } from "./fields.js";
import { Legend } from "./legend.js";
import { Picture } from "./picture.js";
import { QuizView } from "./quizview.js";
import { filtersOf, LAYERS, loadSieve, makeSieve, relaxed, tellNarrowed } from "./sieve.js";
import { showTable } from "./table.js";
import { takeAway } from "./takeaway.js";

const MORE = 15;

export const NOTHING = { from: "", to: "", via: [], about: "", show: 0, count: USUAL.count, maxHops: USUAL.maxHops };

export class App {
  constructor({ network, data }) {
    this.data = data;
    this.graph = new Graph(data);
    this.names = new Names(data.entities);
    this.fields = this.makeFields();
    this.sieve = makeSieve();
    this.state = { ...NOTHING };
    this.narrowed = [];
    this.chosen = null;
    const go = (id) => this.open(id);
    const take = (way) => takeAway(this, way);
    this.picture = new Picture(this.graph, data, network, {
      onEntity: go,
      onClaim: (id) => this.openClaim(id),
    });
    this.answer = new AnswerView(this.graph, {
      onChoose: (choice) => this.choose(choice, true),
      onRelax: (change) => this.relax(change),
      onMore: () => this.more(),
      onSources: () => this.legend.openSources(),
      take,
    });
    const ask = (id, end) => this.startWith(id, end);
    const onFamilies = () => this.state.about && this.lightCard(false);
    this.card = new CardView(this.graph, data, { go, ask, take, onFamilies });
    this.legend = new Legend(this.graph, data, this.sieve, () => this.sift());
    this.quiz = new QuizView(this.graph, data.disputes, {
      onAsk: (ids) => this.light(ids, []),
      onReveal: (claims) => this.light(claims.flatMap((c) => [c.subject, c.object]), claims.map((c) => c.id)),
      onClose: () => {
        this.start();
        focusIfLost(byId("quizzing"));
      },
    });
  }

  makeFields() {
    return new Fields(this.graph, this.names);
  }

  entity(id) {
    return this.graph.entities.get(id);
  }

  search(text, limit) {
    return this.names.search(text, limit);
  }

  // Whether an address may name a source.
  isVoice(id) {
    return this.graph.sources.has(id);
  }

  // Makes sure that what an address names is here.
  async prepare() {}

  // Runs what reads the fields; where they mean nothing, the reader is told why not, with buttons for
  // what may have been meant.
  tellingWhyNot(work) {
    for (const input of document.querySelectorAll("[aria-invalid]")) input.removeAttribute("aria-invalid");
    this.fields.readings.clear();
    return this.guarded(work);
  }

  async guarded(work) {
    try {
      await work();
    } catch (problem) {
      if (!(problem instanceof NotMeant)) throw problem;
      this.fail(problem);
    }
  }

  // A thing that may have been meant: its name, and what puts it into a field.
  wayTo(id, field) {
    return [this.entity(id).label, () => this.fields.set(field, [id])];
  }

  fail({ message, field, meant = [] }) {
    this.clear();
    const again = field === "search" ? () => this.find() : () => this.askFields();
    const ways = meant.map((one) => {
      const [words, put] = this.wayTo(one, field);
      return { words, onClick: () => (put(), again()) };
    });
    this.card.tell(message, ways);
    announce(message);
    if (field) byId(field).setAttribute("aria-invalid", "true");
    this.picture.show(null);
    this.drawTable();
    this.bringIntoView("card");
    focusIfLost(byId(field || "from"));
  }

  find() {
    return this.tellingWhyNot(async () => {
      if (this.fields.isEmpty("search")) return;
      const [id] = await Promise.all(this.fields.read("search"));
      await this.open(id);
    });
  }

  askFields() {
    const empty = ["from", "to"].find((field) => this.fields.isEmpty(field));
    if (empty) {
      byId(empty).focus();
      return undefined;
    }
    return this.tellingWhyNot(async () => {
      const read = ["from", "to", "via"].map((field) => Promise.all(this.fields.read(field)));
      const [[from], [to], via] = await Promise.all(read);
      if (from === to) throw new NotMeant("Both names mean the same thing; name two.");
      await this.askFor(from, to, via);
    });
  }

  askFor(from, to, via = []) {
    Object.assign(this.state, NOTHING, { from, to, via });
    return this.ask();
  }

  startWith(id, end) {
    const other = end === "from" ? "to" : "from";
    this.fields.set(end, [id]);
    if (this.fields.isEmpty(other)) byId(other).focus();
    else this.askFields();
  }

  swap() {
    this.fields.swap();
    if (!this.fields.isEmpty("from") && !this.fields.isEmpty("to")) this.askFields();
  }

  question() {
    const { from, to, via, count, maxHops } = this.state;
    const filters = filtersOf(this.sieve, this.data.lines.standings);
    return makeQuestion(from, to, { via, count, maxHops, filters });
  }

  // Asks what the state says; `isNew` unless it only repeats or refines what was asked.
  async ask(isNew = true) {
    this.put(tellAnswer(this.graph, this.data, this.question()), isNew);
  }

  // Shows an answer to what the state says.
  put(answer, isNew) {
    const { from, to, via } = this.state;
    const notes = isNew ? this.fields.notes : [];
    this.fields.set("from", [from]);
    this.fields.set("to", [to]);
    this.fields.set("via", via);
    this.narrowed = this.tellNarrowed();
    this.showAnswer(answer, { isNew, notes });
  }

  tellNarrowed() {
    return tellNarrowed(this.graph, this.data.lines.standings, this.question(), USUAL.maxHops);
  }

  showAnswer(answer, { isNew = false, isFixed = false, notes = [] }) {
    this.closeStart(isNew);
    this.card.clear();
    this.answer.show(answer, { notes, narrowed: this.narrowed, isFixed });
    if (isNew) {
      this.bringIntoView("answer");
      focusIfLost(byId("answer").querySelector("h2"));
    }
    const { length } = answer.connections;
    announce(`${answer.question} ${length || "No"} connection${length === 1 ? "" : "s"} shown.`);
    const { show } = this.state;
    const isThere = show === "anatomy" ? answer.anatomical : answer.connections[show - 1];
    const first = length ? 1 : answer.anatomical ? "anatomy" : null;
    this.choose(isThere ? show : first, isNew);
  }

  // Lights up one connection of the answer and dims the rest; just the ends where there is none.
  choose(choice, isNew = false) {
    this.state.show = choice || 0;
    this.chosen = choice ? this.answer.mark(choice) : null;
    const { entities, claims, steps } = this.chosen || {
      entities: this.answer.answer.asked.ends, claims: [], steps: [],
    };
    // The lines are told the way the sentences are.
    const back = steps.filter(({ forward }) => !forward);
    const turned = back.flatMap((step) => [...step.claims, ...step.folded]);
    // A step that follows from others leads past things that it does not name.
    const passed = claims.map((id) => this.graph.claims.get(id)).flatMap(({ subject, object }) => [subject, object]);
    this.light([...entities, ...passed], claims, { isRow: true, turned });
    this.remember(isNew);
  }

  async more() {
    const before = this.answer.answer.connections.length;
    this.state.count += MORE;
    await this.ask(false);
    focusIfLost(byId("answer").querySelectorAll(".connections .pick")[before]);
  }

  light(entities, claims, options) {
    this.picture.show([...new Set(entities)], [...new Set(claims)], options);
    this.drawTable();
  }

  // Opens the card of one entity.
  open(id, isNew = true) {
    this.clear();
    this.state.about = id;
    this.closeStart(isNew);
    this.card.show(id);
    const narrowed = this.tellNarrowed();
    if (narrowed.length) this.card.note(`The card has everything, also what answers leave out. ${narrowed.join(" ")}`);
    if (isNew) this.bringIntoView("card");
    this.lightCard();
    if (isNew) focusIfLost(byId("card").querySelector("h2"));
    announce(`${this.entity(id).label}: ${this.graph.claimsAbout(id).length} claims.`);
    this.remember(isNew);
  }

  // The picture shows what is open on the card.
  lightCard(isFitted = true) {
    const { entities, claims, omitted } = this.card.pictured(this.state.about);
    this.light(entities, claims, { isFitted });
    if (omitted) announce(`The picture leaves out ${omitted} of the things that the card names.`);
  }

  // Where a line of the picture is told: on the answer, on the card, or on a card of its own.
  openClaim(id) {
    if (this.answer.reveal(id) || this.card.reveal(id)) return;
    this.card.showClaim(this.graph.claims.get(id));
    this.bringIntoView("card");
  }

  // The panel scrolls by itself; where the page does, on a narrow screen, it is brought up.
  bringIntoView(part) {
    byId("panel").scrollTop = 0;
    if (matchMedia("(max-width: 800px)").matches) byId(part).scrollIntoView({ block: "start" });
    else if (part === "card") byId("card").scrollIntoView({ block: "nearest" });
  }

  closeStart(isNew) {
    byId("start").hidden = true;
    byId("quiz").hidden = true;
    if (isNew) byId("legend").open = false;
  }

  remember(isNew) {
    const { about, from, to } = this.state;
    const heading = about ? this.entity(about).label : from && to ? this.answer.answer.question : "";
    document.title = `${heading || "What connects X to Y in the body"} \u00b7 somagraph`;
    setAddress(writeAddress(this.state, this.sieve, USUAL.maxHops), isNew);
  }

  // Leaves question, card and quiz; what was left out stays left out.
  clear() {
    Object.assign(this.state, NOTHING);
    this.chosen = null;
    this.narrowed = [];
    byId("quiz").hidden = true;
    this.answer.hide();
    this.card.clear();
  }

  start() {
    this.clear();
    this.fields.clear();
    byId("start").hidden = !byId("examples").children.length;
    byId("legend").open = true;
    this.picture.show(null);
    this.drawTable();
  }

  reset() {
    loadSieve(this.sieve, makeSieve());
    this.legend.draw();
    this.filterPicture();
    this.start();
    this.remember(true);
  }

  // What was left out in the legend has changed.
  async sift() {
    this.filterPicture();
    const chosen = this.chosen?.claims.join("\n");
    // What was chosen stays chosen, whatever its number is now; going back leads to the number before.
    this.state.show = 0;
    this.remember(true);
    if (this.state.about) await this.open(this.state.about, false);
    else if (this.state.from) {
      await this.ask(false);
      const same = (this.answer.answer?.connections || []).findIndex(({ claims }) => claims.join("\n") === chosen);
      if (same > 0) this.choose(same + 1);
    }
    this.drawTable();
  }

  filterPicture() {
    const { looks, layers } = this.sieve;
    const shown = new Set(Object.keys(LAYERS).filter((layer) => !layers.has(layer)));
    const { filters } = this.question();
    this.picture.filter({ looks, layers: shown, keeps: (claim) => Boolean(this.graph.narrowed(claim, filters)) });
  }

  // Asks again with the change that would connect the ends.
  async relax(change) {
    relaxed(this.sieve, this.state, change, change.change === "nothing" ? USUAL.maxHops : MOST_HOPS);
    this.legend.draw();
    this.filterPicture();
    this.remember(true);
    await this.ask(false);
    focusIfLost(byId("answer").querySelector("h2"));
  }

  drawTable() {
    showTable(this);
  }

  startQuiz() {
    this.clear();
    this.closeStart(true);
    this.picture.show(null);
    this.quiz.open();
    byId("panel").scrollTop = 0;
    this.remember(true);
    this.drawTable();
  }

  repaint(change) {
    change?.();
    this.legend.draw();
    this.picture.refresh();
  }
}
