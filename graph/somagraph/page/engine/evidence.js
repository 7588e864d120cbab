// Who says it, where, and how sure: the rows of content.py, joined with their sources and grades.
const blank = (id) => (id ? { id, label: id } : null);

// A work or a speaker by its number, or by its id where it is in no table.
const find = (table, key) => (typeof key === "number" ? table[key] : blank(key));

// The words for brackets, as in wording.py: speaker, source and place.
const cite = (source, locator, speaker) =>
  [`${speaker ? `${speaker.label} in ` : ""}${source.label}`, ...(locator ? [locator] : [])].join(", ");

export const readEvidence = ({ evidence, grades, sources }) =>
  evidence.map(([work, grade, locator = "", note = "", side = "", voice = ""]) => {
    const source = find(sources, work) || { id: "", label: "" };
    const speaker = find(sources, voice);
    return {
      ...grades[grade], source: source.id, locator, note, side, speaker: speaker ? speaker.id : "",
      cite: cite(source, locator, speaker),
    };
  });
