// Finds pages of the site, without a server. The index lies beside the page of the search, in scripts that call searchPart
// (tourbook/site/search makes them): which numbers a term has, and what these stand for. Only what is needed is loaded.
const searchIndex = (folder) => {
  // ---- its parts ----
  const parts = {};
  const arrivals = {};
  window.searchPart = (name, content) => { parts[name] = content; };
  const load = (name) => arrivals[name] || (arrivals[name] = new Promise((arrive, fail) => {
    const script = make("script", { src: new URL(`${name}.js`, folder) });
    script.onload = () => (name in parts ? arrive(parts[name]) : script.onerror());
    script.onerror = () => { delete arrivals[name]; fail(new Error(name)); };
    document.head.append(script);
  }));
  // The steps from number to number, as encode_numbers of postings.py writes them.
  const digits = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
  const decode = (text) => {
    const numbers = [];
    let [last, step, scale] = [0, 0, 1];
    for (const character of text) {
      const digit = digits.indexOf(character);
      step += (digit % 32) * scale;
      scale *= 32;
      if (digit >= 32) continue;
      numbers.push(last += step);
      [step, scale] = [0, 1];
    }
    return numbers;
  };

  // ---- the terms of what is typed, as in terms.py ----
  const close = "\\u0e00-\\u109f\\u1780-\\u17ff\\u2e80-\\ua4cf\\u1100-\\u11ff\\uf900-\\ufaff\\u{20000}-\\u{3ffff}";
  const [isClose, words, seamBefore, seamAfter] = [`[${close}]`, `[^${close}]{2,}`, `([${close}]) +`, ` +([${close}])`]
    .map((pattern, n) => new RegExp(pattern, n ? "gu" : "u"));
  const normalize = (text) => text.normalize("NFKD").toLowerCase().replace(/\p{M}/gu, "").replace(/[^\p{L}\p{N}]+/gu, " ").trim();
  // A blank is between words, but between single characters it is one that somebody likes to see.
  const splitWords = (text) => {
    const words = normalize(text).split(" ");
    if (words.every((word) => [...word].length > 1)) return words;
    return words.join(" ").replace(seamBefore, "$1").replace(seamAfter, "$1").split(" ");
  };
  const listTerms = (text) => splitWords(text).flatMap((run) => {
    const characters = [...run];
    const pairs = characters.slice(1).map((character, n) => characters[n] + character);
    return [
      ...pairs.filter((pair) => isClose.test(pair)).map((text) => ({ text, matches: (term) => term === text })),
      ...(run.match(words) || []).map((text) => ({ text, matches: (term) => term.startsWith(text) })),
    ];
  });

  // ---- finding ----
  const findTerm = async ({ text, matches }, fileCount) => {
    const [first, second] = [...text].map((character) => character.codePointAt(0));
    const mixed = (Math.imul(first, 0x9e3779b1) ^ Math.imul(second, 0x85ebca6b)) >>> 0;
    const postings = await load(`t${Math.floor((mixed * fileCount) / 2 ** 32)}`);
    return new Set(Object.keys(postings).filter(matches).flatMap((term) => decode(postings[term])));
  };
  const findNumbers = async (terms) => {
    const [fileCount] = await load("index");
    const sets = await Promise.all(terms.map((term) => findTerm(term, fileCount)));
    const [smallest, ...others] = sets.sort((a, b) => a.size - b.size);
    return [...smallest].filter((number) => others.every((set) => set.has(number))).sort((a, b) => a - b);
  };
  // What numbers stand for, by the file whose first number is the last one that is not greater.
  const describe = async (numbers) => {
    const starts = decode((await load("index"))[2]);
    const files = new Set(numbers.map((number) => starts.filter((start) => start <= number).pop()));
    const rows = (await Promise.all([...files].map((start) => load(`s${start}`)))).flat();
    return rows.filter(([number]) => numbers.includes(number));
  };

  // (its kind, the day on which it ends) of a number; days are counted from the first one of 2000.
  const makeReader = async () => {
    const [, slotCount] = await load("index");
    return (number) => [Math.floor(number / slotCount / 32768), Math.floor(number / slotCount) % 32768];
  };
  return { listTerms, findNumbers, describe, makeReader };
};

