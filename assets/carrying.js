/* A call in hand on the calendar, held by the pointer or by keys. What the engine says to each place is painted on the
   days and told beside the call before it is let go; so is that the answer is not there yet.

   Times are wall-clock texts of the calendar's zone, as everywhere here. */

const MINUTE = 60_000;
const STEP = 15;
const NEW = "new-call";
const BOUNDS = [5, 480];

export const minutesBetween = (from, until) => (instant(until) - instant(from)) / MINUTE;

/** A wall-clock text so many minutes later; reckoned without any zone. */
export const after = (wall, minutes) => new Date(instant(wall) + minutes * MINUTE).toISOString().slice(0, 16);

export class Carrying {
  #held = null;
  /** The answer that the page had when it was asked last: what it has then is no answer yet. */
  #asked = null;

  /** `drawn` makes the calendar's own event of an entry; `hold` is told whether something is held by keys. */
  constructor(ground, calendar, latest, drawn, hold) {
    Object.assign(this, { ground, calendar, latest, drawn, hold });
    this.painted = null;
    this.label = made("div", "landing-label");
    this.live = made("p", "sr-only");
    this.live.setAttribute("role", "status");
    this.label.tabIndex = -1;
    this.label.hidden = true;
    this.label.addEventListener("blur", () => this.#held?.byKeys && this.#putBack());
    ground.append(this.label, this.live);
    this.follow = (event) => this.#held && !this.#held.byKeys && this.#place(event.clientX, event.clientY, event.pointerType);
    window.addEventListener("pointermove", this.follow);
  }

  stop() {
    window.removeEventListener("pointermove", this.follow);
  }

  /** The pointer has taken a call. */
  take(entry) {
    this.#hold(entry, false);
  }

  /** The call is over another place now. */
  over(start, minutes, row) {
    if (!this.#held) return;
    Object.assign(this.#held, { start, minutes, row });
    this.#say();
  }

  /** The pointer has let go. Gives where the call is by then, nothing where none was held. */
  end() {
    const held = this.#held;
    this.#held = null;
    this.label.hidden = true;
    this.#paint();
    return held;
  }

  /** What the page knows has changed: perhaps the answer came. */
  refresh() {
    if (this.#held && this.answered !== this.latest.current.landing) this.#say();
  }

  /** Take the call, or draw a new one behind this entry, by keys. Gives whether it did. */
  begin(key, id) {
    const { entries, mayDraw, onDrop, words } = this.latest.current;
    const entry = entries.find((one) => one.id === id);
    if (key === "m" && entry?.kind === "call" && entry.is_movable && onDrop) {
      this.#hold(entry, true, words.held.replace("{title}", entry.title));
    } else if (key === "c" && entry && mayDraw && words?.fresh) {
      const end = after(entry.end, 2 * STEP);
      const drawn = { ...entry, id: NEW, kind: "draft", start: entry.end, end, time: "", title: words.fresh, note: "", tone: "", lengths: [] };
      this.calendar.addEvent(this.drawn(drawn));
      this.#hold(drawn, true, words.freshHint);
    } else return false;
    return true;
  }

  /** A key, while something is held by keys. Gives whether it was meant for it. */
  key({ key, shiftKey }) {
    if (!this.#held?.byKeys) return false;
    const isAcross = this.latest.current.view.startsWith("resource");
    const [back, on, up, down] = isAcross
      ? ["ArrowLeft", "ArrowRight", "ArrowUp", "ArrowDown"]
      : ["ArrowUp", "ArrowDown", "ArrowLeft", "ArrowRight"];
    const { start, row } = this.#held;
    const act = {
      [back]: () => (shiftKey ? this.#resize(-1) : this.#move(this.#snapped(start, -1), row)),
      [on]: () => (shiftKey ? this.#resize(1) : this.#move(this.#snapped(start, 1), row)),
      [up]: () => (isAcross ? this.#move(start, this.#rowBeside(-1)) : this.#move(after(start, -1440), row)),
      [down]: () => (isAcross ? this.#move(start, this.#rowBeside(1)) : this.#move(after(start, 1440), row)),
      PageUp: () => this.#move(after(start, -1440), row),
      PageDown: () => this.#move(after(start, 1440), row),
      Enter: () => this.#drop(),
      Escape: () => this.#putBack(),
    }[key];
    act?.();
    return Boolean(act);
  }

  #hold(entry, byKeys, hint = "") {
    const minutes = minutesBetween(entry.start, entry.end);
    this.at = null;
    this.#held = { entry, start: entry.start, minutes, row: entry.resource, byKeys, isNew: entry.id === NEW };
    this.#ask();
    if (byKeys) {
      this.hold(true);
      this.label.hidden = false;
      this.label.focus({ preventScroll: true });
      this.#follow();
    }
    this.#say(hint);
  }

  #ask() {
    const { landing, onLift, resources } = this.latest.current;
    const { entry, minutes, isNew } = this.#held;
    this.#asked = landing;
    const [first, last] = this.#days();
    if (!isNew) onLift?.(entry.id, minutes, first, last, (resources ?? []).map((row) => row.id));
  }

  #move(start, row) {
    const [first, last] = this.#days();
    const end = after(start, this.#held.minutes);
    if (start < `${first}T00:00` || end > after(`${last}T00:00`, 1440)) return;
    Object.assign(this.#held, { start, row });
    this.#redraw();
  }

  /** The next quarter of an hour, or the one before. */
  #snapped(start, step) {
    const past = new Date(instant(start)).getUTCMinutes() % STEP;
    return after(start, past ? (step > 0 ? STEP - past : -past) : step * STEP);
  }

  #resize(step) {
    const { entry, minutes, isNew } = this.#held;
    const lengths = isNew ? [minutes + step * STEP] : entry.lengths;
    const next = step > 0 ? lengths.find((one) => one > minutes) : lengths.findLast((one) => one < minutes);
    if (!next || next < BOUNDS[0] || next > BOUNDS[1]) return;
    this.#held.minutes = next;
    this.#ask();
    this.#redraw();
  }

  #rowBeside(step) {
    const rows = [...this.ground.querySelectorAll(".row-label[data-row]")].map((head) => head.dataset.row);
    return rows[rows.indexOf(this.#held.row) + step] ?? this.#held.row;
  }

  #redraw() {
    const drawn = this.#drawnHere();
    this.calendar.updateEvent({ ...drawn, classNames: [...drawn.classNames, "entry-carried"] });
    this.#follow();
    this.#say();
  }

  #drawnHere() {
    const { entry, start, minutes, row } = this.#held;
    return this.drawn({ ...entry, start, end: after(start, minutes), resource: row });
  }

  /** Keep the carried call in sight, and what is told of it beside it. */
  #follow() {
    const id = this.#held.entry.id;
    requestAnimationFrame(() => {
      const box = this.#articleOf(id);
      box?.scrollIntoView({ block: "nearest", inline: "nearest" });
      const at = box?.getBoundingClientRect();
      if (at) this.#place(at.left, at.bottom);
    });
  }

  #place(x, y, pointer = "") {
    this.at = [x, y, pointer];
    const { offsetWidth, offsetHeight } = this.label;
    const above = pointer === "touch" ? -offsetHeight - 40 : 14;
    this.label.style.left = `${Math.max(8, Math.min(x + 14, window.innerWidth - offsetWidth - 8))}px`;
    this.label.style.top = `${Math.max(8, Math.min(y + above, window.innerHeight - offsetHeight - 8))}px`;
  }

  #drop() {
    const { entry, start, minutes, row, isNew } = this.#held;
    if (isNew) this.calendar.removeEventById(NEW);
    else this.calendar.updateEvent(this.#drawnHere());
    this.#release(entry);
    if (isNew) {
      this.latest.current.onSelect(start, after(start, minutes), row);
    } else this.latest.current.onDrop(entry.id, entry.version, start, minutes, row);
  }

  #putBack() {
    const { entry, isNew } = this.#held;
    if (isNew) this.calendar.removeEventById(NEW);
    else this.calendar.updateEvent(this.drawn(entry));
    this.#release(entry);
    this.live.textContent = this.latest.current.words.back;
  }

  #release(entry) {
    this.end();
    this.hold(false);
    requestAnimationFrame(() => this.#articleOf(entry.id)?.focus({ preventScroll: true })); // once it is drawn there
  }

  #articleOf(id) {
    return this.ground.querySelector(`[data-entry="${CSS.escape(id)}"]`)?.closest("article");
  }

  #days() {
    const { activeStart, activeEnd } = this.calendar.getView();
    const day = (local, less) => new Date(Date.UTC(local.getFullYear(), local.getMonth(), local.getDate() - less));
    return [day(activeStart, 0), day(activeEnd, 1)].map((one) => one.toISOString().slice(0, 10));
  }

