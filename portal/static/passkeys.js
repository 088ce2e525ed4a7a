/* Passkeys: what the server asks goes to the device, what the device signs goes back. Without this script the other ways
   to sign in remain; the buttons are shown only where the browser knows passkeys. */
(() => {
  "use strict";
  if (!window.PublicKeyCredential) return;
  const bytes = (text) => Uint8Array.from(atob(text.replace(/-/g, "+").replace(/_/g, "/")), (c) => c.charCodeAt(0));
  const text = (buffer) => btoa(String.fromCharCode(...new Uint8Array(buffer))).replace(/\+/g, "-").replace(/\//g, "_").replace(/=+$/, "");
  const post = async (where, body) => {
    const answer = await fetch(where, { method: "POST", headers: { "Content-Type": "application/json" }, body: body ? JSON.stringify(body) : "{}" });
    const told = await answer.json().catch(() => ({}));
    if (!answer.ok) throw new Error(told.problem || "");
    return told;
  };
  const known = (list) => (list || []).map((one) => ({ ...one, id: bytes(one.id) }));
  const add = async () => {
    const asked = await post("/tai-khoan/khoa-truy-cap/hoi");
    asked.challenge = bytes(asked.challenge);
    asked.user.id = bytes(asked.user.id);
    asked.excludeCredentials = known(asked.excludeCredentials);
    const made = await navigator.credentials.create({ publicKey: asked });
    return post("/tai-khoan/khoa-truy-cap", {
      id: made.id, rawId: text(made.rawId), type: made.type,
      response: { clientDataJSON: text(made.response.clientDataJSON), attestationObject: text(made.response.attestationObject) },
    });
  };
  const use = async (next) => {
    const asked = await post("/dang-nhap/khoa/hoi");
    asked.challenge = bytes(asked.challenge);
    asked.allowCredentials = known(asked.allowCredentials);
    const made = await navigator.credentials.get({ publicKey: asked });
    const r = made.response;
    return post("/dang-nhap/khoa?next=" + encodeURIComponent(next || "/"), {
      id: made.id, rawId: text(made.rawId), type: made.type,
      response: {
        clientDataJSON: text(r.clientDataJSON), authenticatorData: text(r.authenticatorData), signature: text(r.signature),
        userHandle: r.userHandle ? text(r.userHandle) : null,
      },
    });
  };
  document.querySelectorAll("[data-passkey]").forEach((box) => {
    const button = box.querySelector("button"), said = box.querySelector("[role=alert]");
    box.hidden = false;
    button.addEventListener("click", async () => {
      said.textContent = "";
      try {
        const told = await (box.dataset.passkey === "add" ? add() : use(box.dataset.next));
        location.assign(told.next);
      } catch (error) {
        said.textContent = error.name === "Error" && error.message ? error.message : box.dataset.failed;
      }
    });
  });
})();
