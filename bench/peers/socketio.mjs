// Socket.IO as its documentation sets it up: `node socketio.mjs <Redis URL> <port>` holds sockets in one room;
// with port 0 it holds none and publishes each line of standard input, a JSON list of bodies, through the adapter.
import { createInterface } from "node:readline";

import { createAdapter } from "@socket.io/redis-adapter";
import { createClient } from "redis";
import { Server } from "socket.io";

const BACKLOG = 2048; // what uvicorn listens with
const [url, port] = process.argv.slice(2);

const publishing = createClient({ url });
const subscribing = publishing.duplicate();
await Promise.all([publishing.connect(), subscribing.connect()]);
const io = new Server({
  adapter: createAdapter(publishing, subscribing),
  transports: ["websocket"],
  serveClient: false,
});

if (Number(port)) {
  io.on("connection", (socket) => {
    socket.join("room");
    socket.emit("joined");
  });
  const { createServer } = await import("node:http");
  const server = createServer();
  io.attach(server);
  server.listen(Number(port), "127.0.0.1", BACKLOG, () => console.log("ready"));
} else {
  console.log("ready");
  for await (const line of createInterface({ input: process.stdin })) {
    for (const body of JSON.parse(line)) io.to("room").emit("message", body);
  }
  process.exit();
}
