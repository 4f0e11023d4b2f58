"""Members of an app: who they are, inviting people, their roles and teams, and closing an app to them."""

from .changing import change, disable, enable, turn_second_factor_off
from .importing import ImportedMember, PlannedMember, import_file, preview
from .inviting import Invitation, invite, link_for, resend, withdraw
from .looking import AgentView, MemberView, agents, list_members, teams, whose_day, whose_hours
from .making import ROLES, MemberTerms, make_member, make_person

__all__ = [
    "ROLES",
    "AgentView",
    "ImportedMember",
    "Invitation",
    "MemberTerms",
    "MemberView",
    "PlannedMember",
    "agents",
    "change",
    "disable",
    "enable",
    "import_file",
    "invite",
    "link_for",
    "list_members",
    "make_member",
    "make_person",
    "preview",
    "resend",
    "teams",
    "turn_second_factor_off",
    "whose_day",
    "whose_hours",
    "withdraw",
]
