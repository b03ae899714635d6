import assert from "node:assert/strict";
import { beforeEach, describe, test } from "node:test";

import { ApiError, BearerCredentials, Rest } from "../../../web/net/index.js";
import { register, signIn, signOut, whoAmI } from "../../../web/net/index.js";
import { FakeServer, refusal } from "./fake-server.js";

const SESSION = "/api/auth/cookie";
const CSRF = refusal(403, "forbidden", "CSRF: CSRF token from the 'X-Csrftoken' HTTP header incorrect.");

/** @type {FakeServer} */
let server;
/** @type {Rest} */
let rest;
let signedOut = 0;

beforeEach(() => {
  server = new FakeServer();
  signedOut = 0;
  rest = new Rest({ fetch: server.fetch, onSignedOut: () => (signedOut += 1) });
});

/** @param {Promise<unknown>} call @returns {Promise<ApiError>} */
async function failing(call) {
  const error = await call.then(
    () => null,
    (/** @type {unknown} */ reason) => reason,
  );
  assert.ok(error instanceof ApiError);
  return error;
}

describe("a call", () => {
  test("names what is asked for, without what is not given", async () => {
    server.on("GET /api/rooms", { body: { results: [] } });
    const answer = await rest.get("/api/rooms", { search: "a & b", before: null, limit: 5 });
    assert.deepEqual(answer, { results: [] });
    assert.equal(server.calls[0].path, "/api/rooms?search=a+%26+b&limit=5");
  });

  test("answers null where there is nothing", async () => {
    server.on(`GET ${SESSION}`, { body: { user: null, csrf_token: "t" } });
    server.on("PUT /api/users/x/block", { status: 204 });
    assert.equal(await rest.put("/api/users/x/block"), null);
  });

  test("goes through a list page by page, on its own origin", async () => {
    const next = "http://inside:8000/api/rooms?cursor=c%3D";
    server.on("GET /api/rooms", { body: { results: [1, 2], next } });
    server.on("GET /api/rooms", { body: { results: [3], next: null } });
    const pages = [];
    for await (const page of rest.pages("/api/rooms", { search: "x" })) pages.push(page);
    assert.deepEqual(pages, [[1, 2], [3]]);
    assert.deepEqual(server.calls.map(({ path }) => path), ["/api/rooms?search=x", "/api/rooms?cursor=c%3D"]);
  });

  test("fails with what the server complains about", async () => {
    server.on("GET /api/x", refusal(409, "last_owner", "Hand over first.", "user"));
    const { status, code, detail, attr, errors, retryable } = await failing(rest.get("/api/x"));
    assert.deepEqual({ status, code, detail, attr, retryable }, {
      status: 409, code: "last_owner", detail: "Hand over first.", attr: "user", retryable: false,
    });
    assert.equal(errors.length, 1);
  });

  test("tells how long to wait", async () => {
    server.on("GET /api/x", { ...refusal(429, "rate_limited"), headers: { "Retry-After": "7" } });
    const { retryAfter, retryable } = await failing(rest.get("/api/x"));
    assert.deepEqual({ retryAfter, retryable }, { retryAfter: 7, retryable: true });
  });

  test("understands a proxy that answers in the server's place", async () => {
    server.on("GET /api/x", { status: 502, body: "<html>Bad gateway</html>" });
    const { code, retryable } = await failing(rest.get("/api/x"));
    assert.deepEqual({ code, retryable }, { code: "unavailable", retryable: true });
  });

  test("is offline when nothing answers, or something that is not the server", async () => {
    assert.equal((await failing(rest.get("/api/nowhere"))).code, "offline");
    server.on("GET /api/x", { body: "<html>Sign in to this network</html>" });
    const { status, code, retryable } = await failing(rest.get("/api/x"));
    assert.deepEqual({ status, code, retryable }, { status: 0, code: "offline", retryable: true });
  });
});