  #say(hint = "") {
    const { byKeys } = this.#held;
    const { head, told, tone } = this.#told();
    this.answered = this.latest.current.landing;
    this.label.hidden = false;
    this.label.dataset.tone = tone ?? "";
    this.label.replaceChildren(made("span", "landing-where", head), made("span", "landing-told", told));
    if (this.at) this.#place(...this.at); // other words are wider
    if (byKeys) this.live.textContent = [hint, head, told].filter(Boolean).join(". ");
    this.#paint();
  }

  #told() {
    const { landing, locale, resources, words } = this.latest.current;
    const { entry, start, minutes, row, isNew } = this.#held;
    const end = after(start, minutes);
    const day = new Intl.DateTimeFormat(locale, { weekday: "short", day: "numeric", month: "short", timeZone: "UTC" });
    const when = `${day.format(new Date(instant(start)))} ${start.slice(11)}–${end.slice(11)}`;
    const found = this.#row(row);
    const name = found?.name ?? resources?.find((one) => one.id === row)?.title;
    const at = landing?.first ? minutesBetween(`${landing.first}T00:00`, start) : 0;
    const stretch = found?.stretches.find(([from, until]) => from <= at && at < until);
    const beside = stretch?.[3] && words.beside.replace("{time}", after(start, stretch[3]).slice(11)).replace("{city}", found.city);
    const head = [when, [name, beside && `(${beside})`].filter(Boolean).join(" ")].filter(Boolean).join(", ");
    if (isNew) return { head, told: "" };
    const isThere = start === entry.start && row === entry.resource;
    const ofLength = isThere && this.#isKnown() && landing.lengths.find(([one]) => one === minutes);
    if (ofLength) return { head, ...landing.texts[ofLength[1]] };
    if (!this.#isKnown() || landing.minutes !== minutes) return { head, told: words.checking };
    return { head, ...(stretch ? landing.texts[stretch[2]] : { told: words.unknown }) };
  }

  /** Whether the answer that the page has is to what is asked now. */
  #isKnown() {
    const { landing } = this.latest.current;
    return Boolean(this.#held) && landing !== this.#asked && landing?.id === this.#held.entry.id;
  }

  /** The answer for a row; where rows are days, that for the one agent who has the call. */
  #row(id) {
    if (!this.#isKnown()) return undefined;
    const { rows } = this.latest.current.landing;
    return rows.find((row) => row.agent === id) ?? (id ? undefined : rows[0]);
  }

  #paint() {
    const { landing, firstHour, lastHour, view } = this.latest.current;
    const isShown = this.#isKnown() && landing.minutes === this.#held.minutes;
    if (this.painted === (isShown ? landing : null)) return;
    this.painted = isShown ? landing : null;
    for (const cell of this.ground.querySelectorAll("[data-day]")) {
      const row = isShown && this.#row(cell.dataset.agent);
      const from = row && minutesBetween(`${landing.first}T00:00`, `${cell.dataset.day}T00:00`) + firstHour * 60;
      const within = [from, from + (lastHour - firstHour) * 60];
      cell.style.backgroundImage = row ? painted(row, landing, within, view.startsWith("resource")) : "";
    }
  }
}

