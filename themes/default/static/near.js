// What is nearest to a place that is chosen, or to the reader. The position is asked for on a click, and never leaves the
// device: the stops come in one script (tourbook/site/feeds/near.py), and distances are worked out here. Browsers tell
// positions in WGS 84; those of the stops are true to 1 km, whatever their datum.
{
  const box = document.querySelector("[data-near]");
  const say = { ...box.dataset };
  const status = box.querySelector("[role=status]");
  const section = document.getElementById("nearest");
  const [heading, list] = [section.querySelector("h2"), section.querySelector("ol")];
  const onlyNow = section.querySelector("input");
  const choices = [...document.querySelectorAll("#choose a[data-at]")];
  let shown = null;

  let stops = null;
  const loadStops = () => stops || (stops = new Promise((arrive, fail) => {
    window.nearStops = (counties) => arrive(counties.flatMap(([slug, at, rest, rows]) => {
      return rows.map(([own, ...description], n) => ({ at: own || at, slug, description, rest: n === rows.length - 1 ? rest : 0 }));
    }));
    const script = make("script", { src: say.near });
    script.onerror = () => { stops = null; fail(new Error(say.failed)); };
    document.head.append(script);
  }));
  const addDistance = (row, { km, rest, slug }) => {
    const place = rest && choices.find((link) => link.parentElement.id === slug);
    if (!isNaN(km)) put(row.querySelector(".row-state"), "small", km < 2 ? say.within : formatAway(km, say));
    if (place) put(row.querySelector(".row-what"), "a", say.there.replace("{n}", rest), { href: place.href, class: "there" });
  };
  const show = async (at, title) => {
    shown = [at, title];
    const found = await loadStops().catch(() => null);
    if (!found) {
      status.textContent = say.failed;
      return;
    }
    const ranked = found.map((stop) => {
      const row = makeRow(stop.description, say);
      const km = measure(stop.at, at);
      return { ...stop, km, row, rank: [isNaN(km) ? 1e5 : Math.round(km), rankRow(row)] };
    }).filter(({ row }) => row.dataset.state !== "over" && (!onlyNow.checked || ["now", "closing"].includes(row.dataset.state)));
    ranked.sort((a, b) => a.rank[0] - b.rank[0] || a.rank[1] - b.rank[1]);
    for (const one of ranked) addDistance(one.row, one);
    const rows = ranked.map(({ row }) => row);
    heading.textContent = title;
    list.replaceChildren();
    list.hidden = !rows.length;
    section.hidden = false;
    showRows(section, rows.slice(0, 10), rows.slice(10), say, (more) => more);
    status.textContent = rows.length ? say.found.replace("{n}", rows.length) : say.none;
  };
  onlyNow.addEventListener("change", () => show(...shown));

  const ask = make("button", { class: "button primary", type: "button" });
  ask.textContent = say.ask;
  if (navigator.geolocation && isSecureContext) box.prepend(ask);
  ask.addEventListener("click", () => {
    status.textContent = say.asking;
    navigator.geolocation.getCurrentPosition(
      ({ coords }) => show(`${coords.latitude},${coords.longitude}`, say.me).then(() => heading.focus()),
      () => { status.textContent = say.denied; },
      { maximumAge: 600000, timeout: 20000 },
    );
  });
  // A place that is chosen stands in the address, and is remembered for the home page.
  const choose = (link) => {
    const name = link.firstChild.textContent.trim();
    return show(link.dataset.at, say.place.replace("{place}", name));
  };
  for (const link of choices) {
    link.addEventListener("click", (event) => {
      if (event.ctrlKey || event.metaKey || event.shiftKey || !link.dataset.at) return;
      event.preventDefault();
      try { history.replaceState(null, "", `#${link.parentElement.id}`); } catch { /* from a disk, some browsers do not allow it */ }
      rememberPlace(link.pathname, link.dataset.at, link.firstChild.textContent.trim());
      choose(link).then(() => heading.focus());
    });
  }
  const linked = decodeURIComponent(location.hash.slice(1));
  const asked = linked || (placeAddress || "").split("/").slice(-2)[0];
  const link = asked && choices.find((one) => one.parentElement.id === asked);
  if (link) choose(link).then(() => linked && heading.focus());
}
