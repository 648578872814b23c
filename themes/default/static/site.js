// Each page works without this script, which only makes pages better. What other scripts use stands outside of blocks.
const site = document.body.dataset;
const page = document.documentElement;
const select = (selector, within = document) => within.querySelector(selector);
const selectAll = (selector, within = document) => [...within.querySelectorAll(selector)];
const make = (tag, attributes = {}, ...content) => {
  const made = document.createElement(tag);
  for (const name in attributes) made.setAttribute(name, attributes[name]);
  made.append(...content);
  return made;
};
const addButton = (holder, label, act, kind = "button") => {
  const button = make("button", { type: "button", class: kind }, label);
  button.addEventListener("click", () => act(button));
  holder.append(" ", button);
  return button;
};
// What an element says as a choice of a field, in the language that it says it in.
const makeOption = (element, value) => make("option", { value, lang: (select("[lang]", element) || page).lang }, element.textContent);
const loadScript = (src, done) => {
  const script = make("script", { src });
  script.onload = done;
  document.head.append(script);
  return script;
};
// The address of a page can be changed, but for one from a disk in some browsers.
const setAddress = (address) => {
  try {
    history.replaceState(null, "", address);
  } catch { /* then the choice is not in it */ }
};
const readAnchor = () => decodeURIComponent(location.hash.slice(1));
const isPlain = ({ ctrlKey, metaKey, altKey, target }, fields) => !(ctrlKey || metaKey || altKey || target.closest(fields));
const markToday = (element) => element?.setAttribute("aria-current", "date");
const spoken = make("p", { class: "hidden", role: "status" });
document.body.append(spoken);

// ---- addresses ----
// Pages opened straight from a disk: a link to a folder means the index.html in it.
if (location.protocol === "file:") {
  addEventListener("click", ({ target }) => {
    const link = target.closest("a[href]");
    if (link?.protocol === "file:" && link.pathname.endsWith("/")) link.pathname += "index.html";
  }, true);
}
// A calendar cannot be opened inside WeChat: there the pages say what can be done.
if (/MicroMessenger/.test(navigator.userAgent)) page.classList.add("wechat");
// #subscribe opens the panel that it is in, where the browser does not.
{
  const unfold = () => {
    const target = document.getElementById(readAnchor());
    const panel = target?.closest("details:not([open])");
    if (!panel) return;
    panel.open = true;
    target.scrollIntoView();
  };
  addEventListener("hashchange", unfold);
  unfold();
}
// A slash leads to the search.
addEventListener("keydown", (event) => {
  const goal = select("[data-search] input") || select(".to-search");
  if (event.key !== "/" || !goal || !isPlain(event, "input, textarea, select")) return;
  event.preventDefault();
  goal.focus();
  goal.click(); // of a field, that does nothing
});
// A link to a part of the page that is printed alone.
for (const link of selectAll("[data-print]")) link.addEventListener("click", () => setTimeout(print));

// ---- the place that was looked at last: its address from the home page, its position and its name ----
const home = select(".brand");
const remember = (...value) => {
  try {
    return localStorage[value.length ? "setItem" : "getItem"](home.href, ...value);
  } catch { /* not every browser keeps things, and none from a disk */ }
};
const rememberPlace = (path, position, name) => {
  remember([path.slice(home.pathname.replace(/index\.html$/, "").length), position, name].join(" "));
};
for (const { dataset, textContent } of selectAll("h1[data-place]")) rememberPlace(location.pathname, dataset.place, textContent);
const [placeAddress, placePosition, ...placeName] = (remember() || "").split(" ");
const placeSlug = placeAddress.split("/").at(-2);
const lastPlace = placeName.length && select(".last-place");
if (lastPlace) {
  const { last, forget } = lastPlace.dataset;
  const [before, after] = last.split("{place}");
  lastPlace.append(before, make("a", { href: new URL(placeAddress, home.href) }, placeName.join(" ")), after);
  lastPlace.hidden = false;
  if (forget) addButton(lastPlace, forget, () => { remember(""); location.reload(); }, "");
}
// The way between two positions ("35.38,103.86") as the crow flies, in kilometres; NaN if one is unknown.
const measure = (a, b) => {
  const [[p, q], [r, s]] = [a, b].map((text) => text.split(",").map((degrees) => parseFloat(degrees) * Math.PI / 180));
  return 12742 * Math.asin(Math.sqrt(Math.sin((r - p) / 2) ** 2 + Math.cos(p) * Math.cos(r) * Math.sin((s - q) / 2) ** 2));
};
const formatAway = (km, say) => say.away.replace("{n}", Math.max(1, Math.round("miles" in say ? km / 1.609 : km)));

