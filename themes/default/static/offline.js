// The service worker, begun by sw.js: what was visited can be read without a network. With one, every request goes to
// the site first, so that nobody reads an old page who could have the new one. A kept page says of which day it is.
{
  const SCOPE = registration.scope;
  const NAMES = ["visited", "kept"].map((kind) => `tourbook 1 ${kind} ${SCOPE}`);
  const MOST_VISITED = 200;
  const PATIENCE = 8000; // milliseconds, where the network is too weak for an answer
  const FILES = /(?:src|href)="([^"]+\.(?:css|js|svg|png|webp|jpe?g))"/g;
  const openCaches = () => Promise.all(NAMES.map((name) => caches.open(name)));
  const nameOf = (url) => url.split(/[?#]/)[0].replace(/\/index\.html$/, "/");
  const find = (url) => caches.match(nameOf(url)); // it is in one of the caches only
  const store = async (url, answer, isPinned) => {
    const name = nameOf(url);
    const [visited, kept] = await openCaches();
    const headers = { "content-type": answer.headers.get("content-type"), "x-kept": new Date().toISOString() };
    const copy = new Response(await answer.blob(), { headers });
    await visited.delete(name); // so that the latest is the last
    await (isPinned || (await kept.match(name)) ? kept : visited).put(name, copy);
    for (const old of (await visited.keys()).slice(0, -MOST_VISITED)) await visited.delete(old);
  };
  const wordsFor = (url) => WORDS[Object.keys(WORDS).filter((prefix) => url.startsWith(SCOPE + prefix)).sort().pop()];
  const label = async (url, copy) => {
    const words = wordsFor(url);
    const day = new Date(copy.headers.get("x-kept")).toLocaleDateString(words.tag, { dateStyle: "long" });
    const text = await copy.text();
    return new Response(text.replace("<main", `<p class="notice kept" role="status">${words.page.replace("{date}", day)}</p>$&`), copy);
  };
  // In place of a page that was not visited: those that were.
  const listPages = async (url) => {
    const words = wordsFor(url);
    let links = "";
    let style = "";
    for (const cache of (await openCaches()).reverse()) {
      for (const request of (await cache.keys()).reverse()) {
        if (/\/style\.\w+\.css$/.test(request.url)) style ||= request.url;
        if (!request.url.endsWith("/") || wordsFor(request.url) !== words) continue;
        const title = (await (await cache.match(request)).text()).match(/<title>(.*?)( · [^·]*)?<\/title>/s)?.[1];
        if (title) links += `<li><a href="${request.url}">${title}</a></li>`;
      }
    }
    return new Response(`<!DOCTYPE html><html lang="${words.tag}"><meta charset="utf-8"><meta name="viewport" content="width=device-width">
<title>${words.none}</title>${style && `<link rel="stylesheet" href="${style}">`}<main><h1>${words.none}</h1><p>${words.list}</p><ul class="link-list">${links}</ul></main></html>`,
    { status: 503, headers: { "content-type": "text/html; charset=utf-8" } });
  };
  const answer = (event) => {
    const { request } = event;
    const { url } = request;
    const isPage = request.mode === "navigate";
    // Asked of the site, not of the browser's own store, where an answer may be old.
    const fresh = (isPage ? fetch(url, { headers: request.headers, credentials: "include", redirect: "manual", cache: "no-cache" }) : fetch(request)).then((answered) => {
      if (answered.ok && answered.type === "basic") event.waitUntil(store(url, answered.clone()));
      return answered;
    });
    if (!isPage) return fresh.catch(async () => (await find(url)) || Response.error());
    const copy = async () => {
      const found = await find(url);
      return found ? label(url, found) : listPages(url);
    };
    const late = new Promise((resolve) => setTimeout(async () => (await find(url)) && resolve(copy()), PATIENCE));
    return Promise.race([fresh.catch(copy), late]);
  };
  // Pages with all that they show; tells how many there are.
  const keepPages = async (urls, isPinned) => {
    const files = new Set();
    let count = 0;
    const keep = async (url, cache) => {
      const answered = await fetch(url, { cache }).catch(() => Response.error());
      if (answered.ok) await store(url, answered.clone(), isPinned);
      return answered;
    };
    for (const url of urls) {
      const page = await keep(url, "no-cache");
      if (!page.ok) continue;
      count++;
      for (const [, file] of (await page.text()).matchAll(FILES)) files.add(new URL(file, url).href);
    }
    for (const file of files) if (file.startsWith(SCOPE)) await keep(file, "default");
    return count;
  };
  addEventListener("install", () => skipWaiting());
  addEventListener("activate", (event) => event.waitUntil(clients.claim()));
  addEventListener("fetch", (event) => {
    const { method, mode, destination, url } = event.request;
    if (method === "GET" && url.startsWith(SCOPE) && /navigate|style|script|image|font/.test(mode + destination)) event.respondWith(answer(event));
  });
  addEventListener("message", (event) => {
    const { pages, isPinned } = event.data;
    event.waitUntil(keepPages(pages, isPinned).then((count) => event.ports[0].postMessage(count)));
  });
}
