// Calendars as ical.js reads them (Thunderbird, Nextcloud): files in argv, one JSON list of lists of events out.
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";

const ICAL = (await import(createRequire(import.meta.url).resolve("ical.js"))).default;

function told(time) {
  return time.isDate ? time.toString() : time.toString().replace(/Z?$/, time.zone === ICAL.Timezone.utcTimezone ? "Z" : "");
}

function events(path) {
  const whole = new ICAL.Component(ICAL.parse(readFileSync(path, "utf8")));
  return whole.getAllSubcomponents("vevent").map((component) => {
    const event = new ICAL.Event(component);
    return {
      uid: event.uid,
      summary: event.summary,
      start: told(event.startDate),
      end: told(event.endDate),
      sequence: event.sequence,
      status: component.getFirstPropertyValue("status"),
      alarms: component.getAllSubcomponents("valarm").length,
    };
  });
}

process.stdout.write(JSON.stringify(process.argv.slice(2).map(events)));
