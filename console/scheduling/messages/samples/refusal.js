const app = "https://calls.example.com/api/v1/video/app_example";
const headers = {
  Authorization: `Bearer ${process.env.TOKEN}`,
  "Content-Type": "application/json",
};

const call = {
  presetId: "pre_example",
  assignedAgentId: "per_example",
  scheduledAtUtc: "2027-01-12T15:00:00.000Z",
  durationMinutes: 30,
  guestName: "Jane Doe",
  guestEmail: "jane@example.com",
  appTimezone: "America/Bogota",
};

const answer = await fetch(`${app}/scheduled-calls`, {
  method: "POST",
  headers,
  body: JSON.stringify(call),
});
const { data, error } = await answer.json();
if (answer.status === 409) {
  console.log(error.details[0].code, error.message);
  for (const other of error.alternatives ?? []) {
    console.log("free instead:", other.startUtc);
  }
} else if (error) {
  console.log(error.type, error.details);
} else {
  console.log("booked:", data.call.reference);
}
