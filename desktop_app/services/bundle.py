"""All use cases, handed to panes and to the command line as one."""

from dataclasses import dataclass

from desktop_app.services.accounts import Accounts
from desktop_app.services.conversation import Conversation
from desktop_app.services.images import Images
from desktop_app.services.outbox import Outbox
from desktop_app.services.reading import Reading
from desktop_app.services.refresh import Refresh
from desktop_app.services.related import Related
from desktop_app.services.schedule import Schedule
from desktop_app.services.subscribing import Subscribing
from desktop_app.services.upkeep import Upkeep
from desktop_app.system.settings import Settings


@dataclass(frozen=True)
class Services:
    """Made once, in ``app.py``. Every method of a use case is a Work."""

    subscribing: Subscribing
    refresh: Refresh
    reading: Reading
    related: Related
    images: Images
    conversation: Conversation
    outbox: Outbox
    accounts: Accounts
    schedule: Schedule
    upkeep: Upkeep
    settings: Settings
