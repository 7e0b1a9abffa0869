"""Telling an organisation's own programs what happened: what there is to tell, how it is signed, how it is sent."""
