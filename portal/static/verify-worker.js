/* Service worker of the page that checks certificates, apart from the inspector's: it keeps that one page in both languages
   and its files. The page is kept as a stranger sees it, whoever is signed in; keys and lists are kept by the page itself. */
"use strict";
const KEPT = "xac-minh-__VERSION__";
const PAGE = "__PAGE__";
const FILES = ["__FILES__"];
const LANGUAGES = ["vi", "en"];
const CHOSEN = "/xac-minh/chosen-language";
const PATIENCE = 3000;

function kept(language) {
  return PAGE + "?lang=" + language;
}

self.addEventListener("install", (event) => {
  event.waitUntil((async () => {
    const cache = await caches.open(KEPT);
    await cache.addAll(FILES);
    for (const language of LANGUAGES) {
      const answer = await fetch(kept(language), { credentials: "omit", redirect: "error", cache: "no-store" });
      if (!answer.ok) throw new Error(String(answer.status));
      await cache.put(kept(language), answer);
    }
    await self.skipWaiting();
  })());
});

self.addEventListener("activate", (event) => {
  event.waitUntil((async () => {
    for (const name of await caches.keys()) if (name.startsWith("xac-minh-") && name !== KEPT) await caches.delete(name);
    await self.clients.claim();
  })());
});

self.addEventListener("fetch", (event) => {
  const url = new URL(event.request.url);
  if (event.request.method !== "GET" || url.origin !== self.location.origin) return;
  if (url.pathname.startsWith("/static/")) event.respondWith(file(event.request));
  else if (event.request.mode === "navigate" && url.pathname === PAGE) event.respondWith(page(event, url.searchParams.get("lang")));
});

async function file(request) {
  const cache = await caches.open(KEPT);
  return (await cache.match(request)) || fetch(request);
}

/* The server's page when it answers soon; else the one that was kept, in the language that was last asked for. */
async function page(event, asked) {
  const cache = await caches.open(KEPT);
  if (LANGUAGES.includes(asked)) await cache.put(CHOSEN, new Response(asked));
  const served = fetch(event.request);
  event.waitUntil(served.catch(() => undefined));
  const late = new Promise((resolve) => setTimeout(resolve, PATIENCE, null));
  const first = await Promise.race([served, late]).catch(() => null);
  if (first && first.ok) return first;
  const chosen = await cache.match(CHOSEN);
  return (await cache.match(kept(chosen ? await chosen.text() : "vi"))) || served;
}
