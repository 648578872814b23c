// Lays the problems of the site over its pages, and marks drafts. livereload.js tells of changes: this is a plugin of it.
// All texts are set as text, and the styles are objects, so that no policy of a page forbids them.
(() => {
  "use strict";
  const version = new URL(document.currentScript.src).searchParams.get("version");
  const MARK = "data-tourbook-draft";

  const box = document.createElement("div");
  const inside = box.attachShadow({ mode: "open" });
  const makeSheet = (rules) => {
    const sheet = new CSSStyleSheet();
    sheet.replaceSync(rules);
    return sheet;
  };
  inside.adoptedStyleSheets = [makeSheet(`
    :host { all: initial; color-scheme: light dark; }
    * { box-sizing: border-box; }
    .errors, .warnings, .draft {
      position: fixed; z-index: 2147483647; margin: 0; font: 14px/1.5 system-ui, sans-serif;
      color: light-dark(#1c1c1c, #eee); background: light-dark(#fff, #222); border: 1px solid light-dark(#8886, #aaa6);
      border-radius: 6px; box-shadow: 0 2px 16px #0005;
    }
    .errors { inset: auto 0 0; max-height: 70vh; overflow: auto; border-top: 4px solid #c62828; border-radius: 0; }
    .warnings { right: 12px; bottom: 12px; max-width: calc(100vw - 24px); max-height: 70vh; overflow: auto; }
    .warnings summary { padding: 4px 12px; cursor: pointer; }
    .errors + .warnings { display: none; }
    .draft { top: 12px; right: 12px; padding: 4px 12px; max-width: calc(100vw - 24px); border-left: 4px solid #b26a00; }
    header { display: flex; gap: 12px; align-items: baseline; padding: 8px 12px 0; }
    header strong { color: light-dark(#b71c1c, #ff8a80); }
    header span { flex: 1; opacity: .8; }
    button { font: inherit; color: inherit; background: none; border: 1px solid currentColor; border-radius: 4px; padding: 0 8px; cursor: pointer; }
    pre { margin: 0; padding: 8px 12px 12px; white-space: pre-wrap; overflow-wrap: anywhere; font: 13px/1.5 ui-monospace, monospace; }
  `)];

  const make = (name, text = "", className = "") => {
    const element = document.createElement(name);
    element.textContent = text;
    if (className) element.className = className;
    return element;
  };

  const makeErrors = ({ errors, errorsNote, close }) => {
    const section = make("section", "", "errors");
    section.setAttribute("role", "alert");
    const header = make("header");
    const button = make("button", close);
    button.addEventListener("click", () => section.remove());
    header.append(make("strong", errors.title), make("span", errorsNote), button);
    section.append(header, make("pre", errors.text));
    return section;
  };

  const makeWarnings = ({ warnings }) => {
    const details = make("details", "", "warnings");
    details.append(make("summary", warnings.title), make("pre", warnings.text));
    return details;
  };

  const findPath = (url) => {
    try {
      return decodeURIComponent(url.pathname.slice(1));
    } catch {
      return url.pathname.slice(1);
    }
  };

  const markDraftLinks = (drafts, mark) => {
    for (const link of document.links) {
      if (link.origin === location.origin && drafts.has(findPath(link))) link.setAttribute(MARK, mark);
    }
  };

  const show = (status) => {
    const drafts = new Set(status.drafts);
    const parts = [];
    if (status.errors) parts.push(makeErrors(status));
    if (status.warnings) parts.push(makeWarnings(status));
    if (drafts.has(findPath(location))) parts.push(make("div", status.draftNote, "draft"));
    box.lang = status.lang;
    inside.replaceChildren(...parts);
    if (!box.isConnected) document.documentElement.append(box);
    markDraftLinks(drafts, status.draft);
  };

  const look = async () => {
    const answer = await fetch("/livereload/status", { cache: "no-store" });
    const status = await answer.json();
    if (status.version === version) show(status);
    else location.reload();
  };
  const lookOrWait = () => look().catch(() => {}); // the server is gone: livereload.js tells when it is back

  window.LiveReloadPluginTourbook = class {
    static identifier = "tourbook";
    static version = "1";
    reload(path) {
      if (path !== "/problems") return false;
      lookOrWait();
      return true;
    }
  };
  document.addEventListener("LiveReloadConnect", lookOrWait);
  document.adoptedStyleSheets.push(makeSheet(`
    a[${MARK}]::after {
      content: attr(${MARK}); margin-inline-start: .4em; padding: 0 .4em; font-size: .75em; border: 1px solid; border-radius: 4px;
    }
  `));
  lookOrWait();
})();
