/** Styles that few need: those in `styles/later/` do not come with the page. */

/** Resolves once they are in force, the later ones over the earlier. @param {string[]} names */
export async function styled(...names) {
  await Promise.all(names.map(linked));
}

/** @param {string} name */
function linked(name) {
  const address = `/styles/later/${name}.css`;
  if (document.querySelector(`link[href="${address}"]`)) return undefined;
  const link = document.createElement("link");
  link.rel = "stylesheet";
  link.href = address;
  return new Promise((resolve, reject) => {
    link.addEventListener("load", () => resolve(undefined));
    link.addEventListener("error", () => {
      link.remove();
      reject(new TypeError(address));
    });
    document.head.append(link);
  });
}
