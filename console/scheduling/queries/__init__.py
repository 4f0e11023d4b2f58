"""Every SELECT. A query takes a session and gives records or values; it never writes and never decides."""
