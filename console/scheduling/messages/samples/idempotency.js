const app = "https://calls.example.com/api/v1/video/app_example";
const headers = {
  Authorization: `Bearer ${process.env.TOKEN}`,
  "Content-Type": "application/json",
};

// Book a call once, however often this has to be sent.
async function book(call, key) {
  for (let tries = 0; tries < 5; tries++) {
    const answer = await fetch(`${app}/scheduled-calls`, {
      method: "POST",
      headers: { ...headers, "Idempotency-Key": key },
      body: JSON.stringify(call),
      signal: AbortSignal.timeout(10_000),
    }).catch(() => null);
    if (answer?.ok) return answer;
    if (answer) throw new Error(await answer.text());
    // Was it booked? The same key may ask again.
    await new Promise((done) => setTimeout(done, 1000));
  }
  throw new Error("Nobody answered. Keep the key, and ask again later.");
}

// One key for each call that you want: keep it with your own record.
const key = crypto.randomUUID();
const call = {
  presetId: "pre_example",
  assignedAgentId: "per_example",
  scheduledAtUtc: "2027-01-12T15:00:00.000Z",
  durationMinutes: 30,
  guestName: "Jane Doe",
  guestEmail: "jane@example.com",
  appTimezone: "America/Bogota",
};
for (const answer of [await book(call, key), await book(call, key)]) {
  const { data } = await answer.json();
  console.log(data.call.reference, answer.headers.get("Idempotent-Replayed"));
}