const showResults = (form) => {
  const say = form.dataset;
  const field = form.elements.q;
  const status = document.querySelector(".searched");
  const sections = [...document.querySelectorAll("[data-results]")];
  const index = searchIndex(form.action);

  // ---- the order: what is to come, the next first; then what is over, the latest first ----
  const today = dayIn(site.zone);
  const todayNumber = Math.round((Date.parse(today) - Date.parse("2000-01-01")) / 864e5);
  const sortNumbers = (numbers, getDay) => {
    const isOver = (number) => getDay(number) < todayNumber;
    return [...numbers.filter((number) => !isOver(number)), ...numbers.filter(isOver).reverse()];
  };
  const getRank = ({ dataset }) => {
    const { from, to, state } = dataset;
    if (to < today) return 99999999 - to.replace(/-/g, "");
    if (!from || state === "cancelled") return 39999999;
    return Number((findNext({ dataset }) || (from > today ? from : today)).replace(/-/g, ""));
  };
  const sortRows = (rows) => rows.sort((a, b) => getRank(a) - getRank(b));

  // ---- showing ----
  const put = (parent, tag, text, attributes = {}) => {
    if (!text) return parent;
    const element = make(tag, attributes);
    element.append(...[text].flat());
    parent.append(element, " ");
    return element;
  };
  const highlight = (text, query) => {
    const wanted = query.trim().split(/\s+/).map((word) => word.replace(/[\\^$.*+?()[\]{}|/]/g, "\\$&"));
    return text.split(new RegExp(`(${wanted.join("|")})`, "iu")).map((part, n) => {
      return n % 2 ? Object.assign(make("mark", {}), { textContent: part }) : part;
    });
  };
  const makeRow = ([, url, name, place, region, label, dates, from, to, coming, zone, status], query) => {
    const row = make("li", { class: "row" });
    for (const [key, value] of Object.entries({ from, to, coming, zone })) if (value) row.dataset[key] = value;
    row.dataset.state = status || "upcoming";
    const state = status === "cancelled" || !from ? status : findState(row);
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
    const badge = say[state] || labels[stateNames.indexOf(state)];
    put(put(row, "p", badge && " ", { class: "row-state" }), "span", badge, { class: `badge is-${state}` });
    return row;
  };
  const makeRows = async (numbers, query, isDated) => {
    const rows = (await index.describe(numbers)).map((description) => makeRow(description, query));
    return isDated ? sortRows(rows) : rows;
  };
  // Shows some rows, and offers the rest of what was found.
  const addRows = (section, rows, rest, query) => {
    section.querySelector("ol").append(...rows);
    section.querySelector(".more")?.remove();
    if (!rest.length) return;
    const button = put(put(section, "p", " ", { class: "more" }), "button", say.more.replace("{n}", rest.length), { class: "button", type: "button" });
    button.onclick = async () => {
      const more = await makeRows(rest.slice(0, 20), query, "dated" in section.dataset);
      addRows(section, more, rest.slice(20), query);
      more[0].querySelector("a").focus();
    };
  };
  const show = async (query, numbers) => {
    const read = await index.makeReader();
    const results = await Promise.all(sections.map(async (section) => {
      const isDated = "dated" in section.dataset;
      const own = numbers.filter((number) => read(number)[0] === Number(section.dataset.results));
      const ordered = isDated ? sortNumbers(own, (number) => read(number)[1]) : own;
      return { section, ordered, rows: await makeRows(ordered.slice(0, 5), query, isDated) };
    }));
    if (query !== field.value) return;
    for (const { section, ordered, rows } of results) {
      section.hidden = ordered.length === 0;
      section.querySelector("small").textContent = ordered.length;
      section.querySelector("ol").replaceChildren();
      addRows(section, rows, ordered.slice(5), query);
    }
  };
  const search = async () => {
    const query = field.value;
    const terms = index.listTerms(query);
    try {
      const numbers = terms.length ? await index.findNumbers(terms) : [];
      await show(query, numbers);
      if (query !== field.value) return;
      const text = numbers.length ? say.found : terms.length ? say.none : query.trim() ? say.short : "";
      status.textContent = text.replace("{n}", numbers.length).replace("{text}", () => query.trim());
    } catch {
      status.textContent = say.failed;
    }
  };

  // ---- the field, and the address that keeps what is in it ----
  const keep = () => {
    const url = new URL(location);
    if (field.value) url.searchParams.set("q", field.value);
    else url.searchParams.delete("q");
    try { history.replaceState(null, "", url); } catch { /* from a disk, some browsers do not allow it */ }
  };
  let timer = 0;
  const follow = (event) => {
    clearTimeout(timer);
    if (!event.isComposing) timer = setTimeout(() => { keep(); search(); }, 150);
  };
  for (const type of ["input", "compositionend"]) field.addEventListener(type, follow);
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    clearTimeout(timer);
    keep();
    search();
  });
  field.value = new URL(location).searchParams.get("q") || "";
  search();
};
showResults(document.querySelector("[data-search]"));
