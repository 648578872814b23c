// Reads calendars with the library that is named: JSON of name -> text on standard input, name -> events on standard output.
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";

const require = createRequire(new URL("../node/", import.meta.url));
const utc = (milliseconds) => new Date(milliseconds).toISOString().replace(".000Z", "Z");

const readers = {
  "ical.js": async () => {
    const ICAL = (await import(require.resolve("ical.js"))).default;
    const moment = (time) => time.isDate ? time.toString() : utc(time.toUnixTime() * 1000);
    const times = (event) => {
      if (!event.isRecurring()) return [event];
      const found = [], expansion = event.iterator(); // a RecurExpansion
      for (let start = expansion.next(); start; start = expansion.next()) found.push(event.getOccurrenceDetails(start));
      return found;
    };
    return (text) => {
      const calendar = new ICAL.Component(ICAL.parse(text));
      ICAL.TimezoneService.reset();
      for (const zone of calendar.getAllSubcomponents("vtimezone")) ICAL.TimezoneService.register(zone);
      return calendar.getAllSubcomponents("vevent").flatMap((component) => {
        const event = new ICAL.Event(component);
        return times(event).map(({ startDate, endDate }) => ({
          uid: event.uid, start: moment(startDate), end: moment(endDate), summary: event.summary,
          status: component.getFirstPropertyValue("status"), location: event.location ?? "", description: event.description ?? "",
          categories: component.getFirstProperty("categories")?.getValues() ?? [], sequence: event.sequence ?? 0,
        }));
      });
    };
  },
  "node-ical": async () => {
    const ical = require("node-ical");
    const text = (value) => value?.val ?? value ?? ""; // a text with parameters comes with them
    const two = (number) => String(number).padStart(2, "0");
    const moment = (time) => time.dateOnly
      ? `${time.getFullYear()}-${two(time.getMonth() + 1)}-${two(time.getDate())}` // midnight of the machine's own zone
      : utc(time.getTime());
    const always = { from: new Date("2020-01-01"), to: new Date("2040-01-01") };
    const times = (event) => event.rrule ? ical.expandRecurringEvent(event, always) : [event];
    const events = (raw) => Object.values(ical.sync.parseICS(raw)).filter((found) => found.type === "VEVENT");
    return (raw) => events(raw).flatMap((event) => times(event).map(({ start, end }) => ({
      uid: event.uid, start: moment(start), end: moment(end), summary: text(event.summary), status: event.status,
      location: text(event.location), description: text(event.description), categories: event.categories ?? [],
      sequence: Number(event.sequence ?? 0),
    })));
  },
};

const read = await readers[process.argv[2]]();
const calendars = JSON.parse(readFileSync(0, "utf8"));
process.stdout.write(JSON.stringify(Object.fromEntries(Object.entries(calendars).map(([name, text]) => [name, read(text)]))));
