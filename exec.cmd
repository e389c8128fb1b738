@rem npm start says `exec`, so that signals reach the server itself; cmd has no such word.
@%*
