const app = "https://calls.example.com/api/v1/video/app_example";
const headers = {
  Authorization: `Bearer ${process.env.TOKEN}`,
  "Content-Type": "application/json",
};

const url = `${app}/scheduled-calls/${process.env.CALL_ID}`;

// Read it, and note which version you saw.
const read = await fetch(url, { headers });
if (!read.ok) throw new Error(await read.text());
const seen = read.headers.get("ETag");

// Change it, but only if nobody else has changed it since.
const answer = await fetch(url, {
  method: "PATCH",
  headers: { ...headers, "If-Match": seen },
  body: JSON.stringify({ guestIntakeNotes: "Would like to speak Spanish." }),
});
const { error } = await answer.json();
if (error) console.log("refused:", error.details[0].code);
else console.log("changed:", seen, "->", answer.headers.get("ETag"));
