// Copy buttons. They appear only where copying works, and say through the status region that they copied.
(() => {
  "use strict";
  const {copied, refused} = document.currentScript.dataset;
  window.offerCopying = () => {
    for (const button of document.querySelectorAll("button[data-copy][hidden]")) {
      if (!navigator.clipboard || !document.getElementById("copied")) return;
      button.hidden = false;
      button.addEventListener("click", async () => {
        const told = document.getElementById("copied");
        const address = document.getElementById(button.dataset.copy).textContent;
        try {
          await navigator.clipboard.writeText(address);
          told.textContent = button.dataset.told || copied.replace("{address}", () => address);
        } catch {
          told.textContent = refused;
        }
      });
    }
  };
  window.offerCopying();
})();
