// Tells the page around the frame how high this list is, on load and whenever that changes.
(() => {
  "use strict";
  const root = document.documentElement;
  let last = 0;
  function tell() {
    const height = Math.ceil(root.getBoundingClientRect().height);
    if (height === last) return;
    last = height;
    parent.postMessage({cfpfeeds: {height}}, "*");
  }
  if (parent !== window) {
    new ResizeObserver(tell).observe(root);
    addEventListener("load", tell);
  }
})();
