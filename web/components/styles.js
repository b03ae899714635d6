/** Styles that few need: those in `styles/later/` do not come with the page. */

/** Resolves once it is in force. @param {"calls"} name */
export function styled(name) {
  const address = `/styles/later/${name}.css`;
  if (document.querySelector(`link[href="${address}"]`)) return Promise.resolve();
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
