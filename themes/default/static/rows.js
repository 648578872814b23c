// Rows of what was found, from their descriptions (Description in tourbook/site/search/subjects.py), and the order of these:
// what is on or to come, the next first; then what is over, the latest first.
const rankRow = ({ dataset }) => {
  const { from, to, state } = dataset;
  const today = dayIn(site.zone);
  if (to < today) return 99999999 - to.replace(/-/g, "");
  if (!from || state === "cancelled") return 39999999;
  return Number((findNext({ dataset }) || (from > today ? from : today)).replace(/-/g, ""));
};
// [an element with what is in it, a blank], or nothing if nothing is in it.
const part = (tag, attributes, ...content) => {
  const filled = content.flat().filter(Boolean);
  return filled.length ? [make(tag, attributes, ...filled), " "] : [];
};
// The same of a text; one in another language comes with that: [text, language].
const textPart = (tag, text, mark, attributes) => {
  const [words, lang] = [text].flat();
  return part(tag, lang ? { ...attributes, lang } : attributes, words && mark(words));
};
const makeRow = ([url, name, place, region, label, dates, from, to, coming, zone, status], say, mark = (text) => text) => {
  const row = make("li", { class: "row" });
  for (const [key, value] of Object.entries({ from, to, coming, zone })) if (value) row.dataset[key] = value;
  row.dataset.state = status || "upcoming";
  const state = status === "cancelled" || !from ? status : findState(row);
  if (state) row.dataset.state = state;
  row.classList.add(`is-${state || "plain"}`);
  const next = state !== "over" && findNext(row);
  const badge = state && (say[state] || describe(row, state));
  row.append(
    ...part("p", { class: "row-when" }, part("span", { class: "dated" }, next && say.next.replace("{date}", formatDay(next))), part("span", next ? {} : { class: "dated" }, dates)),
    ...part("p", { class: "row-what" },
      part("a", { href: new URL(say.root + url, location) }, textPart("b", name, mark), textPart("span", place, mark, { class: "at" })),
      part("small", {}, textPart("bdi", region, mark), region && label && "· ", textPart("bdi", label, mark))),
    ...part("p", { class: "row-state" }, part("span", { class: `badge is-${state}` }, badge)),
  );
  return row;
};
// The first rows of a list, and a button for more of them.
const showRows = (section, rows, rest, say, makeMore) => {
  select("ol", section).append(...rows);
  select(".more", section)?.remove();
  if (!rest.length) return;
  const more = make("p", { class: "more" });
  addButton(more, say.more.replace("{n}", rest.length), async () => {
    const next = await makeMore(rest.slice(0, 20));
    showRows(section, next, rest.slice(20), say, makeMore);
    select("a", next[0]).focus();
  });
  section.append(more);
};
