// Reads one .ics file with ical.js and prints what it understood as JSON: `node ical.mjs FILE`.
//
// ical.js alone forgives three things that no calendar of ours may need, so they are refused here: bytes that are
// not UTF-8, anything but exactly one VCALENDAR, and a date that ical.js silently moves (20260931 becomes
// 1 October, 2026-09-01 with hyphens becomes a day in 2025).

import { readFileSync } from "node:fs";
import { argv, exit, stderr, stdout } from "node:process";

import ICAL from "ical.js";

class Refused extends Error {}

function readText(path) {
  try {
    return new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(readFileSync(path));
  } catch (error) {
    throw error instanceof TypeError ? new Refused("not UTF-8") : error;
  }
}

function parseCalendar(text) {
  const parsed = ICAL.parse(text);
  // Several calendars in one text come back as a list of components, one as a component: [name, properties, parts].
  if (parsed.length === 0 || Array.isArray(parsed[0])) {
    throw new Refused(`expected one VCALENDAR, got ${parsed.length}`);
  }
  const calendar = new ICAL.Component(parsed);
  if (calendar.name !== "vcalendar") {
    throw new Refused(`expected a VCALENDAR, got ${calendar.name.toUpperCase()}`);
  }
  return calendar;
}

function valuesOf(property) {
  try {
    return property.getValues();
  } catch (error) {
    // ical.js decodes a value when it is first asked for, and then throws a plain Error that names no property.
    throw new Refused(`${property.name.toUpperCase()}: ${error.message}`);
  }
}

function checkTimes(component) {
  for (const property of component.getAllProperties()) {
    const written = property.toJSON().slice(3);
    valuesOf(property).forEach((value, index) => {
      if (!(value instanceof ICAL.Time)) {
        return;
      }
      // A copy from the parts forces ical.js to carry days over into the next month, as a client would.
      const meant = ICAL.Time.fromData(value.toJSON(), value.zone);
      if (meant.toString() !== written[index]) {
        throw new Refused(`${property.name.toUpperCase()} ${written[index]} is read as ${meant}`);
      }
    });
  }
  component.getAllSubcomponents().forEach(checkTimes);
}

function plain(value) {
  return value !== null && typeof value === "object" && !Array.isArray(value) ? value.toString() : value;
}

function first(component, name) {
  return plain(component.getFirstPropertyValue(name));
}

function readEvent(event) {
  return {
    uid: first(event, "uid"),
    summary: first(event, "summary"),
    dtstart: first(event, "dtstart"),
    dtend: first(event, "dtend"),
    dtstamp: first(event, "dtstamp"),
    sequence: first(event, "sequence"),
    status: first(event, "status"),
    transp: first(event, "transp"),
    categories: event.getAllProperties("categories").flatMap((property) => property.getValues()),
    description: first(event, "description"),
    geo: first(event, "geo"),
    location: first(event, "location"),
    url: first(event, "url"),
    related: event.getAllProperties("related-to").map((property) => ({
      uid: property.getFirstValue(),
      reltype: property.getParameter("reltype") ?? "PARENT",
    })),
    alarms: event.getAllSubcomponents("valarm").length,
  };
}

function read(path) {
  const calendar = parseCalendar(readText(path));
  checkTimes(calendar);
  const properties = {};
  for (const property of calendar.getAllProperties()) {
    (properties[property.name] ??= []).push(...property.getValues().map(plain));
  }
  const parts = calendar.getAllSubcomponents();
  return {
    calendar: properties,
    events: parts.filter((part) => part.name === "vevent").map(readEvent),
    others: parts.filter((part) => part.name !== "vevent").map((part) => part.name),
  };
}

try {
  stdout.write(`${JSON.stringify(read(argv[2]), null, 2)}\n`);
} catch (error) {
  if (!(error instanceof Refused || error instanceof ICAL.parse.ParserError)) {
    throw error;
  }
  stderr.write(`${error.message}\n`);
  exit(1);
}
