-- name: read_next
{{mine}}
-- part: heads
select h.* from json_to_recordset(:queues::json) as k(pool text, channel text, skill text)
cross join lateral (
    select {{columns}} from contact c
    where c.state = 'waiting' and c.bound_to is null
      and c.pool = k.pool and c.channel = k.channel and c.skill = k.skill
      {{for_me}}
    order by c.rank, c.received_at, c.id limit :depth::int) h

-- name: read_next_motif
{{mine}}
-- part: heads
select h.* from json_to_recordset(:queues::json) as k(pool text, channel text, motif text)
cross join lateral (
    select {{columns}} from contact c
    where c.state = 'waiting' and c.bound_to is null and c.motif is not null
      and c.pool = k.pool and c.channel = k.channel and c.motif = k.motif
      {{for_me}}
    order by c.rank, c.received_at, c.id limit :depth::int) h

-- fragment: for_me
and c.id not in (select value::uuid from json_array_elements_text(:taking::json))
      and (c.let_go is null or coalesce((c.let_go ->> (:agent_id::uuid)::text)::bigint, 0) <= :at::bigint)
-- fragment: mine
-- part: stored
select * from next_result where agent_id = :agent_id::uuid and key = :key::text
-- part: offered
select {{full}} from contact c where c.lease_agent = :agent_id::uuid and c.state = 'offered'
order by c.received_at limit 1
-- part: used
select channel, lease_slot from contact where lease_agent = :agent_id::uuid
-- part: account
select {{actor}} from account a where a.id = :agent_id::uuid and not a.disabled and (:session::text is null or exists (
    select 1 from session s
    where s.token_hash = :session::text and s.agent_id = a.id and s.expires_at > :now::timestamptz))
-- part: bound
select {{columns}} from contact c where c.state = 'waiting' and c.bound_to = :agent_id::uuid
  and c.channel in (select value from json_array_elements_text(:channels::json))
order by c.rank limit :depth::int
-- part: let_go
select {{columns}} from contact c
where c.state = 'waiting' and c.let_go is not null and c.bound_to is null
  and c.pool in (select value from json_array_elements_text(:pools::json))
  and (c.let_go ->> (:agent_id::uuid)::text)::bigint > :at::bigint
  and c.id not in (select value::uuid from json_array_elements_text(:taking::json))
order by c.rank limit 20

-- name: renew
update contact c set lease_expires = greatest(c.lease_expires, h.at + l.value::int * interval '1 second')
from json_to_recordset(:heard::json) as h(agent uuid, at timestamptz), json_each_text(:lease_s::json) as l
where c.lease_agent = h.agent and c.channel = l.key and c.lease_expires is not null and c.state <> 'offered';
