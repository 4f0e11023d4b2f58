/* A calendar with a row for each agent: the rows under their headings, the ground of each as one piece, and the entries
   row by row, those in sight first. Sixty agents' week is 1,500 calls: drawn at once they would take seconds. */

const DAY = 86_400_000;
const HOUR = 3_600_000;
const ROWS_AT_FIRST = 20;
const ROWS_AT_ONCE = 3;
const ROW = 44;
const GROUP = 28;
const HEAD = 72;
const NARROW = 112;
const WIDE = 208;

export const isTimeline = ({ view }) => view.startsWith("resourceTimeline");

/** Pixels of half an hour: a day has the whole width, a week goes on beyond it. */
export function slotWidth(ground, { view, firstHour, lastHour }) {
  if (view !== "resourceTimelineDay") return 20;
  const left = ground.clientWidth - (ground.clientWidth < 640 ? NARROW : WIDE) - 20;
  return Math.max(34, Math.floor(left / (lastHour - firstHour) / 2));
}

/** As high as its rows, so that nothing jumps when they are drawn. */
export function height({ resources }) {
  const groups = new Set(resources.map((row) => row.group)).size;
  return HEAD + resources.length * ROW + groups * GROUP;
}

/** The rows, under a heading where neighbours share one. */
export function nested(resources) {
  const groups = [];
  for (const row of resources ?? []) {
    if (groups.at(-1)?.title !== row.group) groups.push({ id: `group-${groups.length}`, title: row.group, children: [] });
    groups.at(-1).children.push({ id: row.id, title: row.title, extendedProps: row });
  }
  return groups.length && groups.every((group) => !group.title) ? groups.flatMap((group) => group.children) : groups;
}

/** What stands at the head of a row: text, never HTML. */
export function label({ resource }) {
  const { id, title, note, hint, is_dim: isDim } = resource.extendedProps;
  const made = document.createElement("div");
  made.className = id ? `row-label${isDim ? " row-dim" : ""}` : "row-group";
  if (id) made.dataset.row = id;
  for (const [className, text] of [["row-title", title ?? resource.title], ["row-note", note], ["row-note", hint]]) {
    if (!text) continue;
    const line = document.createElement("div");
    line.className = className;
    line.textContent = text;
    made.append(line);
  }
  made.title = [title, note, hint].filter(Boolean).join("\n");
  return { domNodes: [made] };
}

/** The ground of each row: one event, in which its stretches stand. */
export function grounds(entries, props, halfHour) {
  const byRow = Map.groupBy(entries.filter((entry) => entry.is_behind), (entry) => entry.resource);
  return [...byRow].map(([row, pieces]) => {
    const start = pieces.map((piece) => piece.start).sort()[0];
    const end = pieces.map((piece) => piece.end).sort().at(-1);
    const at = (wall) => across(wall, start.slice(0, 10), props) * halfHour * 2;
    const began = at(start);
    const stretches = pieces.map((piece) => ({ ...piece, left: at(piece.start) - began, width: at(piece.end) - at(piece.start) }));
    return {
      id: `ground-${row}`,
      start,
      end,
      display: "background",
      resourceIds: [row],
      classNames: ["entry-ground"],
      extendedProps: { kind: "ground", stretches: stretches.filter((piece) => piece.width > 0) },
    };
  });
}

/** Hours that are drawn from the beginning of a day to a wall-clock time of this or a later one. */
function across(wall, first, { firstHour, lastHour }) {
  const days = Math.floor((Date.parse(`${wall}:00Z`) - Date.parse(`${first}T00:00:00Z`)) / DAY);
  const hour = (Date.parse(`${wall}:00Z`) - Date.parse(`${wall.slice(0, 10)}T00:00:00Z`)) / HOUR;
  return days * (lastHour - firstHour) + Math.min(Math.max(hour, firstHour), lastHour) - firstHour;
}

/** What the ground of a row looks like. */
export function stretches({ stretches: pieces }) {
  return pieces.map(({ kind, left, width, time, title, note }) => {
    const made = document.createElement("div");
    made.className = `stretch entry-${kind}`;
    made.style.insetInlineStart = `${left}px`;
    made.style.inlineSize = `${width}px`;
    made.title = [time, title, note].filter(Boolean).join("\n");
    if (title) {
      const text = document.createElement("span");
      text.className = "entry-text";
      text.textContent = note || title;
      made.append(text);
    }
    return made;
  });
}

/** Which rows have their entries: those in sight at once, the others when nothing else is to do. */
export class Rows {
  #drawn = new Set();
  #waiting = 0;

  constructor(ground, isHeld, draw) {
    this.ground = ground;
    this.isHeld = isHeld;
    this.draw = draw;
  }

  /** Begin anew: other days, or other rows. */
  start({ resources = [] }) {
    const heads = [...this.ground.querySelectorAll(".row-label")];
    const inSight = heads.filter((head) => this.#distance(head) === 0).map((head) => head.dataset.row);
    const known = new Set(resources.map((row) => row.id));
    const first = inSight.filter((id) => known.has(id));
    this.#drawn = new Set(first.length ? first : resources.slice(0, ROWS_AT_FIRST).map((row) => row.id));
    this.#next(resources);
  }

  has = (entry) => !entry.resource || this.#drawn.has(entry.resource);

  stop() {
    clearTimeout(this.#waiting);
  }

  #next(resources) {
    this.stop();
    const left = resources.filter((row) => !this.#drawn.has(row.id));
    if (left.length) this.#waiting = setTimeout(() => this.#more(resources), 30);
  }

  #more(resources) {
    if (!this.isHeld()) {
      const heads = [...this.ground.querySelectorAll(".row-label")].filter((head) => !this.#drawn.has(head.dataset.row));
      const near = new Map(heads.map((head) => [head, this.#distance(head)]));
      heads.sort((one, two) => near.get(one) - near.get(two));
      if (!heads.length) return; // the rest is folded away
      for (const head of heads.slice(0, ROWS_AT_ONCE)) this.#drawn.add(head.dataset.row);
      this.draw();
    }
    this.#next(resources);
  }

  #distance(head) {
    const box = head.getBoundingClientRect();
    const view = this.ground.getBoundingClientRect();
    return Math.max(0, view.top - box.bottom, box.top - view.bottom);
  }
}
