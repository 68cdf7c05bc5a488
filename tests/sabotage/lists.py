"""All guards that can be switched off by a change of their text."""

from tests.sabotage import link, web, xmpp
from tests.sabotage.recognized import recognized_guards

LISTED = (*link.GUARDS, *web.GUARDS, *xmpp.GUARDS)
"""Those that their form does not tell, or that are tested outside of their room."""

GUARDS = (*LISTED, *recognized_guards(LISTED))
