"""The checklist: STRESS-DES, version 1.0, its sections and items.

T. Monks, C. S. M. Currie, B. S. Onggo, S. Robinson, M. Kunc and S. J. E. Taylor, "Strengthening the reporting of
empirical simulation studies: Introducing the STRESS guidelines", Journal of Simulation 13(1), 2019, pages 55 to 67,
https://doi.org/10.1080/17477778.2018.1442155.
"""

from __future__ import annotations

GUIDELINE = (
    "STRESS-DES 1.0: T. Monks, C. S. M. Currie, B. S. Onggo, S. Robinson, M. Kunc and S. J. E. Taylor, Strengthening "
    "the reporting of empirical simulation studies, Journal of Simulation 13(1), 2019, 55-67, "
    "https://doi.org/10.1080/17477778.2018.1442155"
)
SECTIONS = {
    "1": "Objectives",
    "2": "Logic",
    "3": "Data",
    "4": "Experimentation",
    "5": "Implementation",
    "6": "Code access",
}
ITEMS = {
    "1.1": "Purpose of the model",
    "1.2": "Model outputs",
    "1.3": "Experimentation aims",
    "2.1": "Base model overview diagram",
    "2.2": "Base model logic",
    "2.3": "Scenario logic",
    "2.4": "Algorithms",
    "2.5.1": "Components: entities",
    "2.5.2": "Components: activities",
    "2.5.3": "Components: resources",
    "2.5.4": "Components: queues",
    "2.5.5": "Components: entry and exit points",
    "3.1": "Data sources",
    "3.2": "Pre-processing",
    "3.3": "Input parameters",
    "3.4": "Assumptions",
    "4.1": "Initialisation",
    "4.2": "Run length",
    "4.3": "Estimation approach",
    "5.1": "Software or programming language",
    "5.2": "Random sampling",
    "5.3": "Model execution",
    "5.4": "System specification",
    "6.1": "Computer model sharing statement",
}
