-- fragment: each
json_array_elements_text
-- fragment: binary
collate "C"
-- fragment: later
lease_expires + :seconds::int * interval '1 second'
-- fragment: full
c.*, (select json_agg(to_json(m) order by m.seq) from message m where m.contact_id = c.id) as messages
-- fragment: arrived
coalesce((c.cold::jsonb->'urgency'->>'came_back_at')::timestamptz, c.received_at)
