// The calendar of a month: fields in place of the links to regions, exhibitions and vehicles. What is chosen stands in
// the address and goes along to the other months.
{
  const box = select(".choose");
  const keys = ["region", "exhibition", "vehicle"]; // in the order of data-is
  const items = selectAll("[data-is]");
  const asked = new URLSearchParams(location.search);
  const fill = (filter) => {
    const field = make("select", { name: filter.dataset.filter, "aria-label": filter.firstElementChild.textContent });
    field.append(new Option(box.dataset.all, ""));
    for (const choice of selectAll("dd", filter)) {
      field.append(makeOption(choice, choice.dataset.value));
      choice.remove();
    }
    field.value = asked.get(field.name) || "";
    if (!field.value) field.value = "";
    filter.append(make("dd", {}, field));
    return field;
  };
  const choose = (fields, output) => {
    const chosen = fields.filter((field) => field.value);
    const names = new Set();
    for (const item of items) {
      const values = item.dataset.is.split("|");
      item.hidden = chosen.some((field) => values[keys.indexOf(field.name)] !== field.value);
      if (!item.hidden) names.add((select("a", item) || select("b", item).parentNode).outerHTML);
    }
    for (const group of selectAll(".stays > section")) group.hidden = !select("li:not([hidden])", group);
    for (const link of selectAll(".weeks a")) link.hidden = !select(`${link.hash} li:not([hidden])`);
    output.textContent = chosen.length ? box.dataset.found.replace("{n}", names.size) : "";
    const search = `${new URLSearchParams(chosen.map((field) => [field.name, field.value]))}`;
    for (const link of selectAll(".pager a, .more a")) link.search = search;
    return search;
  };
  if (box) {
    const output = make("output");
    box.firstElementChild.append(" ", output);
    const fields = selectAll("[data-filter]", box).map(fill);
    box.open = choose(fields, output);
    box.addEventListener("change", () => {
      const search = choose(fields, output);
      setAddress(`${location.pathname}${search && `?${search}`}${location.hash}`);
    });
  }
  // The reader's day and week, where most of the site is.
  const today = select(`.agenda time[datetime="${dayIn(site.zone)}"]`);
  if (today) {
    const cell = today.closest("td");
    markToday(cell);
    markToday(select(`.weeks a[href="#${cell.parentElement.id}"]`));
  }
  // Arrow keys lead to the month before and after; where one week is shown, to the week before and after: #0 is the
  // first of a month, #-1 the last.
  const weeks = selectAll(".agenda tr[id]");
  const before = select("[rel=prev]");
  const after = select("[rel=next]");
  const findShown = () => weeks.find((week) => location.hash === `#${week.id}` && matchMedia("(min-width: 48rem)").matches);
  const mark = () => {
    const hash = `#${findShown()?.id || "month"}`;
    for (const link of selectAll(".weeks a")) link.classList.toggle("chosen", link.hash === hash);
  };
  const turn = (step) => {
    const shown = findShown();
    const week = shown && weeks[weeks.indexOf(shown) + step];
    const link = step < 0 ? before : after;
    if (week) location.hash = week.id;
    else if (link && shown) location = `${link.href}#${step < 0 ? -1 : 0}`;
    else link?.click();
  };
  addEventListener("hashchange", mark);
  const end = /^#(0|-1)$/.test(location.hash) && weeks.at(location.hash.slice(1));
  if (end) location.replace(`#${end.id}`);
  mark();
  addEventListener("keydown", (event) => {
    const step = { ArrowLeft: -1, ArrowRight: 1 }[event.key];
    if (!step || event.shiftKey || !isPlain(event, "input, textarea, select, summary")) return;
    event.preventDefault();
    turn(page.dir === "rtl" ? -step : step);
  });
}
