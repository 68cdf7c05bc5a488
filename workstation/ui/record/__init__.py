"""The record of one consultation on paper: what it says, how it is set, where it goes."""
