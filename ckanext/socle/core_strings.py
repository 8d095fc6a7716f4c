"""Strings of CKAN's own pages that its French catalogue lacks (CKAN 2.12.0), so that ours translates them.

Nothing reads this list but the tool that extracts the strings to translate. Only what town halls and animators meet is
here: account, datasets, organisations, errors of forms.
"""

from __future__ import annotations


def _(message: str) -> str:
    return message


STRINGS = (
    _("Profile settings"),
    _("View dashboard"),
    _("Submit"),
    _("Publish"),
    _("Unpublish"),
    _("Edit role"),
    _("Edit the role of the user within the organization"),
    _("Delete member"),
    _("Delete this member from the organization"),
    _("There is no description for this organization."),
    _("There is no description for this dataset."),
    _("Please select the license"),
    _("No Organization"),
    _("Close modal"),
    _("API Tokens"),
    _("Copy to clipboard"),
    _("Are you sure you want to revoke these tokens?"),
    _("Revoke tokens"),
    _("Profile picture"),
    _("Profile picture URL"),
    _("Sysadmin password"),
    _("This information is visible to you and admins"),
    _("Last Active"),
    _("User isn't a member of any groups."),
    _("User isn't a member of any organizations."),
    _("Are you sure you want to delete user - {name}?"),
    _("Dataset not found or you have no permission to view it"),
    _("Members not found"),
    _("Not authorized to download resource"),
    _("No resource data entered"),
    _("Login failed. Bad username or password or CAPTCHA."),
    _("You cannot move this dataset to another organization"),
    _("The username is already associated with another account. Please use a different username."),
    _("The email address '{email}' belongs to a registered user."),
    _("Must be a positive integer"),
    _("Value must be one of %s"),
    _(
        'You can use <a href="#markdown" title="Markdown quick reference" data-bs-toggle="popover" '
        'data-bs-content="%(markdown_tooltip)s" data-bs-html="true">Markdown formatting</a> here'
    ),
    _(
        'API Token created: <code style="word-break:break-all;">{token}</code> {copy}<br>Make sure to copy it now, you '
        "won't be able to see it again!"
    ),
)
