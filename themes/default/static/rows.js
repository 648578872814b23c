// Rows of what was found, from their descriptions (Description in tourbook/site/search/subjects.py), and the order of these:
// what is on or to come, the next first; then what is over, the latest first.
const rankRow = ({ dataset }) => {
  const { from, to, state } = dataset;
  const today = dayIn(site.zone);
  if (to < today) return 99999999 - to.replace(/-/g, "");
  if (!from || state === "cancelled") return 39999999;
  return Number((findNext({ dataset }) || (from > today ? from : today)).replace(/-/g, ""));
};
const put = (parent, tag, text, attributes = {}) => {
  if (!text) return parent;
  const element = make(tag, attributes);
  element.append(...[text].flat());
  parent.append(element, " ");
  return element;
};
const highlight = (text, query) => {
  if (!query) return text;
  const wanted = query.trim().split(/\s+/).map((word) => word.replace(/[\\^$.*+?()[\]{}|/]/g, "\\$&"));
  return text.split(new RegExp(`(${wanted.join("|")})`, "iu")).map((part, n) => {
    return n % 2 ? Object.assign(make("mark", {}), { textContent: part }) : part;
  });
};
const makeRow = ([url, name, place, region, label, dates, from, to, coming, zone, status], say, query) => {
  const row = make("li", { class: "row" });
  for (const [key, value] of Object.entries({ from, to, coming, zone })) if (value) row.dataset[key] = value;
  row.dataset.state = status || "upcoming";
  const state = status === "cancelled" || !from ? status : findState(row);
  if (state) row.dataset.state = state;
  row.classList.add(`is-${state || "plain"}`);
  const next = state !== "over" && findNext(row);
  const when = put(row, "p", dates && " ", { class: "row-when" });
  put(when, "span", next && say.next.replace("{date}", formatDay(next)), { class: "dated" });
  put(when, "span", dates, next ? {} : { class: "dated" });
  const what = put(row, "p", " ", { class: "row-what" });
  const link = put(what, "a", " ", { href: new URL(say.root + url, location) });
  put(link, "b", highlight(name, query));
  put(link, "span", place && highlight(place, query), { class: "at" });
  put(what, "small", highlight([region, label].filter(Boolean).join(" · "), query));
  const badge = state && (say[state] || describe(row, state));
  put(put(row, "p", badge && " ", { class: "row-state" }), "span", badge, { class: `badge is-${state}` });
  return row;
};
// The first rows of a list, and a button for more of them.
const showRows = (section, rows, rest, say, makeMore) => {
  section.querySelector("ol").append(...rows);
  section.querySelector(".more")?.remove();
  if (!rest.length) return;
  const button = put(put(section, "p", " ", { class: "more" }), "button", say.more.replace("{n}", rest.length), { class: "button", type: "button" });
  button.onclick = async () => {
    const more = await makeMore(rest.slice(0, 20));
    showRows(section, more, rest.slice(20), say, makeMore);
    more[0].querySelector("a").focus();
  };
};
