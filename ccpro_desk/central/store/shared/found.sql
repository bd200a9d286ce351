-- name: alike
select {{full}} from contact c
where c.id <> :id::uuid and c.received_at >= :since::timestamptz and c.received_at <= :until::timestamptz
  and c.id in (
    select o.contact_id from mark m join mark o on o.hash = m.hash and o.kind = m.kind
    where m.contact_id = :id::uuid and m.kind <> 'text'
    union
    select x.contact_id from (
        select o.contact_id from mark m join mark o on o.hash = m.hash and o.kind = m.kind
        where m.contact_id = :id::uuid and m.kind = 'text' and o.contact_id <> m.contact_id
          and o.at >= :since::timestamptz and o.at <= :until::timestamptz
        order by o.at desc limit :limit::int) x
    union
    select s.id from contact s where s.siren = :siren::text)
order by c.received_at desc, c.id limit :limit::int;

-- name: forget_marks
delete from mark where hash in (select hash from mark where at < :before::timestamptz limit 1000)
  and at < :before::timestamptz
returning hash;

-- name: found
select {{full}} from contact c
where c.id in (
    select id from contact where lease_agent = :agent_id::uuid
    union select id from contact where owner = :agent_id::uuid and closed_at is not null
    union select id from contact where owner = :agent_id::uuid and state = 'parked'
    union select id from contact where owner = :agent_id::uuid and state = 'referred'
    union select id from contact where bound_to = :agent_id::uuid and state = 'waiting'
    union select s.id from contact s
    where not :mine::boolean and s.siren in (
        select h.siren from contact h
        where h.lease_agent = :agent_id::uuid and h.state <> 'offered' and h.siren is not null)
    union select s.id from contact s
    where not :mine::boolean and s.pool = :centre::text and s.state in (select value from {{each}}(:states::json))
      and s.received_at >= :since::timestamptz and s.received_at < :until::timestamptz
    union select s.id from contact s
    where not :mine::boolean and s.closed_at >= :since::timestamptz and s.owner in (
        select a.id from account a where a.centre = :centre::text)
    union select s.id from contact s
    where not :mine::boolean and s.lease_agent in (select a.id from account a where a.centre = :centre::text)
    union select s.id from contact s
    where not :mine::boolean and s.state = 'parked' and s.owner in (
        select a.id from account a where a.centre = :centre::text))
  and c.state in (select value from {{each}}(:states::json))
  and c.received_at >= :since::timestamptz and c.received_at < :until::timestamptz
  and (:handled::timestamptz is null or c.closed_at is null or c.closed_at >= :handled::timestamptz)
  and (:channel::text is null or c.channel = :channel::text)
  and (:siren::text is null or c.siren = :siren::text)
  and (:motif::text is null or {{has_motif}})
  and (:reference::text is null or c.id::text like '%' || lower(:reference::text)
    or exists (select 1 from thread_ref t where t.contact_id = c.id and t.ref = :reference::text))
  and not exists (
    select 1 from {{each}}(:words::json) w where {{told}} not like '%' || w.value || '%')
  and (c.received_at, c.id) < (:at::timestamptz, :id::uuid)
order by c.received_at desc, c.id desc
limit :limit::int;

-- name: listed
select c.* from contact c
where c.pool in (select value from {{each}}(:pools::json))
  and c.state in (select value from {{each}}(:states::json))
  and (:channel::text is null or c.channel = :channel::text)
  and (:motif::text is null or {{has_motif}})
  and (:late::timestamptz is null or c.due_at < :late::timestamptz)
  and (c.received_at, c.id) > (:at::timestamptz, :id::uuid)
order by c.received_at, c.id
limit :limit::int;

-- name: count_listed
select count(*) as n from contact c
where c.pool in (select value from {{each}}(:pools::json))
  and c.state in (select value from {{each}}(:states::json))
  and (:channel::text is null or c.channel = :channel::text)
  and (:motif::text is null or {{has_motif}})
  and (:late::timestamptz is null or c.due_at < :late::timestamptz);

-- name: contacts_of_usager
select c.* from contact c
where c.siren = :siren::text and (c.received_at, c.id) < (:at::timestamptz, :id::uuid)
order by c.received_at desc, c.id desc limit :limit::int;
