import { useLayoutEffect, useRef, useState } from "../../vendor/hooks.js";
import { html } from "../html.js";
import { Icon } from "../icons.js";
import { place } from "./placement.js";

/**
 * @typedef {{label: string, icon?: import("../icons.js").IconName, danger?: boolean, choose: () => void}}
 *   MenuItem
 */

/**
 * A button that opens a menu: arrow keys move, letters jump, Enter chooses, Escape and Tab close.
 * @param {{label: string, items: MenuItem[], class?: string, children?: unknown, wide?: boolean}} props
 */
export function MenuButton({ label, items, class: className = "icon-button", children, wide = false }) {
  const [open, setOpen] = useState(false);
  const button = useRef(/** @type {HTMLButtonElement | null} */ (null));
  const close = (/** @type {boolean} */ refocus) => {
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

/**
 * @param {{label: string, items: MenuItem[], anchor: {current: HTMLElement | null},
 *   close: (refocus: boolean) => void}} props
 */
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
 * @param {HTMLElement} list
 * @param {HTMLElement} anchor
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

/**
 * @param {{current: HTMLElement | null}} list
 * @param {{current: HTMLElement | null}} anchor
 * @param {() => void} close
 */
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

/**
 * @param {KeyboardEvent} event
 * @param {(refocus: boolean) => void} close
 */
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

/**
 * @param {KeyboardEvent} event
 * @param {HTMLElement[]} items
 * @param {number} here
 */
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
