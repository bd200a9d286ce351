-- fragment: each
json_array_elements_text
-- fragment: files
jsonb_array_elements(m.attachments)
-- fragment: binary
collate "C"
-- fragment: held
held
-- fragment: later
greatest(lease_expires, :now::timestamptz) + :seconds::int * interval '1 second'
-- fragment: columns
c.id, c.version, c.state, c.channel, c.connector, c.external_id, c.received_at, c.due_at, c.pool, c.skill, c.rank,
    c.bound_to, c.owner, c.lease_agent, c.lease_token, c.lease_slot, c.lease_expires, c.siren, c.draft, c.widen_at,
    c.closed_at, c.let_go, c.motif, c.cold::text as cold
-- fragment: full
{{columns}}, (select json_agg(to_json(m) order by m.seq) from message m where m.contact_id = c.id) as messages
-- fragment: arrived
coalesce((c.cold::jsonb->'urgency'->>'came_back_at')::timestamptz, c.received_at)
-- fragment: has_motif
(exists (select 1 from jsonb_array_elements(c.cold -> 'motifs') m
         where m.value ->> 'code' = :motif::text or m.value ->> 'code' like :motif::text || '.%')
 or coalesce(c.cold -> 'urgency' ->> 'motif', '') = :motif::text
 or coalesce(c.cold -> 'urgency' ->> 'motif', '') like :motif::text || '.%')
-- fragment: told
translate(lower(coalesce(c.cold ->> 'subject', '') || ' ' || coalesce(c.cold ->> 'usager_name', '') || ' '
    || coalesce(c.cold -> 'origin' ->> 'name', '') || ' ' || coalesce(c.cold -> 'origin' ->> 'address', '')), 'àâäáãåçéèêëíìîïñóòôöõúùûüýÿ', 'aaaaaaceeeeiiiinooooouuuuyy')
-- fragment: attached
= any (array(select value::uuid from json_array_elements_text(:attachments::json)))
-- fragment: named
= any (array(select value from json_array_elements_text(:tokens::json)))
-- fragment: among_contacts
= any (array(select value::uuid from json_array_elements_text(:contacts::json)))
-- fragment: due
coalesce(due_at, '9999-01-01T00:00:00Z'::timestamptz)
