"""The review desk: pages on this machine alone, one card for one decision. Extra `[desk]`: starlette, jinja2, uvicorn."""
