"""Last days counted by hand from the reviewed lists of days off, each apart from the code."""

GOLDEN = [
    # The portal's own windows, news, and the worked examples of the legal facts.
    ("11.04.2024", 10, "working_day", "25.04.2024"),
    ("12.03.2026", 15, "calendar_day", "27.03.2026"),
    ("18.03.2026", 10, "working_day", "06.04.2026"),
    ("30.11.2026", 3, "month", "01.03.2027"),
    ("10.09.2026", 10, "working_day", "24.09.2026"),
    ("15.09.2026", 11, "working_day", "30.09.2026"),
    # Moved by order: Saturday 4 May 2024 for 8 May, Sunday 5 January 2025 for 3 January.
    ("03.05.2024", 1, "working_day", "04.05.2024"),
    ("03.05.2024", 3, "working_day", "10.05.2024"),
    ("30.04.2024", 15, "calendar_day", "15.05.2024"),
    ("19.04.2024", 15, "calendar_day", "04.05.2024"),
    ("23.04.2024", 15, "calendar_day", "10.05.2024"),
    ("31.12.2024", 1, "working_day", "05.01.2025"),
    ("31.12.2024", 2, "working_day", "06.01.2025"),
    ("31.12.2024", 3, "working_day", "08.01.2025"),
    ("19.12.2024", 15, "calendar_day", "05.01.2025"),
    # 31 August 2026 is worked; 30 August is no holiday any more, 15 March is one from 2027.
    ("28.08.2026", 1, "working_day", "31.08.2026"),
    ("16.08.2026", 15, "calendar_day", "31.08.2026"),
    ("12.03.2027", 1, "working_day", "16.03.2027"),
    ("12.03.2026", 1, "working_day", "13.03.2026"),
    # 7 January and Qurban Ait are off and never transfer.
    ("05.01.2024", 1, "working_day", "08.01.2024"),
    ("14.06.2024", 1, "working_day", "17.06.2024"),
    ("05.06.2025", 1, "working_day", "09.06.2025"),
    ("26.05.2026", 1, "working_day", "28.05.2026"),
    ("14.05.2027", 1, "working_day", "17.05.2027"),
    # The last day falls on a run of holidays and transferred days off.
    ("06.03.2026", 15, "calendar_day", "26.03.2026"),
    ("08.03.2026", 15, "calendar_day", "26.03.2026"),
    ("21.12.2026", 15, "calendar_day", "05.01.2027"),
    ("18.12.2026", 15, "calendar_day", "05.01.2027"),
    # Months end on the same number or on the last day of the month.
    ("31.01.2024", 1, "month", "29.02.2024"),
    ("31.01.2025", 1, "month", "28.02.2025"),
    ("29.02.2024", 12, "month", "28.02.2025"),
    ("15.10.2026", 3, "month", "15.01.2027"),
    ("25.07.2026", 3, "month", "27.10.2026"),
    ("31.08.2026", 6, "month", "01.03.2027"),
]


# By the code of the rule.
BY_CODE = [
    ("discussion.bylaw", "11.04.2024", "25.04.2024"),
    ("discussion.bylaw.exception_5", "07.09.2026", "12.09.2026"),  # a Saturday, as the portal had it
    ("discussion.bylaw.exception_5", "09.09.2026", "14.09.2026"),
    ("discussion.bylaw.exception_5", "10.09.2026", "15.09.2026"),
    ("discussion.bylaw.exception_1", "10.09.2026", "11.09.2026"),
    ("discussion.law", "10.09.2026", "01.10.2026"),
    ("info_request.answer", "12.03.2026", "27.03.2026"),
    ("info_request.extension", "27.03.2026", "13.04.2026"),
    ("info_request.extension_notice", "20.03.2026", "30.03.2026"),
    ("info_request.refusal", "30.04.2026", "12.05.2026"),
    ("info_request.complaint", "30.11.2026", "01.03.2027"),
    ("application.registration", "12.09.2026", "14.09.2026"),
    ("application.registration", "11.09.2026", "11.09.2026"),
    ("application.registration.after_hours", "11.09.2026", "14.09.2026"),
    ("appeal.decision", "16.03.2026", "16.04.2026"),
    ("hearing.environment.duration", "26.02.2026", "04.03.2026"),
    ("hearing.environment.announcement", "27.04.2026", "30.03.2026"),
    ("hearing.environment.remarks", "28.05.2026", "22.05.2026"),
    ("hearing.environment.documents", "01.10.2026", "31.08.2026"),
    ("hearing.environment.earliest_start", "31.08.2026", "01.10.2026"),
    ("act.in_force", "01.10.2026", "12.10.2026"),
    ("act.in_force", "20.10.2026", "31.10.2026"),  # a Saturday: acts do not wait for a working day
    ("act.in_force.new_duties", "01.10.2026", "01.12.2026"),
    ("personal_data.breach_notice", "06.03.2026", "10.03.2026"),
]
