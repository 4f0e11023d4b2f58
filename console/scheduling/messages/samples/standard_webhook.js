import { createHmac, timingSafeEqual } from "node:crypto";

// While a secret is rotated there may be two: the old one and the new one.
const SECRETS = process.env.WEBHOOK_SECRETS.split(",");
const TOLERANCE = 5 * 60; // seconds

// The event, if it was signed with our secret and sent just now.
// `headers` is a Headers, as in `request.headers`; with Express, give
// `{ get: (name) => request.get(name) }`. `body` is the raw body as a Buffer
// or text, before anything has read it as JSON.
export function verified(headers, body) {
  const id = headers.get("webhook-id");
  const sentAt = headers.get("webhook-timestamp");
  const given = (headers.get("webhook-signature") ?? "").split(" ");
  const isOurs = SECRETS.some((secret) => {
    const key = Buffer.from(secret.replace("whsec_", ""), "base64");
    const hmac = createHmac("sha256", key).update(`${id}.${sentAt}.`);
    const digest = hmac.update(body).digest("base64");
    return given.some((each) => isEqual(`v1,${digest}`, each));
  });
  if (!isOurs) throw new Error("This was not signed with our secret.");
  if (Math.abs(Date.now() / 1000 - Number(sentAt)) > TOLERANCE) {
    throw new Error("This was not sent just now.");
  }
  return JSON.parse(String(body));
}

function isEqual(one, other) {
  const [a, b] = [Buffer.from(one), Buffer.from(other)];
  return a.length === b.length && timingSafeEqual(a, b);
}
