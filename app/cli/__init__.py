"""The command door: `flask --app app GROUP COMMAND`, one file per group."""
