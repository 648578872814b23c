// Reads the calendars whose paths come on standard input, one a line, with ical.js; writes what it found as JSON.
import { readFileSync } from "node:fs";
import ICAL from "../node/node_modules/ical.js/dist/ical.js";

const moment = (time) => time.isDate ? time.toString() : new Date(time.toUnixTime() * 1000).toISOString();
const out = {};
for (const path of readFileSync(0, "utf8").split("\n").filter(Boolean)) {
  const calendar = new ICAL.Component(ICAL.parse(readFileSync(path, "utf8")));
  ICAL.TimezoneService.reset();
  for (const zone of calendar.getAllSubcomponents("vtimezone")) ICAL.TimezoneService.register(zone);
  out[path] = calendar.getAllSubcomponents("vevent").map((component) => {
    const event = new ICAL.Event(component);
    return {
      UID: event.uid, DTSTART: moment(event.startDate), DTEND: moment(event.endDate), SUMMARY: event.summary,
      STATUS: component.getFirstPropertyValue("status"), LOCATION: event.location ?? "", DESCRIPTION: event.description ?? "",
      CATEGORIES: component.getFirstProperty("categories")?.getValues() ?? [],
    };
  });
}
process.stdout.write(JSON.stringify(out));
