"""The mail room: short mails to people who cannot sign in yet. `mail_room.py` is the protocol."""
