"""A message to those who manage a source, after a run with errors: what happened, and what they can do."""

from __future__ import annotations

import logging
from collections import Counter
from datetime import datetime, timedelta

import ckan.model as model
import ckan.plugins.toolkit as tk
from ckan.lib import mailer
from ckanext.harvest import queue
from ckanext.harvest.model import HarvestJob, HarvestSource
from ckanext.socle.harvesters.datagouv import portal, reports

log = logging.getLogger(__name__)

TYPE = "datagouv"
LATE = timedelta(days=1)  # after which a run is no news
REMEMBERED = 7 * 24 * 3600  # seconds
SHOWN = 5  # sentences in a message


def write_due() -> int:
    """Write about the runs that ended with errors and were not written about; return how many messages went out."""
    connection = queue.get_connection_redis()
    sent = 0
    for job in _finished():
        key = f"ckanext.datagouv_harvester:written:{job.id}"
        if connection.exists(key):
            continue
        errors = [line for line in reports.rows(job) if line["kind"] == reports.ERROR]
        sent += _write(job, errors) if errors else 0
        connection.set(key, "1", ex=REMEMBERED)
    return sent


def recipients(source: HarvestSource) -> list[model.User]:
    """Return who manages a source: who saved it last, else the administrators of its organisation."""
    package = model.Package.get(source.id)
    if package is None:
        return []
    keys = [(package.extras or {}).get(portal.RESPONSIBLE), package.creator_user_id]
    users = [model.User.get(key) for key in keys if key]
    found = [user for user in users if user is not None and user.state == "active" and user.email]
    return found[:1] or _administrators(str(package.owner_org or ""))


def message(job: HarvestJob, errors: list[dict[str, str]]) -> tuple[str, str]:
    """Return the subject and the text of a message."""
    title = job.source.title or job.source.url
    subject = tk.ungettext(
        "{title}: {count} error while taking up data.gouv.fr",
        "{title}: {count} errors while taking up data.gouv.fr",
        len(errors),
    ).format(title=title, count=len(errors))
    advised = tk._("What to do:")
    causes = Counter((line["what"], line["todo"]) for line in errors)
    examples = {line["what"]: line for line in reversed(errors)}
    parts = [
        tk._("Hello,"),
        tk._("The last run of the source “{title}” met errors. What was taken is kept.").format(title=title),
    ]
    for (what, todo), count in causes.most_common(SHOWN):
        times = f" ({count} ×)" if count > 1 else ""
        where = examples[what]["address"]
        parts.append(f"– {what}{times}\n  {advised} {todo}\n  {where}")
    others = len(causes) - SHOWN
    if others > 0:
        parts.append(tk.ungettext("And {count} other cause.", "And {count} other causes.", others).format(count=others))
    source = model.Package.get(job.source_id)
    csv = tk.url_for("datagouv_harvester.job_csv", source=source.name, job=job.id, qualified=True)
    edit = tk.url_for("harvest.edit", id=source.name, qualified=True)
    parts += [tk._("Every line, for a spreadsheet: {address}").format(address=csv)]
    parts += [tk._("The settings of the source: {address}").format(address=edit)]
    return subject, "\n\n".join(parts)


def _write(job: HarvestJob, errors: list[dict[str, str]]) -> int:
    if not tk.config.get("smtp.mail_from"):  # the portal writes to nobody
        return 0
    subject, text = message(job, errors)
    sent = 0
    for user in recipients(job.source):
        try:
            mailer.mail_user(user, subject, text)
            sent += 1
        except mailer.MailerException:
            log.exception("The message about harvest job %s could not be sent to %s", job.id, user.name)
    return sent


def _finished() -> list[HarvestJob]:
    limit = datetime.utcnow() - LATE  # noqa: DTZ003
    query = model.Session.query(HarvestJob).join(HarvestSource, HarvestJob.source_id == HarvestSource.id)
    return list(query.filter(HarvestSource.type == TYPE, HarvestJob.status == "Finished", HarvestJob.created > limit))


def _administrators(owner_org: str) -> list[model.User]:
    member = model.Member
    rows = model.Session.query(member.table_id).filter_by(
        group_id=owner_org, table_name="user", capacity="admin", state="active"
    )
    users = [model.User.get(row.table_id) for row in rows]
    return [user for user in users if user is not None and user.state == "active" and user.email]
