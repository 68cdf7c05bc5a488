"""The clinic's IM server: XMPP over WebSocket (RFC 7395), rooms of consultations, archive, upload.

From the socket inwards::

    wire        uvicorn's protocol, opened for faults below the frame
    carrier     one WebSocket: frames in order, bounded, with the faults of the dial
    stream      opening, SASL, bind; stream_management for XEP-0198
    session     a bound resource that may outlive its socket
    router      where a stanza goes: the domain, a room, the upload service, another account
    room        members and occupants; groupchat what they say; archive what is kept of it

``server.ImServer`` joins all of it to a clinic.
"""
