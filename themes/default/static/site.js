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
