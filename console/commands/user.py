"""`callboard user`: people with an account, and the links that let them in."""

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from console.commands.options import AppId, Data, Json, answer, commands
from console.scheduling import backups
from console.scheduling.actors import operator
from console.scheduling.errors import Invalid, NotFound

if TYPE_CHECKING:
    from console.scheduling.services.members import ImportedMember

app = commands()

Email = Annotated[str, typer.Argument(help="The e-mail they sign in with.")]


@app.command()
def add(
    app_id: AppId,
    email: Annotated[str, typer.Option(help="The e-mail they will sign in with.")],
    name: Annotated[str, typer.Option(help="Their name.")],
    role: Annotated[str, typer.Option(help="owner, admin, lead, supervisor or agent.")] = "agent",
    team: Annotated[str | None, typer.Option(help="Their team, made when it is new.")] = None,
    timezone: Annotated[str | None, typer.Option(help="Their time zone. Default: the app's.")] = None,
    as_json: Json = False,
    data: Data = None,  # noqa: ARG001 - its callback chooses the directory
) -> None:
    """Invite a person into an app. Who has an account already joins as they are."""
    from console.scheduling.services import members

    backups.require_ready()
    terms = members.MemberTerms(role=role, team=team, timezone=timezone)  # pyright: ignore[reportArgumentType]
    made = members.invite(operator(app_id), name, email, terms)
    result = {"person_id": made.person_id, "email": email, "role": role, "invitation_url": made.url}
    told = (
        f"Hand them this link, which works once:\n{made.url}" if made.url else "They join with the account they have."
    )
    answer(result, as_json, lambda: told)


@app.command("list")
def list_users(app_id: AppId, as_json: Json = False, data: Data = None) -> None:  # noqa: ARG001
    """The members of an app."""
    from console.scheduling.services import apps, members

    backups.require_ready()
    apps.get(operator(app_id))
    rows = [_row(view) for view in members.list_members(operator(app_id))]
    answer(rows, as_json, lambda: "\n".join(_line(row) for row in rows) or "Nobody.")


@app.command("import")
def import_file(
    file: Annotated[
        Path, typer.Argument(help="A CSV file with the columns name, email, role, team, ...; - reads stdin.")
    ],
    app_id: AppId,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Only say what each line would come to.")] = False,
    skip_bad: Annotated[
        bool, typer.Option("--skip-bad", help="Leave bad lines out, instead of doing nothing.")
    ] = False,
    as_json: Json = False,
    data: Data = None,  # noqa: ARG001
) -> None:
    """Invite and change the members that a CSV file names, whole or not at all."""
    from console.scheduling.services import members

    backups.require_ready()
    try:
        given = sys.stdin.buffer.read() if str(file) == "-" else file.read_bytes()
    except OSError as error:
        raise NotFound(f"{file} cannot be read: {error.strerror}.") from None
    planned = members.preview(operator(app_id), given)
    is_bad = any(one.act == "error" for one in planned) and not skip_bad
    if dry_run or is_bad:
        done = [members.ImportedMember(one) for one in planned]
    else:
        done = members.import_file(operator(app_id), given, skip_bad=skip_bad)
    rows = [_imported(one) for one in done]
    answer({"applied": not (dry_run or is_bad), "rows": rows}, as_json, lambda: "\n".join(map(_told, rows)))
    if is_bad:
        typer.echo("Nothing was done: the file has bad lines. --skip-bad leaves them out.", err=True)
        raise typer.Exit(1)


@app.command("reset-link")
def reset_link(email: Email, as_json: Json = False, data: Data = None) -> None:  # noqa: ARG001
    """Make a link with which a person chooses a new password."""
    from console.scheduling.services import people

    backups.require_ready()
    url = people.password_link(email)
    answer({"email": email, "url": url}, as_json, lambda: f"Hand them this link, which works once:\n{url}")


@app.command("disable-totp")
def disable_totp(email: Email, as_json: Json = False, data: Data = None) -> None:  # noqa: ARG001
    """Turn off the second factor of a person who lost their phone, and sign them out."""
    from console.scheduling.services import people

    backups.require_ready()
    had_one = people.turn_second_factor_off(email)
    told = f"{email} signs in with the password alone." if had_one else f"{email} has no second factor."
    answer({"email": email, "had_second_factor": had_one}, as_json, lambda: told)


@app.command()
def unlink(email: Email, as_json: Json = False, data: Data = None) -> None:  # noqa: ARG001
    """Forget who a person is to the sign-in provider, and sign them out: its next word is matched by e-mail."""
    from console.scheduling.services import identities

    backups.require_ready()
    was_linked = identities.forget(email)
    told = f"{email} is found by e-mail at the next sign-in." if was_linked else f"No provider knows {email}."
    answer({"email": email, "was_linked": was_linked}, as_json, lambda: told)


@app.command("sign-out")
def sign_out(
    email: Annotated[str, typer.Argument(help="The e-mail they sign in with.")] = "",
    everybody: Annotated[bool, typer.Option("--all", help="Everybody, as after a theft of the database.")] = False,
    as_json: Json = False,
    data: Data = None,  # noqa: ARG001
) -> None:
    """Sign a person out of every browser, or everybody; they may sign in again."""
    from console.scheduling.services import people

    if bool(email) == everybody:
        raise Invalid.of("email", "Give an e-mail, or --all.")
    backups.require_ready()
    ended = people.sign_out(email)
    told = f"{email} is signed out." if email else f"{ended} people are signed out."
    answer({"email": email or None, "people": ended}, as_json, lambda: told)


@app.command()
def disable(email: Email, as_json: Json = False, data: Data = None) -> None:  # noqa: ARG001
    """Close a person's account in every app and sign them out."""
    from console.scheduling.services import people

    backups.require_ready()
    people.disable(email)
    answer({"email": email, "disabled": True}, as_json, lambda: f"{email} is shut out.")


@app.command()
def enable(email: Email, as_json: Json = False, data: Data = None) -> None:  # noqa: ARG001
    """Open a closed account again."""
    from console.scheduling.services import people

    backups.require_ready()
    people.enable(email)
    answer({"email": email, "disabled": False}, as_json, lambda: f"{email} may sign in again.")


def _row(view: Any) -> dict[str, Any]:
    return {
        "person_id": view.person_id,
        "name": view.name,
        "email": view.email,
        "role": view.role,
        "team": view.team,
        "timezone": view.timezone,
        "invited": view.invited,
        "disabled": view.disabled_at is not None,
    }


def _imported(done: "ImportedMember") -> dict[str, Any]:
    one = done.planned
    return {
        "line": one.line,
        "name": one.name,
        "email": one.email,
        "act": one.act,
        "fields": list(one.fields),
        "problems": [{"field": each.field, "message": each.message} for each in one.problems],
        "invitation_url": done.invitation.url if done.invitation else None,
    }


def _told(row: dict[str, Any]) -> str:
    more = row["invitation_url"] or "; ".join(each["message"] for each in row["problems"]) or ", ".join(row["fields"])
    return f"{row['line']:>5}  {row['act']:<8}  {row['name']} <{row['email']}>  {more}".rstrip()


def _line(row: dict[str, Any]) -> str:
    state = "  (disabled)" if row["disabled"] else "  (invited)" if row["invited"] else ""
    return f"{row['person_id']}  {row['role']:<10}  {row['name']} <{row['email']}>{state}"
