"""Telling a person that the way into their account was changed: it may have been somebody else."""

from datetime import datetime

from sqlmodel import Session

from ...models import StaffNotice, new_id
from ...queries import people as accounts


def of_account(session: Session, person_id: str, change: str, now: datetime) -> None:
    """Inside a verb: tell this person by e-mail, whatever they chose for other notices.

    `change` names the words: `password_changed`, `second_factor_on`, `second_factor_off` or `recovery_codes_renewed`. It
    comes in the name of an app of theirs; who has none hears nothing.
    """
    apps = [app for _, app in accounts.memberships(session, person_id) if app.test_of_app_id is None]
    if not apps:
        return
    session.add(
        StaffNotice(
            app_id=apps[0].id,
            person_id=person_id,
            kind=f"account_{change}",
            subject_id=person_id,
            occasion=new_id("occ"),
            facts={},
            due_at=now,
            created_at=now,
        )
    )
