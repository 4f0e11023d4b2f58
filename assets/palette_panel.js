/* What the palette shows once it is open: the field, and below it what the typed letters lead to. Pages and acts are ranked
   here, so that no key waits for the wire; whom else the letters lead to is the server's answer, which stands behind those
   lines that match, and before those that nearly do. */
import { Children, createElement, useEffect, useLayoutEffect, useRef, useState } from "react";
import { Link } from "react-router";
import { ranked } from "$/public/ranking.js";

const PAUSE = 150; // milliseconds without a key until the server is asked
const LEAP = 8; // lines

const PANEL =
  "mx-auto flex h-dvh w-full max-w-2xl flex-col overflow-hidden bg-raised text-ink shadow-high md:max-h-[28rem] md:rounded-lg";
const LIST = "min-h-0 flex-1 overflow-y-auto p-1 max-md:[&_:is(a,button)]:min-h-11";
const HEADING = "px-2 pb-1 pt-1.5 text-xs text-faint";
const LINE =
  "flex w-full items-center gap-2.5 rounded-sm px-2 py-1.5 text-left text-sm text-ink hover:bg-hover";

/** Begins with the keys that were pressed `early`, before it was there. Its lines are those of
    `console.state.palette.line`; `pages` also say whether they are `shown`. */
export default function Panel({ opening, placeholder, counted, nothing, close, end, early, onBegin, onLook, onTake, onTheme, ...told }) {
  const input = useRef(null);
  const list = useRef(null);
  const waits = useRef(false);
  const [typed, setTyped] = useState("");
  const [chosen, setChosen] = useState(0);
  const [number] = useState(Date.now);
  const asked = typed.trim();
  const answered = opening === number ? told.answered : null; // what was answered before it was opened is no answer
  const isAnswered = answered === asked;
  const { groups, certain } = arranged(told, asked, answered);
  const lines = groups.flatMap(([, its]) => its);
  const at = Math.min(chosen, lines.length - 1);

  useLayoutEffect(() => {
    setTyped(early.current.filter((key) => key.length === 1).join(""));
    waits.current = early.current.includes("Enter");
  }, []); // from now on keys go to the field
  useEffect(() => {
    onBegin(told.pages.map((page) => page.id), number);
  }, []);
  useEffect(() => {
    if (!asked) return;
    const asking = setTimeout(() => onLook(asked), PAUSE);
    return () => clearTimeout(asking);
  }, [asked]);
  useLayoutEffect(() => {
    list.current.querySelector("[aria-selected=true]")?.scrollIntoView({ block: "nearest" });
  }, [at, asked]);
  useEffect(() => {
    if (waits.current && isAnswered) take();
  }, [answered]);

  const take = () => {
    waits.current = Boolean(asked) && !isAnswered && !certain.includes(lines[at]);
    if (!waits.current) list.current.querySelector("[aria-selected=true]")?.click();
  };
  const choose = (place) => setChosen(lines.length ? (place + lines.length) % lines.length : 0);
  const keys = {
    ArrowDown: () => choose(at + 1),
    ArrowUp: () => choose(at - 1),
    PageDown: () => choose(Math.min(at + LEAP, lines.length - 1)),
    PageUp: () => choose(Math.max(at - LEAP, 0)),
    Enter: take,
  };
  const onKeyDown = (event) => {
    if (!keys[event.key] || event.nativeEvent.isComposing) return;
    event.preventDefault();
    keys[event.key]();
  };
  const onChange = (event) => {
    waits.current = false;
    setTyped(event.target.value);
    setChosen(0);
    list.current.scrollTop = 0;
  };
  const doing = (line) => () => {
    if (line.copy) copy(line.copy, list.current);
    if (line.does === "theme") onTheme();
    else if (line.does === "sign_out") document.getElementById(told.signOut).requestSubmit();
    else if (!line.to && !line.href) onTake(line.id);
    setTimeout(end); // once a link is followed
  };

  return createElement(
    "div",
    { className: PANEL },
    createElement(
      "div",
      { className: "flex items-center gap-2 border-b border-line px-4 text-faint" },
      iconOf("search", told),
      createElement("input", {
        ref: input,
        type: "text",
        role: "combobox",
        "aria-label": placeholder,
        "aria-expanded": true,
        "aria-controls": "palette-list",
        "aria-autocomplete": "list",
        "aria-activedescendant": lines.length ? `palette-${at}` : undefined,
        autoFocus: true,
        autoComplete: "off",
        autoCapitalize: "none",
        spellCheck: false,
        placeholder,
        value: typed,
        onChange,
        onKeyDown,
        className: "h-12 w-full min-w-0 flex-1 text-lg text-ink outline-none",
      }),
      createElement("button", { type: "button", onClick: end, className: "h-11 text-sm font-medium text-accent-ink md:hidden" }, close),
    ),
    createElement("p", { role: "status", className: "sr-only" }, asked && lines.length ? counted.replace("{count}", lines.length) : ""),
    createElement(
      "div",
      {
        ref: list,
        id: "palette-list",
        role: "listbox",
        "aria-label": placeholder,
        className: LIST,
        onMouseDown: (event) => event.preventDefault(), // the field keeps the focus
      },
      groups.map(([group, its]) =>
        createElement(
          "div",
          { key: group, role: "group", "aria-label": group || undefined },
          group && createElement("p", { "aria-hidden": true, className: HEADING }, group),
          its.map((line) => option(line, lines.indexOf(line), line === lines[at], doing(line), iconOf(line.glyph, told))),
        ),
      ),
    ),
    asked && isAnswered && !lines.length && createElement("p", { role: "status", className: "px-4 py-6 text-sm text-muted" }, nothing),
  );
}

