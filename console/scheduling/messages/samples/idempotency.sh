app=https://calls.example.com/api/v1/video/app_example

# One key for each call that you want: keep it with your own record.
key=$(cat /proc/sys/kernel/random/uuid 2>/dev/null || uuidgen)

# curl sends it again after a timeout; the key makes that safe.
curl -sS -i --retry 5 --max-time 10 "$app/scheduled-calls" \
  -H "Authorization: Bearer $TOKEN" -H "Content-Type: application/json" \
  -H "Idempotency-Key: $key" -d @- <<END
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
