/** The dialog in which one chooses an emoji. */

import { useLayoutEffect, useMemo, useRef, useState } from "../../vendor/hooks.js";
import { t } from "../../words/index.js";
import { inputOf } from "../dialogs.js";
import { html } from "../html.js";
import { place } from "../menu.js";
import { emojiGroups, findEmoji, nameOfEmoji, oftenUsed, rememberedEmoji, rememberEmoji } from "./emoji.js";

/** @import { EmojiGroup } from "./types.js" */

/** As styles/emoji.css lays them out; the arrow keys need to know. */
const COLUMNS = 8;

/** @param {string} sought @returns {EmojiGroup[]} */
function shownGroups(sought) {
  if (sought.trim()) return [{ key: "emoji.found", emoji: findEmoji(sought) }];
  return [{ key: "emoji.often", emoji: oftenUsed(rememberedEmoji(), COLUMNS) }, ...emojiGroups];
}

/**
 * Beside its button where there is room; narrow windows have it at their lower edge.
 * @param {HTMLDialogElement} dialog
 * @param {HTMLElement} anchor
 */
function openBeside(dialog, anchor) {
  dialog.showModal();
  // A screen keyboard would cover what there is to choose from.
  if (matchMedia("(pointer: coarse)").matches) dialog.focus();
  if (!matchMedia("(min-width: 40rem)").matches) return;
  const { clientWidth: width, clientHeight: height } = document.documentElement;
  const rtl = getComputedStyle(anchor).direction === "rtl";
  const at = place(anchor.getBoundingClientRect(), dialog.getBoundingClientRect(), { width, height, rtl });
  dialog.style.left = `${at.left}px`;
  dialog.style.top = `${at.top}px`;
}

/**
 * @param {{anchor: HTMLElement, choose: (emoji: string) => void, close: () => void}} props
 */
export function EmojiPicker({ anchor, choose, close }) {
  const [sought, setSought] = useState("");
  const groups = useMemo(() => shownGroups(sought), [sought]);
  const dialog = useRef(/** @type {HTMLDialogElement | null} */ (null));
  useLayoutEffect(() => {
    const shown = dialog.current;
    if (shown) openBeside(shown, anchor);
    return () => shown?.close();
  }, []);
  const take = (/** @type {string} */ emoji) => {
    rememberEmoji(emoji);
    close();
    choose(emoji);
  };
  const cancel = (/** @type {Event} */ event) => {
    event.preventDefault();
    close();
  };
  return html`<dialog ref=${dialog} class="emoji-picker" tabindex="-1" aria-label=${t("emoji.title")}
      onPointerDown=${(/** @type {MouseEvent} */ event) => event.target === dialog.current && close()}
      onCancel=${cancel} onKeyDown=${moveInGrid}>
    <div class="emoji-sheet">
      <input class="emoji-search field-input" type="search" aria-label=${t("emoji.search")}
        placeholder=${t("emoji.search")} value=${sought} dir="auto"
        onKeyDown=${(/** @type {KeyboardEvent} */ event) => takeFirst(event, groups, take)}
        onInput=${(/** @type {InputEvent} */ event) => setSought(inputOf(event).value)} />
      <div class="emoji-groups">
        ${groups.map((group) => html`<${Group} key=${group.key} group=${group} take=${take} />`)}
        ${groups[0].emoji.length === 0 && html`<p class="emoji-none">${t("emoji.none")}</p>`}
      </div>
    </div>
  </dialog>`;
}

/** @param {KeyboardEvent} event @param {EmojiGroup[]} groups @param {(emoji: string) => void} take */
function takeFirst(event, groups, take) {
  const [first] = groups[0].emoji;
  if (event.key !== "Enter" || event.isComposing || !first) return;
  event.preventDefault();
  take(first);
}

/** @param {{group: EmojiGroup, take: (emoji: string) => void}} props */
function Group({ group, take }) {
  return html`<section role="group" aria-label=${t(group.key)}>
    <h3 class="emoji-heading" aria-hidden="true">${t(group.key)}</h3>
    <div class="emoji-grid">
      ${group.emoji.map((emoji, index) => html`<button type="button" key=${emoji} class="emoji" data-emoji=${emoji}
        tabindex=${index === 0 ? 0 : -1} aria-label=${nameOfEmoji(emoji)} title=${nameOfEmoji(emoji)}
        onClick=${() => take(emoji)}>${emoji}</button>`)}
    </div>
  </section>`;
}

/** Arrow keys go through the whole grid, also from one group to the next. @param {KeyboardEvent} event */
function moveInGrid(event) {
  const dialog = /** @type {HTMLElement} */ (event.currentTarget);
  const from = /** @type {HTMLElement} */ (event.target);
  const searching = from.matches(".emoji-search");
  if (searching && event.key !== "ArrowDown") return;
  const all = /** @type {HTMLElement[]} */ ([...dialog.querySelectorAll(".emoji")]);
  const next = searching ? all[0] : neighbour(all, from, event.key);
  if (!next) return;
  event.preventDefault();
  next.focus();
}

/** @type {(all: HTMLElement[], from: HTMLElement, key: string) => HTMLElement | null | undefined} */
function neighbour(all, from, key) {
  const index = all.indexOf(from);
  if (index < 0) return null;
  const rtl = getComputedStyle(from).direction === "rtl";
  switch (key) {
    case "ArrowRight": return all[index + (rtl ? -1 : 1)];
    case "ArrowLeft": return all[index + (rtl ? 1 : -1)];
    case "ArrowDown": return beneath(all, from, 1);
    case "ArrowUp": return beneath(all, from, -1) ?? from.closest("dialog")?.querySelector("input");
    case "Home": return all[0];
    case "End": return all[all.length - 1];
    default: return null;
  }
}

/**
 * One row further in the same column, or the end of a shorter row.
 * @type {(all: HTMLElement[], from: HTMLElement, way: 1 | -1) => HTMLElement | undefined}
 */
function beneath(all, from, way) {
  const group = /** @type {HTMLElement[]} */ ([...(from.parentElement?.children ?? [])]);
  const here = group.indexOf(from);
  const within = group[here + way * COLUMNS];
  if (within) return within;
  const first = all.indexOf(group[0]);
  const edge = way > 0 ? all[first + group.length] : all[first - 1];
  const cells = /** @type {HTMLElement[]} */ ([...(edge?.parentElement?.children ?? [])]);
  const rowStart = way > 0 ? 0 : Math.floor((cells.length - 1) / COLUMNS) * COLUMNS;
  return cells[Math.min(rowStart + (here % COLUMNS), cells.length - 1)];
}