/** Marks a day's cell as a place, so that it can be painted. */
export function place({ date, resource }) {
  const mark = made("span", "landing-mark");
  const day = new Date(Date.UTC(date.getFullYear(), date.getMonth(), date.getDate()));
  mark.dataset.day = day.toISOString().slice(0, 10);
  mark.dataset.agent = resource?.id ?? "";
  return { domNodes: [mark] };
}

/** Where the call would lie if it began at one of the free starts, as a background from edge to edge of a day. */
function painted({ stretches }, { texts, minutes }, [low, high], isAcross) {
  const free = [];
  for (const [from, until, text] of stretches) {
    const [begins, ends] = [Math.max(from, low), Math.min(until - 1 + minutes, high)];
    if (texts[text].tone !== "free" || begins >= ends) continue;
    if (free.length && begins <= free.at(-1)[1]) free.at(-1)[1] = Math.max(free.at(-1)[1], ends);
    else free.push([begins, ends]);
  }
  if (!free.length) return "";
  const at = (minute) => `${(((minute - low) / (high - low)) * 100).toFixed(2)}%`;
  const colour = "var(--landing-free)";
  const stops = free.map(([from, until]) => `transparent ${at(from)}, ${colour} ${at(from)}, ${colour} ${at(until)}, transparent ${at(until)}`);
  return `linear-gradient(${isAcross ? "to right" : "to bottom"}, ${stops.join(", ")})`;
}

function instant(wall) {
  return Date.parse(`${wall}:00Z`);
}

function made(tag, className, text = "") {
  const one = document.createElement(tag);
  one.className = className;
  one.textContent = text;
  return one;
}
