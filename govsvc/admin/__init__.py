"""Running the installation: backups, checks, maintenance, commands that ask the running app, the
offline bundle.
"""
