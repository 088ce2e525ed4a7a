/* What the inspector's pages share: what waits on this device, and handing it in. Whether there is a network is known
   only from whether the server answered: navigator.onLine says yes after a reload without one. */
"use strict";
window.antoan = (function () {
  const place = document.getElementById("antoan-app");
  const words = JSON.parse(place.dataset.words);
  const me = place.dataset.account;
  const SHELL = "/kiem-tra/ngoai-tuyen";
  const TOGETHER = 50;
  const EVERY = 60000;
  const LONGEST_EDGE = 1600;
  const listeners = [];
  document.getElementById("main").parentNode.before(document.getElementById("antoan-waiting"));
  const state = { reached: null, why: "", at: null, busy: false, again: false };

  const database = idb.openDB("antoan-kiem-tra", 1, {
    upgrade(db) {
      db.createObjectStore("meta");
      db.createObjectStore("dossiers", { keyPath: "reference" });
      db.createObjectStore("pending", { keyPath: "seq", autoIncrement: true }).createIndex("id", "id", { unique: true });
    },
  });

  database.catch(() => {
    const here = document.getElementById("antoan-waiting");
    here.hidden = false;
    here.querySelector("span").textContent = say("no-store");
  });

  function say(name, values) {
    const many = values && values.n;
    let text = (many === 0 && words[name + "-none"]) || (many === 1 && words[name + "-one"]) || words[name];
    for (const [key, value] of Object.entries(values || {})) text = text.split("%" + key).join(String(value));
    return text;
  }

  function uuid() {
    if (crypto.randomUUID) return crypto.randomUUID();
    const b = crypto.getRandomValues(new Uint8Array(16));
    b[6] = (b[6] & 15) | 64;
    b[8] = (b[8] & 63) | 128;
    const hex = Array.from(b, (one) => one.toString(16).padStart(2, "0")).join("");
    return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join("-");
  }

  /* A name by which an inspector knows their devices apart. */
  async function device() {
    const db = await database;
    let name = await db.get("meta", "device");
    if (!name) {
      const kind = (/iPhone|iPad|Android|Windows|Macintosh|Linux/.exec(navigator.userAgent) || ["?"])[0];
      name = kind + " " + uuid().slice(0, 4);
      await db.put("meta", name, "device");
    }
    return name;
  }

  async function everything() {
    return (await database).getAll("pending");
  }

  async function pending() {
    return (await everything()).filter((one) => one.account === me);
  }

  async function dossiers() {
    const all = await (await database).getAll("dossiers");
    return all.filter((one) => one.account === me).sort((a, b) => (a.due_on || "").localeCompare(b.due_on || "") || a.reference.localeCompare(b.reference));
  }

  async function dossier(reference) {
    const found = await (await database).get("dossiers", reference);
    return found && found.account === me ? found : undefined;
  }

  /* Keep a finding until the server has it. One that was never sent is replaced; one that may have arrived never is. */
  async function keepFinding(finding) {
    const db = await database;
    const tx = db.transaction("pending", "readwrite");
    const own = (await tx.store.getAll()).filter((one) => one.account === me && one.kind === "finding"
      && one.reference === finding.reference && one.criterion === finding.criterion);
    const last = own[own.length - 1];
    const item = Object.assign({ kind: "finding", account: me, sent: false, refused: "", id: uuid(), device_at: new Date().toISOString() }, finding);
    if (last && (!last.sent || last.refused)) {
      item.based_on = last.based_on;
      item.settles = last.settles;
      await tx.store.delete(last.seq);
    } else if (last) {
      item.based_on = last.id;
      item.settles = [];
    }
    await tx.store.add(item);
    await tx.done;
    await told();
    return item;
  }

  async function keepPhoto(reference, criterion, file) {
    const shrunk = await shrink(file);
    const item = Object.assign({ kind: "photo", account: me, sent: false, refused: "", id: uuid(), reference, criterion,
      device_at: new Date().toISOString() }, shrunk);
    await (await database).add("pending", item);
    await told();
    return item;
  }

  async function drop(seq) {
    await (await database).delete("pending", seq);
    await told();
  }

  async function sha256(bytes) {
    const digest = await crypto.subtle.digest("SHA-256", bytes);
    return Array.from(new Uint8Array(digest), (one) => one.toString(16).padStart(2, "0")).join("");
  }

  /* A phone's photo as small as a paper in it stays readable; what it was is known by its SHA-256. A canvas keeps no EXIF. */
  async function shrink(file) {
    const told = { name: file.name || "anh.jpg", original_sha256: await sha256(await file.arrayBuffer()),
      taken_at: new Date(file.lastModified || Date.now()).toISOString(), blob: file };
    let picture;
    try {
      picture = await createImageBitmap(file, { imageOrientation: "from-image" });
    } catch (noPicture) {
      return told; // the server says what is wrong with it
    }
    const scale = Math.min(1, LONGEST_EDGE / Math.max(picture.width, picture.height));
    const canvas = document.createElement("canvas");
    canvas.width = Math.max(1, Math.round(picture.width * scale));
    canvas.height = Math.max(1, Math.round(picture.height * scale));
    canvas.getContext("2d").drawImage(picture, 0, 0, canvas.width, canvas.height);
    const blob = await new Promise((resolve) => canvas.toBlob(resolve, "image/jpeg", 0.82));
    if (picture.close) picture.close();
    if (blob) told.blob = blob;
    return told;
  }

  // --- handing in ---

  class NotReached extends Error {
    constructor(why) {
      super(why);
      this.why = why;
    }
  }

  async function ask(address, options, patience) {
    const abort = new AbortController();
    const timer = setTimeout(() => abort.abort(), patience || 20000);
    let answer;
    try {
      // A part of a page that asks is told that nobody is signed in, and not sent to the page for it.
      answer = await fetch(address, Object.assign({ credentials: "same-origin", redirect: "manual", cache: "no-store",
        headers: { "HX-Request": "true" }, signal: abort.signal }, options));
      if (answer.type === "opaqueredirect" || answer.status === 401) throw new NotReached("signed-out");
      if (answer.status === 409) throw new NotReached("other-account");
      if (answer.status === 413 || answer.status === 422) throw new NotReached("not-taken");
      if (answer.status >= 500 || answer.status === 429) throw new NotReached("server");
      const body = await answer.json().catch(() => null);
      if (answer.ok && body) {
        if (body.account && body.account !== me) throw new NotReached("other-account");
        return body;
      }
      throw new NotReached(answer.status === 403 || answer.status === 404 ? "not-yours" : "server");
    } catch (error) {
      throw error instanceof NotReached ? error : new NotReached("offline");
    } finally {
      clearTimeout(timer);
    }
  }

  function wire(item) {
    const sent = { kind: item.kind, id: item.id, reference: item.reference, criterion: item.criterion, device_at: item.device_at };
    if (item.kind === "photo") return Object.assign(sent, { name: item.name, taken_at: item.taken_at, original_sha256: item.original_sha256 });
    return Object.assign(sent, { values: item.values, note: item.note, based_on: item.based_on, settles: item.settles });
  }

  async function hand(items) {
    const db = await database;
    const tx = db.transaction("pending", "readwrite");
    const sending = [];
    for (const item of items) {
      const now = await tx.store.get(item.seq);
      if (!now) continue; // replaced meanwhile
      now.sent = true; // from here on it may have arrived, whatever becomes of the answer
      await tx.store.put(now);
      sending.push(now);
    }
    await tx.done;
    if (!sending.length) return;
    const form = new FormData();
    form.append("batch", JSON.stringify({ account: me, device: await device(), items: sending.map(wire) }));
    for (const item of sending) if (item.kind === "photo") form.append(item.id, item.blob, item.name);
    const told = await ask("/kiem-tra/dong-bo", { method: "POST", body: form }, sending[0].kind === "photo" ? 120000 : 30000);
    await settle(sending, told);
  }

  /* What was answered: what is stored need not be kept, what is refused stays with the reason. */
  async function settle(sending, told) {
    const db = await database;
    const tx = db.transaction(["pending", "dossiers"], "readwrite");
    const store = tx.objectStore("pending");
    const moved = new Set();
    for (const answer of told.answers) {
      const item = sending.find((one) => one.id === answer.id);
      if (!item || moved.has(item.id)) continue;
      if (answer.answer !== "refused") {
        await store.delete(item.seq);
        continue;
      }
      // What follows on a refused finding takes its place, and is handed in again on its ground.
      const follower = (await store.getAll()).find((one) => one.based_on === item.id);
      if (follower) {
        await store.put(Object.assign(follower, { based_on: item.based_on, settles: item.settles, sent: true }));
        await store.delete(item.seq);
        moved.add(follower.id);
        state.again = true;
      } else if (await store.get(item.seq)) {
        await store.put(Object.assign(item, { refused: answer.why }));
      }
    }
    const kept = tx.objectStore("dossiers");
    for (const [reference, now] of Object.entries(told.dossiers)) {
      const one = await kept.get(reference);
      if (!one) continue;
      one.open = now.open;
      one.why = now.why;
      for (const fresh of now.criteria) {
        const at = one.criteria.findIndex((old) => old.code === fresh.code);
        if (at >= 0) one.criteria[at] = fresh;
      }
      await kept.put(one);
    }
    await tx.done;
  }

  async function run() {
    const items = (await pending()).filter((one) => !one.refused);
    const findings = items.filter((one) => one.kind === "finding");
    for (let at = 0; at < findings.length; at += TOGETHER) await hand(findings.slice(at, at + TOGETHER));
    for (const photo of items.filter((one) => one.kind === "photo")) {
      try {
        await hand([photo]);
      } catch (error) {
        if (error.why !== "not-taken") throw error;
        await (await database).put("pending", Object.assign(photo, { refused: say("not-taken") })); // the others go on
      }
    }
    if (!items.length) await ask("/kiem-tra/mang-theo", {}, 15000);
    // The server has confirmed who this is: what others took along is not theirs to see.
    const db = await database;
    for (const one of await db.getAll("dossiers")) if (one.account !== me) await db.delete("dossiers", one.reference);
  }

  /* Hand in what waits. One at a time, over all open tabs; whoever asks while one is under way, or failing, gets another:
     the network may be back. */
  async function sync() {
    state.again = true;
    if (state.busy) return;
    state.busy = true;
    try {
      await told();
      while (state.again) {
        state.again = false;
        if (navigator.locks) await navigator.locks.request("antoan-sync", attempt);
        else await attempt();
      }
    } finally {
      state.busy = false;
      await told();
    }
  }

  async function attempt() {
    try {
      await run();
      state.reached = true;
      state.why = "";
      state.at = new Date();
    } catch (error) {
      state.reached = false;
      state.why = error.why || "server";
      if (!error.why) console.error(error);
    }
  }

  async function takeAlong(reference) {
    const found = await ask("/kiem-tra/mang-theo/" + encodeURIComponent(reference), {}, 60000);
    found.taken_at = new Date().toISOString();
    await (await database).put("dossiers", found);
    if (navigator.storage && navigator.storage.persist) await navigator.storage.persist().catch(() => false);
    await told();
  }

  async function leaveBehind(reference) {
    await (await database).delete("dossiers", reference);
    await told();
  }

  /* Everything that waits, photos included, for whoever has to carry it by hand. */
  async function exported() {
    const items = [];
    for (const one of await everything()) {
      const plain = Object.assign({}, one);
      if (one.blob) {
        plain.photo = await new Promise((resolve) => {
          const reader = new FileReader();
          reader.onload = () => resolve(reader.result);
          reader.readAsDataURL(one.blob);
        });
        delete plain.blob;
      }
      items.push(plain);
    }
    return new Blob([JSON.stringify({ device: await device(), saved_at: new Date().toISOString(), items }, null, 2)], { type: "application/json" });
  }

  async function told() {
    const mine = await pending();
    badge(mine);
    for (const one of listeners) await one(mine);
  }

  /* On every page: how much waits on this device, and why. */
  function badge(mine) {
    const here = document.getElementById("antoan-waiting");
    const refused = mine.filter((one) => one.refused).length;
    here.hidden = !mine.length;
    if (!mine.length) return;
    const text = say("waiting", { n: mine.length }) + (refused ? " " + say("refused", { n: refused }) : "");
    here.querySelector("a").textContent = text;
    here.querySelector("span").textContent = state.why ? say(state.why) : "";
  }

  window.addEventListener("online", () => sync());
  document.addEventListener("visibilitychange", () => {
    if (document.visibilityState === "visible") sync();
  });
  setInterval(async () => {
    if ((await pending()).some((one) => !one.refused)) await sync();
  }, EVERY);
  if ("serviceWorker" in navigator) {
    navigator.serviceWorker.register("/sw.js", { scope: "/kiem-tra" }).catch((error) => console.warn(error));
  }
  told().then(async () => {
    if (location.pathname === SHELL || (await pending()).some((one) => !one.refused)) await sync();
  });

  return { say, me, state, listeners, ask, pending, everything, dossier, dossiers, keepFinding, keepPhoto, drop, sync, takeAlong, leaveBehind, exported };
})();
