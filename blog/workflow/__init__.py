"""Every step in the life of a post. The admin, importers and tests call these; nothing else writes.

Each function is one transaction that locks the post's row, checks, writes, records an Event and announces what
readers can see of it. A step that may not happen raises Refused and leaves no trace.
"""

from blog.workflow.claims import claim, let_go
from blog.workflow.publishing import Later, publish, unschedule, withdraw
from blog.workflow.readiness import Problem, problems
from blog.workflow.review import approve, ask_for_changes, submit, take_back
from blog.workflow.saving import Text, restore, save
from blog.workflow.steps import Conflict, Refused, quietly
from blog.workflow.trash import discard, trash, untrash

__all__ = [
    "Conflict",
    "Later",
    "Problem",
    "Refused",
    "Text",
    "approve",
    "ask_for_changes",
    "claim",
    "discard",
    "let_go",
    "problems",
    "publish",
    "quietly",
    "restore",
    "save",
    "submit",
    "take_back",
    "trash",
    "unschedule",
    "untrash",
    "withdraw",
]
