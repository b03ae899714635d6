/** How long a recording is, which a browser that records does not know when it writes the beginning: RFC 9559. */

/** Segment information, where the length belongs, and the length. */
const INFO = [0x15, 0x49, 0xa9, 0x66];
const DURATION = [0x44, 0x89];
/** It stands within the first bytes. */
const HEAD_BYTES = 4096;

/**
 * The beginning of a recording that says how long the whole is. Anything but WebM stays as it is.
 * @param {Blob} beginning @param {number} ms
 */
export async function withDuration(beginning, ms) {
  const head = new Uint8Array(await beginning.slice(0, HEAD_BYTES).arrayBuffer());
  const info = infoIn(head);
  if (!info || find(head.subarray(info.start, info.end), DURATION) >= 0) return beginning;
  const length = lengthOf(ms);
  const size = sized(info.end - info.start + length.length);
  return new Blob([head.slice(0, info.size), size, head.slice(info.start, info.end), length, beginning.slice(info.end)]);
}

/** Where its size stands, where it starts, and where it ends. @param {Uint8Array} head */
function infoIn(head) {
  const size = find(head, INFO) + INFO.length;
  if (size < INFO.length || size >= head.length) return null;
  const width = Math.clz32(head[size]) - 23;
  const start = size + width;
  const [first, ...rest] = head.subarray(size, start);
  const length = rest.reduce((sum, byte) => sum * 256 + byte, first & (0xff >> width));
  const end = start + length;
  return end <= head.length ? { size, start, end } : null;
}

/** In milliseconds, which is what browsers count in. @param {number} ms */
function lengthOf(ms) {
  const element = new Uint8Array(DURATION.length + 1 + 8);
  element.set([...DURATION, 0x88]);
  new DataView(element.buffer).setFloat64(DURATION.length + 1, ms);
  return element;
}

/** As eight bytes. @param {number} length below 2³² */
function sized(length) {
  const bytes = new Uint8Array(8);
  bytes[0] = 1;
  new DataView(bytes.buffer).setUint32(4, length);
  return bytes;
}

/** @param {Uint8Array} bytes @param {number[]} sought */
function find(bytes, sought) {
  return bytes.findIndex((_, place) => sought.every((byte, offset) => bytes[place + offset] === byte));
}
