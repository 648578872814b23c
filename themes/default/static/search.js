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
  const status = select(".searched");
  const sections = selectAll("[data-results]");
  const index = searchIndex(form.action);

  // ---- the order: what is to come, the next first; then what is over, the latest first ----
  const today = dayIn(site.zone);
  const todayNumber = Math.round((Date.parse(today) - Date.parse("2000-01-01")) / 864e5);
  const sortNumbers = (numbers, getDay) => {
    const isOver = (number) => getDay(number) < todayNumber;
    return [numbers.filter((number) => !isOver(number)), numbers.filter(isOver).reverse()];
  };

  // ---- what is chosen: a kind, and when it takes place ----
  const isInMonth = (row) => {
    const days = row.dataset.coming ? listDays(row.dataset.coming) : [row.dataset.from < today ? today : row.dataset.from];
    return row.dataset.to >= today && days.some((day) => day >= today && day.slice(0, 7) === today.slice(0, 7));
  };
  const isWhen = {
    now: ({ dataset }) => ["now", "closing"].includes(dataset.state),
    month: (row) => row.dataset.state !== "cancelled" && isInMonth(row),
    next: ({ dataset }) => ["soon", "upcoming", "postponed"].includes(dataset.state),
    over: ({ dataset }) => dataset.state === "over",
  };

  // ---- showing ----
  const highlight = (query) => {
    const wanted = query.trim().split(/\s+/).map((word) => word.replace(/[\\^$.*+?()[\]{}|/]/g, "\\$&"));
    const pattern = new RegExp(`(${wanted.join("|")})`, "iu");
    return (text) => text.split(pattern).map((piece, n) => (n % 2 ? make("mark", {}, piece) : piece));
  };
  const makeRows = async (numbers, query, isDated) => {
    const rows = (await index.describe(numbers)).map(([, ...description]) => makeRow(description, say, highlight(query)));
    return isDated ? rows.sort((a, b) => rankRow(a) - rankRow(b)) : rows;
  };
  // (the first rows of a section, what comes after them, how many are there): with a choice of when, the rest are rows, too.
  const findRows = async (section, numbers, read, { query, kind, when }) => {
    const { results, dated } = section.dataset;
    const own = kind && kind !== section.dataset.kind ? [] : numbers.filter((number) => read(number)[0] === Number(results));
    if (!when) {
      const ordered = dated === undefined ? own : sortNumbers(own, (number) => read(number)[1]).flat();
      return [await makeRows(ordered.slice(0, 5), query, dated !== undefined), ordered.slice(5), ordered.length];
    }
    const candidates = dated === undefined ? [] : sortNumbers(own, (number) => read(number)[1])[when === "over" ? 1 : 0];
    const rows = (await makeRows(candidates.slice(0, 120), query, true)).filter((row) => row.dataset.from && isWhen[when](row));
    return [rows.slice(0, 5), rows.slice(5), rows.length];
  };
  const show = async (numbers, asked) => {
    const read = await index.makeReader();
    const results = await Promise.all(sections.map((section) => findRows(section, numbers, read, asked)));
    if (asked.query !== field.value) return 0;
    sections.forEach((section, n) => {
      const [rows, rest, count] = results[n];
      section.hidden = count === 0;
      select("small", section).textContent = count;
      select("ol", section).replaceChildren();
      showRows(section, rows, rest, say, (more) => (asked.when ? more : makeRows(more, asked.query, "dated" in section.dataset)));
    });
    return results.reduce((sum, [, , count]) => sum + count, 0);
  };
  const search = async () => {
    const query = field.value;
    const asked = { query, kind: form.elements.kind.value, when: form.elements.when.value };
    const terms = index.listTerms(query);
    try {
      const numbers = terms.length ? await index.findNumbers(terms) : [];
      const count = await show(numbers, asked);
      if (query !== field.value) return;
      const text = count ? say.found : terms.length ? say.none : query.trim() ? say.short : "";
      status.textContent = text.replace("{n}", count).replace("{text}", () => query.trim());
    } catch {
      status.textContent = say.failed;
    }
  };

  // ---- the field, and the address that keeps what is in it ----
  const keep = () => {
    const url = new URL(location);
    for (const { name, value } of [field, form.elements.kind, form.elements.when]) {
      if (value) url.searchParams.set(name, value);
      else url.searchParams.delete(name);
    }
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
  for (const one of [form.elements.kind, form.elements.when]) {
    one.value = new URL(location).searchParams.get(one.name) || "";
    if (one.selectedIndex < 0) one.value = "";
    one.addEventListener("change", () => { keep(); search(); });
  }
  field.value = new URL(location).searchParams.get("q") || "";
  search();
};
showResults(select("[data-search]"));
