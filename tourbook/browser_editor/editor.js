// The browser editor: widgets for values that can be written in two ways, and the start of Decap CMS with the settings of
// the site. A value that nobody touches goes back as it came.
/* global CMS, h, createClass */
window.CMS_MANUAL_INIT = true;
// Decap has its settings checked by code that it makes from text, which the policy of this page forbids to all scripts.
// The settings are made by Tourbook and need no check: each one that is made finds nothing wrong.
const findNothing = Object.assign(() => true, { errors: null });
const isCheck = ([self, scope]) => self === "self" && scope === "scope"; // as ajv calls the arguments
window.Function = new Proxy(Function, { construct: (Real, code) => (isCheck(code) ? () => findNothing : new Real(...code)) });
const WIDE = { width: "100%", boxSizing: "border-box" };

const start = async () => {
  const { decap, forms, choices, words } = await (await fetch("settings.json", { cache: "no-store" })).json();

  // ---- what all widgets share ------------------------------------------------------------------
  const isMap = (value) => Boolean(value && value.toJS && value.has && !value.push);
  const isList = (value) => Boolean(value && value.toJS && value.push);
  const toPlain = (value) => (value && value.toJS ? value.toJS() : value);
  const emptyMap = CMS.getEditorComponents().clear(); // Immutable maps are those of Decap
  // In lists, where names stand for records, a text is printed in one language.
  const mapType = Object.getPrototypeOf(emptyMap);
  const print = mapType.toString;
  mapType.toString = function () {
    const lang = words.languages.find((code) => typeof this.get(code) === "string");
    return lang ? this.get(lang) : print.call(this);
  };
  const makeControl = (methods) =>
    createClass({
      shouldComponentUpdate(next, state) {
        return next.value !== this.props.value || next.classNameWrapper !== this.props.classNameWrapper || state !== this.state;
      },
      attributes(more) {
        const { forID, classNameWrapper, setActiveStyle, setInactiveStyle } = this.props;
        return { id: forID, className: classNameWrapper, onFocus: setActiveStyle, onBlur: setInactiveStyle, ...more };
      },
      ...methods,
    });
  const register = (name, methods) => CMS.registerWidget(`tourbook-${name}`, makeControl(methods));

  // ---- texts: in the first language alone, or in several ---------------------------------------
  register("texts", {
    read(lang, isFirst) {
      const { value } = this.props;
      return isMap(value) ? value.get(lang) || "" : (isFirst && value) || "";
    },
    change(lang, isFirst, text) {
      const { value, onChange } = this.props;
      const isPlain = !isMap(value);
      if (isPlain && isFirst) return onChange(text);
      const texts = isPlain ? emptyMap.merge(value ? { [this.languages()[0]]: value } : {}) : value;
      onChange(text ? texts.set(lang, text) : texts.delete(lang));
    },
    languages() {
      return this.props.field.get("languages").toJS();
    },
    render() {
      const { field, classNameWrapper, forID } = this.props;
      const isLong = field.get("is_long");
      const languages = this.languages();
      const boxes = languages.map((lang, number) =>
        h(isLong ? "textarea" : "input", {
          ...this.attributes(),
          key: lang,
          id: number ? `${forID}-${lang}` : forID,
          lang,
          rows: 3,
          placeholder: languages.length > 1 ? lang : "",
          "aria-label": lang,
          style: { ...WIDE, fontFamily: "inherit" },
          value: this.read(lang, !number),
          onChange: (event) => this.change(lang, !number, event.target.value),
        })
      );
      return h("div", {}, boxes);
    },
  });

  // ---- lines: lists, pairs and duties as people type them --------------------------------------
  const FORMS = {
    list: {
      write: (value) => value || [],
      read: (lines) => lines,
    },
    pairs: {
      write: (value) => Object.entries(value || {}).map(([key, text]) => `${key}: ${text}`),
      read: (lines) => Object.fromEntries(lines.map((line) => line.match(/^(.*?)\s*[:：]\s*(.*)$/)).filter(Boolean).map((match) => [match[1], match[2]])),
    },
    duties: {
      write: (value) => (value || []).map((duty) => (duty.who ? `${duty.who}${duty.dates ? `: ${duty.dates.join(", ")}` : ""}` : duty)),
      read: (lines) =>
        lines.map((line) => {
          const [who, dates] = line.split(/\s*[:：]\s*/);
          return dates ? { who, dates: dates.split(/[\s,，、]+/).filter(Boolean) } : who;
        }),
    },
  };
  register("lines", {
    getInitialState() {
      return { text: FORMS[this.props.field.get("form")].write(toPlain(this.props.value)).join("\n") };
    },
    change(text) {
      this.setState({ text });
      const lines = text.split("\n").map((line) => line.trim()).filter(Boolean);
      const wrapped = emptyMap.merge({ value: FORMS[this.props.field.get("form")].read(lines) });
      this.props.onChange(wrapped.get("value"));
    },
    render() {
      const rows = Math.max(2, this.state.text.split("\n").length);
      const change = (event) => this.change(event.target.value);
      const placeholder = words[this.props.field.get("form")];
      return h("textarea", this.attributes({ value: this.state.text, rows, placeholder, style: { ...WIDE, fontFamily: "inherit" }, onChange: change }));
    },
  });

  // ---- references: ids, with the names of what has them ----------------------------------------
  const names = Object.fromEntries(Object.entries(choices).map(([kind, pairs]) => [kind, new Map(pairs)]));
  const getList = (kind) => {
    const id = `choices-${kind}`;
    if (!document.getElementById(id)) {
      const list = document.createElement("datalist");
      list.id = id;
      for (const [value, name] of choices[kind] || []) list.append(new Option(name, value));
      document.body.append(list);
    }
    return id;
  };
  const findName = (kind, id) => (names[kind] && names[kind].get(id)) || (id ? words.unknown : "");
  register("references", {
    getInitialState() {
      return { text: "" };
    },
    renderInput(value, onInput) {
      const target = this.props.field.get("target");
      return h("input", this.attributes({ list: getList(target), value, style: WIDE, autoComplete: "off", onChange: (event) => onInput(event.target.value.trim()) }));
    },
    renderSingle(target) {
      const { value, onChange } = this.props;
      return h("div", {}, this.renderInput(value || "", onChange), h("small", {}, findName(target, value)));
    },
    add(id) {
      const target = this.props.field.get("target");
      if (!names[target] || !names[target].has(id)) return this.setState({ text: id });
      this.setState({ text: "" });
      this.put([...this.list(), id]);
    },
    put(ids) {
      this.props.onChange(emptyMap.merge({ ids }).get("ids"));
    },
    list() {
      return toPlain(this.props.value) || [];
    },
    render() {
      const target = this.props.field.get("target");
      if (this.props.field.get("is_single")) return this.renderSingle(target);
      const ids = this.list();
      const remove = (id) => h("button", { type: "button", title: words.remove, "aria-label": `${words.remove} ${id}`, onClick: () => this.put(ids.filter((other) => other !== id)) }, "×");
      const items = ids.map((id) => h("li", { key: id }, id, " ", h("small", {}, findName(target, id)), " ", remove(id)));
      return h("div", {}, h("ul", { style: { margin: "4px 0 4px 20px" } }, items), this.renderInput(this.state.text, this.add));
    },
  });

  // ---- yes, no or not said; days ---------------------------------------------------------------
  register("flag", {
    render() {
      const { value, onChange } = this.props;
      const options = [["", words.unsaid], ["true", words.yes], ["false", words.no]];
      const change = (event) => onChange(event.target.value && event.target.value === "true");
      return h("select", this.attributes({ value: String(value ?? ""), onChange: change }), options.map(([key, word]) => h("option", { key, value: key }, word)));
    },
  });
  const DAY = /^\d{4}-\d\d-\d\d$/;
  register("day", {
    render() {
      const { value, onChange, field, forID } = this.props;
      // What is no day, such as a month, is shown as it is written.
      const type = !value || DAY.test(value) || value === "open" ? "date" : "text";
      const input = h("input", this.attributes({ type, value: value === "open" ? "" : value || "", style: WIDE, onChange: (event) => onChange(event.target.value) }));
      if (!field.get("has_open_end")) return input;
      const change = (event) => onChange(event.target.checked ? "open" : "");
      const box = h("input", { type: "checkbox", id: `${forID}-open`, checked: value === "open", onChange: change });
      return h("div", {}, input, h("label", { htmlFor: `${forID}-open` }, box, " ", words.until_further_notice));
    },
  });

  // ---- what is closed is not made: a schedule may have thousands of fields ---------------------
  const list = CMS.getWidget("list");
  class LazyList extends list.control {
    constructor(props) {
      super(props);
      const { renderItem } = this;
      this.renderItem = (item, index) => {
        const element = renderItem(item, index);
        if (!this.state.itemsCollapsed[index]) return element;
        const children = element.props.children.slice(0, -1); // without the form, which is the last
        return h(element.type, { ...element.props, key: element.key, children: undefined }, ...children);
      };
    }
  }
  CMS.registerWidget("list", LazyList, list.preview, list.schema);
  const object = CMS.getWidget("object");
  class LazyObject extends object.control {
    constructor(props) {
      super(props);
      const { renderFields } = this;
      this.renderFields = (...fields) => (this.state.collapsed ? null : renderFields(...fields));
    }
  }
  CMS.registerWidget("object", LazyObject, object.preview, object.schema);

  // ---- saving ----------------------------------------------------------------------------------
  const isEmpty = (value) => value === "" || value === null || value === undefined || ((isMap(value) || isList(value)) && value.size === 0);
  const prune = (value) => {
    if (!isMap(value) && !isList(value)) return value;
    return value.map(prune).filterNot(isEmpty);
  };
  // Maps of Decap forget the order of more than eight keys: they get that of the form.
  const arrange = (value, fields) => {
    if (isList(value)) return value.map((item) => arrange(item, fields));
    if (!isMap(value)) return value;
    const keys = fields.map((field) => field.name);
    const find = (key) => fields.find((field) => field.name === key) || {};
    return value
      .toOrderedMap()
      .sortBy((_, key) => (keys.includes(key) ? keys.indexOf(key) : keys.length))
      .map((item, key) => arrange(item, find(key).fields || []));
  };
  const findFields = (entry) => {
    const collection = decap.collections.find(({ name }) => name === entry.get("collection"));
    return (collection.files ? collection.files.find(({ name }) => name === entry.get("slug")) : collection).fields;
  };
  CMS.registerEventListener({
    name: "preSave",
    handler: ({ entry }) => {
      const data = arrange(prune(entry.get("data")), findFields(entry));
      if (!entry.get("newRecord")) return data;
      if (!/^[\p{L}\p{N}][\p{L}\p{N}_-]*$/u.test(data.get("id") || "")) throw new Error(words.id_needed);
      return data.delete("_source"); // of the record that it is a copy of
    },
  });
  // Why something was not saved stays in sight until it is.
  const notice = document.createElement("p");
  notice.setAttribute("role", "alert");
  Object.assign(notice.style, { position: "fixed", inset: "auto 0 0", margin: 0, padding: "1em 2em", background: "#fde8e8", color: "#7a1010", zIndex: 9999 });
  const send = window.fetch;
  window.fetch = async (address, request) => {
    const answer = await send(address, request);
    if (address === decap.backend.proxy_url && request.body.includes('"persistEntry"')) {
      notice.textContent = answer.ok ? "" : (await answer.clone().json()).error;
      notice.hidden = answer.ok;
      document.body.append(notice);
    }
    return answer;
  };
  // Beside the form stands the page as it would be; the preview makes it. While somebody types, it waits.
  const Page = createClass({
    getInitialState() {
      return { url: "", message: "" };
    },
    componentDidMount() {
      this.ask();
    },
    componentDidUpdate(last) {
      if (last.entry.get("data") !== this.props.entry.get("data")) this.wait();
    },
    componentWillUnmount() {
      this.isClosed = true;
      clearTimeout(this.timer);
    },
    wait() {
      clearTimeout(this.timer);
      this.timer = setTimeout(() => this.ask(), Math.max(700, 2 * (this.duration || 0)));
    },
    async ask() {
      if (this.isAsking) return this.wait();
      const { entry } = this.props;
      const { body, ...tree } = entry.get("data").toJS();
      if (!entry.get("path") && !tree.id) return; // of which nobody knows yet where it will be
      const path = entry.get("path") || `content/${entry.get("collection")}/${tree.id}/index.md`;
      const request = { action: "draftPage", params: { dataFiles: [{ path, raw: `${JSON.stringify(tree)}\n${body || ""}\n` }] } };
      const start = performance.now();
      this.isAsking = true;
      const headers = { "Content-Type": "application/json" };
      const answer = await send(decap.backend.proxy_url, { method: "POST", headers, body: JSON.stringify(request) });
      const { url, error } = await answer.json();
      this.isAsking = false;
      this.duration = performance.now() - start; // a large site is asked less often
      const page = this.frame && this.frame.contentWindow;
      this.top = page ? page.scrollY : 0;
      if (!this.isClosed) this.setState({ url: url || this.state.url, message: error || "" });
    },
    render() {
      const { url, message } = this.state;
      const style = { position: "fixed", inset: 0, display: "flex", flexDirection: "column" };
      const scroll = () => this.frame.contentWindow.scrollTo(0, this.top);
      const frame = { src: url, title: words.page, ref: (element) => (this.frame = element), onLoad: scroll, style: { flex: 1, border: 0 } };
      const notice = message && h("p", { role: "status", style: { margin: 0, padding: "8px 16px", background: "#fde8e8", color: "#7a1010" } }, message);
      return h("div", { style }, notice, url && h("iframe", frame));
    },
  });
  // On one's own machine there is nobody to sign in.
  if (decap.backend.name === "proxy") {
    for (const { name, files } of decap.collections)
      for (const template of files ? files.map((file) => file.name) : [name]) CMS.registerPreviewTemplate(template, Page);
    localStorage.setItem("decap-cms-user", JSON.stringify({ backendName: "proxy" }));
    decap.site_url = location.origin;
    const { editorToolbar } = CMS.getLocale(decap.locale).editor;
    Object.assign(editorToolbar, words.toolbar); // nothing is published by saving
  }
  for (const place of decap.collections.flatMap((collection) => collection.files || [collection])) place.fields = forms[place.fields];
  CMS.init({ config: decap });
};
addEventListener("DOMContentLoaded", start);
