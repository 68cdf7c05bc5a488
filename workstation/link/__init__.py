"""The IM socket: endpoints, connection, reconnection.

``link`` is the door; read it first. What it is made of, from the servers to the frames::

    servers, endpoints           which servers a round tries, in which order
    negotiation, opening         a socket to one of them, the password proved on it; the race
    web_socket, live_connection  frames over one socket, and its signs of life
    session_driver               commands on their way out, in the clinic's words
    event_translator             events on their way in; nothing above it names XMPP
    inbox                        events that wait for the database: a full one slows the server
    room_membership              in exactly the rooms of the work queue
    reconnect_policy, ticker     waits while nothing is open; what is due while something is
"""
