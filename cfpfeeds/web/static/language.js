// Where the page is not in a language of the reader's and there is one that is, a line says so. Nobody is sent anywhere.
(() => {
  "use strict";
  const offer = document.getElementById("offer");
  const links = [...document.querySelectorAll(".languages a[hreflang]")];
  const plain = (tag) => tag.toLowerCase().split("-")[0];
  const wanted = (navigator.languages || []).map(plain);
  if (!offer || wanted.includes(plain(document.documentElement.lang))) return;
  const code = wanted.find((tag) => links.some((link) => plain(link.hreflang) === tag));
  const found = links.find((link) => plain(link.hreflang) === code);
  if (!found) return;
  const link = document.createElement("a");
  link.href = found.href;
  link.hreflang = link.lang = found.hreflang;
  link.textContent = found.dataset.offer;
  offer.append(link);
  offer.hidden = false;
})();
