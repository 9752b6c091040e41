"""The options of Streamlit that the screens count on. The checkout's `.streamlit/config.toml` says the same."""

FONT = "'Noto Sans JP', 'BIZ UDPGothic', 'Yu Gothic UI', Meiryo, 'Noto Sans CJK JP', sans-serif"

OPTIONS: dict[str, str | int | bool] = {
    "server.address": "127.0.0.1",
    "server.maxUploadSize": 1000,
    "server.showEmailPrompt": False,
    "server.disconnectedSessionTTL": 7200,
    "runner.postScriptGC": False,
    "browser.gatherUsageStats": False,
    "client.showErrorLinks": False,
    "client.showErrorDetails": "none",
    "client.toolbarMode": "viewer",
    "theme.base": "light",
    "theme.font": FONT,
    "theme.headingFont": FONT,
    "theme.primaryColor": "#0a5c99",
    "theme.textColor": "#1a2330",
    "theme.backgroundColor": "#ffffff",
    "theme.secondaryBackgroundColor": "#f3f6f9",
    "theme.borderColor": "#c9d2dc",
    "theme.baseRadius": "small",
}


def as_arguments(options: dict[str, str | int | bool]) -> list[str]:
    """Options as `streamlit run` takes them."""
    return [f"--{name}={str(value).lower() if isinstance(value, bool) else value}" for name, value in options.items()]
