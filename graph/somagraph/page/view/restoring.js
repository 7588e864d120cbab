// The page as its address has it, or as it was written: at the start, and on going back and on.
import { USUAL } from "../engine/answer.js";
import { readAddress } from "./address.js";
import { NOTHING } from "./app.js";
import { announce, byId } from "./elements.js";
import { loadSieve } from "./sieve.js";

// The answer for which the page was written: asked anew where the page can, else only shown.
const openWritten = async (app) => {
  const { answer } = app.data;
  const { ends, via, count, maxHops, filters, narrowed } = answer.asked;
  byId("legend").open = false;
  if (filters) {
    loadSieve(app.sieve, filters);
    app.legend.draw();
    app.filterPicture();
    Object.assign(app.state, NOTHING, { from: ends[0], to: ends[1], via, count, maxHops });
    await app.ask(false);
  } else {
    app.clear();
    app.narrowed = narrowed;
    app.showAnswer(answer, { isFixed: true });
  }
};

// Opens on what the address asks for; else on the answer that was written into the page.
export const restore = async (app) => {
  await app.prepare(location.hash);
  const { from, to, about, unknown, show, maxHops, via, ...left } = readAddress(
    app, app.data.lines, location.hash,
  );
  loadSieve(app.sieve, left);
  app.legend.draw();
  app.filterPicture();
  if (from && to && from !== to) {
    const count = Math.max(USUAL.count, Number(show) || 0);
    Object.assign(app.state, NOTHING, { from, to, via, show, count, maxHops: maxHops || USUAL.maxHops });
    byId("legend").open = false;
    await app.ask(false);
  } else if (about) {
    byId("legend").open = false;
    await app.open(about, false);
  } else if (app.data.answer && !location.hash.slice(1)) await openWritten(app);
  else app.start();
  if (unknown.length) {
    const told = `The address names what is not here: ${unknown.join(", ").slice(0, 200)}.`;
    app.card.note(told);
    announce(told);
  }
};