describe("the CSRF token", () => {
  beforeEach(() => {
    server.on(`GET ${SESSION}`, { body: { user: null, csrf_token: "first" } });
    server.on(`GET ${SESSION}`, { body: { user: null, csrf_token: "second" } });
  });

  const tokens = () => server.callsOf("PATCH").map(({ headers }) => headers.get("X-CSRFToken"));

  test("is asked for once, and by calls that change something only", async () => {
    server.on("PATCH /api/users/me", { body: {} }).on("GET /api/users/me", { body: {} });
    await rest.get("/api/users/me");
    assert.equal(server.calls.length, 1);
    await Promise.all([rest.patch("/api/users/me", {}), rest.patch("/api/users/me", {})]);
    assert.deepEqual(tokens(), ["first", "first"]);
    assert.equal(server.calls.length, 4);
  });

  test("is renewed once when it is refused", async () => {
    server.on("PATCH /api/users/me", CSRF).on("PATCH /api/users/me", { body: { id: "me" } });
    assert.deepEqual(await rest.patch("/api/users/me", {}), { id: "me" });
    assert.deepEqual(tokens(), ["first", "second"]);
  });

  test("that is refused again is an error", async () => {
    server.on("PATCH /api/users/me", CSRF);
    assert.equal((await failing(rest.patch("/api/users/me", {}))).code, "forbidden");
    assert.equal(tokens().length, 2);
  });

  test("comes with the answers of the session's own address", async () => {
    server.on("PATCH /api/users/me", { body: {} });
    server.on(`POST ${SESSION}`, { body: { user: { id: "me" }, csrf_token: "after sign-in" } });
    await signIn(rest, { username: "alice", password: "secret" });
    await rest.patch("/api/users/me", {});
    assert.deepEqual(tokens(), ["after sign-in"]);
  });
});

describe("the session", () => {
  beforeEach(() => server.on(`GET ${SESSION}`, { body: { user: null, csrf_token: "t" } }));

  test("begins and ends", async () => {
    server.on("POST /api/auth/register", { status: 201, body: { user: { id: "me" } } });
    server.on(`DELETE ${SESSION}`, { status: 204 });
    assert.equal((await whoAmI(rest)).user, null);
    assert.equal((await register(rest, { username: "dora", password: "secret" })).user.id, "me");
    assert.equal(await signOut(rest), null);
    assert.deepEqual(server.callsOf("POST")[0].body, { username: "dora", password: "secret", cookie: true });
  });

  test("is over when a call is not recognised", async () => {
    server.on("GET /api/conversations", refusal(401, "unauthenticated"));
    assert.equal((await failing(rest.get("/api/conversations"))).code, "unauthenticated");
    assert.equal(signedOut, 1);
  });

  test("is not over for a wrong password, at the door or when it is changed", async () => {
    server.on(`POST ${SESSION}`, refusal(401, "unauthenticated"));
    server.on("POST /api/auth/password", refusal(401, "unauthenticated", "", "old"));
    await failing(signIn(rest, { username: "alice", password: "wrong" }));
    await failing(rest.post("/api/auth/password", { old: "wrong", new: "other" }));
    assert.equal(signedOut, 0);
  });
});

describe("tokens", () => {
  const over = refusal(401, "unauthenticated");
  /** @type {unknown[]} */
  let kept;

  beforeEach(() => {
    kept = [];
    const old = { access: "a1", refresh: "r1" };
    const credentials = new BearerCredentials(old, (tokens) => void kept.push(tokens));
    rest = new Rest({ fetch: server.fetch, credentials, onSignedOut: () => (signedOut += 1) });
    const isRenewed = (/** @type {Headers} */ headers) => headers.get("Authorization") === "Bearer a2";
    server.on("POST /api/x", ({ headers }) => (isRenewed(headers) ? { body: {} } : over));
  });

  test("are renewed once for all calls that were refused", async () => {
    server.on("POST /api/auth/token/refresh", { body: { access: "a2", refresh: "r2" } });
    await Promise.all([rest.post("/api/x"), rest.post("/api/x")]);
    assert.deepEqual(kept, [{ access: "a2", refresh: "r2" }]);
    assert.equal(signedOut, 0);
  });

  test("are taken from the answer to the password", async () => {
    rest = new Rest({ fetch: server.fetch, credentials: new BearerCredentials() });
    server.on("POST /api/auth/token", { body: { user: { id: "me" }, access: "a2", refresh: "r2" } });
    await rest.post("/api/auth/token", { username: "alice", password: "secret" });
    assert.deepEqual(await rest.post("/api/x"), {});
    assert.equal(server.calls[0].headers.get("Authorization"), null);
  });

  test("that cannot be renewed end the session", async () => {
    server.on("POST /api/auth/token/refresh", refusal(401, "token_reused"));
    assert.equal((await failing(rest.post("/api/x"))).code, "unauthenticated");
    assert.equal(signedOut, 1);
  });
});
