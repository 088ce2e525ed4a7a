/* Service worker of the inspector's app. It keeps the shell (one page and its files) and nothing else: dossiers lie in
   IndexedDB, and no other page of the portal is ever kept. The server fills in what stands between two underscores. */
"use strict";
const KEPT = "antoan-shell-__VERSION__";
const SHELL = "__SHELL__";
const FILES = ["__FILES__"];
const PATIENCE = 3000;

self.addEventListener("install", (event) => {
  event.waitUntil((async () => {
    const cache = await caches.open(KEPT);
    await cache.addAll(FILES);
    await renew(cache);
    await self.skipWaiting();
  })());
});

self.addEventListener("activate", (event) => {
  event.waitUntil((async () => {
    const cache = await caches.open(KEPT);
    for (const name of await caches.keys()) {
      if (!name.startsWith("antoan-shell-") || name === KEPT) continue;
      // Whoever has signed out meanwhile keeps the page they had, and the files that it names, to see what still waits on
      // the device.
      const before = await caches.open(name);
      if ((await before.match(SHELL)) && !(await cache.match(SHELL))) {
        for (const one of await before.keys()) await cache.put(one, await before.match(one));
      }
      await caches.delete(name);
    }
    await self.clients.claim();
  })());
});

self.addEventListener("fetch", (event) => {
  const url = new URL(event.request.url);
  if (event.request.method !== "GET" || url.origin !== self.location.origin) return;
  if (url.pathname.startsWith("/static/")) event.respondWith(file(event.request));
  else if (event.request.mode === "navigate" && url.pathname === SHELL) event.respondWith(shell(event));
  else if (event.request.mode === "navigate" && url.pathname.startsWith("/kiem-tra")) event.respondWith(other(event.request));
});

async function renew(cache) {
  try {
    await keep(cache, await fetch(SHELL, { credentials: "same-origin", redirect: "error", cache: "no-store" }));
  } catch (nobodyAnswers) { /* the page that was kept stays */ }
}

/* The page is kept with the files that this worker has. That of a newer portal names others, which come with the worker of
   that one: without them it would show nothing once there is no network. */
async function keep(cache, answer) {
  if (!answer.ok || answer.type !== "basic" || answer.redirected) return;
  const text = await answer.clone().text();
  if (FILES.every((name) => text.includes(name))) await cache.put(SHELL, answer);
}

async function file(request) {
  return (await caches.match(request)) || fetch(request);
}

/* The newest page when the server answers soon; else the one that was kept. A redirect means that nobody is signed in: the
   page that was kept tells so, and shows what waits. */
async function shell(event) {
  const cache = await caches.open(KEPT);
  const kept = await cache.match(SHELL);
  const asked = fetch(event.request).then(async (answer) => {
    event.waitUntil(keep(cache, answer.clone()));
    return answer;
  });
  if (!kept) return asked;
  event.waitUntil(asked.catch(() => undefined));
  const late = new Promise((resolve) => setTimeout(resolve, PATIENCE, null));
  const first = await Promise.race([asked, late]).catch(() => null);
  return first && first.ok ? first : kept;
}

async function other(request) {
  try {
    return await fetch(request);
  } catch (nobodyAnswers) {
    const kept = await caches.match(SHELL);
    return kept ? Response.redirect(SHELL, 302) : Response.error();
  }
}
