// The calendar of a month: fields in place of the links to regions, exhibitions and vehicles. What is chosen stands in
// the address and goes along to the other months.
{
  const box = document.querySelector(".choose");
  const keys = ["region", "exhibition", "vehicle"]; // in the order of data-is
  const items = [...document.querySelectorAll("[data-is]")];
  const asked = new URLSearchParams(location.search);
  const fill = (filter) => {
    const field = make("select", { name: filter.dataset.filter, "aria-label": filter.firstElementChild.textContent });
    field.append(new Option(box.dataset.all, ""));
    for (const choice of filter.querySelectorAll("dd")) {
      field.append(new Option(choice.textContent.trim().replace(/\s+(\d+)$/, " ($1)"), choice.dataset.value));
      choice.remove();
    }
    field.value = asked.get(field.name) || "";
    if (field.selectedIndex < 0) field.value = "";
    const cell = make("dd", {});
    cell.append(field);
    filter.append(cell);
    return field;
  };
  const choose = (fields, output) => {
    const chosen = fields.filter((field) => field.value);
    const names = new Set();
    for (const item of items) {
      const values = item.dataset.is.split("|");
      item.hidden = chosen.some((field) => values[keys.indexOf(field.name)] !== field.value);
      if (!item.hidden) names.add((item.querySelector("a") || item.querySelector("b").parentNode).outerHTML);
    }
    for (const group of document.querySelectorAll(".stays > section")) group.hidden = !group.querySelector("li:not([hidden])");
    for (const link of document.querySelectorAll(".weeks a")) link.hidden = !document.querySelector(`${link.hash} li:not([hidden])`);
    output.textContent = chosen.length ? box.dataset.found.replace("{n}", names.size) : "";
    const search = new URLSearchParams(chosen.map((field) => [field.name, field.value])).toString();
    for (const link of document.querySelectorAll(".pager a, .more a")) link.search = search;
    return search;
  };
  if (box) {
    const output = make("output", {});
    box.firstElementChild.append(" ", output);
    const fields = [...box.querySelectorAll("[data-filter]")].map(fill);
    box.open = choose(fields, output) !== "";
    box.addEventListener("change", () => {
      const search = choose(fields, output);
      // a page from a disk has an address of its own, which no script may change
      if (location.protocol !== "file:") history.replaceState(null, "", `${location.pathname}${search && `?${search}`}${location.hash}`);
    });
  }
  // The reader's day and week, where most of the site is.
  const today = document.querySelector(`.agenda time[datetime="${dayIn(document.body.dataset.zone)}"]`);
  if (today) {
    const cell = today.closest("td");
    cell.setAttribute("aria-current", "date");
    const link = document.querySelector(`.weeks a[href="#${cell.parentElement.id}"]`);
    if (link) link.setAttribute("aria-current", "date");
  }
}
