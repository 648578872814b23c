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
  const target = document.getElementById(location.hash.slice(1));
  const panel = target && target.closest("details:not([open])");
  if (!panel) return;
  panel.open = true;
  target.scrollIntoView();
};
addEventListener("hashchange", unfold);
unfold();
// Addresses of calendars get a button that copies them. The old way of copying: it works on any host.
const make = (tag, attributes) => {
  const made = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) made.setAttribute(name, value);
  return made;
};
const spoken = make("p", { class: "hidden", role: "status" });
document.body.append(spoken);
for (const address of document.querySelectorAll(".address")) {
  const say = address.closest("[data-copy]").dataset;
  const button = make("button", { type: "button", class: "button copy" });
  const tell = (label, aloud) => { button.setAttribute("aria-label", label); spoken.textContent = aloud; };
  tell(say.copy, "");
  button.addEventListener("click", () => {
    getSelection().selectAllChildren(address);
    if (!document.execCommand("copy")) return;
    tell(say.copied, say.copied);
    setTimeout(tell, 3000, say.copy, "");
  });
  address.previousElementSibling.firstElementChild.after(button);
}
// A field that looks for calendars by their names.
const found = document.querySelector("[data-find]");
if (found) {
  const say = found.dataset;
  const field = make("input", { type: "search", class: "search", placeholder: say.find, "aria-label": say.find });
  field.addEventListener("input", () => {
    const words = field.value.toLowerCase().split(/\s+/);
    const items = [...found.querySelectorAll(".feeds > li")];
    for (const item of items) item.hidden = !words.every((word) => item.querySelector("summary").textContent.toLowerCase().includes(word));
    for (const group of found.querySelectorAll(".group")) {
      group.hidden = !group.querySelector(".feeds > li:not([hidden])");
      group.open = words.join("") !== "";
    }
    spoken.textContent = say.found.replace("{n}", items.filter((item) => !item.hidden).length);
  });
  found.querySelector(".feeds").before(field);
}
// The line "today" of a stay that is under way, for the present moment in the site's time zone.
const line = document.querySelector(".today");
if (line) {
  const say = line.dataset;
  const days = [...document.querySelectorAll("time[data-times]")];
  const clock = new Intl.DateTimeFormat("en", {
    timeZone: say.zone, hourCycle: "h23", year: "numeric", month: "2-digit", day: "2-digit", hour: "2-digit", minute: "2-digit",
  });
  const sessions = (day) => [...day.dataset.times.matchAll(/(\d\d:\d\d)–(\d\d:\d\d)([^\d]*)/g)]
    .map(([, start, end, more]) => ({ start, end, booking: more.includes(say.booked) }));
  const minutes = (time) => 60 * time.slice(0, 2) + Number(time.slice(3));
  const present = (day, time) => sessions(day).find((one) => one.start <= time && time < one.end);
  const standing = (day, time) => {
    const all = sessions(day);
    const at = present(day, time);
    const next = all.find((one) => one.start > time);
    const about = (text, one, hour) => (one.booking ? say.booking.replace("{text}", text) : text).replace("{time}", hour);
    if (at && minutes(time) <= minutes(at.end) - say.last) return about(say.open, at, at.end);
    if (next) return about(at ? say.admittedBreak : next === all[0] ? say.later : say.break, next, next.start);
    const coming = days.slice(days.indexOf(day) + 1).find((one) => one.dataset.times);
    const text = at ? say.admitted : all.length ? say.over : say.shut;
    return coming ? `${text} · ${say.next.replace("{date}", coming.dataset.date).replace("{times}", coming.dataset.times)}` : text;
  };
  const tell = () => {
    const now = Object.fromEntries(clock.formatToParts(new Date()).map((part) => [part.type, part.value]));
    const date = `${now.year}-${now.month}-${now.day}`;
    const day = days.find((one) => one.dateTime === date);
    line.hidden = days.every((one) => one.dateTime < date);
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
