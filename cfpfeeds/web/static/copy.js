// Copy buttons. They appear only where copying works, and say through the status region that they copied.
"use strict";
const told = document.getElementById("copied");
for (const button of document.querySelectorAll("button[data-copy]")) {
  if (!navigator.clipboard || !told) continue;
  button.hidden = false;
  button.addEventListener("click", async () => {
    const address = document.getElementById(button.dataset.copy).textContent;
    try {
      await navigator.clipboard.writeText(address);
      told.textContent = `Copied: ${address}`;
    } catch {
      told.textContent = "Your browser does not allow copying: please select the address and copy it.";
    }
  });
}
