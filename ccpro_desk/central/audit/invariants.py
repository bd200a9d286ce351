"""What must hold in the whole database, and the sentence for each thing that does not."""

from __future__ import annotations

from datetime import datetime, timedelta

from ccpro_desk.central.audit.findings import Report
from ccpro_desk.central.store.audit_port import AuditStore

_KEPT = timedelta(days=30) - timedelta(hours=1)
"""Events are kept thirty days; near the edge a contact may have lost some of them already."""
SENTENCES = {
    "two_leases": "Deux contacts occupent la même place de l'agent {id} ({detail}).",
    "half_lease": "Le bail du contact {id} ({detail}) est incomplet.",
    "closed_with_lease": "Le contact {id} est « {detail} » et pourtant sous bail.",
    "at_hand_without_lease": "Le contact {id} est « {detail} » sans bail : personne ne le tient.",
    "parked_without_owner": "Le contact {id} est mis de côté sans propriétaire.",
    "unknown_state": "Le contact {id} est dans un état inconnu (« {detail} »).",
    "unknown_account": "Le contact {id} ({detail}) dépend d'un compte qui n'existe pas.",
    "version_behind": "Le contact {id} est en retard sur ses événements (version {detail}).",
    "version_ahead": "Le contact {id} a changé sans événement (version {detail}).",
    "versions_in_events": "Les événements du contact {id} ne se suivent pas ({detail} versions).",
    "result_ahead": "Le résultat de la commande {id} dépasse la version de son contact ({detail}).",
    "result_without_contact": "Le résultat de la commande {id} porte sur un contact qui n'existe pas.",
    "reply_without_outbox": "La réponse {id} ({detail}) n'est pas dans la boîte d'envoi.",
    "outbox_without_reply": "L'envoi {id} ({detail}) ne correspond à aucune réponse de son contact.",
    "reply_and_outbox": "L'envoi {id} et sa réponse ne disent pas la même chose ({detail}).",
    "message_without_contact": "Le message {id} ({detail}) n'appartient à aucun contact.",
    "attachment_without_contact": "La pièce jointe {id} appartient à un contact qui n'existe pas.",
    "intake_without_contact": "L'arrivée du contact {id} est enregistrée, mais ce contact n'existe pas.",
}


async def check_invariants(store: AuditStore, now: datetime, report: Report) -> None:
    for name, found in (await store.invariants(now - _KEPT)).items():
        for about, detail in found:
            report.add(name, about, SENTENCES[name].format(id=about, detail=detail))
