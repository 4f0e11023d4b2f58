"""The console's plain HTTP: sign-in and sign-out, set-up and invitation links."""

routes: list = []
