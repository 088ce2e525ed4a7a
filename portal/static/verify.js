/* The page that checks a certificate: reads the token behind “#” (which no server sees), fetches keys and list when somebody
   answers, keeps them for when nobody does, and shows what verify-core.js finds. All texts are the page's own. */
"use strict";
(function () {
  const KEYS = "xac-minh.keys", LIST = "xac-minh.list", PATIENCE = 8000;
  const MONTHS = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];
  const page = document.getElementById("at-verify");
  const form = document.getElementById("at-verify-form");
  const field = document.getElementById("at-verify-token");
  const able = Boolean(window.cborg && window.antoanVerify && window.crypto && crypto.subtle);
  let keys = null, status = null, refused = false, silent = false, newest = 0;

  function kept(name) {
    try {
      return localStorage.getItem(name);
    } catch (error) {
      return null;
    }
  }

  function keep(name, value) {
    try {
      if (value === null) localStorage.removeItem(name);
      else localStorage.setItem(name, value);
    } catch (error) { /* a device that keeps nothing asks again the next time */ }
  }

  function attempt(work) {
    return work().catch(() => null);
  }

  async function remembered() {
    const text = kept(KEYS), list = kept(LIST);
    keys = text ? await attempt(() => antoanVerify.readKeys(text)) : null;
    status = keys && list ? await attempt(async () => antoanVerify.readStatus(antoanVerify.untext(list), keys)) : null;
  }

  async function fetched(address) {
    const giveUp = window.AbortController ? new AbortController() : null;
    const timer = setTimeout(() => giveUp && giveUp.abort(), PATIENCE);
    try {
      const answer = await fetch(address, { cache: "no-cache", credentials: "omit", redirect: "error", signal: giveUp ? giveUp.signal : undefined });
      return answer.ok ? await answer.arrayBuffer() : null;
    } catch (nobodyAnswers) {
      return null;
    } finally {
      clearTimeout(timer);
    }
  }

  /* Keys that are followed are those that a key known to this device has signed; a list is never exchanged for an older one. */
  async function renew() {
    const [set, list] = await Promise.all([fetched("/.well-known/antoan/keys.json"), fetched("/.well-known/antoan/status")]);
    silent = !set || !list;
    if (set) {
      const text = new TextDecoder().decode(set);
      const found = await attempt(() => antoanVerify.readKeys(text, keys || undefined));
      refused = !found && Boolean(keys);
      if (found) {
        keys = found;
        keep(KEYS, text);
      }
    }
    if (list && keys) {
      const bytes = new Uint8Array(list);
      const found = await attempt(() => antoanVerify.readStatus(bytes, keys));
      if (found && (!status || found.madeAt >= status.madeAt)) {
        status = found;
        keep(LIST, antoanVerify.text(bytes));
      }
    }
    // A key that has lost its trust takes its list along.
    const stored = kept(LIST);
    if (keys && status && stored && !(await attempt(async () => antoanVerify.readStatus(antoanVerify.untext(stored), keys)))) status = null;
  }

  // --- what is shown ---

  function part(name) {
    return page.querySelector('[data-part="' + name + '"]');
  }

  function show(name, shown) {
    const found = part(name);
    if (found) found.hidden = !shown;
  }

  /* A day as every page of the portal writes it in the page's language. */
  function day(iso) {
    if (!iso) return "";
    const [year, month, number] = iso.slice(0, 10).split("-");
    if (document.documentElement.lang !== "en") return number + "/" + month + "/" + year;
    return Number(number) + " " + MONTHS[Number(month) - 1] + " " + year;
  }

  function minute(iso) {
    if (!iso) return "";
    const there = new Date(Date.parse(iso) + 7 * 3600 * 1000).toISOString();
    return day(there) + " " + there.slice(11, 16);
  }

  function named(kind) {
    const found = page.querySelector('[data-kind="' + kind.replace(/[^a-z0-9-]/gi, "") + '"]');
    return found ? found.textContent : kind;
  }

  /* What was signed is the address; the title in front of it is the page's, where it knows one. */
  function standard(address) {
    const found = Array.from(page.querySelectorAll("[data-standard]")).find((one) => one.dataset.standard === address);
    return found ? found.textContent + " (" + address + ")" : address;
  }

  function fill(values) {
    for (const slot of page.querySelectorAll("[data-slot]")) {
      const value = values[slot.dataset.slot] || "";
      slot.textContent = value;
      const row = slot.closest("[data-row]");
      if (row) row.hidden = !value;
    }
  }

  function draw(found, waits) {
    const claims = found.claims;
    for (const one of page.querySelectorAll("[data-verdict]")) one.hidden = one.dataset.verdict !== found.verdict;
    show("trial", found.trial && Boolean(claims));
    show("elsewhere", found.elsewhere);
    show("renamed", Boolean(found.renamed && !found.renamed.code));
    show("successor", Boolean(found.renamed && found.renamed.code));
    show("silent", silent && !waits && Boolean(claims));
    show("refused", refused);
    show("claims", Boolean(claims));
    const told = claims || {};
    fill({
      number: told.number, unit: told.unit, code: told.unit_code, kind: claims && named(told.kind),
      place: claims && told.place + " (" + told.place_code + ")", decision: told.decision, decided: day(told.decided_on),
      until: day(told.valid_until), standard: claims && standard(told.standard), hash: told.standard_sha256, issuer: told.issuer,
      key: found.key, signed: minute(told.signed_at), listed: minute(found.listed_at),
      revoked: found.revoked && day(found.revoked.on), by: found.revoked && found.revoked.decision,
      now: found.renamed && found.renamed.name, into: found.renamed && found.renamed.code, since: found.renamed && day(found.renamed.on),
    });
    page.dataset.trial = found.trial ? "yes" : "";
    page.dataset.found = found.verdict;
    page.dataset.settled = waits ? "" : "yes";
    show("checking", waits);
  }

  async function check(said) {
    newest += 1;
    const own = newest;
    page.dataset.settled = "";
    show("checking", true);
    await remembered();
    if (keys) {
      const found = await antoanVerify.verify(said, keys, status, Date.now());
      if (own === newest) draw(found, true);
    }
    await renew();
    const none = { verdict: "no-keys", trial: false, elsewhere: false, key: "", listed_at: null, revoked: null, renamed: null, claims: null };
    const found = keys ? await antoanVerify.verify(said, keys, status, Date.now()) : none;
    if (own === newest) draw(found, false);
  }

  function start() {
    if (location.hash.length > 1) check(location.hash.slice(1));
    else attempt(async () => { await remembered(); await renew(); show("refused", refused); });
  }

  show("unable", !able);
  if (!able) return;
  form.hidden = false;
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    if (field.value.trim()) check(field.value);
    else field.focus();
  });
  document.getElementById("at-verify-forget").addEventListener("click", () => {
    keep(KEYS, null);
    keep(LIST, null);
    location.reload();
  });
  window.addEventListener("hashchange", start);
  start();
  if ("serviceWorker" in navigator) navigator.serviceWorker.register("/xac-minh/sw.js", { scope: "/xac-minh" }).catch((error) => console.warn(error));
})();
