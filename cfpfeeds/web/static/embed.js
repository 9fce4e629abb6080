// One line in a page puts a list of calls there:
//   <script src="https://HOST/embed.js" async data-list="nursing" data-look="count=5&level=3"></script>
// A link before the script stays until the list is there. What this file does never changes.
(() => {
  "use strict";
  const script = document.currentScript;
  if (!script) return;
  const base = new URL(".", script.src);
  const list = (script.dataset.list || "all").split("/").map(encodeURIComponent).join("/");
  const look = script.dataset.look || "";
  const link = script.previousElementSibling?.matches("a[href]") ? script.previousElementSibling : null;

  const frame = document.createElement("iframe");
  frame.src = new URL(`${list}/embed${look ? `?${look}` : ""}`, base).href;
  frame.title = script.dataset.title || link?.textContent || "Calls for papers";
  frame.width = "100%";
  frame.height = "420";
  frame.loading = "lazy";
  frame.setAttribute("frameborder", "0");
  script.after(frame);

  addEventListener("message", (message) => {
    if (message.source !== frame.contentWindow || message.origin !== base.origin) return;
    const height = message.data?.cfpfeeds?.height;
    if (!Number.isInteger(height) || height < 40 || height > 20000) return;
    frame.height = String(height);
    if (link) link.hidden = true;
  });
})();
