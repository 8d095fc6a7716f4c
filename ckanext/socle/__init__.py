"""The ground of the bundle: settings, errors, the one HTTP client, translations, theme, launcher."""
