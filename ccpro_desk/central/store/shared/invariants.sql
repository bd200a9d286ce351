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
where not exists (select 1 from contact c where c.id = i.contact_id) limit 100
-- part: holder_and_owner
select id, state as detail from contact
where state in ('active', 'wrap_up') and coalesce(owner::text, '') <> coalesce(lease_agent::text, '') limit 100
-- part: closed_without_time
select id, state as detail from contact where state = 'closed' and closed_at is null limit 100
-- part: unknown_usager
select c.id, c.siren as detail from contact c
where c.siren is not null and not exists (select 1 from usager u where u.siren = c.siren) limit 100
-- part: messages_in_order
select contact_id as id, count(*) || ' / ' || (max(seq) + 1) as detail from message
group by contact_id having count(*) <> max(seq) + 1 limit 100
-- part: attachment_missing
select c.id, f.value ->> 'id' as detail
from contact c join message m on m.contact_id = c.id cross join {{files}} f
where c.state <> 'closed' and not exists (select 1 from attachment a where a.id::text = f.value ->> 'id') limit 100
-- part: half_claim
select reply_id as id, state as detail from outbox
where (claim is null) <> (claimed_until is null) or (claim is null) <> (claimed_by is null) limit 100
-- part: held_and_outbox
select o.reply_id as id, o.state || ' / ' || coalesce(m.status, '') as detail from outbox o
join message m on m.id = o.reply_id where o.held <> (o.state = 'open' and coalesce(m.status, '') = 'held') limit 100
-- part: event_without_contact
select e.id, e.type as detail from event e
where e.contact_id is not null and not exists (select 1 from contact c where c.id = e.contact_id) limit 100
-- part: intake_without_message
select i.contact_id as id, i.channel as detail from intake i
where i.message_id is not null and not exists (
    select 1 from message m where m.id = i.message_id and m.contact_id = i.contact_id) limit 100
-- part: thread_without_contact
select t.contact_id as id, t.channel as detail from thread_ref t
where not exists (select 1 from contact c where c.id = t.contact_id) limit 100
-- part: mark_without_contact
select k.contact_id as id, k.kind as detail from mark k
where not exists (select 1 from contact c where c.id = k.contact_id) limit 100
-- part: next_without_contact
select n.contact_id as id, '' as detail from next_result n
where not exists (select 1 from contact c where c.id = n.contact_id) limit 100
-- part: session_without_account
select s.agent_id as id, '' as detail from session s
where not exists (select 1 from account a where a.id = s.agent_id) limit 100
-- part: matter_without_contact
select t.id, t.kind as detail from matter t
where not exists (select 1 from contact c where c.id = t.contact_id) limit 100
-- part: matter_and_steps
select t.id, t.version || ' / ' || coalesce(max(s.version), 0) as detail from matter t
left join matter_step s on s.matter_id = t.id group by t.id, t.version
having t.version <> coalesce(max(s.version), 0) or t.version <> count(s.version) limit 100
-- part: seat_without_matter
select s.matter_id as id, s.key as detail from seat s
where not exists (select 1 from matter t where t.id = s.matter_id) limit 100
-- part: unknown_status
select id, status as detail from account
where status not in ('available', 'pause', 'documentation', 'training', 'tutoring', 'meeting', 'incident', 'wrap_up',
    'leaving', 'offline') limit 100
-- part: detail_without_row
select d.id, '' as detail from audit_detail d
where not exists (select 1 from audit a where a.id = d.id) limit 100;
