"""The commands of `python -m govsvc`."""