// ---- no page at this address ----
{
  // If it was that of a stop that ended long ago, moved.json knows the page with its row.
  const missing = select("[data-stops]");
  const [, folder, slug] = location.pathname.replace(/\/(index\.html)?$/, "").match(/^(.*\/)(.+)$/) || [];
  if (missing && folder?.endsWith(`/${missing.dataset.stops}/`)) {
    const file = new URL(`${folder}moved.json`, location);
    fetch(file).then((answer) => answer.json()).then((moved) => {
      const list = Object.keys(moved).find((key) => moved[key].includes(decodeURIComponent(slug)));
      if (list) location.replace(new URL(`${list}#stop-${slug}`, file));
    });
  }
  // Most hosts have one page for missing addresses: below the folder of another language, that of this language takes its place.
  for (const { href: file } of selectAll(".page-404 .languages a")) {
    const start = file.replace("404.html", "");
    const isOfPage = location.href !== file && location.href.startsWith(start) && start.length > home.href.length;
    if (isOfPage) fetch(file).then((answer) => answer.text()).then((text) => {
      page.replaceWith(new DOMParser().parseFromString(text, "text/html").documentElement);
    });
  }
}

// ---- copies of addresses, and the page as a whole ----
{
  // The old way of copying: it works on any host.
  const copyText = (element) => {
    getSelection().selectAllChildren(element);
    return document.execCommand("copy");
  };
  for (const address of selectAll(".address")) {
    const label = address.closest("[data-copy]").dataset.copy;
    address.previousElementSibling.firstElementChild.after(make("button", { type: "button", class: "button copy", "aria-label": label }));
  }
  addEventListener("click", ({ target }) => {
    const button = target.closest(".copy");
    if (!button) return;
    const { copy, copied } = button.closest("[data-copy]").dataset;
    const tell = (label, aloud) => { button.setAttribute("aria-label", label); spoken.textContent = aloud; };
    if (!copyText(button.parentElement.nextElementSibling)) return;
    tell(copied, copied);
    setTimeout(tell, 3000, copy, "");
  });
  // Buttons to share the page, by the system or by its address, to print it as a poster, and to show the code that is on that.
  const share = select(".share");
  const poster = select(".poster");
  if (share) addButton(share, share.dataset.share, (button) => {
    const address = location.href.split("#")[0];
    if (navigator.share) return navigator.share({ title: document.title, url: address }).catch(() => {});
    const field = make("span", {}, `${document.title} ${address}`);
    share.append(field);
    if (copyText(field)) button.textContent = spoken.textContent = share.dataset.copied;
    field.remove();
  });
  if (poster) {
    addButton(share, poster.dataset.print, () => loadScript(poster.dataset.script, () => print()));
    addButton(share, poster.dataset.code, () => loadScript(poster.dataset.script, () => poster.classList.toggle("shown")));
  }
}

