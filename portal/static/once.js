/* A form is on its way once: a second press while the answer has not come sends nothing. After a while it may be sent again,
   for whoever waits in vain; what it asks is then still done once, because the form carries its key. */
"use strict";
(function () {
  const PATIENCE = 10000;
  const sent = new WeakMap();

  document.addEventListener("submit", (event) => {
    if (event.target.method !== "post") return;
    const before = sent.get(event.target);
    if (before && Date.now() - before < PATIENCE) event.preventDefault();
    else sent.set(event.target, Date.now());
  });

  window.addEventListener("pageshow", (event) => {
    if (event.persisted) for (const form of document.forms) sent.delete(form); // back to a page that was left
  });
})();
