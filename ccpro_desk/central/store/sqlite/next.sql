-- name: read_next
{{mine}}
-- part: heads
select c.* from json_each(:queues) k cross join contact c
where c.id in (
    select w.id from contact w
    where w.state = 'waiting' and w.bound_to is null and w.pool = k.value ->> 'pool'
      and w.channel = k.value ->> 'channel' and w.skill = k.value ->> 'skill'
      {{for_me}}
    order by w.rank, w.received_at, w.id limit :depth)

-- name: read_next_motif
{{mine}}
-- part: heads
select c.* from json_each(:queues) k cross join contact c
where c.id in (
    select w.id from contact w
    where w.state = 'waiting' and w.bound_to is null and w.motif is not null and w.pool = k.value ->> 'pool'
      and w.channel = k.value ->> 'channel' and w.motif = k.value ->> 'motif'
      {{for_me}}
    order by w.rank, w.received_at, w.id limit :depth)

-- fragment: for_me
and w.id not in (select value from json_each(:taking))
      and (w.let_go is null or coalesce(w.let_go ->> ('$."' || :agent_id || '"'), 0) <= :at)
-- fragment: mine
-- part: stored
select * from next_result where agent_id = :agent_id and key = :key
-- part: offered
select {{full}} from contact c where c.lease_agent = :agent_id and c.state = 'offered'
order by c.received_at limit 1
-- part: used
select channel, lease_slot from contact where lease_agent = :agent_id
-- part: account
select {{actor}} from account a where a.id = :agent_id and not a.disabled and (:session is null or exists (
    select 1 from session s where s.token_hash = :session and s.agent_id = a.id and s.expires_at > :now))
-- part: bound
select c.* from contact c where c.state = 'waiting' and c.bound_to = :agent_id
  and c.channel in (select value from json_each(:channels))
order by c.rank limit :depth
-- part: let_go
select c.* from contact c indexed by contact_let_go
where c.state = 'waiting' and c.let_go is not null and c.bound_to is null
  and c.pool in (select value from json_each(:pools)) and c.let_go ->> ('$."' || :agent_id || '"') > :at
  and c.id not in (select value from json_each(:taking))
order by c.rank limit 20

-- name: renew
update contact set lease_expires = max(lease_expires, h.at + l.seconds * 1000000)
from (select value ->> 'agent' as agent, value ->> 'at' as at from json_each(:heard)) h,
     (select key as channel, value as seconds from json_each(:lease_s)) l
where contact.lease_agent = h.agent and contact.channel = l.channel
  and contact.lease_expires is not null and contact.state <> 'offered';
