/* Signing out on an inspector's device: the pages and dossiers that it keeps go; what was not handed in yet stays, and
   can be handed in by the same account later. Nothing goes before the server has answered. */
"use strict";
(function () {
  const sure = document.currentScript.dataset.sure;

  function opened() {
    return new Promise((resolve) => {
      const asked = indexedDB.open("antoan-kiem-tra");
      asked.onupgradeneeded = () => asked.transaction.abort(); // there is none: this device never took anything along
      asked.onsuccess = () => resolve(asked.result);
      asked.onerror = () => resolve(null);
    });
  }

  function counted(db) {
    return new Promise((resolve) => {
      const asked = db.transaction("pending").objectStore("pending").count();
      asked.onsuccess = () => resolve(asked.result);
      asked.onerror = () => resolve(0);
    });
  }

  function emptied(db) {
    return new Promise((resolve) => {
      const tx = db.transaction("dossiers", "readwrite");
      tx.objectStore("dossiers").clear();
      tx.oncomplete = tx.onerror = () => resolve();
    });
  }

  document.addEventListener("submit", async (event) => {
    const form = event.target;
    if (form.getAttribute("action") !== "/dang-xuat") return;
    event.preventDefault();
    const db = await opened();
    const waits = db ? await counted(db) : 0;
    if (waits && !confirm(sure.split("%n").join(String(waits)))) return;
    try {
      await fetch("/dang-xuat", { method: "POST", redirect: "manual", credentials: "same-origin" });
    } catch (nobodyAnswers) {
      form.submit(); // the browser says so
      return;
    }
    if (db) await emptied(db);
    if (window.caches) for (const name of await caches.keys()) if (name.startsWith("antoan-")) await caches.delete(name);
    location.assign("/");
  });
})();
