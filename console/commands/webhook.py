"""`callboard webhook`: the addresses that an app tells what happens, and what became of each delivery."""

from datetime import timedelta
from typing import Annotated, Any

import typer

from console.commands.options import AppId, Data, Json, answer, commands
from console.scheduling import backups, clock
from console.scheduling.actors import operator
from console.scheduling.messages.instants import iso, parse_instant

app = commands()

SubscriptionId = Annotated[str, typer.Argument(metavar="ID", help="The subscription's id.")]


@app.command()
def add(
    app_id: AppId,
    url: Annotated[str, typer.Option(help="Where to post: https, or http where CALLBOARD_WEBHOOK_ALLOW names it.")],
    events: Annotated[str, typer.Option(help="Comma-separated, such as scheduled.created,scheduled.cancelled.")],
    as_json: Json = False,
    data: Data = None,  # noqa: ARG001 - its callback chooses the directory
) -> None:
    """Subscribe an address. Its secret is shown this once."""
    from console.scheduling.services import webhooks

    backups.require_ready()
    made, secret = webhooks.subscribe(operator(app_id), webhooks.NewSubscription(url, _names(events)))
    said = {"id": made.id, "url": made.url, "events": made.events, "status": made.status, "secret": secret}
    answer(said, as_json, lambda: f"{made.id} is told of {', '.join(made.events)}.\nSecret, shown this once: {secret}")


@app.command("list")
def list_subscriptions(app_id: AppId, as_json: Json = False, data: Data = None) -> None:  # noqa: ARG001
    """The app's subscriptions, without their secrets."""
    from console.scheduling.services import apps, webhooks

    backups.require_ready()
    apps.get(operator(app_id))
    rows = [_row(view) for view in webhooks.list_subscriptions(operator(app_id))]
    answer(rows, as_json, lambda: "\n".join(_line(row) for row in rows) or "No subscriptions.")


@app.command()
def edit(
    subscription_id: SubscriptionId,
    app_id: AppId,
    url: Annotated[str | None, typer.Option(help="The new address.")] = None,
    events: Annotated[str | None, typer.Option(help="The new events, comma-separated.")] = None,
    as_json: Json = False,
    data: Data = None,  # noqa: ARG001
) -> None:
    """Change a subscription's address or events."""
    from console.scheduling.services import webhooks

    backups.require_ready()
    webhooks.change(operator(app_id), subscription_id, url=url, events=_names(events) if events is not None else None)
    _show(app_id, subscription_id, as_json)


@app.command()
def pause(subscription_id: SubscriptionId, app_id: AppId, as_json: Json = False, data: Data = None) -> None:  # noqa: ARG001
    """Stop sending. What happens meanwhile is kept."""
    from console.scheduling.services import webhooks

    backups.require_ready()
    webhooks.pause(operator(app_id), subscription_id)
    _show(app_id, subscription_id, as_json)


@app.command()
def resume(
    subscription_id: SubscriptionId,
    app_id: AppId,
    skip: Annotated[bool, typer.Option("--skip", help="Never send what was kept.")] = False,
    as_json: Json = False,
    data: Data = None,  # noqa: ARG001
) -> None:
    """Send again: first what was kept, oldest first."""
    from console.scheduling.services import webhooks

    backups.require_ready()
    webhooks.resume(operator(app_id), subscription_id, skip_waiting=skip)
    _show(app_id, subscription_id, as_json)


@app.command()
def rotate(subscription_id: SubscriptionId, app_id: AppId, as_json: Json = False, data: Data = None) -> None:  # noqa: ARG001
    """Give it another secret, shown this once. For 24 hours the old one signs too."""
    from console.scheduling.services import webhooks

    backups.require_ready()
    secret = webhooks.rotate(operator(app_id), subscription_id)
    answer({"id": subscription_id, "secret": secret}, as_json, lambda: f"New secret, shown this once: {secret}")


@app.command()
def delete(subscription_id: SubscriptionId, app_id: AppId, as_json: Json = False, data: Data = None) -> None:  # noqa: ARG001
    """End a subscription. What still waits is never sent."""
    from console.scheduling.services import webhooks

    backups.require_ready()
    webhooks.delete(operator(app_id), subscription_id)
    answer({"id": subscription_id, "deleted": True}, as_json, lambda: f"{subscription_id} is deleted.")


@app.command()
def test(
    subscription_id: SubscriptionId,
    app_id: AppId,
    event: Annotated[str | None, typer.Option(help="Which event; default: the first it asks for.")] = None,
    as_json: Json = False,
    data: Data = None,  # noqa: ARG001
) -> None:
    """Send an invented call, marked as a test. The jobs deliver it."""
    from console.scheduling.services import webhooks

    backups.require_ready()
    owed = webhooks.test_send(operator(app_id), subscription_id, event)
    answer(
        {"delivery_id": owed.id}, as_json, lambda: f"{owed.id} is on its way; `callboard webhook deliveries` shows it."
    )


