"""Checking in the portal: uploads, replacements and addresses, the gate of personal data, the reports."""
