-- name: read_intake
-- part: known
select i.appended, {{full}} from intake i join contact c on c.id = i.contact_id
where i.connector = :connector::uuid and i.channel = :channel::text and i.external_id = :external_id::text
-- part: thread
select t.ref, {{full}} from thread_ref t join contact c on c.id = t.contact_id
where t.connector = :connector::uuid and t.channel = :channel::text
  and t.ref in (select value from {{each}}(:refs::json))
-- part: usager
select siren, as_of, totals, document from usager where siren = :siren::text
-- part: handled
select c.owner from contact c
where c.siren = :siren::text and c.state || '' = 'closed' and c.owner is not null
  and c.received_at > :since::timestamptz
order by c.received_at desc limit 1

-- name: outbox_row
select * from outbox where reply_id = :reply_id::uuid;

-- name: ended_holds
select contact_id, reply_id from outbox
where {{held}} and ready_at <= :now::timestamptz order by ready_at limit :limit;
