"""The booking page within the console, as it will be once what is being typed there is saved."""
