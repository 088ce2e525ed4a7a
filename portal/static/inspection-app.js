/* The app's one page: the dossiers on this device, their checklists, and what waits to be handed in. What is shown is in
   the address after “#”, so that the back button works without a network. */
"use strict";
(function () {
  const app = window.antoan;
  const say = app.say;
  const view = document.getElementById("antoan-view");
  const status = document.getElementById("antoan-status");
  let assigned = null;
  let install = null;
  let shownAt = "";
  let dirty = false;
  let drawn = "";
  let pressed = false;
  let missed = false;

  function make(tag, attributes, ...children) {
    const made = document.createElement(tag);
    for (const [name, value] of Object.entries(attributes || {})) {
      if (name === "onclick" || name === "onsubmit" || name === "onchange") made.addEventListener(name.slice(2), value);
      else if (value === true) made.setAttribute(name, "");
      else if (value !== false && value !== null && value !== undefined) made.setAttribute(name, value);
    }
    for (const child of children) if (child) made.append(child);
    return made;
  }

  /* A part that the server wrote, whose texts it has escaped. */
  function part(html, tag, attributes) {
    const made = make(tag || "div", attributes);
    made.innerHTML = html;
    return made;
  }

  function day(iso) {
    if (!iso) return "";
    if (document.documentElement.lang !== "en") return iso.split("-").reverse().join("/");
    return new Date(iso + "T00:00:00").toLocaleDateString("en-GB", { day: "numeric", month: "short", year: "numeric" });
  }

  function button(text, act, look, more) {
    return make("button", Object.assign({ type: "button", class: "govuk-button at-flat" + (look ? " govuk-button--" + look : ""), onclick: act }, more), text);
  }

  function heading(text, level) {
    return make("h" + level, { class: level === 1 ? "govuk-heading-l" : "govuk-heading-m" , tabindex: level === 1 ? "-1" : null }, text);
  }

  // --- the first page ---

  async function home() {
    const [waiting, taken, all] = [await app.pending(), await app.dossiers(), await app.everything()];
    const refused = waiting.filter((one) => one.refused);
    const foreign = all.length - waiting.length;
    const here = new Set(taken.map((one) => one.reference));
    const rest = (assigned || []).filter((one) => !here.has(one.reference));
    return [
      heading(say("title"), 1),
      make("p", { class: "govuk-body" }, say("intro")),
      heading(say("here"), 2),
      taken.length ? make("ul", { class: "at-list" }, ...taken.map((one) => card(one, waiting))) : make("p", { class: "govuk-body" }, say("none")),
      rest.length ? heading(say("assigned"), 2) : null,
      rest.length ? make("ul", { class: "at-list" }, ...rest.map(offer)) : null,
      rest.length > 1 ? make("p", { class: "govuk-body" }, button(say("take-all"), () => take(rest.map((one) => one.reference)), "secondary")) : null,
      assigned && !assigned.length && !taken.length ? make("p", { class: "govuk-body" }, say("no-work")) : null,
      heading(say("pending"), 2),
      make("p", { class: "govuk-body", id: "antoan-count" }, say("waiting", { n: waiting.length })),
      ...refused.map((one) => make("div", { class: "at-card at-card--late", "data-seq": one.seq },
        make("p", { class: "govuk-body" }, make("strong", {}, one.reference + " · " + one.criterion + (one.kind === "photo" ? " · " + one.name : "")), ": " + one.refused),
        make("div", { class: "at-actions" },
          one.kind === "finding" ? make("a", { class: "govuk-link", href: "#/" + one.reference + "/" + encodeURIComponent(one.criterion) }, say("mend")) : null,
          button(say("discard"), async () => { if (confirm(say("discard-sure"))) await app.drop(one.seq); }, "warning")))),
      foreign ? make("p", { class: "govuk-body" }, say("foreign", { n: foreign })) : null,
      make("div", { class: "at-actions at-below" },
        button(say("sync"), () => app.sync(), waiting.length ? "" : "secondary", { id: "antoan-sync" }),
        waiting.length || foreign ? button(say("export"), save, "secondary") : null,
        install ? button(say("install"), () => { install.prompt(); install = null; redraw(); }, "secondary") : null),
      make("p", { class: "govuk-body-s at-visually-quiet" }, say("keeps")),
    ];
  }

  function card(one, waiting) {
    const own = waiting.filter((item) => item.reference === one.reference);
    const conflicts = one.criteria.filter((line) => line.sides.length && !own.some((item) => item.kind === "finding" && item.criterion === line.code)).length;
    const done = one.criteria.filter((line) => line.begun || own.some((item) => item.kind === "finding" && item.criterion === line.code)).length;
    return make("li", { class: "at-card" + (one.late || conflicts ? " at-card--late" : "") },
      make("h3", { class: "govuk-heading-s at-tight" }, make("a", { class: "govuk-link", href: "#/" + one.reference }, one.name)),
      make("p", { class: "govuk-body-s" }, one.place + " · " + say(one.late ? "late" : "due", { day: day(one.due_on) }) + " · "
        + say("done", { n: done, all: one.criteria.length }) + (own.length ? " · " + say("waiting", { n: own.length }) : "")),
      conflicts ? make("p", { class: "govuk-body-s" }, make("strong", { class: "govuk-tag govuk-tag--orange" }, say("conflicts", { n: conflicts }))) : null,
      one.open ? null : make("p", { class: "govuk-body-s" }, make("strong", { class: "govuk-tag govuk-tag--red" }, say("closed")), " " + (one.why || "")),
      make("div", { class: "at-actions" }, own.length ? null : button(say("leave"), () => app.leaveBehind(one.reference), "secondary")));
  }

  function offer(one) {
    return make("li", { class: "at-card" + (one.late ? " at-card--late" : ""), "data-reference": one.reference },
      make("h3", { class: "govuk-heading-s at-tight" }, one.name),
      make("p", { class: "govuk-body-s" }, one.place + " · " + say(one.late ? "late" : "due", { day: day(one.due_on) })),
      button(say("take"), () => take([one.reference]), "", { "aria-label": say("take") + ": " + one.name }));
  }

  async function take(references) {
    status.textContent = say("taking");
    for (const reference of references) {
      try {
        await app.takeAlong(reference);
      } catch (error) {
        status.textContent = say(error.why || "server");
        return;
      }
    }
    await renew();
  }

  async function save() {
    const address = URL.createObjectURL(await app.exported());
    const link = make("a", { href: address, download: "antoan-" + new Date().toISOString().slice(0, 10) + ".json" });
    document.body.append(link);
    link.click();
    link.remove();
    setTimeout(() => URL.revokeObjectURL(address), 10000);
  }

  // --- one dossier ---

  async function whole(one) {
    const own = (await app.pending()).filter((item) => item.reference === one.reference);
    return [
      back("#", say("title")),
      make("span", { class: "govuk-caption-l" }, one.reference + " · " + one.place),
      heading(one.name, 1),
      make("p", { class: "govuk-body" }, say(one.late ? "late" : "due", { day: day(one.due_on) })),
      one.open ? null : make("div", { class: "govuk-inset-text" }, say("closed") + " " + (one.why || "")),
      make("ol", { class: "at-list" }, ...one.criteria.map((line) => row(one, line, own))),
      make("p", { class: "govuk-body" }, say("submit-online") + " ", make("a", { class: "govuk-link", href: one.page }, say("submit-link"))),
    ];
  }

  function row(one, line, own) {
    const waits = own.filter((item) => item.criterion === line.code);
    const finding = waits.filter((item) => item.kind === "finding").pop();
    const tags = part(line.tag, "span");
    if (finding) tags.append(" ", make("strong", { class: "govuk-tag govuk-tag--blue" }, finding.refused ? say("was-refused") : say("on-device")));
    else if (line.sides.length) tags.append(" ", make("strong", { class: "govuk-tag govuk-tag--orange" }, say("conflict")));
    const photos = waits.filter((item) => item.kind === "photo").length;
    return make("li", { class: "at-card" + (finding || line.begun ? " at-card--done" : "") },
      make("h2", { class: "govuk-heading-s at-tight" }, make("a", { class: "govuk-link", href: "#/" + one.reference + "/" + encodeURIComponent(line.code) }, line.code + ". " + line.ask)),
      make("p", { class: "govuk-body-s" }, tags, photos ? " " + say("photos", { n: photos }) : ""));
  }

  function back(where, text) {
    return make("a", { class: "govuk-back-link", href: where }, text);
  }

  // --- one criterion ---

  async function question(one, line) {
    const own = (await app.pending()).filter((item) => item.reference === one.reference && item.criterion === line.code);
    const finding = own.filter((item) => item.kind === "finding").pop();
    const form = make("form", { novalidate: true, id: "antoan-finding" });
    form.innerHTML = line.form;
    if (finding) fill(form, finding.values, finding.note);
    form.append(make("div", { class: "at-actions at-below" },
      make("button", { class: "govuk-button" }, next(one, line) ? say("save-next", { code: next(one, line) }) : say("save")),
      button(say("save-stay"), () => record(one, line, form, false), "secondary")));
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      record(one, line, form, true);
    });
    form.addEventListener("input", () => {
      dirty = true;
      lines(form, typed(form).values);
    });
    const file = make("input", { type: "file", class: "govuk-file-upload", id: "antoan-photo", accept: "image/*", multiple: true,
      onchange: async (event) => {
        status.textContent = say("shrinking");
        const chosen = Array.from(event.target.files);
        try {
          for (const file of chosen) await app.keepPhoto(one.reference, line.code, file);
          event.target.value = "";
          status.textContent = say("photo-kept");
        } catch (noRoom) {
          status.textContent = say("no-room");
        }
      } });
    return [
      back("#/" + one.reference, one.name),
      finding && finding.refused ? make("div", { class: "govuk-error-summary", role: "alert" },
        make("h2", { class: "govuk-error-summary__title" }, say("was-refused")), make("p", { class: "govuk-body" }, finding.refused)) : null,
      part(line.head),
      line.sides.length && !finding ? sides(one, line) : null,
      finding && !finding.refused ? make("div", { class: "govuk-inset-text" }, say("waits-here")) : null,
      one.open ? form : make("div", { class: "govuk-inset-text" }, say("closed") + " " + (one.why || "")),
      one.open ? make("div", { class: "govuk-form-group" }, make("label", { class: "govuk-label govuk-label--s", for: "antoan-photo" }, say("photo")),
        make("div", { class: "govuk-hint" }, say("photo-hint")), file, make("ul", { class: "at-evidence", id: "antoan-photos" }, ...own.filter((item) => item.kind === "photo").map(picture))) : null,
    ];
  }

  function picture(item) {
    const address = URL.createObjectURL(item.blob);
    return make("li", { class: "at-evidence__item" },
      make("img", { class: "at-evidence__photo", src: address, alt: "", width: 96, height: 72 }),
      make("span", { class: "govuk-body-s" }, item.name + " · " + Math.ceil(item.blob.size / 1024) + " kB · " + (item.refused || say("on-device"))),
      button(say("remove"), () => app.drop(item.seq), "secondary", { "aria-label": say("remove") + " " + item.name }));
  }

  /* Dated incidents: one line more than are filled, as the server would offer. */
  function lines(form, values) {
    for (const last of form.querySelectorAll(".at-line:last-of-type")) {
      const field = last.querySelector("[name]");
      const found = /^(.*)\.(\d+)\.\w+$/.exec(field.name);
      if (!found) continue;
      const used = Object.keys(values).filter((name) => name.startsWith(found[1] + "."))
        .map((name) => Number(name.slice(found[1].length + 1).split(".")[0])).filter((n) => n > 0);
      for (let n = Number(found[2]), at = last; n <= Math.max(0, ...used); n += 1) at = another(at, found[1], n);
    }
  }

  function another(line, key, n) {
    const copy = line.cloneNode(true);
    for (const one of [copy, ...copy.querySelectorAll("*")]) {
      for (const name of ["id", "name", "for"]) {
        const value = one.getAttribute(name);
        if (value && value.startsWith(key + "." + n + ".")) one.setAttribute(name, key + "." + (n + 1) + value.slice((key + "." + n).length));
      }
      if ("value" in one && one.name) one.value = "";
    }
    const legend = copy.querySelector("legend");
    legend.textContent = legend.textContent.replace(String(n), String(n + 1));
    line.after(copy);
    return copy;
  }

  function fill(form, values, note) {
    lines(form, values);
    for (const field of form.elements) {
      if (!field.name) continue;
      if (field.name === "note") field.value = note;
      else if (field.type === "radio") field.checked = (values[field.name] || "") === field.value;
      else if (field.type === "checkbox") field.checked = values[field.name] === field.value;
      else field.value = values[field.name] || "";
    }
  }

  function typed(form) {
    const values = {};
    let note = "";
    for (const [name, value] of new FormData(form)) {
      if (name === "note") note = value;
      else if (String(value).trim()) values[name] = String(value);
    }
    return { values, note };
  }

  function next(one, line) {
    const at = one.criteria.findIndex((other) => other.code === line.code) + 1;
    return at < one.criteria.length ? one.criteria[at].code : "";
  }

  async function record(one, line, form, onward) {
    const said = typed(form);
    if (!Object.keys(said.values).length && !said.note.trim() && !line.latest) {
      status.textContent = say("nothing");
      return;
    }
    const kept = await keep(one, line, said, line.latest, line.others);
    if (kept && onward) location.hash = next(one, line) ? "#/" + one.reference + "/" + encodeURIComponent(next(one, line)) : "#/" + one.reference;
  }

  async function keep(one, line, said, basedOn, settles) {
    try {
      dirty = false;
      await app.keepFinding({ reference: one.reference, criterion: line.code, values: said.values, note: said.note, based_on: basedOn, settles });
    } catch (noRoom) {
      dirty = true;
      status.textContent = say("no-room");
      return false;
    }
    status.textContent = say("kept", { code: line.code });
    app.sync();
    return true;
  }

  function sides(one, line) {
    const form = make("form", { class: "at-card at-card--late", id: "antoan-sides" },
      make("fieldset", { class: "govuk-fieldset" },
        make("legend", { class: "govuk-fieldset__legend govuk-fieldset__legend--m" }, say("conflict")),
        make("p", { class: "govuk-body" }, say("choose")),
        make("div", { class: "govuk-radios" }, ...line.sides.map((side, at) => make("div", { class: "govuk-radios__item" },
          make("input", { class: "govuk-radios__input", type: "radio", name: "side", id: "side-" + at, value: side.id }),
          part(side.label, "label", { class: "govuk-label govuk-radios__label", for: "side-" + at }))))),
      make("button", { class: "govuk-button" }, say("choose-this")));
    form.addEventListener("submit", async (event) => {
      event.preventDefault();
      const chosen = line.sides.find((side) => side.id === new FormData(form).get("side"));
      if (!chosen) {
        status.textContent = say("choose");
        return;
      }
      await keep(one, line, chosen, chosen.id, line.sides.filter((side) => side !== chosen).map((side) => side.id));
    });
    return form;
  }

  // --- what is shown ---

  /* Draw what the address names, unless it would say the same again: whoever stands in it with the cursor stays there. What
     somebody has begun to type, and what they are pressing just now, is never drawn over because something was synced. */
  async function show(unasked) {
    const here = location.hash;
    const [, reference, code] = decodeURIComponent(here).split("/");
    const one = reference ? await app.dossier(reference) : undefined;
    const line = one && code ? one.criteria.find((other) => other.code === code) : undefined;
    const made = make("div", {}, ...(line ? await question(one, line) : one ? await whole(one) : await home()));
    // A photo's address is new each time it is shown: of a form it is said what it is made of.
    const same = here + (line ? JSON.stringify([one.open, line, (await app.pending()).filter((item) => item.criterion === code)
      .map((item) => [item.id, item.refused])]) : made.innerHTML);
    if (here !== location.hash || same === drawn || (unasked && dirty)) return;
    if (unasked && pressed) {
      missed = true;
      return;
    }
    drawn = same;
    dirty = false;
    const before = view.contains(document.activeElement) && shownAt === (here || "#") ? named(document.activeElement) : "";
    view.replaceChildren(...made.childNodes);
    const again = before && [...view.querySelectorAll("a, button, input, textarea, select")].find((other) => named(other) === before);
    if (again) again.focus({ preventScroll: true });
    document.title = (line ? line.code + " · " + one.name : one ? one.name : say("title")) + " – An Toàn";
    if (shownAt !== (here || "#")) {
      if (shownAt !== "") {
        window.scrollTo(0, 0);
        const first = view.querySelector("h1");
        if (first) {
          first.tabIndex = -1;
          first.focus();
        }
      }
      shownAt = here || "#";
    }
  }

  function stand() {
    const state = app.state;
    if (state.busy) return;
    if (state.why) {
      status.textContent = say(state.why);
      if (state.why === "signed-out" || state.why === "other-account") {
        status.append(" ", make("a", { class: "govuk-link", href: "/dang-nhap?next=/kiem-tra/ngoai-tuyen" }, say("sign-in")));
      }
    } else if (state.at) {
      status.textContent = say("synced", { at: state.at.toLocaleTimeString("vi-VN", { hour: "2-digit", minute: "2-digit" }) });
    }
  }

  /* What is assigned, and how the dossiers that are here stand now: other devices write too. */
  async function renew() {
    try {
      assigned = (await app.ask("/kiem-tra/mang-theo", {}, 15000)).assigned;
      const waiting = await app.pending();
      for (const one of await app.dossiers()) {
        if (assigned.some((other) => other.reference === one.reference)) await app.takeAlong(one.reference);
        // Handed in, or given to somebody else: it has no business here any more, unless something of it still waits.
        else if (!waiting.some((item) => item.reference === one.reference)) await app.leaveBehind(one.reference);
      }
    } catch (nobodyAnswers) {
      renewed = false; // asked for again after the next sync, whose status tells
    }
    await redraw();
  }

  async function redraw() {
    await show(true);
  }

  /* What a thing to press or to fill in is known by, when it has been drawn anew. */
  function named(one) {
    return one.id || one.getAttribute("href") || one.getAttribute("aria-label") || one.textContent;
  }

  /* A link that goes away between press and release is never followed: what changed is shown when the finger is up. */
  view.addEventListener("pointerdown", () => {
    pressed = true;
  });
  for (const end of ["pointerup", "pointercancel"]) {
    window.addEventListener(end, () => {
      pressed = false;
      if (!missed) return;
      missed = false;
      setTimeout(redraw, 50); // after the click that follows
    });
  }

  window.addEventListener("hashchange", () => show());
  window.addEventListener("beforeinstallprompt", (event) => {
    event.preventDefault();
    install = event;
    redraw();
  });
  let renewed = false;
  async function heard() {
    stand();
    await redraw();
    if (app.state.reached && !app.state.busy && !renewed) {
      renewed = true;
      await renew();
    }
  }
  app.listeners.push(heard);
  heard(); // The first sync may be over before this script has come.
})();
