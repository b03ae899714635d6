import { useMemo, useState } from "../../vendor/hooks.js";
import { app } from "../../state/index.js";
import { useSignalValue } from "../html.js";
import { deliveriesOf, messageOf } from "./outgoing.js";
import { MOST_MEMBERS, readersOf } from "./reading-positions.js";
import { rowsOf } from "./rows.js";

/** @typedef {import("./use-log.js").Log} Log */

/** @type {ReadonlyMap<string, number>} */
const NOBODY = new Map();

/**
 * The rows that are in the document, with what is said about them.
 * @param {string} id
 * @param {Log} log
 */
export function useRows(id, log) {
  const { timeline } = log;
  const me = useSignalValue(app.me);
  const blocks = useSignalValue(app.blocks);
  const firstUnread = useSignalValue(timeline.firstUnread);
  const receipts = useSignalValue(useMemo(() => app.receipts(id), [id]));
  const conversation = useSignalValue(useMemo(() => app.conversation(id), [id]));
  const [revealed, setRevealed] = useState(/** @type {ReadonlySet<string>} */ (new Set()));
  const { start, end } = log.slice;
  const outgoing = log.coversEnd ? timeline.outgoing.peek() : [];
  const said = log.messages.slice(start, end);
  const waiting = me ? outgoing.map((item) => messageOf(item, me, (each) => timeline.find(each))) : [];
  const view = { me: me?.id, firstUnread, atStart: timeline.atStart.peek(), blocks, revealed };
  const small = (conversation?.members_count ?? 0) <= MOST_MEMBERS;
  return {
    rows: rowsOf([...said, ...waiting], log.messages[start - 1], view),
    deliveries: deliveriesOf(log.coversEnd ? said : [], outgoing, me?.id),
    readers: readersOf(said, small ? receipts : NOBODY, new Set([me?.id, ...blocks]), log.coversEnd),
    reveal: (/** @type {string[]} */ ids) => setRevealed(new Set([...revealed, ...ids])),
  };
}