/** What stands in the list, under its groups, and those lines that need no answer of the server. */
function arranged({ pages, acts, found, also }, asked, answered) {
  const known = pages.filter((page) => page.shown).map((page) => ({ ...page, also: `${page.id} ${also[page.id] ?? ""}` }));
  const own = acts.filter((act) => act.group !== acts.at(-1).group);
  const all = [...own, ...known, ...acts.slice(own.length)];
  const { places, isNear } = ranked(all, asked);
  const ours = places.map((place) => all[place]);
  const isOfThis = asked === answered || (answered && asked.startsWith(answered));
  const theirs = isOfThis ? found : [];
  if (!asked || isNear) return { groups: gathered([...theirs, ...ours]), certain: asked ? [] : ours };
  return { groups: gathered([...ours, ...theirs]), certain: ours };
}

/** The lines under their groups, a group where its best line stands. */
function gathered(lines) {
  const groups = new Map();
  for (const line of lines) groups.set(line.group, [...(groups.get(line.group) ?? []), line]);
  return [...groups];
}

function option(line, place, isChosen, onClick, icon) {
  const style = isChosen ? { background: "var(--accent-soft)" } : undefined; // seen on a dark ground, too
  const props = { role: "option", id: `palette-${place}`, "aria-selected": isChosen, tabIndex: -1, className: LINE, style, onClick };
  const said = [
    icon,
    createElement(
      "span",
      { key: "label", className: "min-w-0 flex-1" },
      createElement("span", { className: "block truncate" }, line.label),
      line.note && createElement("span", { className: "block truncate text-xs text-muted tabular" }, line.note),
    ),
    line.beside && createElement("span", { key: "beside", className: "shrink-0 text-xs text-muted tabular" }, line.beside),
  ];
  const key = line.id;
  if (line.to) return createElement(Link, { ...props, key, to: line.to }, said);
  if (line.href) return createElement("a", { ...props, key, href: line.href, target: "_blank", rel: "noopener" }, said);
  return createElement("button", { ...props, key, type: "button" }, said);
}

function iconOf(name, { glyphs, children }) {
  return Children.toArray(children)[glyphs.indexOf(name)];
}

/** Browsers offer the clipboard on https and localhost alone; elsewhere the old way works. */
function copy(text, within) {
  if (navigator.clipboard) return navigator.clipboard.writeText(text);
  const field = within.appendChild(Object.assign(document.createElement("textarea"), { value: text }));
  field.select();
  document.execCommand("copy");
  field.remove();
}
