api=https://calls.example.com/api/v1
app=$api/video/app_example

# 1. Buy a token. It is good for an hour.
export TOKEN=$(curl -sS "$api/oauth/token" -u "$CLIENT_ID:$CLIENT_SECRET" \
  -d grant_type=client_credentials | sed 's/.*"access_token": *"\([^"]*\)".*/\1/')

# 2. Ask who is free in the coming week. (GNU's date, or else a Mac's.)
day() { date -u -d "+$1 days" +%F 2>/dev/null || date -u -v "+$1d" +%F; }
slots=$(curl -sS -G "$app/availability" -H "Authorization: Bearer $TOKEN" \
  -d "fromUtc=$(day 1)T00:00:00Z" -d "toUtc=$(day 8)T00:00:00Z" \
  -d durationMinutes=30 -d presetId=pre_example)
first() { echo "$slots" | grep -o "\"$1\":\"[^\"]*\"" | head -1 | cut -d'"' -f4; }

# 3. Book the first of them.
curl -sS "$app/scheduled-calls" -H "Authorization: Bearer $TOKEN" \
  -H "Content-Type: application/json" -d @- <<END
{
  "presetId": "pre_example",
  "assignedAgentId": "$(first agentId)",
  "scheduledAtUtc": "$(first startUtc)",
  "durationMinutes": 30,
  "guestName": "Jane Doe",
  "guestEmail": "jane@example.com",
  "appTimezone": "America/Bogota"
}
END
