/* How well a line answers what was typed: by the beginnings of its words, whatever their order, case and accents. Pure. */

const LABEL_BEGINS = 4;
const LABEL_WORD = 3;
const ALSO_WORD = 2;
const WITHIN = 1;
const LONG_ENOUGH = 4; // letters: of shorter words one letter more or less makes another word

/** The words of a text, in lower case without accents: `Días libres` -> ["dias", "libres"]. */
export function wordsOf(text) {
  const folded = text.normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase();
  return folded.match(/[\p{L}\p{N}]+/gu) ?? [];
}

/** The places of those lines that answer `typed`, best first, equals in their order; all of them when nothing is typed.
    A line is `{ label, also }`, `also` being other words that it is known by. Where no line answers, and only there, one
    letter may be missing, too many, another one, or swapped with its neighbour. */
export function ranked(lines, typed) {
  const asked = wordsOf(typed);
  const known = lines.map(({ label, also }) => ({ label: wordsOf(label), also: wordsOf(also) }));
  const exact = inOrder(known.map((line) => total(asked, (word) => points(word, line))));
  if (exact.length) return { places: exact, isNear: false };
  return { places: inOrder(known.map((line) => total(asked, (word) => nearly(word, line)))), isNear: true };
}

function inOrder(scores) {
  const found = [...scores.keys()].filter((place) => scores[place] !== null);
  return found.sort((one, other) => scores[other] - scores[one] || one - other);
}

/** The sum over all words; null where one of them is not found. */
function total(asked, score) {
  const each = asked.map(score);
  return each.includes(0) ? null : each.reduce((sum, one) => sum + one, 0);
}

function points(word, { label, also }) {
  if (label[0]?.startsWith(word)) return LABEL_BEGINS;
  if (label.some((one) => one.startsWith(word))) return LABEL_WORD;
  if (also.some((one) => one.startsWith(word))) return ALSO_WORD;
  return word.length > 1 && label.some((one) => one.includes(word)) ? WITHIN : 0;
}

function nearly(word, line) {
  if (points(word, line)) return points(word, line);
  if (word.length < LONG_ENOUGH) return 0;
  return [...line.label, ...line.also].some((one) => begins(one, word)) ? WITHIN : 0;
}

/** Whether a word begins with this one, but for one letter. */
function begins(one, word) {
  return [-1, 0, 1].some((more) => isOneApart(one.slice(0, word.length + more), word));
}

function isOneApart(one, other) {
  let at = 0;
  while (at < one.length && one[at] === other[at]) at += 1;
  const [rest, otherRest] = [one.slice(at), other.slice(at)];
  const swapped = rest.length > 1 && rest[0] === otherRest[1] && rest[1] === otherRest[0];
  return (
    rest.slice(1) === otherRest.slice(1) ||
    rest.slice(1) === otherRest ||
    rest === otherRest.slice(1) ||
    (swapped && rest.slice(2) === otherRest.slice(2))
  );
}