// ---- days, as in 2026-11-29 ----
// [the day, the time] in a time zone: Swedish writes both as ISO 8601 does.
const readClock = (zone) => new Date().toLocaleString("sv", { timeZone: zone }).split(" ");
const todays = {};
const dayIn = (zone) => (todays[zone] ||= readClock(zone)[0]);
const addDays = (day, count) => new Date(+new Date(day) + count * 864e5).toISOString().slice(0, 10);
const weekdayOf = (day) => (new Date(day).getUTCDay() + 6) % 7; // 0 is Monday
const countDays = (first, last) => (new Date(last) - new Date(first)) / 864e5;
const formatDay = (day) => {
  const { lang } = page;
  const write = (options, language = lang) => new Date(day).toLocaleDateString(language, { timeZone: "UTC", ...options });
  if (lang.startsWith("zh")) return `${write({ dateStyle: "long" })}（${write({ weekday: "short" })}）`;
  if (lang.startsWith("en")) return write({ dateStyle: "full" }, "en-GB").replace(",", "");
  return write({ dateStyle: "full", calendar: "gregory", numberingSystem: "latn" });
};
// The day of the build, which no page contains: it comes from day.css.
const built = getComputedStyle(page).getPropertyValue("--day").replace(/[" ]/g, "");

// ---- how things stand today where they are, if the page was built on an earlier day: what is on, over, next or closed ----
const todayAt = ({ dataset: { zone = site.zone } }) => dayIn(zone);
// "2026-12-10 14*2 28": a day, and the intervals to the next ones.
const listDays = (text) => {
  const [first, ...runs] = text.split(" ");
  const listed = [first];
  for (const run of runs) {
    let [interval, times = 1] = run.split("*");
    while (times--) listed.push(addDays(listed.at(-1), interval));
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
// "Last day today", "starts in 3 days": more than the state alone says; "" of a state that is not told by days.
const describe = (item, state) => {
  const { to, from, coming } = item.dataset;
  const today = todayAt(item);
  const begins = findNext(item) || from;
  const choose = (words, count) => words.split("|")[Math.min(count, 2)].replace("{n}", count);
  if (state === "soon") return choose(site.begins, countDays(today, begins));
  if (state === "now" && (begins === to || coming)) return choose(site.begins, 0);
  if (state === "closing" || (state === "now" && today === to)) return choose(site.left, countDays(today, to));
  return site.states.split("|")[["upcoming", "soon", "now", "closing", "over"].indexOf(state)];
};
// The lists of a page: a row belongs into the one of its state.
const lists = selectAll("[data-list]");
const listRows = (part) => selectAll(".row:not([hidden])", part);
// A list without rows is hidden, and one that is folded in part keeps as many rows in view.
const balance = (list, count) => {
  const rows = listRows(list);
  list.hidden = !rows.length;
  select("summary > h2 + small", list)?.replaceChildren(rows.length);
  const rest = select(".rest", list);
  if (!rest) return;
  select(".rows", list).append(...rows.slice(0, count));
  select(".rows", rest).prepend(...rows.slice(count));
  rest.hidden = rows.length <= count;
  const summary = select("summary", rest);
  summary.textContent = summary.dataset.more.replace("{n}", rows.length - count);
};
{
  // "01 +2026-12-28 -2027-02-05/2027-02-11": on Mondays and Tuesdays but not on that day, and on these.
  const isClosed = (item) => {
    const today = todayAt(item);
    const [weekdays, ...exceptions] = item.dataset.closed.split(" ");
    for (const exception of exceptions) {
      const [first, last = first] = exception.slice(1).split("/");
      if (first <= today && today <= last) return exception[0] === "-";
    }
    return weekdays.includes(weekdayOf(today));
  };
  const order = (one) => (select("[data-next]", one) && findNext(one)) || one.dataset.from || "9";
  // Shows how an item stands; tells whether anything has changed.
  const settle = (item) => {
    const { state: before, coming } = item.dataset;
    const state = findState(item);
    const next = findNext(item);
    const hasMoved = coming && !coming.startsWith(next);
    const shut = select(".is-shut", item);
    if (shut) shut.hidden = !["now", "closing"].includes(state) || !isClosed(item);
    const dated = select("[data-next]", item);
    if (dated && hasMoved) {
      dated.hidden = !next;
      if (next) dated.textContent = dated.dataset.next.replace("{date}", formatDay(next));
      const usual = select("[data-usual]", item);
      if (usual) usual.textContent = usual.dataset.usual;
    }
    const badge = select(".badge:not(.is-planned, .is-shut)", item);
    if (state !== before) {
      for (const part of [item, badge]) if (part?.classList.replace(`is-${before}`, `is-${state}`)) part.hidden = false;
      if (badge && item.closest(".line")) badge.hidden = state === "upcoming";
      for (const part of selectAll("[data-ahead]", item)) part.hidden = state === "over";
      item.dataset.state = state;
    }
    if (item.matches(".banner")) item.hidden = ["upcoming", "over"].includes(state);
    const text = badge && !badge.matches(".is-postponed") && describe(item, state);
    if (text) badge.textContent = text;
    return state !== before || hasMoved;
  };
  // By its day; what is over comes first among what is over.
  const sortIn = (row) => {
    if (!row.matches(".row") || !row.closest("[data-list]")) return;
    const { state } = row.dataset;
    const list = lists.find((one) => one.dataset.list.split(" ").includes(state));
    row.hidden = !list;
    if (!list) return;
    const rows = selectAll(".row", list).filter((one) => one !== row);
    const follower = state !== "over" ? rows.find((one) => order(one) > order(row)) : !document.body.matches(".page-year") && rows[0];
    if (follower) follower.before(row);
    else selectAll(".rows", list).pop().append(row);
  };
  const settleAll = () => {
    const counts = lists.map((list) => select(".rows", list).children.length);
    const changed = selectAll("[data-state]").filter(settle);
    changed.forEach(sortIn);
    if (changed.length) lists.forEach((list, n) => balance(list, counts[n]));
    // Stations with dates change places among themselves: a recurring visit stands by its next date.
    for (const line of changed.length ? selectAll(".line") : []) {
      const stations = selectAll("[data-state]", line);
      const sorted = [...stations].sort((a, b) => order(a).localeCompare(order(b)));
      const slots = stations.map(() => make("li"));
      stations.forEach((station, n) => station.replaceWith(slots[n]));
      slots.forEach((slot, n) => slot.replaceWith(sorted[n]));
    }
    const past = select("[data-list^=over]");
    if (past && lists.every((list) => list === past || list.hidden)) select("details", past).open = true;
    const ticket = select(".ticket");
    const days = selectAll(".dates > li");
    const next = ticket && days.find((one) => select("time", one).dateTime >= todayAt(ticket));
    const label = select(".dates .next small");
    days.forEach((one, n) => {
      one.classList.toggle("next", one === next);
      one.classList.toggle("gone", !next || n < days.indexOf(next));
    });
    if (next && label) select("time", next).after(" ", label);
    else if (days.length) label?.remove();
  };
  if (site.states && !(dayIn(site.zone) < built)) settleAll(); // else the clock is slow
}
// The lists of the home page begin with what is in the place that was looked at last, and nearest to it.
if (lastPlace && lists.length) {
  const counts = lists.map((list) => listRows(select(".rows", list)).length);
  // What closes soon is on, too: where distance counts, both are one list.
  const [now, closing] = ["now", "closing"].map((state) => select(`[data-list="${state}"]`));
  if (now && closing) {
    const rest = !select(".rest", now) && select(".rest", closing);
    select(".rows", now).append(...listRows(closing));
    if (rest) now.append(rest);
  }
  lists.forEach((list, n) => {
    const rows = listRows(list).map((row) => {
      const km = measure(row.dataset.at, placePosition);
      const isThere = row.dataset.in.split(" ").includes(placeSlug);
      if (km >= 1 && !isThere) select(".row-state", row).append(make("small", {}, formatAway(km, lastPlace.dataset)));
      return { row, rank: (isThere ? 0 : 1e5) + (km || 5e4 * isNaN(km)) };
    });
    select(".rows", list).append(...rows.sort((a, b) => a.rank - b.rank).map(({ row }) => row));
    balance(list, counts[n] || 4);
  });
}

// ---- today in calendars and timelines ----
for (const month of selectAll(`[data-month="${dayIn(site.zone).slice(0, 7)}"]`)) markToday(month);
for (const chart of selectAll(".timeline")) {
  const lanes = selectAll("td > svg", chart);
  const [length, past] = [chart.dataset.to, dayIn(site.zone)].map((day) => countDays(chart.dataset.from, day) + .5);
  if (!lanes.length || past < 0 || past > length) continue;
  const share = past / (length + .5);
  const x = `${100 * share}%`;
  for (const lane of lanes) lane.insertAdjacentHTML("beforeend", `<line class="today-line" x1="${x}" x2="${x}" y2="100%"/>`);
  chart.scrollLeft = share * lanes[0].clientWidth - (chart.clientWidth - select("tbody th", chart).clientWidth) / 3;
}

// ---- the line "today" of a stay that is under way, or of a venue, for the present moment in the zone of its place ----
const line = select(".today");
if (line) {
  const say = line.dataset;
  // A venue has no calendar: its days follow from the week, and "2026-10-01/2026-10-07?=09:00–12:00", where ? is for unsure.
  const makeDay = (day) => {
    const [dates, times] = say.special.split("|").map((one) => one.split("=")).find(([one]) => one.slice(0, 10) <= day && day <= one.slice(11, 21))
      || ["", say.week.split("|")[weekdayOf(day)]];
    return make("time", { datetime: day, class: (times && "open") + (dates.slice(21) && " unsure"), "data-times": times });
  };
  const days = say.week ? [...Array(15)].map((_, n) => makeDay(addDays(dayIn(say.zone), n - 1))) : selectAll("[data-times] time");
  const timesOf = (day) => (day.matches(".open") ? day.dataset.times || day.closest("table").dataset.times : "");
  const toMinutes = (time) => 60 * time.slice(0, 2) + +time.slice(3);
  // Sessions in minutes of a day, or of the day after it with `shift`: after midnight the night goes on.
  const listSessions = (day, shift = 0) => [...timesOf(day).matchAll(/(\d\d:\d\d)–(\d\d:\d\d)(\D*)/g)].map(([, start, until, more]) => {
    const [first, last] = [start, until].map((time) => toMinutes(time) - shift);
    return { first, last: last + 1440 * (last <= first), start, until, booking: more.includes(say.booked) };
  });
  // The days follow each other without a gap.
  const findOpen = (day, time) => {
    const before = days[days.indexOf(day) - 1];
    return [...listSessions(day), ...(before ? listSessions(before, 1440) : [])].find(({ first, last }) => first <= time && time < last);
  };
  const describeDay = (day, time, open) => {
    const all = listSessions(day);
    const next = all.find(({ first }) => first > time);
    const about = (text, { booking }, hour) => (booking ? say.booking.replace("{text}", text) : text).replace("{time}", hour);
    if (open && open.last - time >= say.last) return about(say.open, open, open.until);
    if (next) return about(open ? say.admittedBreak : next === all[0] ? say.later : say.break, next, next.start);
    const coming = days.slice(days.indexOf(day) + 1).find((one) => one.matches(".open"));
    const text = open ? say.admitted : all.length ? say.over : say.shut;
    return coming ? `${text} · ${say.next.replace("{date}", formatDay(coming.dateTime)).replace("{times}", timesOf(coming))}` : text;
  };
  const tell = () => {
    const [today, clock] = readClock(say.zone);
    const day = days.find((one) => one.dateTime === today);
    const time = toMinutes(clock.slice(0, 5));
    line.hidden = !day;
    for (const one of days) one.removeAttribute("aria-current");
    if (!day) return;
    markToday(day);
    const open = findOpen(day, time);
    const text = describeDay(day, time, open) + (day.matches(".unsure") ? ` · ${say.unsure}` : "");
    line.firstElementChild.textContent = say.is.replace("{date}", formatDay(today));
    line.lastElementChild.replaceChildren(...text.split(/(\d\d:\d\d(?:–\d\d:\d\d)?)/).map((part, n) => (n % 2 ? make("bdi", { class: "session", dir: "ltr" }, part) : part)));
    line.classList.toggle("shut", !open);
  };
  tell();
  setInterval(tell, 60000);
}

// ---- Chinese headings break between words, where the browser knows them; a single letter stays with the word before it ----
{
  const whenIdle = self.requestIdleCallback || setTimeout;
  let words;
  const mayBreak = (before, after) => (/^\d/.test(after) ? /(?![第年月])\p{sc=Han}$/u : /^\p{sc=Han}{2}/u.test(after) ? /(?!第)\p{sc=Han}$/u : /^$/).test(before);
  const breakHeading = (heading) => {
    words ||= new Intl.Segmenter("zh", { granularity: "word" });
    const texts = document.createTreeWalker(heading, NodeFilter.SHOW_TEXT), nodes = [];
    while (texts.nextNode()) nodes.push(texts.currentNode);
    for (const node of nodes) {
      const parts = [...words.segment(node.data)].map(({ segment }) => segment);
      node.replaceWith(...parts.flatMap((part, n) => (n && mayBreak(parts[n - 1], part) ? [make("wbr"), part] : [part])));
    }
    heading.classList.add("by-words");
  };
  if (Intl.Segmenter) for (const heading of selectAll(":is(h1, h2, h3, .row-what b):lang(zh):not(details:not([open]) > ol *)")) whenIdle(() => breakHeading(heading));
}

// ---- what was visited can be read without a network (offline.js); the coming stops of a caravan at a touch ----
{
  const { worker } = document.currentScript.dataset;
  const network = navigator.serviceWorker;
  const keep = async (pages, isPinned, tell) => {
    const channel = new MessageChannel();
    channel.port1.onmessage = ({ data }) => tell?.(data);
    (await network.ready).active.postMessage({ pages, isPinned }, [channel.port2]);
  };
  if (worker && network) {
    const isFirst = !network.controller;
    addEventListener("load", () => network.register(worker).then(() => isFirst && keep([location.href])).catch(() => {}));
    for (const holder of selectAll("[data-keep]")) addButton(holder, holder.dataset.keep, (button) => {
      const coming = selectAll(".row:not(.is-over, .is-cancelled) a[href]").slice(0, 30);
      navigator.storage?.persist?.();
      button.disabled = true;
      keep([...new Set([location, ...coming].map(({ href }) => href.split("#")[0]))], true, (count) => {
        button.disabled = false;
        button.textContent = spoken.textContent = holder.dataset.kept.replace("{n}", count);
      });
    });
  }
}
