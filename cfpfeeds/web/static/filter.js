// The builder without pressing its button: a moment after a choice the result is fetched and put in place.
(() => {
  "use strict";
  const form = document.getElementById("wishes");
  let waiting, latest = 0;
  const usual = {events: "as-known", labels: "en"};

  function address() {
    const wishes = [...new FormData(form)].filter(([name, value]) => value.trim() && usual[name] !== value);
    const query = new URLSearchParams(wishes).toString();
    return form.getAttribute("action") + (query ? `?${query}` : "");
  }

  async function show() {
    const mine = ++latest, where = address();
    try {
      const answer = await fetch(where);
      if (!answer.ok || mine !== latest) return;
      const page = new DOMParser().parseFromString(await answer.text(), "text/html");
      if (mine !== latest) return;
      document.getElementById("result").replaceWith(page.getElementById("result"));
      document.title = page.title;
      history.replaceState(null, "", where);
      window.offerCopying?.();
    } catch {
      // The button still works.
    }
  }

  const choices = form.querySelector(".choices"), chosen = choices?.querySelector(":checked");
  if (chosen) choices.scrollTop += chosen.getBoundingClientRect().top - choices.getBoundingClientRect().top - 40;

  form.addEventListener("input", () => {
    clearTimeout(waiting);
    waiting = setTimeout(show, 350);
  });
})();
