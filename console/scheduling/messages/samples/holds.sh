app=https://calls.example.com/api/v1/video/app_example

# Keep the time while your customer fills the form.
hold=$(curl -sS "$app/holds" -H "Authorization: Bearer $TOKEN" \
  -H "Content-Type: application/json" -d @- <<END | grep -o 'hold_[0-9a-z]*' | head -1
{
  "presetId": "pre_example",
  "agentId": "per_example",
  "startUtc": "2027-01-12T15:00:00.000Z",
  "durationMinutes": 30
}
END
)

# Book it: the same time, length, preset and agent.
curl -sS "$app/scheduled-calls" -H "Authorization: Bearer $TOKEN" \
  -H "Content-Type: application/json" -d @- <<END
{
  "holdId": "$hold",
  "presetId": "pre_example",
  "assignedAgentId": "per_example",
  "scheduledAtUtc": "2027-01-12T15:00:00.000Z",
  "durationMinutes": 30,
  "guestName": "Jane Doe",
  "guestEmail": "jane@example.com",
  "appTimezone": "America/Bogota"
}
END

# Changed their mind? curl -X DELETE "$app/holds/$hold" lets others have it at once.
