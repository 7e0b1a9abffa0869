"""The product's own line icons: 24 units square, one stroke width, drawn in the colour of the text."""

ICONS: dict[str, str] = {
    "today": (
        '<circle cx="12" cy="12" r="4.2"/><path d="M12 3v2.2M12 18.8v2.2M3 12h2.2M18.8 12H21M5.6 '
        '5.6l1.6 1.6M16.8 16.8l1.6 1.6M18.4 5.6l-1.6 1.6M7.2 16.8l-1.6 1.6"/>'
    ),
    "drafts": '<path d="M6.5 3.5h7.5l4 4v13h-11.5zM14 3.5v4h4M9.5 12h5.5M9.5 15.5h5.5"/>',
    "list": '<path d="M9.5 6.5H20M9.5 12H20M9.5 17.5H20M4 6.5l1.2 1.2 2-2.4M4 12l1.2 1.2 2-2.4M4 17.5l1.2 1.2 2-2.4"/>',
    "influence": '<path d="M4 20h16M6.5 20v-5.5M11 20V10M15.5 20v-7.5M4.5 9l5.5-4 4.5 3 5-4.5M19.5 7V3.5H16"/>',
    "documents": (
        '<path d="M6.5 3.5h7.5l4 4v13h-11.5zM14 3.5v4h4M9.5 11h5.5"/><circle cx="12.2" cy="15.6" r="2.1"/>'
    ),
    "triage": '<path d="M4 13.5l2.6-8.5h10.8l2.6 8.5v6H4zM4 13.5h4.8l1.4 2.5h3.6l1.4-2.5H20"/>',
    "dossiers": '<path d="M3.5 6.5V19h17V8.5h-8.8L9.7 6.5zM3.5 11.5h17"/>',
    "hearings": (
        '<path d="M12 3.5a3 3 0 0 1 3 3v4.5a3 3 0 0 1-6 0V6.5a3 3 0 0 1 3-3zM5.5 11a6.5 6.5 0 0 0 13 0M12 '
        '17.5v3M8.5 20.5h7"/>'
    ),
    "council": (
        '<path d="M4 17.5h16M6.5 17.5v-3.2h11v3.2"/><circle cx="6.5" cy="8.5" r="2"/><circle cx="12" cy="6.5" '
        'r="2"/><circle cx="17.5" cy="8.5" r="2"/>'
    ),
    "topics": '<path d="M6.5 3.5h11v17L12 16.3 6.5 20.5z"/>',
    "requests": (
        '<path d="M4 5h16v11.5h-8.5L7 20.5v-4H4z"/><path d="M10 9.2a2 2 0 1 1 2.7 1.9c-.5.2-.7.5-.7 1M12 14v.2"/>'
    ),
    "evidence": '<path d="M4 4.5h16v15H4zM8 16v-4.5M12 16V8M16 16v-6"/>',
    "calendar": '<path d="M4 5.5h16v14.5H4zM4 10h16M8.5 3.5v4M15.5 3.5v4M8 13.5h2M14 13.5h2M8 16.7h2"/>',
    "organisation": (
        '<circle cx="9" cy="8.5" r="3.2"/><path d="M3.5 19.5c.4-3.6 2.5-5.5 5.5-5.5s5.1 1.9 5.5 '
        '5.5M15 5.7a3.2 3.2 0 0 1 0 5.6M17 14.5c2.1.7 3.3 2.4 3.6 5"/>'
    ),
    "outbox": '<path d="M3.5 6h17v12.5h-17zM3.5 7l8.5 6.5L20.5 7"/>',
    "health": '<path d="M3 12.5h4.2l2.4-6.5 4.3 12 2.4-5.5H21"/>',
    "search": '<circle cx="10.5" cy="10.5" r="6"/><path d="M15 15l5.5 5.5"/>',
    "person": '<circle cx="12" cy="8.2" r="3.7"/><path d="M4.8 20c.6-4 3.4-6.2 7.2-6.2s6.6 2.2 7.2 6.2"/>',
    "key": '<circle cx="8" cy="15.5" r="4"/><path d="M11 12.5 19.5 4M16 7.5l2.5 2.5M13.5 10l1.5 1.5"/>',
    "sign-out": '<path d="M13.5 4H5v16h8.5M10 12h10.5M17 8.5l3.5 3.5-3.5 3.5"/>',
    "sun": (
        '<circle cx="12" cy="12" r="4.2"/><path d="M12 3v2.2M12 18.8V21M3 12h2.2M18.8 12H21M5.6 '
        '5.6l1.6 1.6M16.8 16.8l1.6 1.6M18.4 5.6l-1.6 1.6M7.2 16.8l-1.6 1.6"/>'
    ),
    "moon": '<path d="M19.8 14.2A8.3 8.3 0 0 1 9.8 4.2a8.3 8.3 0 1 0 10 10z"/>',
    "screen": '<path d="M3.5 5h17v11.5h-17zM9 20h6M12 16.5V20"/>',
    "copy": '<path d="M9 8.5h11V20H9zM15 8.5V4H4v11.5h5"/>',
    "check": '<path d="M5 12.8l4.6 4.6L19.5 7"/>',
    "undo": '<path d="M8.5 5L4 9.5 8.5 14M4 9.5h10a5 5 0 0 1 0 10H9"/>',
    "up": '<path d="M6.5 14.5l5.5-5.5 5.5 5.5"/>',
    "join": '<path d="M5 20h14M12 16.5V7M8 10.5L12 6.5l4 4M5 3.5h14"/>',
    "trash": '<path d="M5 7h14M9.5 7V4.5h5V7M6.5 7l1 13h9l1-13M10 10.5v6M14 10.5v6"/>',
    "down": '<path d="M6.5 9.5l5.5 5.5 5.5-5.5"/>',
    "next": '<path d="M9.5 6l6 6-6 6"/>',
    "back": '<path d="M14.5 6l-6 6 6 6"/>',
    "outside": '<path d="M13.5 4H20v6.5M20 4l-9 9M17 14v6H4V7h6"/>',
    "law": (
        '<path d="M12 4v16M7.5 20h9M5 7h14M5 7l-2.5 6.5a2.7 2.7 0 0 0 5 0zM19 7l-2.5 6.5a2.7 2.7 0 0 '
        '0 5 0z"/>'
    ),
    "warning": '<path d="M12 4L2.8 19.8h18.4zM12 10v4.5M12 17v.3"/>',
    "info": '<circle cx="12" cy="12" r="8.5"/><path d="M12 11v5.5M12 7.7V8"/>',
    "close": '<path d="M6 6l12 12M18 6L6 18"/>',
    "clock": '<circle cx="12" cy="12" r="8.5"/><path d="M12 7v5.3l3.5 2"/>',
    "download": '<path d="M12 4v11M7.5 10.5L12 15l4.5-4.5M4.5 20h15"/>',
    "upload": '<path d="M12 15V4M7.5 8.5L12 4l4.5 4.5M4.5 20h15"/>',
    "plus": '<path d="M12 5v14M5 12h14"/>',
    "filter": '<path d="M4 7h16M7 12h10M10 17h4"/>',
    "link": (
        '<path d="M10 14a4 4 0 0 0 5.7 0l3-3A4 4 0 0 0 13 5.3l-1 1M14 10a4 4 0 0 0-5.7 0l-3 3a4 4 0 '
        '0 0 5.7 5.7l1-1"/>'
    ),
    "feed": '<path d="M5 11a8 8 0 0 1 8 8M5 5a14 14 0 0 1 14 14"/><circle cx="6.2" cy="17.8" r="1.2"/>',
    "edit": '<path d="M4.5 19.5l1-4.5L16 4.5l3.5 3.5L9 18.5zM13.5 7l3.5 3.5"/>',
    "more": '<path d="M4 7h16M4 12h16M4 17h16"/>',
}
