"""The pages before anybody is signed in."""
