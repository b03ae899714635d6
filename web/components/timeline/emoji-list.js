/**
 * The emoji on offer. Their names, by which they are searched and read out, are words of the interface:
 * `emoji.<emoji>`.
 */

/** @typedef {{key: string, emoji: string[]}} EmojiGroup  `key` names the group's words */

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

const graphemes = new Intl.Segmenter(undefined, { granularity: "grapheme" });
const MOST_JUMBO = 3;

/**
 * Whether a message is nothing but one to three emoji, which are then shown large.
 * @param {string} body
 */
export function isJumbo(body) {
  if (body.length > 40) return false;
  const shown = [...graphemes.segment(body.replace(/\s/g, ""))].map(({ segment }) => segment);
  const few = shown.length > 0 && shown.length <= MOST_JUMBO;
  return few && shown.every((each) => /^\p{Extended_Pictographic}/u.test(each));
}
