import assert from "node:assert/strict";
import { beforeEach, describe, test } from "node:test";

import { BearerCredentials, Rest, Socket } from "../../../web/net/index.js";
import { FakeServer, refusal } from "./fake-server.js";

const TICKET = "POST /api/realtime/ticket";

/** What a browser offers, without a network. */
class FakeWebSocket extends EventTarget {
  /** @type {FakeWebSocket[]} */
  static all = [];
  readyState = 0;
  /** @type {string[]} */
  sent = [];
  closed = false;

  /** @param {string} url */
  constructor(url) {
    super();
    this.url = url;
    FakeWebSocket.all.push(this);
  }

  /** @param {string} text */
  send(text) {
    this.sent.push(text);
  }

  close() {
    this.closed = true;
  }

  open() {
    this.readyState = 1;
    this.dispatchEvent(new Event("open"));
  }

  /** @param {string} data */
  receive(data) {
    this.dispatchEvent(new MessageEvent("message", { data }));
  }

  /** @param {number} code */
  end(code) {
    this.readyState = 3;
    this.dispatchEvent(Object.assign(new Event("close"), { code }));
  }
}

/** @type {FakeServer} */
let server;
/** @type {unknown[][]} */
let told;
const handlers = {
  opened: () => void told.push(["opened"]),
  frame: (/** @type {unknown} */ frame) => void told.push(["frame", frame]),
  closed: (/** @type {unknown} */ closing) => void told.push(["closed", closing]),
};

beforeEach(() => {
  server = new FakeServer();
  told = [];
  FakeWebSocket.all = [];
});

async function open() {
  const credentials = new BearerCredentials({ access: "a", refresh: "r" });
  const rest = new Rest({ fetch: server.fetch, credentials });
  const WebSocket = /** @type {any} */ (FakeWebSocket);
  const channel = new Socket({ rest, WebSocket }).open(handlers);
  await new Promise((resolve) => setImmediate(resolve));
  return { channel, socket: FakeWebSocket.all[0] };
}

describe("a channel", () => {
  beforeEach(() => server.on(TICKET, { status: 201, body: { url: "ws://host/ws?ticket=t" } }));

  test("opens the ticket's address, and carries frames both ways", async () => {
    const { channel, socket } = await open();
    assert.equal(socket.url, "ws://host/ws?ticket=t");
    channel.send({ type: "ping" });
    socket.open();
    channel.send({ type: "ping" });
    socket.receive('{"type":"pong"}');
    assert.deepEqual(socket.sent, ['{"type":"ping"}']);
    assert.deepEqual(told, [["opened"], ["frame", { type: "pong" }]]);
  });

  test("passes over what is no frame", async () => {
    const { socket } = await open();
    socket.open();
    for (const text of ["", "null", "[]", "{", '{"type":1}', '"text"']) socket.receive(text);
    assert.deepEqual(told, [["opened"]]);
  });

  test("ends with the server's last words", async () => {
    const { socket } = await open();
    const goodbye = { type: "goodbye", code: 1012, reason: "", reconnect_after: 3 };
    socket.receive(JSON.stringify(goodbye));
    socket.end(1000);
    assert.deepEqual(told.at(-1), ["closed", { code: 1000, goodbye, retryAfter: null }]);
  });

  test("says nothing more once it is closed, not even that", async () => {
    const { channel, socket } = await open();
    channel.close();
    socket.open();
    socket.receive('{"type":"pong"}');
    socket.end(1000);
    assert.equal(socket.closed, true);
    assert.deepEqual(told, []);
  });
});

describe("without a ticket", () => {
  test("nothing is opened, and the reason is told", async () => {
    const cases = /** @type {const} */ ([
      [refusal(401, "unauthenticated"), 4401, null],
      [refusal(403, "banned"), 4403, null],
      [{ ...refusal(429, "rate_limited"), headers: { "Retry-After": "9" } }, 1006, 9],
    ]);
    for (const [answer, code, retryAfter] of cases) {
      server = new FakeServer().on(TICKET, answer);
      server.on("POST /api/auth/token/refresh", refusal(401, "token_reused"));
      await open();
      assert.deepEqual(told.at(-1), ["closed", { code, goodbye: null, retryAfter }]);
    }
    assert.deepEqual(FakeWebSocket.all, []);
  });

  test("a server that is away is one to try again", async () => {
    await open();
    assert.deepEqual(told, [["closed", { code: 1006, goodbye: null, retryAfter: null }]]);
  });

  test("a channel closed meanwhile opens no socket", async () => {
    server.on(TICKET, { status: 201, body: { url: "ws://host/ws?ticket=t" } });
    const rest = new Rest({ fetch: server.fetch, credentials: new BearerCredentials() });
    new Socket({ rest, WebSocket: /** @type {any} */ (FakeWebSocket) }).open(handlers).close();
    await new Promise((resolve) => setImmediate(resolve));
    assert.deepEqual([FakeWebSocket.all, told], [[], []]);
  });
});
