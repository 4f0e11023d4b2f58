const api = "https://calls.example.com/api/v1";
const app = `${api}/video/app_example`;

async function ask(url, options) {
  const answer = await fetch(url, options);
  if (!answer.ok) throw new Error(await answer.text());
  return answer.json();
}

// 1. Buy a token. It is good for an hour.
const bought = await ask(`${api}/oauth/token`, {
  method: "POST",
  body: new URLSearchParams({
    grant_type: "client_credentials",
    client_id: process.env.CLIENT_ID,
    client_secret: process.env.CLIENT_SECRET,
  }),
});
const headers = {
  Authorization: `Bearer ${bought.access_token}`,
  "Content-Type": "application/json",
};

// 2. Ask who is free in the coming week.
const day = (ahead) =>
  new Date(Date.now() + ahead * 86_400_000).toISOString().slice(0, 10);
const week = new URLSearchParams({
  fromUtc: `${day(1)}T00:00:00Z`,
  toUtc: `${day(8)}T00:00:00Z`,
  durationMinutes: 30,
  presetId: "pre_example",
});
const { slots } = (await ask(`${app}/availability?${week}`, { headers })).data;

// 3. Book the first of them.
const booked = await ask(`${app}/scheduled-calls`, {
  method: "POST",
  headers,
  body: JSON.stringify({
    presetId: "pre_example",
    assignedAgentId: slots[0].agentId,
    scheduledAtUtc: slots[0].startUtc,
    durationMinutes: 30,
    guestName: "Jane Doe",
    guestEmail: "jane@example.com",
    appTimezone: "America/Bogota",
  }),
});
const { id, reference, join_url } = booked.data.call;
console.log(id, reference, join_url);
