"""History and corrections that a person chose to keep, on this computer only. Nothing exists until they say so."""
