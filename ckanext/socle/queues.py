"""The two queues of background work, each with a worker of its own.

What a person waits for (the check of a file, a code by mail) is never behind what may take its time: the fetch of an
address, four hundred letters, the night's work.
"""

from __future__ import annotations

DEFAULT, SLOW = "default", "slow"
