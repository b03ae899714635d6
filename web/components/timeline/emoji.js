/**
 * The emoji on offer, finding them, and remembering which one uses. Their names, by which they are searched
 * and read out, are words of the interface: `emoji.<emoji>`.
 */

import "../../words/emoji.js";
import { t } from "../../words/index.js";
import { withoutAccents } from "../names.js";

/** @import { EmojiGroup } from "./types.js" */

const KEPT_UNDER = "parley.emoji";
const KEPT = 16;

/** Offered first, before there are any that one uses often. */
export const USUAL = ["👍", "❤️", "😂", "🎉", "😮", "😢", "🙏", "👀"];

/** @type {Record<string, string>} */
const GROUPS = {
  smileys:
    "😀 😄 😁 😂 🤣 😊 🙂 🙃 😉 😍 🥰 😘 😋 😜 🤪 🤗 🤭 🤫 🤔 🤨 😐 😶 😏 🙄 😬 😌 😴 🥱 🤒 🤯 🥳 😎 🤓 😕 😟 😮 " +
    "😳 🥺 😢 😭 😱 😞 😤 😡 💀 🤖 👻 🫠 🫡",
  gestures:
    "👍 👎 👌 ✌️ 🤞 🤘 👋 🙌 👏 🙏 🤝 💪 👀 🫶 ✍️ 👉 👈 👆 👇 🤷 🤦 🙋 🧠 👶 🏃 💃",
  hearts:
    "❤️ 🧡 💛 💚 💙 💜 🖤 💔 💯 ✨ 🔥 ⭐ ⚡ 💥 💡 ✅ ❌ ❓ ❗ ⚠️ ➕ ➖ 🔴 🟢 💤 ♻️",
  nature:
    "🐶 🐱 🐭 🦊 🐻 🐼 🐸 🐵 🐔 🦉 🦄 🐝 🐛 🦋 🐢 🐙 🐳 🌱 🌳 🌸 🌹 🍀 🌞 🌙 🌈 ☁️ ☔ ❄️ 🌊",
  food:
    "🍎 🍌 🍓 🍋 🥑 🍅 🍞 🥐 🧀 🍕 🍔 🍟 🌮 🍜 🍣 🍰 🎂 🍪 🍫 🍦 ☕ 🍵 🍺 🍷 🥂",
  things:
    "🎉 🎈 🎁 🏆 🥇 ⚽ 🏀 🎮 🎲 🎯 🎵 🎸 🎬 🎨 📷 💻 📱 🔋 🔑 🔒 🔧 🔨 📌 📎 📅 📈 📉 📚 ✏️ 📦 💰 ⏰ ⏳ 🔔 🧪",
  travel:
    "🚀 ✈️ 🚗 🚌 🚆 🚲 🚢 🚧 🏠 🏢 🏖️ ⛰️ 🏕️ 🌍 🗺️ 🏳️‍🌈 🏁",
};

/** @type {EmojiGroup[]} */
export const emojiGroups = Object.entries(GROUPS).map(([name, row]) => {
  return { key: `emoji.${name}`, emoji: row.split(" ") };
});

export const allEmoji = emojiGroups.flatMap((group) => group.emoji);

/** @param {string} emoji */
export function nameOfEmoji(emoji) {
  return t(`emoji.${emoji}`);
}

/** @param {string} text */
function folded(text) {
  return withoutAccents(text).toLowerCase().trim();
}

/** Those whose name has a word that begins with what is sought first, then those that have it anywhere. */
export function findEmoji(/** @type {string} */ sought, nameFor = nameOfEmoji) {
  const wish = folded(sought);
  if (!wish) return [];
  const named = allEmoji.map((emoji) => ({ emoji, name: ` ${folded(nameFor(emoji))}` }));
  const found = named.filter(({ name }) => name.includes(wish));
  const begins = (/** @type {{name: string}} */ { name }) => (name.includes(` ${wish}`) ? 0 : 1);
  return found.sort((one, other) => begins(one) - begins(other)).map(({ emoji }) => emoji);
}

/** The last used ones first, filled up with the usual ones. @param {string[]} used @param {number} count */
export function oftenUsed(used, count) {
  const known = used.filter((emoji) => allEmoji.includes(emoji));
  return [...new Set([...known, ...USUAL])].slice(0, count);
}

export function rememberedEmoji() {
  return (localStorage.getItem(KEPT_UNDER) ?? "").split(" ").filter(Boolean);
}

/** @param {string} emoji */
export function rememberEmoji(emoji) {
  const kept = [emoji, ...rememberedEmoji().filter((other) => other !== emoji)].slice(0, KEPT);
  try {
    localStorage.setItem(KEPT_UNDER, kept.join(" "));
  } catch {
    // A full or forbidden storage: then nothing is remembered, and the emoji is sent all the same.
  }
}
