-- name: invariants
-- part: two_leases
select lease_agent as id, channel || ' ' || lease_slot as detail from contact where lease_agent is not null
group by lease_agent, channel, lease_slot having count(*) > 1 limit 100
-- part: half_lease
select id, state as detail from contact
where (lease_agent is null) <> (lease_token is null) or (lease_agent is null) <> (lease_slot is null)
   or (lease_agent is null) <> (lease_expires is null) limit 100
-- part: closed_with_lease
select id, state as detail from contact
where state in ('waiting', 'parked', 'referred', 'closed') and lease_agent is not null limit 100
-- part: at_hand_without_lease
select id, state as detail from contact
where state in ('offered', 'active', 'wrap_up') and lease_agent is null limit 100
-- part: parked_without_owner
select id, state as detail from contact where state = 'parked' and owner is null limit 100
-- part: unknown_state
select id, state as detail from contact
where state not in ('waiting', 'offered', 'active', 'parked', 'wrap_up', 'referred', 'closed') limit 100
-- part: unknown_account
select c.id, c.state as detail from contact c
where (c.lease_agent is not null and not exists (select 1 from account a where a.id = c.lease_agent))
   or (c.owner is not null and not exists (select 1 from account a where a.id = c.owner))
   or (c.bound_to is not null and not exists (select 1 from account a where a.id = c.bound_to)) limit 100
-- part: version_behind
select c.id, c.version || ' < ' || max(e.version) as detail from event e join contact c on c.id = e.contact_id
group by c.id, c.version having max(e.version) > c.version limit 100
-- part: version_ahead
select c.id, c.version || ' > ' || max(e.version) as detail from event e join contact c on c.id = e.contact_id
group by c.id, c.version having max(e.version) < c.version limit 100
-- part: versions_in_events
select contact_id as id, count(*) || ' / ' || (max(version) - min(version) + 1) as detail from event
where contact_id is not null group by contact_id
having count(*) <> max(version) - min(version) + 1 and min(at) > :since::timestamptz limit 100
-- part: result_ahead
select r.id, r.version || ' > ' || c.version as detail from command_result r join contact c on c.id = r.contact_id
where r.applied and r.version > c.version limit 100
-- part: result_without_contact
select r.id, '' as detail from command_result r
where r.applied and r.contact_id is not null and r.at > :since::timestamptz
  and not exists (select 1 from contact c where c.id = r.contact_id) limit 100
-- part: reply_without_outbox
select m.id, coalesce(m.status, '') as detail from message m
where m.direction = 'out' and not exists (select 1 from outbox o where o.reply_id = m.id) limit 100
-- part: outbox_without_reply
select o.reply_id as id, o.state as detail from outbox o
where not exists (select 1 from message m where m.id = o.reply_id and m.direction = 'out'
  and m.contact_id = o.contact_id) limit 100
-- part: reply_and_outbox
select o.reply_id as id, o.state || ' / ' || coalesce(m.status, '') as detail from outbox o
join message m on m.id = o.reply_id
where coalesce(m.status, '') not in ('held', 'queued', 'unsure') and o.state = 'open'
   or coalesce(m.status, '') <> 'sent' and o.state = 'sent'
   or coalesce(m.status, '') <> 'failed' and o.state in ('failed', 'bounced')
   or coalesce(m.status, '') <> 'taken_back' and o.state = 'taken_back' limit 100
-- part: message_without_contact
select m.id, m.direction as detail from message m
where not exists (select 1 from contact c where c.id = m.contact_id) limit 100
-- part: attachment_without_contact
select a.id, '' as detail from attachment a
where a.contact_id is not null and not exists (select 1 from contact c where c.id = a.contact_id) limit 100
-- part: intake_without_contact
select i.contact_id as id, '' as detail from intake i
where not exists (select 1 from contact c where c.id = i.contact_id) limit 100;
