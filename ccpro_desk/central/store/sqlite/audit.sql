-- name: audit_after
select life, 0 as xid, seq, id, at, actor, action, object, digest from audit
where seq > :seq order by seq limit :limit;

-- name: audit_span
select life, 0 as xid, seq, id, at, actor, action, object, digest, null as hash from audit where seq > :seq
union all
select life, 0 as xid, seq, id, null, null, null, null, null, hash from audit_gone where seq > :seq
order by 3 limit :limit;

-- fragment: late_drafts
json_array_length(c.cold, '$.late_drafts') > 0

-- name: bury
-- part: dead
insert into audit_gone (id, life, seq, hash, receipt)
select a.id, a.life, a.seq, g.value ->> 'hash', :receipt
from json_each(:gone) g join audit a on a.id = g.value ->> 'id'
-- part: detail
delete from audit_detail where id in (select value ->> 'id' from json_each(:gone))
-- part: rows
delete from audit where id in (select value ->> 'id' from json_each(:gone))
-- part: receipt
insert into purge_receipt (id, detail) values (:receipt, :detail)
-- part: told
insert into audit_detail (id, detail) values (:receipt, :detail)
-- part: audited
insert into audit (id, at, actor, action, object, digest) values (:receipt, :at, null, 'purge', :object, :digest)

-- name: purge_contacts
-- part: table
create temp table if not exists old (id text primary key)
-- part: empty
delete from old
-- part: fill
insert into old select c.id from contact c where c.state = 'closed' and c.received_at < :before
  and not exists (select 1 from message m where m.contact_id = c.id and m.at >= :before)
  and c.id not in (select e.contact_id from event e where e.contact_id is not null)
  and not exists (select 1 from message m join outbox o on o.reply_id = m.id
                  where m.contact_id = c.id and o.state = 'open')
  and not exists (select 1 from matter m where m.contact_id = c.id and m.is_open)
order by c.received_at, c.id limit :limit
-- part: steps
delete from matter_step where matter_id in (select m.id from old join matter m on m.contact_id = old.id)
-- part: seats
delete from seat where matter_id in (select m.id from old join matter m on m.contact_id = old.id)
-- part: matters
delete from matter where contact_id in (select id from old)
-- part: outbox
delete from outbox where reply_id in (select m.id from old join message m on m.contact_id = old.id)
-- part: message
delete from message where contact_id in (select id from old)
-- part: attachment
delete from attachment where contact_id in (select id from old)
-- part: intake
delete from intake where contact_id in (select id from old)
-- part: next
delete from next_result where contact_id in (select id from old)
-- part: marks
delete from mark where contact_id in (select id from old)
-- part: refs
delete from thread_ref where contact_id in (select id from old)
-- part: rows
delete from contact where id in (select id from old) returning id

-- name: purge_drafts
update contact set draft = null, cold = json_set(cold, '$.late_drafts', json('[]'))
where id in (
    select c.id from contact c where c.state = 'closed' and c.received_at < :before
      and (c.draft is not null or {{late_drafts}})
      and not exists (select 1 from message m where m.contact_id = c.id and m.at >= :before)
      and not exists (select 1 from json_each(c.cold, '$.late_drafts') d
                      where unixepoch(d.value ->> 'at') * 1000000 >= :before)
    order by c.received_at, c.id limit :limit)
returning id;

-- name: purge_event
-- part: floor
insert into meta (name, value)
select 'floor', '0-' || max(seq) from (select seq from event where at < :before order by seq limit :limit)
having max(seq) is not null
on conflict (name) do update set value = excluded.value
-- part: rows
delete from event where seq in (select seq from event where at < :before order by seq limit :limit) returning seq

-- name: restored
-- part: life
insert into meta (name, value) values ('epoch', :epoch), ('restored', :at),
    ('life', cast(coalesce((select value from meta where name = 'life'), 0) + 1 as text))
on conflict (name) do update set value = excluded.value
-- part: floor
delete from meta where name = 'floor'
-- part: leases
update contact set lease_expires = max(lease_expires, :until) where lease_expires is not null
-- part: claims
update outbox set claimed_until = :now where state = 'open' and claimed_until is not null
-- part: matters
update matter set claimed_until = :now where is_open and claimed_until is not null
-- part: events
delete from event

-- name: next_life
select 1 as one;
