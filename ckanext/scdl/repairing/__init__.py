"""From a table with faults to proposals that mend it, and from the proposals to a right file.

``repairer`` does it from end to end. It needs frictionless, which costs half a second: import it when it is needed.
"""

from ckanext.scdl.repairing.proposal import ASK, KEEP, SAFE, Plan, Proposal, Question

__all__ = ["ASK", "KEEP", "SAFE", "Plan", "Proposal", "Question"]
