"""From files to stored rows: read, plan, preview, validate against what is stored, commit."""
