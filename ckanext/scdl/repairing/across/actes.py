"""The ACTES classification, its two first levels: by which the acts of local bodies are sent to the prefect."""

from __future__ import annotations

from ckanext.scdl.checking.french.nomenclature_actes import SUBJECTS
from ckanext.scdl.folding import fold

# In the order of their codes: 1.1, 1.2…
DETAILS = (
    (
        "Marchés publics",
        "Délégation de service public",
        "Conventions de mandat",
        "Autres types de contrats",
        "Transactions, protocole d'accord transactionnel",
        "Actes relatifs à la maîtrise d'oeuvre",
        "Actes spéciaux et divers",
    ),
    (
        "Documents d'urbanisme",
        "Actes relatifs au droit d'occupation ou d'utilisation des sols",
        "Droit de préemption urbain",
    ),
    (
        "Acquisitions",
        "Aliénations",
        "Locations",
        "Limites territoriales",
        "Autres actes de gestion du domaine public",
        "Autres actes de gestion du domaine privé",
    ),
    (
        "Personnel titulaires et stagiaires de la F.P.T.",
        "Personnel contractuel",
        "Fonction publique hospitalière",
        "Autres catégories de personnels",
        "Régime indemnitaire",
    ),
    (
        "Election exécutif",
        "Fonctionnement des assemblées",
        "Désignation de représentants",
        "Délégation de fonctions",
        "Délégation de signature",
        "Exercice des mandats locaux",
        "Intercommunalité",
        "Décision d'ester en justice",
    ),
    (
        "Police municipale",
        "Pouvoir du président du conseil départemental",
        "Pouvoir du président du conseil régional",
        "Autres actes réglementaires",
        "Actes pris au nom de l'Etat et soumis au contrôle hiérarchique",
    ),
    (
        "Décisions budgétaires",
        "Fiscalité",
        "Emprunts",
        "Interventions économiques",
        "Subventions",
        "Contributions budgétaires",
        "Avances",
        "Fonds de concours",
        "Prise de participation (SEM, etc.)",
        "Divers",
    ),
    (
        "Enseignement",
        "Aide sociale",
        "Voirie",
        "Aménagement du territoire",
        "Politique de la ville, habitat, logement",
        "Emploi, formation professionnelle",
        "Transports",
        "Environnement",
        "Culture",
    ),
    (
        "Autres domaines de compétences des communes",
        "Autres domaines de compétences des départements",
        "Autres domaines de compétences des régions",
        "Voeux et motions",
    ),
)
BY_CODE = {
    f"{number}.{place}": f"{subject}/{detail}"
    for number, (subject, details) in enumerate(zip(SUBJECTS, DETAILS, strict=True), start=1)
    for place, detail in enumerate(details, start=1)
}
BY_NAME = {fold(name): code for code, name in BY_CODE.items()}
