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
    "holder_and_owner": "Le contact {id} ({detail}) est tenu par un agent et suivi par un autre.",
    "closed_without_time": "Le contact {id} est clos sans date de clôture.",
    "unknown_usager": "Le contact {id} est rattaché à un usager inconnu ({detail}).",
    "messages_in_order": "Il manque des messages du contact {id} ({detail}).",
    "attachment_missing": "Une pièce jointe du contact ouvert {id} manque ({detail}).",
    "half_claim": "L'envoi {id} ({detail}) est pris à moitié par un connecteur.",
    "held_and_outbox": "La réponse {id} n'est retenue que d'un côté ({detail}).",
    "event_without_contact": "L'événement {id} ({detail}) porte sur un contact qui n'existe pas.",
    "intake_without_message": "Une arrivée du contact {id} ({detail}) est enregistrée sans son message.",
    "thread_without_contact": "Un fil ({detail}) mène au contact {id}, qui n'existe pas.",
    "mark_without_contact": "Un rapprochement ({detail}) mène au contact {id}, qui n'existe pas.",
    "next_without_contact": "Le contact {id} a été proposé, mais il n'existe pas.",
    "session_without_account": "Une session est ouverte pour le compte {id}, qui n'existe pas.",
    "matter_without_contact": "La suite {id} ({detail}) dépend d'un contact qui n'existe pas.",
    "matter_and_steps": "La suite {id} et ses étapes ne disent pas la même chose ({detail}).",
    "seat_without_matter": "La place « {detail} » est prise par {id}, qui n'existe pas.",
    "unknown_status": "Le compte {id} est dans un état inconnu (« {detail} »).",
    "detail_without_row": "Le détail d'audit {id} n'appartient à aucune ligne.",
}


async def check_invariants(store: AuditStore, now: datetime, report: Report) -> None:
    for name, found in (await store.invariants(now - _KEPT)).items():
        for about, detail in found:
            report.add(name, about, SENTENCES[name].format(id=about, detail=detail))
