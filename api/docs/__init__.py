"""`/api/docs`: the OpenAPI document to read and to try, with everything it needs from this server."""
