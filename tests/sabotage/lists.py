"""All guards that can be switched off by a change of their text."""

from tests.sabotage import link, web, xmpp

GUARDS = (*link.GUARDS, *web.GUARDS, *xmpp.GUARDS)
