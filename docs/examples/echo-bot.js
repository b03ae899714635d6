/**
 * A bot that says again what others say, once: PARLEY_URL, PARLEY_USER and PARLEY_PASSWORD tell it where and
 * as whom.
 */

import { BearerCredentials, Rest, Socket, systemClock } from "../../web/net/index.js";
import { Sync } from "../../web/sync/index.js";

const { PARLEY_URL = "http://127.0.0.1:8000", PARLEY_USER, PARLEY_PASSWORD } = process.env;

const rest = new Rest({ base: PARLEY_URL, credentials: new BearerCredentials() });
const { user } = await rest.post("/api/auth/token", { username: PARLEY_USER, password: PARLEY_PASSWORD });

const sync = new Sync({
  wire: new Socket({ rest }),
  clock: systemClock,
  listener: {
    entries(conversation, entries) {
      for (const { type, id, body, sender } of entries) {
        if (type !== "message" || body === null || sender.id === user.id) continue;
        // The server makes one message of all that carry this id, also after a restart of the bot.
        sync.enqueue({ conversation, body, client_id: `echo-${id}` });
      }
    },
    added: ({ id, visible_from: first }) => sync.follow(id, first - 1),
    reset: async (id) => sync.follow(id, (await rest.get(`/api/conversations/${id}`)).head),
    link: ({ state }) => console.log(state),
    signedOut: () => process.exit(1),
  },
});

for await (const page of rest.pages("/api/conversations")) {
  for (const { id, head } of page) sync.follow(id, head);
}
sync.start();
process.on("SIGTERM", () => sync.stop());
