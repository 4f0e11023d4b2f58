app=https://calls.example.com/api/v1/video/app_example

# The status stands on the last line.
curl -sS -w '\n%{http_code}\n' "$app/scheduled-calls" \
  -H "Authorization: Bearer $TOKEN" -H "Content-Type: application/json" -d @- <<END
{
  "presetId": "pre_example",
  "assignedAgentId": "per_example",
  "scheduledAtUtc": "2027-01-12T15:00:00.000Z",
  "durationMinutes": 30,
  "guestName": "Jane Doe",
  "guestEmail": "jane@example.com",
  "appTimezone": "America/Bogota"
}
END

# Why is this time not free? Every reason, agent by agent.
curl -sS -G "$app/availability/explain" -H "Authorization: Bearer $TOKEN" \
  -d atUtc=2027-01-12T15:00:00.000Z -d durationMinutes=30 -d presetId=pre_example
