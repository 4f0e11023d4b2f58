const app = "https://calls.example.com/api/v1/video/app_example";
const headers = {
  Authorization: `Bearer ${process.env.TOKEN}`,
  "Content-Type": "application/json",
};

async function post(path, body) {
  const options = { method: "POST", headers, body: JSON.stringify(body) };
  const answer = await fetch(app + path, options);
  if (!answer.ok) throw new Error(await answer.text());
  return (await answer.json()).data;
}

// Keep the time while your customer fills the form.
const { hold } = await post("/holds", {
  presetId: "pre_example",
  agentId: "per_example",
  startUtc: "2027-01-12T15:00:00.000Z",
  durationMinutes: 30,
});
console.log("kept until", hold.expires_at);

// Book it: the same time, length, preset and agent.
const { call } = await post("/scheduled-calls", {
  holdId: hold.id,
  presetId: hold.preset_id,
  assignedAgentId: hold.agent_id,
  scheduledAtUtc: hold.start_at,
  durationMinutes: hold.duration_minutes,
  guestName: "Jane Doe",
  guestEmail: "jane@example.com",
  appTimezone: "America/Bogota",
});
console.log("booked:", call.reference);

// Changed their mind? DELETE /holds/{id} lets others have it at once.
