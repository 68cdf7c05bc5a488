"""Pictures before they leave: rewritten from a list of what may stay, whatever else was in them.

A list of what must go is never complete: every camera, phone and drawing program has its own place
for a preview, a name, a position. So each module here knows one container, copies what is needed to
draw the picture the same, writes what it can anew from a few numbers, and leaves the rest behind:
texts, Exif, XMP, previews, thumbnails, layers, origins (C2PA), private parts, and bytes that lie
between or behind the parts. A part of the wrong length is broken, not copied.

The coded pixels are copied as they are and never looked into: what somebody hides *in* them stays.
"""
