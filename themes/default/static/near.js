// What is nearest to a place that is chosen, or to the reader. The position is asked for on a click, and never leaves the
// device: the stops come in one script (tourbook/site/feeds/near.py), and distances are worked out here. Browsers tell
// positions in WGS 84; those of the stops are true to 1 km, whatever their datum.
{
  const box = select("[data-near]");
  const say = box.dataset;
  const status = select("[role=status]", box);
  const section = document.getElementById("nearest");
  const heading = select("h2", section);
  const list = select("ol", section);
  const onlyNow = select("input", section);
  const choices = selectAll("#choose a[data-at]");
  let shown, stops;
  window.nearStops = (counties) => {
    stops = counties.flatMap(([slug, at, rest, rows]) => rows.map(([own, ...description], n) => ({ at: own || at, slug, description, rest: n === rows.length - 1 && rest })));
  };
  const loadStops = () => stops || new Promise((done) => { loadScript(say.near, done).onerror = done; });
  const addDistance = ({ row, km, rest, slug }) => {
    const place = rest && choices.find((link) => link.parentElement.id === slug);
    if (!isNaN(km)) select(".row-state", row).append(make("small", {}, km < 2 ? say.within : formatAway(km, say)));
    if (place) select(".row-what", row).append(make("a", { href: place.href, class: "there" }, say.there.replace("{n}", rest)));
    return row;
  };
  const show = async (at, title) => {
    shown = [at, title];
    await loadStops();
    if (!stops) {
      status.textContent = say.failed;
      return;
    }
    const found = stops.map((stop) => ({ ...stop, km: measure(stop.at, at), row: makeRow(stop.description, say) }))
      .filter(({ row: { dataset: { state } } }) => (onlyNow.checked ? ["now", "closing"].includes(state) : state !== "over"));
    const distance = ({ km }) => (isNaN(km) ? 1e5 : Math.round(km));
    found.sort((a, b) => distance(a) - distance(b) || rankRow(a.row) - rankRow(b.row));
    const rows = found.map(addDistance);
    heading.textContent = title;
    list.replaceChildren();
    list.hidden = !rows.length;
    section.hidden = false;
    showRows(section, rows.slice(0, 10), rows.slice(10), say, (more) => more);
    status.textContent = rows.length ? say.found.replace("{n}", rows.length) : say.none;
  };
  onlyNow.addEventListener("change", () => show(...shown));

  if (navigator.geolocation && isSecureContext) box.prepend(addButton(box, say.ask, () => {
    status.textContent = say.asking;
    navigator.geolocation.getCurrentPosition(
      ({ coords }) => show(`${coords.latitude},${coords.longitude}`, say.me).then(() => heading.focus()),
      () => { status.textContent = say.denied; },
      { maximumAge: 600000, timeout: 20000 },
    );
  }, "button primary"));
  // A place that is chosen stands in the address, and is remembered for the home page.
  const nameOf = (link) => link.firstChild.textContent.trim();
  const choose = (link) => show(link.dataset.at, say.place.replace("{place}", nameOf(link)));
  for (const link of choices) {
    link.addEventListener("click", (event) => {
      if (event.ctrlKey || event.metaKey || event.shiftKey || !link.dataset.at) return;
      event.preventDefault();
      setAddress(`#${link.parentElement.id}`);
      rememberPlace(link.pathname, link.dataset.at, nameOf(link));
      choose(link).then(() => heading.focus());
    });
  }
  const linked = readAnchor();
  const link = choices.find((one) => one.parentElement.id === (linked || placeSlug));
  if (link) choose(link).then(() => linked && heading.focus());
}
