/** Menus, and where they and other things open beside a button. */
import { useLayoutEffect, useRef, useState } from "../vendor/hooks.js";
import { html } from "./html.js";
import { Icon } from "./icons.js";

/** @import { MenuItem } from "./types.js" */
/** @typedef {{current: HTMLElement | null}} Held */
/** @typedef {(refocus: boolean) => void} Close */

/**
 * A button that opens a menu: arrow keys move, letters jump, Enter chooses, Escape and Tab close.
 * @param {{label: string, items: MenuItem[], class?: string, children?: unknown, wide?: boolean}} props
 */
export function MenuButton({ label, items, class: className = "icon-button", children, wide = false }) {
  const [open, setOpen] = useState(false);
  const button = useRef(/** @type {HTMLButtonElement | null} */ (null));
  /** @type {Close} */
  const close = (refocus) => {
    setOpen(false);
    if (refocus) button.current?.focus();
  };
  const keys = (/** @type {KeyboardEvent} */ event) => {
    if (event.key !== "ArrowDown" && event.key !== "ArrowUp") return;
    event.preventDefault();
    setOpen(true);
  };
  return html`<button ref=${button} type="button" class=${className} aria-label=${wide ? null : label}
      title=${wide ? null : label} aria-haspopup="menu" aria-expanded=${open ? "true" : "false"}
      onClick=${() => setOpen(!open)} onKeyDown=${keys}>${children}</button>
    ${open && html`<${MenuList} label=${label} items=${items} anchor=${button} close=${close} />`}`;
}

/** @param {{label: string, items: MenuItem[], anchor: Held, close: Close}} props */
function MenuList({ label, items, anchor, close }) {
  const list = useRef(/** @type {HTMLElement | null} */ (null));
  useLayoutEffect(() => {
    if (list.current && anchor.current) openBeside(list.current, anchor.current);
  }, []);
  useLayoutEffect(() => closeOnOutside(list, anchor, () => close(false)), []);
  const choose = (/** @type {MenuItem} */ item) => {
    close(true);
    item.choose();
  };
  return html`<div ref=${list} class="menu" role="menu" aria-label=${label} popover="manual"
      onKeyDown=${(/** @type {KeyboardEvent} */ event) => navigate(event, close)}>
    ${items.map((item) => html`<button type="button" role="menuitem" tabindex="-1" key=${item.label}
        class=${item.danger ? "menu-item menu-item-danger" : "menu-item"} onClick=${() => choose(item)}>
      ${item.icon && html`<${Icon} name=${item.icon} size=${18} />`}<span>${item.label}</span>
    </button>`)}
  </div>`;
}

/**
 * In the browser's top layer, so that no scrolling panel or dialog cuts it off.
 * @type {(list: HTMLElement, anchor: HTMLElement) => void}
 */
function openBeside(list, anchor) {
  list.showPopover();
  const at = place(anchor.getBoundingClientRect(), list.getBoundingClientRect(), {
    width: document.documentElement.clientWidth,
    height: document.documentElement.clientHeight,
    rtl: getComputedStyle(anchor).direction === "rtl",
  });
  list.style.left = `${at.left}px`;
  list.style.top = `${at.top}px`;
  /** @type {HTMLElement | null} */ (list.querySelector("[role=menuitem]"))?.focus();
}

/** @type {(list: Held, anchor: Held, close: () => void) => () => void} */
function closeOnOutside(list, anchor, close) {
  const outside = (/** @type {Event} */ event) => {
    const target = /** @type {Node} */ (event.target);
    if (!list.current?.contains(target) && !anchor.current?.contains(target)) close();
  };
  document.addEventListener("pointerdown", outside, true);
  window.addEventListener("resize", close);
  return () => {
    document.removeEventListener("pointerdown", outside, true);
    window.removeEventListener("resize", close);
  };
}

/** @type {(event: KeyboardEvent, close: Close) => void} */
function navigate(event, close) {
  const list = /** @type {HTMLElement} */ (event.currentTarget);
  const items = /** @type {HTMLElement[]} */ ([...list.querySelectorAll("[role=menuitem]")]);
  const here = items.indexOf(/** @type {HTMLElement} */ (document.activeElement));
  if (event.key === "Tab") return close(false);
  if (event.key === "Escape") {
    // Only the menu closes, not the dialog below it.
    event.preventDefault();
    event.stopPropagation();
    return close(true);
  }
  const next = target(event, items, here);
  if (!next) return undefined;
  event.preventDefault();
  return next.focus();
}

/** @type {(event: KeyboardEvent, items: HTMLElement[], here: number) => HTMLElement | undefined} */
function target(event, items, here) {
  if (event.key === "ArrowDown") return items[(here + 1) % items.length];
  if (event.key === "ArrowUp") return items[(here - 1 + items.length) % items.length];
  if (event.key === "Home") return items[0];
  if (event.key === "End") return items[items.length - 1];
  if (event.key.length !== 1 || event.key === " " || event.ctrlKey || event.metaKey) return undefined;
  const after = [...items.slice(here + 1), ...items.slice(0, here + 1)];
  const letter = event.key.toLocaleLowerCase();
  return after.find((item) => item.textContent?.trim().toLocaleLowerCase().startsWith(letter));
}

/** CSS pixels between a menu and its button, and between a menu and the edge of the window. */
const [gap, margin] = [4, 8];

/**
 * Where a menu of this size goes so that it touches its button and stays within the window: below it or,
 * without room there, above; at the button's starting edge or, without room, its ending edge.
 * @param {Pick<DOMRect, "left" | "right" | "top" | "bottom">} anchor
 * @param {{width: number, height: number}} size
 * @param {{width: number, height: number, rtl: boolean}} window
 * @returns {{left: number, top: number}} CSS pixels in the window
 */
export function place(anchor, size, window) {
  const under = anchor.bottom + gap;
  const over = anchor.top - gap - size.height;
  const fitsBelow = under + size.height <= window.height - margin;
  const top = fitsBelow || over < margin ? under : over;
  const atLeft = anchor.left;
  const atRight = anchor.right - size.width;
  const fitsLeft = atLeft + size.width <= window.width - margin;
  const left = window.rtl ? (atRight >= margin ? atRight : atLeft) : fitsLeft ? atLeft : atRight;
  return {
    left: clamp(left, margin, window.width - size.width - margin),
    top: clamp(top, margin, window.height - size.height - margin),
  };
}

/** @type {(value: number, least: number, most: number) => number} */
function clamp(value, least, most) {
  return Math.max(least, Math.min(value, most));
}
