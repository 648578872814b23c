// Pages opened straight from a disk: a link to a folder means the index.html in it.
if (location.protocol === "file:") {
  addEventListener("click", (event) => {
    const link = event.target.closest && event.target.closest("a[href]");
    if (!link) return;
    const url = new URL(link.href);
    if (url.protocol !== "file:" || !url.pathname.endsWith("/")) return;
    url.pathname += "index.html";
    link.href = url.href;
  }, true);
}
// A calendar cannot be opened inside WeChat: there the pages say what can be done.
if (/MicroMessenger/.test(navigator.userAgent)) document.documentElement.classList.add("wechat");
// #subscribe opens the panel that it is in, where the browser does not.
const unfold = () => {
  const target = document.getElementById(decodeURIComponent(location.hash.slice(1)));
  const panel = target && target.closest("details:not([open])");
  if (!panel) return;
  panel.open = true;
  target.scrollIntoView();
};
addEventListener("hashchange", unfold);
unfold();
// No page at an address of a stop: if it ended long ago, moved.json knows the page with its row.
const missing = document.querySelector("[data-stops]");
if (missing) {
  const [, folder, slug] = location.pathname.replace(/\/(index\.html)?$/, "").match(/^(.*\/)(.+)$/) || [];
  const file = folder && folder.endsWith(`/${missing.dataset.stops}/`) && new URL(`${folder}moved.json`, location);
  if (file) fetch(file).then((answer) => answer.json()).then((moved) => {
    const page = Object.keys(moved).find((key) => moved[key].includes(decodeURIComponent(slug)));
    if (page) location.replace(new URL(`${page}#stop-${slug}`, file));
  });
}
// The place that was looked at last: its address from the home page, its position and its name.
const home = document.querySelector(".brand");
const remember = (value) => {
  try {
    return value === undefined ? localStorage.getItem(home.href) : localStorage.setItem(home.href, value);
  } catch {
    return null; // not every browser keeps things, and none from a disk
  }
};
const rememberPlace = (path, position, name) => {
  remember([path.slice(new URL(home.href).pathname.replace(/index\.html$/, "").length), position, name].join(" "));
};
const placed = document.querySelector("h1[data-place]");
if (placed) rememberPlace(location.pathname, placed.dataset.place, placed.textContent);
const [placeAddress, placePosition, ...placeName] = (remember() || "").split(" ");
const lastPlace = placeName.length && document.querySelector(".last-place");
if (lastPlace) {
  const [before, after] = lastPlace.dataset.last.split("{place}");
  const link = document.createElement("a");
  link.href = new URL(placeAddress, home.href);
  link.textContent = placeName.join(" ");
  lastPlace.append(before, link, after);
  lastPlace.hidden = false;
  if (lastPlace.dataset.forget) {
    const button = document.createElement("button");
    button.textContent = lastPlace.dataset.forget;
    button.addEventListener("click", () => { remember(""); location.reload(); });
    lastPlace.append(" ", button);
  }
}
// Most hosts have one page for missing addresses: below the folder of another language, that of this language takes its place.
for (const { href: file } of document.querySelectorAll(".page-404 .languages a")) {
  const folder = file.replace("404.html", "");
  if (location.href !== file && location.href.startsWith(folder) && folder.length > home.href.length) {
    fetch(file).then((answer) => answer.text()).then((text) => {
      document.documentElement.replaceWith(new DOMParser().parseFromString(text, "text/html").documentElement);
    });
  }
}
// The way between two positions ("35.38,103.86") as the crow flies, in kilometres; NaN if one is unknown.
const measure = (a, b) => {
  const [[p, q], [r, s]] = [a, b].map((text) => text.split(",").map((degrees) => (degrees ? degrees * Math.PI / 180 : NaN)));
  return 12742 * Math.asin(Math.sqrt(Math.sin((r - p) / 2) ** 2 + Math.cos(p) * Math.cos(r) * Math.sin((s - q) / 2) ** 2));
};
const formatAway = (km, say) => say.away.replace("{n}", Math.max(1, Math.round("miles" in say ? km / 1.609344 : km)));
// Addresses of calendars get a button that copies them. The old way of copying: it works on any host.
const make = (tag, attributes) => {
  const made = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) made.setAttribute(name, value);
  return made;
};
const spoken = make("p", { class: "hidden", role: "status" });
document.body.append(spoken);
for (const address of document.querySelectorAll(".address")) {
  const label = address.closest("[data-copy]").dataset.copy;
  address.previousElementSibling.firstElementChild.after(make("button", { type: "button", class: "button copy", "aria-label": label }));
}
addEventListener("click", ({ target }) => {
  const button = target.closest && target.closest(".copy");
  if (!button) return;
  const say = button.closest("[data-copy]").dataset;
  const tell = (label, aloud) => { button.setAttribute("aria-label", label); spoken.textContent = aloud; };
  getSelection().selectAllChildren(button.parentElement.nextElementSibling);
  if (!document.execCommand("copy")) return;
  tell(say.copied, say.copied);
  setTimeout(tell, 3000, say.copy, "");
});
// Buttons to share the page, by the system or by its address, and to print it as a poster.
const share = document.querySelector(".share");
if (share) {
  const button = make("button", { type: "button", class: "button" });
  button.textContent = share.dataset.share;
  button.addEventListener("click", () => {
    const address = location.href.split("#")[0];
    if (navigator.share) return navigator.share({ title: document.title, url: address }).catch(() => {});
    const field = make("textarea", { readonly: "" });
    field.value = `${document.title} ${address}`;
    share.append(field);
    field.select();
    if (document.execCommand("copy")) button.textContent = spoken.textContent = share.dataset.copied;
    field.remove();
  });
  share.append(button);
}
const poster = document.querySelector(".poster");
if (poster) {
  const button = make("button", { type: "button", class: "button" });
  button.textContent = poster.dataset.print;
  button.addEventListener("click", () => document.body.append(make("script", { src: poster.dataset.script })));
  share.append(button);
}
// A slash leads to the search.
addEventListener("keydown", (event) => {
  const goal = document.querySelector("[data-search] input") || document.querySelector(".to-search");
  if (event.key !== "/" || event.ctrlKey || event.metaKey || event.altKey || !goal || event.target.closest("input, textarea, select")) return;
  event.preventDefault();
  if (goal.matches("input")) goal.focus();
  else goal.click();
});
// The day in a time zone, and the day some days later, as in 2026-11-29.
const dayIn = (zone) => {
  const format = new Intl.DateTimeFormat("en", { timeZone: zone, year: "numeric", month: "2-digit", day: "2-digit" });
  const parts = Object.fromEntries(format.formatToParts(new Date()).map((part) => [part.type, part.value]));
  return `${parts.year}-${parts.month}-${parts.day}`;
};
const addDays = (day, count) => new Date(Date.parse(day) + count * 864e5).toISOString().slice(0, 10);
// The day of the build, which no page contains: it comes from day.css.
const style = getComputedStyle(document.documentElement);
const built = style.getPropertyValue("--day").replace(/[" ]/g, "");
for (const place of document.querySelectorAll(".as-of")) {
  const text = getComputedStyle(place, "::after").content.replace(/"/g, "");
  if (built && text !== "none") place.textContent = text;
}
// How things stand today where they are, if the page was built on an earlier day: what is on, over, next or closed.
const site = document.body.dataset;
const todays = {};
const todayAt = (item) => {
  const zone = item.dataset.zone || site.zone;
  return todays[zone] || (todays[zone] = dayIn(zone));
};
// "2026-12-10 14*2 28": a day, and the intervals to the next ones.
const listDays = (text) => {
  const [first, ...runs] = text.split(" ");
  const listed = [first];
  for (const run of runs) {
    const [interval, times = 1] = run.split("*");
    for (let n = 0; n < times; n++) listed.push(addDays(listed[listed.length - 1], interval));
  }
  return listed;
};
const findNext = (item) => item.dataset.coming && listDays(item.dataset.coming).find((day) => day >= todayAt(item));
// The same as compute_state in tourbook/common/dates.py.
const findState = (item) => {
  const { from, to, coming, state } = item.dataset;
  const today = todayAt(item);
  const next = findNext(item);
  if (today > to) return "over";
  if (state === "postponed" || (coming && !next)) return state;
  const begins = next || from;
  if (today < begins) return begins <= addDays(today, site.soon) ? "soon" : "upcoming";
  return !coming && addDays(from, 14) < to && to < addDays(today, 14) ? "closing" : "now";
};
// "01 +2026-12-28 -2027-02-05/2027-02-11": on Mondays and Tuesdays but not on that day, and on these.
const isClosed = (item) => {
  const today = todayAt(item);
  const [weekdays, ...exceptions] = item.dataset.closed.split(" ");
  for (const exception of exceptions) {
    const [first, last = first] = exception.slice(1).split("/");
    if (first <= today && today <= last) return exception[0] === "-";
  }
  return weekdays.includes((new Date(today).getUTCDay() + 6) % 7);
};
const formatDay = (day) => {
  const lang = document.documentElement.lang.slice(0, 2);
  const name = (options) => new Intl.DateTimeFormat(lang === "en" ? "en-GB" : document.documentElement.lang, { timeZone: "UTC", ...options }).format(new Date(day));
  const [year, month, number] = day.split("-").map(Number);
  if (lang === "zh") return `${year}年${month}月${number}日（${name({ weekday: "short" })}）`;
  if (lang === "en") return `${name({ weekday: "long" })} ${number} ${name({ month: "long" })} ${year}`;
  return `${day} (${name({ weekday: "short" })})`;
};
const labels = (site.states || "").split("|");
const countDays = (first, last) => Math.round((Date.parse(last) - Date.parse(first)) / 864e5);
// "Last day today", "starts in 3 days": more than the state alone says.
const describe = (item, state) => {
  const today = todayAt(item);
  const begins = findNext(item) || item.dataset.from;
  const isOneDay = begins === item.dataset.to || item.dataset.coming;
  const choose = (words, count) => (words || "").split("|")[Math.min(count, 2)].replace("{n}", count);
  if (state === "soon") return choose(site.begins, countDays(today, begins));
  if (state === "now" && isOneDay) return choose(site.begins, 0);
  if (state === "closing" || (state === "now" && today === item.dataset.to)) return choose(site.left, countDays(today, item.dataset.to));
  return labels[stateNames.indexOf(state)];
};
const stateNames = ["upcoming", "soon", "now", "closing", "over"];
// Shows how an item stands; tells whether anything has changed.
const settle = (item) => {
  const state = findState(item);
  const before = item.dataset.state;
  const next = findNext(item);
  const hasMoved = item.dataset.coming && !item.dataset.coming.startsWith(next);
  const shut = item.querySelector(".is-shut");
  if (shut) shut.hidden = !["now", "closing"].includes(state) || !isClosed(item);
  const dated = item.querySelector("[data-next]");
  if (dated && hasMoved) {
    dated.hidden = !next;
    dated.textContent = next ? dated.dataset.next.replace("{date}", formatDay(next)) : "";
    const usual = item.querySelector("[data-usual]");
    if (usual) usual.textContent = usual.dataset.usual;
  }
  if (state !== before) {
    const badge = item.querySelector(".badge:not(.is-planned):not(.is-shut)");
    for (const part of [item, badge]) if (part && part.classList.replace(`is-${before}`, `is-${state}`)) part.hidden = false;
    if (badge && item.closest(".line")) badge.hidden = state === "upcoming";
    for (const part of item.querySelectorAll("[data-ahead]")) part.hidden = state === "over";
    item.dataset.state = state;
  }
  if (item.matches(".banner")) item.hidden = !["soon", "now", "closing"].includes(state);
  const told = item.querySelector(".badge:not(.is-planned, .is-shut, .is-postponed)");
  if (told && stateNames.includes(state)) told.textContent = describe(item, state);
  return state !== before || hasMoved;
};
// A row belongs into the list of its state, by its day; what is over comes first among what is over.
const lists = [...document.querySelectorAll("[data-list]")];
const sortIn = (row) => {
  if (!row.matches(".row") || !row.closest("[data-list]")) return;
  const { state } = row.dataset;
  const list = lists.find((one) => one.dataset.list.split(" ").includes(state));
  row.hidden = !list;
  if (!list) return;
  const order = (one) => (one.querySelector("[data-next]") && findNext(one)) || one.dataset.from || "9";
  const rows = [...list.querySelectorAll(".row")].filter((one) => one !== row);
  const isLatestFirst = state === "over" && !document.body.matches(".page-year");
  const follower = isLatestFirst ? rows[0] : state === "over" ? null : rows.find((one) => order(one) > order(row));
  const places = list.querySelectorAll(".rows");
  if (follower) follower.before(row);
  else places[places.length - 1].append(row);
};
// A list without rows is hidden, and one that is folded in part keeps as many rows in view.
const balance = (list, count) => {
  const rows = [...list.querySelectorAll(".row:not([hidden])")];
  list.hidden = rows.length === 0;
  const number = list.querySelector("summary > h2 + small");
  if (number) number.textContent = rows.length;
  const rest = list.querySelector(".rest");
  if (!rest) return;
  list.querySelector(".rows").append(...rows.slice(0, count));
  rest.querySelector(".rows").prepend(...rows.slice(count));
  rest.hidden = rows.length <= count;
  rest.querySelector("summary").textContent = rest.querySelector("summary").dataset.more.replace("{n}", rows.length - count);
};
const settleAll = () => {
  if (!site.states || (built && dayIn(site.zone) < built)) return; // a clock that is slow
  const counts = lists.map((list) => list.querySelector(".rows").children.length);
  const changed = [...document.querySelectorAll("[data-state]")].filter(settle);
  for (const row of changed) sortIn(row);
  if (changed.length) lists.forEach((list, n) => balance(list, counts[n]));
  // Stations with dates change places among themselves: a recurring visit stands by its next date.
  for (const line of changed.length ? document.querySelectorAll(".line") : []) {
    const stations = [...line.querySelectorAll("[data-state]")];
    const sorted = [...stations].sort((a, b) => (findNext(a) || a.dataset.from).localeCompare(findNext(b) || b.dataset.from));
    const slots = stations.map((station) => {
      const slot = document.createComment("");
      station.replaceWith(slot);
      return slot;
    });
    slots.forEach((slot, n) => slot.replaceWith(sorted[n]));
  }
  const past = lists.find((list) => list.dataset.list.startsWith("over"));
  if (past && lists.every((list) => list === past || list.hidden)) past.querySelector("details").open = true;
  const ticket = document.querySelector(".ticket");
  const days = [...document.querySelectorAll(".dates > li")];
  const next = ticket && days.find((one) => one.querySelector("time").dateTime >= todayAt(ticket));
  const label = document.querySelector(".dates .next small");
  for (const one of days) {
    one.classList.toggle("next", one === next);
    one.classList.toggle("gone", !next || days.indexOf(one) < days.indexOf(next));
  }
  if (label && next) next.querySelector("time").after(" ", label);
  else if (label && days.length) label.remove();
};
settleAll();
// The lists of the home page begin with what is in the place that was looked at last, and nearest to it.
if (lastPlace && lists.length) {
  const slug = placeAddress.split("/").slice(-2)[0];
  const listRows = (part) => [...part.querySelectorAll(".row:not([hidden])")];
  const counts = lists.map((list) => listRows(list.querySelector(".rows")).length);
  // What closes soon is on, too: where distance counts, both are one list.
  const [now, closing] = ["now", "closing"].map((state) => lists.find((list) => list.dataset.list === state));
  if (now && closing) {
    const rest = !now.querySelector(".rest") && closing.querySelector(".rest");
    now.querySelector(".rows").append(...listRows(closing));
    if (rest) now.append(rest);
  }
  lists.forEach((list, n) => {
    const rows = listRows(list).map((row) => {
      const km = measure(row.dataset.at, placePosition);
      const isThere = row.dataset.in.split(" ").includes(slug);
      if (km >= 1 && !isThere) row.querySelector(".row-state").append(Object.assign(document.createElement("small"), { textContent: formatAway(km, lastPlace.dataset) }));
      return { row, rank: (isThere ? 0 : 1e5) + (km || 5e4 * isNaN(km)) };
    });
    list.querySelector(".rows").append(...rows.sort((a, b) => a.rank - b.rank).map(({ row }) => row));
    balance(list, counts[n] || 4);
  });
}
for (const month of document.querySelectorAll(`[data-month="${dayIn(site.zone).slice(0, 7)}"]`)) month.setAttribute("aria-current", "date");
// Today in the timelines.
for (const chart of document.querySelectorAll(".timeline")) {
  const [first, last, today] = [chart.dataset.from, chart.dataset.to, dayIn(site.zone)].map((day) => Date.parse(day) / 864e5);
  if (today < first || today > last) continue;
  const share = (today - first + .5) / (last - first + 1);
  const x = `${100 * share}%`;
  for (const lane of chart.querySelectorAll("td > svg")) {
    const line = document.createElementNS(lane.namespaceURI, "line");
    for (const [name, value] of Object.entries({ class: "today-line", x1: x, x2: x, y2: "100%" })) line.setAttribute(name, value);
    lane.append(line);
  }
  const lane = chart.querySelector("td > svg");
  if (lane) chart.scrollLeft = share * lane.clientWidth - (chart.clientWidth - chart.querySelector("tbody th").clientWidth) / 3;
}
// A link to a part of the page that is printed alone.
for (const link of document.querySelectorAll("[data-print]")) link.addEventListener("click", () => setTimeout(() => print()));
// The line "today" of a stay that is under way, for the present moment in the zone of its place.
const line = document.querySelector(".today");
if (line) {
  const say = line.dataset;
  const days = [...document.querySelectorAll("time[data-times]")];
  const clock = new Intl.DateTimeFormat("en", {
    timeZone: say.zone, hourCycle: "h23", year: "numeric", month: "2-digit", day: "2-digit", hour: "2-digit", minute: "2-digit",
  });
  const sessions = (day) => [...day.dataset.times.matchAll(/(\d\d:\d\d)–(\d\d:\d\d)([^\d]*)/g)]
    .map(([, start, until, more]) => ({ start, until, booking: more.includes(say.booked),
      end: until > start ? until : `${Number(until.slice(0, 2)) + 24}${until.slice(2)}` })); // past midnight
  const minutes = (time) => 60 * time.slice(0, 2) + Number(time.slice(3));
  const find = (day, time) => {
    const one = sessions(day).find(({ start, end }) => start <= time && time < end);
    return one && { ...one, left: minutes(one.end) - minutes(time) };
  };
  // The night of the day before goes on after midnight.
  const present = (day, time) => {
    const before = days[days.indexOf(day) - 1];
    const isNight = before && before.dateTime === addDays(day.dateTime, -1);
    return find(day, time) || (isNight && find(before, `${Number(time.slice(0, 2)) + 24}${time.slice(2)}`)) || undefined;
  };
  const standing = (day, time) => {
    const all = sessions(day);
    const at = present(day, time);
    const next = all.find((one) => one.start > time);
    const about = (text, one, hour) => (one.booking ? say.booking.replace("{text}", text) : text).replace("{time}", hour);
    if (at && at.left >= say.last) return about(say.open, at, at.until);
    if (next) return about(at ? say.admittedBreak : next === all[0] ? say.later : say.break, next, next.start);
    const coming = days.slice(days.indexOf(day) + 1).find((one) => one.dataset.times);
    const text = at ? say.admitted : all.length ? say.over : say.shut;
    return coming ? `${text} · ${say.next.replace("{date}", coming.dataset.date).replace("{times}", coming.dataset.times)}` : text;
  };
  const tell = () => {
    const now = Object.fromEntries(clock.formatToParts(new Date()).map((part) => [part.type, part.value]));
    const date = `${now.year}-${now.month}-${now.day}`;
    const day = days.find((one) => one.dateTime === date);
    line.hidden = !day;
    for (const one of days) one.removeAttribute("aria-current");
    if (!day) return;
    day.setAttribute("aria-current", "date");
    const time = `${now.hour}:${now.minute}`;
    const text = standing(day, time) + (day.matches(".unsure") ? ` · ${say.unsure}` : "");
    line.firstElementChild.textContent = say.is.replace("{date}", day.dataset.date);
    line.lastElementChild.replaceChildren(...text.split(/(\d\d:\d\d(?:–\d\d:\d\d)?)/).map((part, n) => {
      if (n % 2 === 0) return part;
      return Object.assign(document.createElement("bdi"), { className: "session", dir: "ltr", textContent: part });
    }));
    line.classList.toggle("shut", !present(day, time));
  };
  tell();
  setInterval(tell, 60000);
}
// Chinese headings break between words, where the browser knows them; a single letter stays with the word before it.
const headings = window.Intl && Intl.Segmenter ? [...document.querySelectorAll(":is(h1, h2, h3, .row-what b):lang(zh):not(details:not([open]) > ol *)")] : [];
const whenIdle = window.requestIdleCallback || ((work) => setTimeout(() => work({ timeRemaining: () => 9 })));
let words;
const breakHeadings = (idle) => {
  words = words || new Intl.Segmenter("zh", { granularity: "word" });
  while (headings.length && idle.timeRemaining() > 2) {
    const heading = headings.shift();
    const texts = document.createTreeWalker(heading, NodeFilter.SHOW_TEXT), nodes = [];
    while (texts.nextNode()) nodes.push(texts.currentNode);
    for (const node of nodes) {
      const parts = [...words.segment(node.data)];
      node.replaceWith(...parts.flatMap(({ segment }, n) =>
        n && (/^\d/.test(segment) ? /(?![第年月])\p{sc=Han}$/u : /^\p{sc=Han}{2}/u.test(segment) ? /(?!第)\p{sc=Han}$/u : /^$/).test(parts[n - 1].segment) ? [document.createElement("wbr"), segment] : [segment]));
    }
    heading.classList.add("by-words");
  }
  if (headings.length) whenIdle(breakHeadings);
};
if (headings.length) whenIdle(breakHeadings);
// What was visited can be read without a network (offline.js); the coming stops of a caravan at a touch.
const { worker } = (document.currentScript || document.body).dataset;
if (worker && navigator.serviceWorker) {
  const keep = async (pages, isPinned, tell) => {
    const channel = new MessageChannel();
    channel.port1.onmessage = ({ data }) => tell && tell(data);
    (await navigator.serviceWorker.ready).active.postMessage({ pages, isPinned }, [channel.port2]);
  };
  const isFirst = !navigator.serviceWorker.controller;
  addEventListener("load", () => navigator.serviceWorker.register(worker).then(() => isFirst && keep([location.href])).catch(() => {}));
  const holder = document.querySelector("[data-keep]");
  if (holder) {
    const button = make("button", { type: "button", class: "button" });
    button.textContent = holder.dataset.keep;
    button.addEventListener("click", () => {
      const coming = [...document.querySelectorAll(".row:not(.is-over, .is-cancelled) a[href]")].slice(0, 30);
      if (navigator.storage && navigator.storage.persist) navigator.storage.persist();
      button.disabled = true;
      keep([...new Set([location.href, ...coming.map((link) => link.href)])].map((url) => url.split("#")[0]), true, (count) => {
        button.disabled = false;
        button.textContent = spoken.textContent = holder.dataset.kept.replace("{n}", count);
      });
    });
    holder.append(button);
  }
}
