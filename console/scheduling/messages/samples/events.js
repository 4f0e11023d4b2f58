// Follow the event feed. Stop it whenever you like: it goes on where it was.
import { existsSync, readFileSync, rmSync, writeFileSync } from "node:fs";

const api = "https://calls.example.com/api/v1";
const CURSOR = "events.cursor"; // or a row of your own database
const WAIT = 10; // seconds

const sleep = (seconds) =>
  new Promise((done) => setTimeout(done, seconds * 1000));

async function signIn() {
  const answer = await fetch(`${api}/oauth/token`, {
    method: "POST",
    body: new URLSearchParams({
      grant_type: "client_credentials",
      client_id: process.env.CLIENT_ID,
      client_secret: process.env.CLIENT_SECRET,
    }),
  });
  if (!answer.ok) throw new Error(await answer.text());
  return { Authorization: `Bearer ${(await answer.json()).access_token}` };
}

// Yours. Pass over an `id` that you have: the last page may come twice.
function handle(event) {
  const call = event.payload.scheduled_call;
  console.log(event.id, event.event, call.reference);
}

let headers = await signIn();
while (true) {
  const query = new URLSearchParams({ limit: 500 });
  if (existsSync(CURSOR)) query.set("after", readFileSync(CURSOR, "utf8"));
  const url = `${api}/video/app_example/events?${query}`;
  const answer = await fetch(url, { headers });
  if (answer.status === 401) {
    headers = await signIn(); // the token's hour is over
  } else if (answer.status === 400 && query.has("after")) {
    rmSync(CURSOR); // from before a backup was put back: begin again
  } else if (answer.status === 429 || answer.status === 503) {
    await sleep(Number(answer.headers.get("Retry-After")));
  } else if (!answer.ok) {
    throw new Error(await answer.text());
  } else {
    const { data, pagination } = await answer.json();
    data.events.forEach(handle);
    writeFileSync(CURSOR, pagination.nextCursor);
    if (!pagination.hasMore) await sleep(WAIT);
  }
}
