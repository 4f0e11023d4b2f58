/* What the calendar is made of, loaded when one is first shown, with its styles. */
import "@event-calendar/core/index.css";
import "$/public/calendar.css";

export { createCalendar, destroyCalendar, Interaction, ResourceTimeline, TimeGrid } from "@event-calendar/core";
export { Carrying, place } from "$/public/carrying.js";
