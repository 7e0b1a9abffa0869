"""What is done with road maps. Other apps call it through here: above all, they tell what has happened on a dossier."""

from projects.actions.road_map.dates import road_map_path
from projects.actions.road_map.facts import record_fact, watch_found, withdraw_fact
from projects.actions.road_map.mapping import (
    drop_dates,
    end_of,
    follow_calendar,
    follow_window,
    plan_road_map,
    restore_dates,
)
from projects.actions.road_map.parts import restore_part, skip_part, start_plan_b
from projects.actions.road_map.tasks import (
    NewTask,
    add_task,
    assign_task,
    finish_task,
    move_task,
    reopen_task,
    skip_task,
)
from projects.actions.road_map.templates import (
    move_template_task,
    reset_template,
    restore_template,
    save_template_task,
    switch_template_task,
)

__all__ = [
    "NewTask",
    "add_task",
    "assign_task",
    "drop_dates",
    "end_of",
    "finish_task",
    "follow_calendar",
    "follow_window",
    "move_task",
    "move_template_task",
    "plan_road_map",
    "record_fact",
    "reopen_task",
    "reset_template",
    "restore_dates",
    "restore_part",
    "restore_template",
    "road_map_path",
    "save_template_task",
    "skip_part",
    "skip_task",
    "start_plan_b",
    "switch_template_task",
    "watch_found",
    "withdraw_fact",
]