@app.command()
def deliveries(
    subscription_id: SubscriptionId,
    app_id: AppId,
    status: Annotated[str, typer.Option(help="Only pending, delivered, failed or skipped ones.")] = "",
    event: Annotated[str, typer.Option(help="Only this event, such as scheduled.created.")] = "",
    since: Annotated[str | None, typer.Option(help="Of events since this instant, such as 2026-05-01T15:00Z.")] = None,
    until: Annotated[str | None, typer.Option(help="Of events before this instant.")] = None,
    search: Annotated[str, typer.Option(help="A call's reference or id, or the id of an event or a delivery.")] = "",
    before: Annotated[str | None, typer.Option(help="Older than this event id: the last of the page before.")] = None,
    limit: Annotated[int, typer.Option(min=1, max=200, help="How many.")] = 50,
    as_json: Json = False,
    data: Data = None,  # noqa: ARG001
) -> None:
    """The latest deliveries, newest first."""
    from console.scheduling.services import webhooks

    backups.require_ready()
    wanted = webhooks.LogFilter(
        statuses=[status] if status else [],
        event=event,
        since=parse_instant(since, "since") if since else None,
        until=parse_instant(until, "until") if until else None,
        search=search,
    )
    page = webhooks.deliveries(operator(app_id), subscription_id, wanted, before=before, limit=limit)
    rows = [_delivery(view) for view in page.rows]
    answer(rows, as_json, lambda: "\n".join(_delivery_line(row) for row in rows) or "No deliveries.")


@app.command()
def replay(
    app_id: AppId,
    delivery_ids: Annotated[list[str] | None, typer.Argument(metavar="DELIVERY...", help="These deliveries.")] = None,
    subscription_id: Annotated[
        str | None, typer.Option("--subscription", metavar="ID", help="All failed ones of this subscription.")
    ] = None,
    since: Annotated[str | None, typer.Option(help="Since this instant; default: the last 24 hours.")] = None,
    as_json: Json = False,
    data: Data = None,  # noqa: ARG001
) -> None:
    """Send deliveries again, or all that failed since a time. Each keeps its event id."""
    from console.scheduling.services import webhooks

    if bool(delivery_ids) == bool(subscription_id):
        raise typer.BadParameter("Name deliveries, or a subscription with --subscription.")
    backups.require_ready()
    if subscription_id:
        start = parse_instant(since, "since") if since else clock.now() - timedelta(hours=24)
        count = webhooks.replay_failed(operator(app_id), subscription_id, start)
    else:
        count = len([webhooks.replay(operator(app_id), one) for one in delivery_ids or []])
    answer({"replayed": count}, as_json, lambda: f"Sent again: {count}.")


def _names(events: str) -> list[str]:
    return [name.strip() for name in events.split(",") if name.strip()]


def _show(app_id: str, subscription_id: str, as_json: bool) -> None:
    from console.scheduling.services import webhooks

    row = _row(webhooks.subscription(operator(app_id), subscription_id))
    answer(row, as_json, lambda: _line(row))


def _row(view: Any) -> dict[str, Any]:
    return {
        "id": view.id,
        "url": view.url,
        "events": list(view.events),
        "status": view.status,
        "paused_reason": view.paused_reason,
        "waiting": view.waiting,
        "failed": view.failed,
        "failing_since": iso(view.failing_since) if view.failing_since else None,
        "last_success_at": iso(view.last_success_at) if view.last_success_at else None,
        "latest_attempts": view.summary.attempts,
        "success_rate": view.summary.success_rate,
        "p95_ms": view.summary.p95_ms,
        "created_at": iso(view.created_at),
    }


def _line(row: dict[str, Any]) -> str:
    return f"{row['id']}  {row['status']:8}  {row['url']}  {', '.join(row['events'])}"


def _delivery(view: Any) -> dict[str, Any]:
    return {
        "id": view.id,
        "event_id": view.event_id,
        "event": view.event,
        "sequence": view.sequence,
        "test": view.test,
        "booking_id": view.booking_id,
        "status": view.status,
        "attempts": view.attempts,
        "last_status_code": view.last_status_code,
        "last_error": view.last_error,
        "created_at": iso(view.created_at),
        "due_at": iso(view.due_at) if view.status == "pending" else None,
    }


def _delivery_line(row: dict[str, Any]) -> str:
    last = row["last_status_code"] or row["last_error"] or ""
    return f"{row['created_at']}  {row['id']}  {row['status']:9}  {row['event']}  attempts {row['attempts']}  {last}"
