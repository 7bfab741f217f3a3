"use strict";
// Keys reach the app from the start, and whoever wants another visit loads the page anew.
window.addEventListener("load", () => {
  const again = document.getElementById("again");
  const typing = document.querySelector(".xterm-helper-textarea");
  const seen = new Set();
  const first = (state) => document.body.classList.contains(state) && !seen.has(state) && seen.add(state);
  // textual.js looks for files at the root of the server, where nothing is: everything is below the link.
  const files = `${window.location.origin}/download/`;
  const open = window.open.bind(window);
  window.open = (url, target) =>
    open(url.startsWith(files) ? `${document.body.dataset.root}/download/${url.slice(files.length)}` : url, target);
  again.addEventListener("click", () => window.location.reload());
  new MutationObserver(() => {
    // Anew where it was given already: now there is somebody to be told of it.
    if (first("-loaded")) typing.blur(), typing.focus();
    if (first("-closed")) again.focus();
  }).observe(document.body, { attributeFilter: ["class"] });
});
