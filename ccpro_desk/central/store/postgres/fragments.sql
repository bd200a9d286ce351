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
-- fragment: full
c.*, (select json_agg(to_json(m) order by m.seq) from message m where m.contact_id = c.id) as messages
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
