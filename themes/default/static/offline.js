// The service worker, begun by sw.js: what was visited can be read without a network. With one, every request goes to
// the site first, so that nobody reads an old page who could have the new one. A kept page says of which day it is.
const SCOPE = registration.scope;
const [VISITED, KEPT] = ["visited", "kept"].map((kind) => `tourbook 1 ${kind} ${SCOPE}`);
const MOST_VISITED = 200;
const PATIENCE = 8000; // milliseconds, where the network is too weak for an answer
const FILES = /(?:src|href)="([^"]+\.(?:css|js|svg|png|webp|jpe?g))"/g;
const nameOf = (url) => url.split(/[?#]/)[0].replace(/\/index\.html$/, "/");
const find = async (url) => (await caches.match(nameOf(url), { cacheName: KEPT })) || caches.match(nameOf(url), { cacheName: VISITED });
const store = async (url, answer, cacheName) => {
  const name = nameOf(url);
  const cache = await caches.open(cacheName || ((await caches.match(name, { cacheName: KEPT })) ? KEPT : VISITED));
  const headers = new Headers(answer.headers);
  headers.set("x-kept", new Date().toISOString());
  for (const header of ["content-encoding", "content-length"]) headers.delete(header);
  const body = await answer.blob();
  await cache.delete(name); // so that the latest is the last
  await cache.put(name, new Response(body, { headers }));
  if (cacheName !== KEPT) for (const old of (await (await caches.open(VISITED)).keys()).slice(0, -MOST_VISITED)) await (await caches.open(VISITED)).delete(old);
};
const wordsFor = (url) => WORDS[Object.keys(WORDS).sort().reverse().find((prefix) => url.startsWith(SCOPE + prefix))];
const label = async (url, copy) => {
  const words = wordsFor(url);
  const day = new Date(copy.headers.get("x-kept")).toLocaleDateString(words.tag, { dateStyle: "long" });
  const text = await copy.text();
  return new Response(text.replace("<main", `<p class="notice kept" role="status">${words.page.replace("{date}", day)}</p>\n$&`), { headers: copy.headers });
};
// In place of a page that was not visited: those that were.
const listPages = async (url) => {
  const words = wordsFor(url);
  let links = "";
  let style = "";
  for (const cacheName of [KEPT, VISITED]) {
    const cache = await caches.open(cacheName);
    for (const request of (await cache.keys()).reverse()) {
      if (/\/style\.\w+\.css$/.test(request.url)) style = style || request.url;
      const title = request.url.endsWith("/") && (await (await cache.match(request)).text()).match(/<title>(.*?)<\/title>/s);
      if (title && wordsFor(request.url) === words) links += `<li><a href="${request.url}">${title[1].replace(/ · [^·]*$/, "")}</a></li>\n`;
    }
  }
  return new Response(`<!DOCTYPE html>
<html lang="${words.tag}"><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1"><meta name="color-scheme" content="light dark">
<title>${words.none}</title>${style && `<link rel="stylesheet" href="${style}">`}
<main><h1>${words.none}</h1><p>${words.list}</p><ul class="link-list">${links}</ul></main></html>`, { status: 503, headers: { "content-type": "text/html; charset=utf-8" } });
};
const answer = (event) => {
  const { request } = event;
  // Asked of the site, not of the browser's own store, where an answer may be old.
  const asked = request.mode === "navigate" ? fetch(request.url, { headers: request.headers, credentials: "include", redirect: "manual", cache: "no-cache" }) : fetch(request);
  const fresh = asked.then((answered) => {
    if (answered.ok && answered.type === "basic") event.waitUntil(store(request.url, answered.clone()));
    return answered;
  });
  if (request.mode !== "navigate") return fresh.catch(async () => (await find(request.url)) || Response.error());
  const copy = async () => {
    const found = await find(request.url);
    return found ? label(request.url, found) : listPages(request.url);
  };
  const late = new Promise((resolve) => setTimeout(async () => (await find(request.url)) && resolve(copy()), PATIENCE));
  return Promise.race([fresh.catch(copy), late]);
};
const isKept = ({ method, mode, destination, url }) =>
  method === "GET" && url.startsWith(SCOPE) && (mode === "navigate" || ["style", "script", "image", "font"].includes(destination));
// Pages with all that they show; tells how many there are.
const keepPages = async (urls, cacheName) => {
  const files = new Set();
  let count = 0;
  for (const url of urls) {
    const answered = await fetch(url, { cache: "no-cache" }).catch(() => Response.error());
    if (!answered.ok) continue;
    for (const [, file] of (await answered.clone().text()).matchAll(FILES)) files.add(new URL(file, url).href);
    await store(url, answered, cacheName);
    count++;
  }
  for (const file of files) {
    const answered = file.startsWith(SCOPE) && (await fetch(file).catch(() => Response.error()));
    if (answered && answered.ok) await store(file, answered, cacheName);
  }
  return count;
};
addEventListener("install", () => skipWaiting());
addEventListener("activate", (event) => {
  const tidy = async () => {
    for (const name of await caches.keys()) if (name.startsWith("tourbook ") && name.endsWith(` ${SCOPE}`) && ![VISITED, KEPT].includes(name)) await caches.delete(name);
    await clients.claim();
  };
  event.waitUntil(tidy());
});
addEventListener("fetch", (event) => {
  if (isKept(event.request)) event.respondWith(answer(event));
});
addEventListener("message", (event) => {
  const { pages, isPinned } = event.data;
  event.waitUntil(keepPages(pages, isPinned ? KEPT : VISITED).then((count) => event.ports[0].postMessage(count)));
});
