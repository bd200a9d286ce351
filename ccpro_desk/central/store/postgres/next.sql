-- name: read_next
-- part: stored
select * from next_result where agent_id = :agent_id::uuid and key = :key::text
-- part: offered
select {{full}} from contact c where c.lease_agent = :agent_id::uuid and c.state = 'offered'
order by c.received_at limit 1
-- part: used
select channel, lease_slot from contact where lease_agent = :agent_id::uuid
-- part: account
select a.* from account a where a.id = :agent_id::uuid and not a.disabled and (:session::text is null or exists (
    select 1 from session s
    where s.token_hash = :session::text and s.agent_id = a.id and s.expires_at > :now::timestamptz))
-- part: heads
select h.* from json_to_recordset(:queues::json) as k(pool text, channel text, skill text)
cross join lateral (
    select c.* from contact c
    where c.state = 'waiting' and c.bound_to is null
      and c.pool = k.pool and c.channel = k.channel and c.skill = k.skill
      and c.id not in (select value::uuid from json_array_elements_text(:taking::json))
    order by c.rank, c.received_at, c.id limit :depth::int) h
-- part: bound
select c.* from contact c where c.state = 'waiting' and c.bound_to = :agent_id::uuid
  and c.channel in (select value from json_array_elements_text(:channels::json))
order by c.rank limit :depth::int

-- name: renew
update contact c set lease_expires = greatest(c.lease_expires, h.at + l.value::int * interval '1 second')
from json_to_recordset(:heard::json) as h(agent uuid, at timestamptz), json_each_text(:lease_s::json) as l
where c.lease_agent = h.agent and c.channel = l.key and c.lease_expires is not null and c.state <> 'offered';
