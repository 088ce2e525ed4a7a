/* What a token is worth, by the published keys and the last status list; never more than is known. The same, word for word,
   as domain/verification.py: what one of them says the other must say. It needs cborg and the browser's own cryptography. */
"use strict";
window.antoanVerify = (function () {
  const ES256 = -7, TAG = 0xd2, KEY_ID = 8, SIGNATURE = 64;
  /* Half the order of the curve P-256: of a signature's two forms (s and n - s) only the smaller one counts. */
  const HALF = bytesOfHex("7fffffff800000007fffffffffffffffde737d56d38bcf4279dce5617e3192a8");
  const STRICT = { useMaps: true, strict: true, allowIndefinite: false, rejectDuplicateMapKeys: true };
  const VIET_NAM = 7 * 3600;

  class Unreadable extends Error {}

  function must(holds) {
    if (!holds) throw new Unreadable();
  }

  async function readable(work) {
    try {
      return await work();
    } catch (error) {
      throw new Unreadable();
    }
  }

  // --- bytes ---

  function bytesOfHex(said) {
    return Uint8Array.from(said.match(/../g), (pair) => parseInt(pair, 16));
  }

  function hex(bytes) {
    return Array.from(bytes, (one) => one.toString(16).padStart(2, "0")).join("");
  }

  function text(bytes) {
    let signs = "";
    for (const one of bytes) signs += String.fromCharCode(one);
    return btoa(signs).replace(/\+/g, "-").replace(/\//g, "_").replace(/=+$/, "");
  }

  function untext(said) {
    must(/^[A-Za-z0-9_-]+$/.test(said));
    const bytes = Uint8Array.from(atob(said.replace(/-/g, "+").replace(/_/g, "/")), (sign) => sign.charCodeAt(0));
    must(text(bytes) === said);
    return bytes;
  }

  function same(one, other) {
    return one.length === other.length && one.every((byte, at) => byte === other[at]);
  }

  function is(kind, value) {
    must(kind === "bytes" ? value instanceof Uint8Array : kind === "int" ? Number.isSafeInteger(value) : typeof value === kind);
    return value;
  }

  // --- envelopes ---

  function header(id, typ) {
    const said = new Map([[1, ES256], [4, id]]);
    if (typ) said.set(16, typ);
    return cborg.encode(said);
  }

  /* Anything but the one form that a signer gives is unreadable, whoever signed it. */
  function opened(data, typ) {
    must(data[0] === TAG);
    const parts = cborg.decode(data.subarray(1), STRICT);
    must(Array.isArray(parts) && parts.length === 4);
    const [head, , payload, signature] = parts;
    const id = cborg.decode(is("bytes", head), STRICT).get(4);
    must(is("bytes", id).length === KEY_ID && is("bytes", payload) && is("bytes", signature).length === SIGNATURE);
    must(same(data.subarray(1), cborg.encode([header(id, typ), new Map(), payload, signature])));
    return { id: hex(id), head: head, payload: payload, signature: signature };
  }

  async function genuine(envelope, key) {
    const s = envelope.signature.subarray(32);
    for (let at = 0; at < 32 && s[at] >= HALF[at]; at += 1) if (s[at] > HALF[at]) return false;
    const signed = cborg.encode(["Signature1", envelope.head, new Uint8Array(0), envelope.payload]);
    const jwk = { kty: "EC", crv: "P-256", x: key.x, y: key.y };
    const open = await crypto.subtle.importKey("jwk", jwk, { name: "ECDSA", namedCurve: "P-256" }, false, ["verify"]);
    return crypto.subtle.verify({ name: "ECDSA", hash: "SHA-256" }, open, envelope.signature, signed);
  }

  // --- keys ---

  function equal(one, other) {
    if (one === other) return true;
    if (!one || !other || typeof one !== "object" || typeof other !== "object" || Array.isArray(one) !== Array.isArray(other)) return false;
    const names = Object.keys(one);
    return names.length === Object.keys(other).length && names.every((name) => name in other && equal(one[name], other[name]));
  }

  function instant(said) {
    const at = Date.parse(is("string", said));
    must(!Number.isNaN(at));
    return at;
  }

  async function keyOf(data) {
    const told = '{"crv":"P-256","kty":"EC","x":"' + text(untext(data.x)) + '","y":"' + text(untext(data.y)) + '"}';
    const print = new Uint8Array(await crypto.subtle.digest("SHA-256", new TextEncoder().encode(told)));
    must(data.kid === hex(print.subarray(0, KEY_ID)) && data.alg === "ES256");
    return { id: data.kid, x: data.x, y: data.y, start: instant(data.from), until: instant(data.until), trial: data.trial === true, stolen: data.stolen === true };
  }

  function counted(key, at) {
    return key.start <= at && at < key.until;
  }

  function vouches(set, key) {
    return !key.stolen && (!key.trial || Array.from(set.keys.values()).every((one) => one.trial));
  }

  /* The set in a published text. With `known`, one that a key of that set signed, and no older. */
  function readKeys(content, known) {
    return readable(async () => {
      const said = JSON.parse(content);
      const spoken = { issuer: is("string", said.issuer), issued_at: said.issued_at, keys: said.keys };
      const signed = said.signed.map((one) => opened(untext(one), "antoan-keys"));
      must(signed.length > 0);
      const spelled = new TextDecoder("utf-8", { fatal: true });
      // What people read and what was signed are the same, in every copy.
      for (const one of signed) must(equal(JSON.parse(spelled.decode(one.payload)), spoken));
      const found = { issuer: said.issuer, issuedAt: instant(said.issued_at), keys: new Map() };
      for (const one of said.keys) {
        const key = await keyOf(one);
        must(!found.keys.has(key.id));
        found.keys.set(key.id, key);
      }
      const trusted = known || found;
      let believed = false;
      for (const one of signed) {
        const key = trusted.keys.get(one.id);
        if (key && vouches(trusted, key) && await genuine(one, key)) believed = true;
      }
      must(believed && !(known && found.issuedAt < known.issuedAt));
      return found;
    });
  }

  // --- status ---

  function day(number) {
    is("int", number);
    const spelled = String(number).padStart(8, "0").replace(/^(\d{4})(\d\d)(\d\d)$/, "$1-$2-$3");
    const at = new Date(spelled + "T00:00:00Z");
    must(!Number.isNaN(at.getTime()) && at.toISOString().slice(0, 10) === spelled);
    return spelled;
  }

  function readStatus(data, keys) {
    return readable(async () => {
      const envelope = opened(data, "antoan-status");
      const key = keys.keys.get(envelope.id);
      must(key && !key.stolen && await genuine(envelope, key));
      const said = cborg.decode(envelope.payload, STRICT);
      const made = is("int", said.get(6)) * 1000;
      must(counted(key, made));
      return { issuer: said.get(1), madeAt: made, dueAt: is("int", said.get(4)) * 1000, revoked: said.get("r"), corrected: said.get("c"), renamed: said.get("u") };
    });
  }

  // --- certificates ---

  function spelled(at) {
    return new Date(at).toISOString().replace(/\.\d+Z$/, "Z");
  }

  function claimsOf(payload) {
    const said = cborg.decode(payload, STRICT);
    const [placeCode, place] = said.get("p");
    const end = said.has(4) ? is("int", said.get(4)) * 1000 : null;
    const standard = is("string", said.get("s"));
    const signedAt = is("int", said.get(6)) * 1000;
    const told = {
      issuer: is("string", said.get(1)),
      number: is("string", said.get("n")),
      unit_code: is("string", said.get(2)),
      unit: is("string", said.get("u")),
      kind: said.has("k") ? is("string", said.get("k")) : standard.slice(standard.lastIndexOf("/") + 1),
      standard: standard,
      standard_sha256: hex(is("bytes", said.get("h"))),
      place_code: is("string", placeCode),
      place: is("string", place),
      decision: said.has("q") ? is("string", said.get("q")) : "",
      decided_on: day(said.get("d")),
      valid_until: end === null ? null : new Date(end - 1000 + VIET_NAM * 1000).toISOString().slice(0, 10),
      application: is("int", said.get("a")),
      issue: is("int", said.get("i")),
      signed_at: spelled(signedAt),
    };
    return { told: told, end: end, signedAt: signedAt, trial: said.get("x") === 1 };
  }

  function nothing(verdict, key, trial, claims) {
    return {
      verdict: verdict, trial: Boolean(trial), elsewhere: false, key: key || "", listed_at: null, revoked: null, renamed: null,
      claims: claims || null,
    };
  }

  /* What a token, or an address that holds one behind its “#”, is worth. `now` in milliseconds. */
  async function verify(said, keys, status, now) {
    const whole = said.replace(/[ \t\r\n]/g, "");
    const hash = whole.indexOf("#");
    const token = hash < 0 ? whole : whole.slice(hash + 1);
    const named = hash < 0 ? null : /^[A-Za-z]+:\/\/([^/?]*)/.exec(whole.slice(0, hash));
    let envelope;
    try {
      envelope = opened(untext(token), "");
    } catch (error) {
      return nothing("unreadable");
    }
    const key = keys.keys.get(envelope.id);
    if (!key) return nothing("unknown-key", envelope.id);
    if (!(await genuine(envelope, key))) return nothing("forged", envelope.id);
    if (key.stolen) return nothing("key-stolen", envelope.id, key.trial);
    let claims;
    try {
      claims = claimsOf(envelope.payload);
    } catch (error) {
      return nothing("unreadable", envelope.id, key.trial);
    }
    const found = nothing("key-out-of-time", envelope.id, key.trial || claims.trial, claims.told);
    found.elsewhere = named !== null && named[1].toLowerCase() !== claims.told.issuer;
    if (!counted(key, claims.signedAt)) return found;
    if (status) {
      const revoked = status.revoked.get(claims.told.application);
      const renamed = status.renamed.get(claims.told.unit_code);
      found.listed_at = spelled(status.madeAt);
      if (revoked) found.revoked = { on: day(revoked[0]), decision: revoked[1] };
      // A certificate may have been made out to the newer name already.
      if (renamed && (renamed[1] || renamed[0] !== claims.told.unit)) found.renamed = { name: renamed[0], code: renamed[1], on: day(renamed[2]) };
    }
    found.verdict = standing(claims, status, now, found);
    return found;
  }

  function standing(claims, status, now, found) {
    if (found.revoked) return "revoked";
    if (status && (status.corrected.get(claims.told.application) || 0) > claims.told.issue) return "corrected";
    // A clock that runs behind the list is wrong.
    const at = status ? Math.max(now, status.madeAt) : now;
    if (claims.end !== null && at >= claims.end) return "expired";
    // A list that was made before the certificate cannot know of it.
    if (!status || status.madeAt < claims.signedAt) return "status-unknown";
    return at >= status.dueAt ? "status-old" : "valid";
  }

  return { verify: verify, readKeys: readKeys, readStatus: readStatus, text: text, untext: untext };
})();
