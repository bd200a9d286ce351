-- fragment: each
json_each
-- fragment: files
json_each(m.attachments)
-- fragment: binary

-- fragment: held
held = 1
-- fragment: later
max(lease_expires, :now) + :seconds * 1000000
-- fragment: full
c.*, (select json_group_array(json_object(
    'id', m.id, 'direction', m.direction, 'at', m.at, 'author', m.author, 'author_id', m.author_id,
    'text', m.text, 'attachments', json(m.attachments), 'status', m.status, 'detail', m.detail,
    'answers', json(m.answers)))
  from (select * from message x where x.contact_id = c.id order by x.seq) m) as messages
-- fragment: arrived
coalesce(unixepoch(json_extract(c.cold, '$.urgency.came_back_at')) * 1000000, c.received_at)
-- fragment: has_motif
(exists (select 1 from json_each(c.cold, '$.motifs') m
         where m.value ->> 'code' = :motif or m.value ->> 'code' like :motif || '.%')
 or coalesce(json_extract(c.cold, '$.urgency.motif'), '') = :motif
 or coalesce(json_extract(c.cold, '$.urgency.motif'), '') like :motif || '.%')
-- fragment: told
folded(coalesce(json_extract(c.cold, '$.subject'), '') || ' ' || coalesce(json_extract(c.cold, '$.usager_name'), '')
    || ' ' || coalesce(json_extract(c.cold, '$.origin.name'), '')
    || ' ' || coalesce(json_extract(c.cold, '$.origin.address'), ''))
-- fragment: attached
in (select value from json_each(:attachments))
-- fragment: named
in (select value from json_each(:tokens))
-- fragment: among_contacts
in (select value from json_each(:contacts))
-- fragment: due
coalesce(due_at, 253370764800000000)
