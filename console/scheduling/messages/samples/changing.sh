app=https://calls.example.com/api/v1/video/app_example

# Read it, and note which version you saw.
seen=$(curl -sS -D - -o /dev/null "$app/scheduled-calls/$CALL_ID" \
  -H "Authorization: Bearer $TOKEN" | grep -i '^etag:' | tr -d '\r' | cut -d' ' -f2)

# Change it, but only if nobody else has changed it since.
curl -sS -X PATCH "$app/scheduled-calls/$CALL_ID" -H "If-Match: $seen" \
  -H "Authorization: Bearer $TOKEN" -H "Content-Type: application/json" \
  -d '{"guestIntakeNotes": "Would like to speak Spanish."}'
