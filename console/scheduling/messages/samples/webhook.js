import { createHmac, timingSafeEqual } from "node:crypto";

// While a secret is rotated there may be two: the old one and the new one.
const SECRETS = process.env.WEBHOOK_SECRETS.split(",");
const TOLERANCE = 5 * 60 * 1000; // milliseconds

// The event, if it was signed with our secret and sent just now.
// `headers` is a Headers, as in `request.headers`; with Express, give
// `{ get: (name) => request.get(name) }`. `body` is the raw body as a Buffer
// or text, before anything has read it as JSON.
export function verified(headers, body) {
  const given = ["X-Callboard-Signature", "X-Callboard-Signature-New"].map(
    (name) => headers.get(name) ?? "",
  );
  const isOurs = SECRETS.some((secret) => {
    const digest = createHmac("sha256", secret).update(body).digest("hex");
    return given.some((each) => isEqual(`sha256=${digest}`, each));
  });
  if (!isOurs) throw new Error("This was not signed with our secret.");
  const event = JSON.parse(String(body));
  if (Math.abs(Date.now() - Date.parse(event.deliveredAt)) > TOLERANCE) {
    throw new Error("This was not sent just now.");
  }
  return event;
}

function isEqual(one, other) {
  const [a, b] = [Buffer.from(one), Buffer.from(other)];
  return a.length === b.length && timingSafeEqual(a, b);
}
