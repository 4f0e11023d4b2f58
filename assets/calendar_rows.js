/* A calendar with a row for each agent: the rows under their headings, and the ground of each, as one piece: sixty agents'
   week has a thousand stretches of it. */

const DAY = 86_400_000;
const HOUR = 3_600_000;
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

/** Where a row stands: while that stays, the rows do. */
export const standing = ({ id, group, is_dim: isDim }) => [id, group, isDim];

/** What stands at the head of a row. */
export function label({ resource }) {
  const made = document.createElement("div");
  fill(made, resource.extendedProps.id ? resource.extendedProps : { title: resource.title });
  return { domNodes: [made] };
}

/** Say what has become of the rows, such as what time it is there by now. */
export function relabel(ground, resources) {
  const known = new Map(resources.map((row) => [row.id, row]));
  for (const made of ground.querySelectorAll(".row-label")) fill(made, known.get(made.dataset.row) ?? {});
}

/** Lines of text, never HTML. */
function fill(made, { id, title, note, hint, is_dim: isDim }) {
  made.className = id ? `row-label${isDim ? " row-dim" : ""}` : "row-group";
  made.dataset.row = id ?? "";
  made.title = [title, note, hint].filter(Boolean).join("\n");
  const lines = [["row-title", title], ["row-note", note], ["row-note", hint]];
  made.replaceChildren(...lines.filter(([, text]) => text).map(([className, text]) => line(className, text)));
}

function line(className, text) {
  const made = document.createElement("div");
  made.className = className;
  made.textContent = text;
  return made;
}

/** The ground of each row: one event, in which its stretches stand. */
export function grounds(props, halfHour) {
  const byRow = Map.groupBy(props.entries.filter((entry) => entry.is_behind), (entry) => entry.resource);
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
