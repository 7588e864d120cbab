// A quiet quiz: a question, time to think, then what the textbooks say and where.
import { makeQuiz } from "../engine/quiz.js";
import { announce, button, byId, element, list } from "./elements.js";

export class QuizView {
  // `onAsk(ids)` and `onReveal(claims)` light up what is asked for and what the answer names;
  // `onClose()` ends it.
  constructor(graph, disputes, { onAsk, onReveal, onClose }) {
    Object.assign(this, { onAsk, onReveal, onClose, known: 0, asked: 0, at: 0 });
    Object.assign(this, { graph, disputes, questions: null });
  }

  open() {
    // Made only now: whoever never asks for it does not wait for it.
    this.questions ||= makeQuiz(this.graph, this.disputes);
    byId("quiz").hidden = false;
    this.ask();
  }

  close() {
    byId("quiz").hidden = true;
    byId("quiz").replaceChildren();
    this.onClose();
  }

  ask() {
    const question = this.questions[this.at % this.questions.length];
    const bar = element("p", "", "actions");
    if (question) bar.append(button("Show the answer", "action", () => this.reveal(question)), " ");
    bar.append(button("End the quiz", "action", () => this.close()));
    const parts = question
      ? this.heading(question)
      : [element("p", "No undisputed claim of a textbook is here to ask about.")];
    byId("quiz").replaceChildren(this.score(), ...parts, bar);
    if (question) {
      this.onAsk(question.ends);
      announce(`${question.about}. ${question.ask}`);
    }
    byId("quiz").querySelector("button").focus({ preventScroll: true });
  }

  heading({ about, ask }) {
    return [element("h2", `${about[0].toUpperCase()}${about.slice(1)}`), element("p", ask, "ask")];
  }

  score() {
    const words = this.asked ? `Quiz: ${this.known} of ${this.asked} known` : "Quiz, from undisputed textbook claims";
    return element("p", words, "quiet");
  }

  reveal(question) {
    const next = (isKnown) => () => {
      this.at += 1;
      this.asked += 1;
      this.known += isKnown ? 1 : 0;
      this.ask();
    };
    const bar = element("p", "", "actions");
    bar.append(
      button("Knew it", "action", next(true)), " ", button("Not yet", "action", next(false)), " ",
      button("End the quiz", "action", () => this.close()),
    );
    byId("quiz").replaceChildren(
      this.score(), ...this.heading(question),
      list("ul", question.answers.map((answer) => element("span", answer))),
      ...(question.isJoined ? [element("p", "The two claims of a row were joined here; no source cited states both.", "quiet")] : []),
      element("p", "So say the sources here; others may say more.", "quiet"), bar,
    );
    this.onReveal(question.claims);
    announce(question.answers.join(" "));
    bar.querySelector("button").focus({ preventScroll: true });
  }
}
