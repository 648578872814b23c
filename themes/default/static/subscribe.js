// The builder: shows one of the calendars that the page lists, in one shape and language.
// The choice is in the address of the page, as the path of the calendar: subscribe/#en/places/110119/opening.ics.
const form = select(".builder");
if (form) {
  const [kinds, names, tongues] = selectAll("select", form);
  const card = document.getElementById("subscribe");
  const title = select("h2", card);
  const list = select(".shapes", card);
  const code = select(".code", card);
  const addressOf = (shape) => select(".address", shape);
  const all = addressOf(list).textContent;
  const own = tongues.value;
  const root = all.slice(0, all.lastIndexOf("/") + 1 - own.length);
  const pathOf = (shape) => addressOf(shape).textContent.slice((root + own).length);
  // Kind and name are elements that say them.
  const makeChoice = (kind, name, holder) => ({ kind, name, shapes: selectAll(".shapes > li", holder) });
  const everything = title.cloneNode(true);
  const choices = [makeChoice(everything, everything, card)];
  for (const fold of selectAll(".feeds > li")) {
    const name = select("summary", fold);
    choices.push(makeChoice(select("h3", fold.closest(".group") || fold) || name, name, fold));
  }
  const services = selectAll(".services a", card).map((link) => [link, link.href]);
  const quote = (address) => encodeURIComponent(address.replace(/^\w+/, ""));
  const draw = (path) => {
    if (!globalThis.drawCode) return loadScript(form.dataset.code, show);
    for (const old of selectAll("img, svg", code)) old.remove();
    code.insertAdjacentHTML("afterbegin", drawCode(`${select("[rel=canonical]").href}#${path}`));
  };
  const show = () => {
    const { name, shapes } = choices[names.value];
    const item = (shapes[form.shape.value] || shapes[0]).cloneNode(true);
    const path = tongues.value + pathOf(item);
    const button = select("a.button", item);
    for (const part of selectAll("small", item)) part.remove();
    addressOf(item).textContent = root + path;
    button.href = (root + path).replace(/^\w+/, "webcal");
    button.classList.add("primary");
    if (tongues.value !== own) select("a[type]", item).href = root + path;
    list.replaceChildren(item);
    for (const [link, address] of services) link.href = address.replace(quote(all), quote(root + path)).replace(encodeURIComponent(title.dataset.name), encodeURIComponent(name.textContent));
    title.replaceChildren(...name.cloneNode(true).childNodes);
    select("fieldset", form).hidden = shapes.length < 2;
    for (const note of selectAll(".smaller", card)) note.hidden = names.value !== "0";
    if (code && (globalThis.drawCode || root + path !== all)) draw(path);
    return path;
  };
  const listNames = () => {
    const ofKind = choices.filter(({ kind }) => kind.textContent === kinds.value);
    names.replaceChildren(...ofKind.map((choice) => makeOption(choice.name, choices.indexOf(choice))));
    names.parentElement.hidden = ofKind.length < 2;
  };
  const choose = (choice, shape) => {
    kinds.replaceChildren(...[...new Map(choices.map(({ kind }) => [kind.textContent, kind]))].map(([value, kind]) => makeOption(kind, value)));
    kinds.value = choice.kind.textContent;
    listNames();
    names.value = choices.indexOf(choice);
    form.shape.value = shape;
  };
  // Of a calendar that is not listed, as there are too many, the path is all that is known.
  const addChoice = (path) => {
    const name = make("b", {}, decodeURI(path));
    const choice = { kind: name, name, shapes: [choices[0].shapes[0].cloneNode(true)] };
    select("a[type]", choice.shapes[0]).href = addressOf(choice.shapes[0]).textContent = root + own + path;
    choices.push(choice);
    return choice;
  };
  const read = () => {
    const whole = location.hash.slice(1);
    if (!whole.endsWith(".ics")) return;
    tongues.value = [...tongues.options].map(({ value }) => value).filter((one) => whole.startsWith(one)).sort().pop();
    const path = whole.slice(tongues.value.length);
    const choice = choices.find(({ shapes }) => shapes.some((shape) => pathOf(shape) === path)) || addChoice(path);
    choose(choice, Math.max(0, choice.shapes.findIndex((shape) => pathOf(shape) === path)));
    show();
    card.scrollIntoView({ block: "nearest" });
  };
  choose(choices[0], 0);
  show();
  form.hidden = false;
  form.addEventListener("change", ({ target }) => {
    if (target === kinds) listNames();
    setAddress(`#${show()}`);
  });
  addEventListener("hashchange", read);
  read();
}
