"""Running the installation: backups, checks, accounts, calls to the running app, offline bundle."""
