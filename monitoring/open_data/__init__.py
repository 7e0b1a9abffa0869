"""What an organisation gives to everybody as files, if it chooses to: only what is public, and nobody's personal data."""
