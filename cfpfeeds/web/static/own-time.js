// The time left by the reader's own clock, and exact moments in the reader's own time beside the printed ones.
(() => {
  "use strict";
  const minute = 60_000, hour = 60 * minute, day = 24 * hour;
  const many = (number, name) => `${number} ${name}${number === 1 ? "" : "s"} left`;

  function left(mark, now) {
    const moment = mark.dataset.moment ? Date.parse(mark.dataset.moment) : NaN;
    const closes = Date.parse(mark.dataset.closes);
    if (now > closes) return "passed";
    if (!Number.isNaN(moment)) {
      const ahead = moment - now;
      if (ahead < 2 * hour) return many(Math.max(1, Math.floor(ahead / minute)), "minute");
      if (ahead < 2 * day) return many(Math.floor(ahead / hour), "hour");
    }
    const [year, month, date] = mark.dataset.day.split("-").map(Number);
    const here = new Date(now);
    const days = Math.round((Date.UTC(year, month - 1, date) - Date.UTC(here.getFullYear(), here.getMonth(), here.getDate())) / day);
    if (days < 0) return "last hours";
    if (days === 0) return "last day";
    return days <= 99 ? many(days, "day") : mark.textContent;
  }

  function show() {
    for (const mark of document.querySelectorAll("[data-closes]")) {
      const told = left(mark, Date.now());
      if (mark.textContent !== told) mark.textContent = told;
    }
  }

  const zone = Intl.DateTimeFormat().resolvedOptions().timeZone || "";
  const format = new Intl.DateTimeFormat("en-GB", {dateStyle: "long", timeStyle: "short"});
  for (const own of document.querySelectorAll("[data-own]")) {
    own.textContent = ` In your time${zone ? ` (${zone.split("/").pop().replaceAll("_", " ")})` : ""}: ${format.format(new Date(own.dataset.own))}.`;
    own.hidden = false;
  }
  show();
  setInterval(show, minute);
})();
