"""A repair as lines of text, for the command."""

from __future__ import annotations

from collections import Counter

from ckanext.scdl import messages
from ckanext.scdl.repairing.proposal import Plan, Question
from ckanext.scdl.repairing.repairer import Repair, shown

TEXTS = {
    "fr": {
        "valid": "Le fichier réparé est valide",
        "invalid": "Le fichier réparé a encore des erreurs\u00a0: {after} (il y en avait {before})",
        "repaired": "Réparé",
        "asked": "À décider",
        "answer": "Répondez par --answer {key}=RÉPONSE",
    },
    "en": {
        "valid": "The repaired file is valid",
        "invalid": "The repaired file still has errors: {after} (there were {before})",
        "repaired": "Repaired",
        "asked": "To decide",
        "answer": "Answer with --answer {key}=ANSWER",
    },
}


def text(repair: Repair, lang: str) -> str:
    """Return the outcome, what was done by rule and column, and the questions."""
    texts, plan = TEXTS[lang], shown(repair.plan, repair.before)
    counts = {"before": len(repair.before.errors), "after": len(repair.after.errors)}
    lines = [texts["valid" if repair.after.valid else "invalid"].format(**counts)]
    if plan.safe:
        lines += ["", f"{texts['repaired']} ({len(plan.safe)})", *_done(plan, lang)]
    if plan.questions:
        lines += ["", f"{texts['asked']} ({len(plan.questions)})"]
        for question in plan.questions:
            lines += _asked(question, lang)
    return "\n".join(lines)


def _done(plan: Plan, lang: str) -> list[str]:
    """One line for each rule in each column: how many times, and the first."""
    counts = Counter((each.rule, each.column) for each in plan.safe)
    first = {(each.rule, each.column): each for each in reversed(plan.safe)}
    return [
        f"  {count} × " * (count > 1) + "  " * (count == 1) + first[place].message(lang)
        for place, count in counts.items()
    ]


def _asked(question: Question, lang: str) -> list[str]:
    choices = [
        f"    {choice}\u00a0: " + messages.render(f"choice.{choice}", {"after": after}, lang)
        for choice, after in question.choices
    ]
    answer = "    " + TEXTS[lang]["answer"].format(key=question.key)
    return ["  " + question.message(lang), *choices, answer]
