// The time left by the reader's own clock, and exact moments in the reader's own time beside the printed ones.
(() => {
  "use strict";
  const minute = 60_000, hour = 60 * minute, day = 24 * hour;
  const language = document.documentElement.lang;
  const words = JSON.parse(document.currentScript.dataset.words);
  const plural = new Intl.PluralRules(language);
  const many = (number, name) => (words[name][plural.select(number)] || words[name].other).replace("{n}", number);

  function left(mark, now) {
    const moment = mark.dataset.moment ? Date.parse(mark.dataset.moment) : NaN;
    const closes = Date.parse(mark.dataset.closes);
    if (now > closes) return words.passed;
    if (!Number.isNaN(moment)) {
      const ahead = moment - now;
      if (ahead < 2 * hour) return many(Math.max(1, Math.floor(ahead / minute)), "minute");
      if (ahead < 2 * day) return many(Math.floor(ahead / hour), "hour");
    }
    const [year, month, date] = mark.dataset.day.split("-").map(Number);
    const here = new Date(now);
    const days = Math.round((Date.UTC(year, month - 1, date) - Date.UTC(here.getFullYear(), here.getMonth(), here.getDate())) / day);
    if (days < 0) return words.lastHours;
    if (days === 0) return words.lastDay;
    return days <= 99 ? many(days, "day") : mark.textContent;
  }

  function show() {
    for (const mark of document.querySelectorAll("[data-closes]")) {
      const told = left(mark, Date.now());
      if (mark.textContent !== told) mark.textContent = told;
    }
  }

  const zone = Intl.DateTimeFormat().resolvedOptions().timeZone || "";
  const city = zone.split("/").pop().replaceAll("_", " ");
  const format = new Intl.DateTimeFormat(language === "en" ? "en-GB" : language, {dateStyle: "long", timeStyle: "short"});
  for (const own of document.querySelectorAll("[data-own]")) {
    const moment = format.format(new Date(own.dataset.own));
    own.textContent = ` ${(zone ? words.inZone : words.inYours).replace("{zone}", city).replace("{moment}", moment)}`;
    own.hidden = false;
  }
  show();
  setInterval(show, minute);
})();
