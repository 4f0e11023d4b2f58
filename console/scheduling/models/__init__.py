"""SQLModel tables, one noun a file. Import them from here, so that every table is registered."""

from .app import App
from .audit import AuditEntry
from .booking import LIVE_SQL, Booking, Hold, PoolCredit, PoolPlace, Turn
from .bulk_cancel import BulkCancel, BulkCancelRow
from .calendar import BusyCalendar, BusyTime, CalendarFeed
from .client import AccessToken, Client, ClientApp, ClientDay, ClientSecret, KeptAnswer
from .customer import Customer, CustomerContact
from .hours import DndWindow, RosterShift, ScheduleException, WorkingWindow
from .ids import first_id, new_id
from .installation import InstallationValue
from .member import Member, Team
from .notice import StaffNotice
from .preset import Preset, PresetAgent
from .reassignment import ReassignedCall, Reassignment
from .reminder import LinkRequest, Reminder, TrialMessage
from .saved_view import SavedView
from .timeline import InternalNote, TimelineEvent
from .user import OneTimeLink, Person, PersonIdentity, RecoveryCode, SecondFactor, SignInSession
from .webhook import Attempt, Delivery, EventFeed, OutboxEvent, Replay, Subscription
from .weekly_figures import WeeklyFigures

__all__ = [
    "LIVE_SQL",
    "AccessToken",
    "App",
    "Attempt",
    "AuditEntry",
    "Booking",
    "BulkCancel",
    "BulkCancelRow",
    "BusyCalendar",
    "BusyTime",
    "CalendarFeed",
    "Client",
    "ClientApp",
    "ClientDay",
    "ClientSecret",
    "Customer",
    "CustomerContact",
    "Delivery",
    "DndWindow",
    "EventFeed",
    "Hold",
    "InstallationValue",
    "InternalNote",
    "KeptAnswer",
    "LinkRequest",
    "Member",
    "OneTimeLink",
    "OutboxEvent",
    "Person",
    "PersonIdentity",
    "PoolCredit",
    "PoolPlace",
    "Preset",
    "PresetAgent",
    "ReassignedCall",
    "Reassignment",
    "RecoveryCode",
    "Reminder",
    "Replay",
    "RosterShift",
    "SavedView",
    "ScheduleException",
    "SecondFactor",
    "SignInSession",
    "StaffNotice",
    "Subscription",
    "Team",
    "TimelineEvent",
    "TrialMessage",
    "Turn",
    "WeeklyFigures",
    "WorkingWindow",
    "first_id",
    "new_id",
]
