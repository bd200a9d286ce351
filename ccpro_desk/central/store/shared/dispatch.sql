-- name: has_skill
select 1 as one from account a
where (:pool::text = 'national' or a.centre = :pool::text) and not a.disabled and a.accompanied = '[]'
  and exists (select 1 from {{each}}(a.skills::json) s
              where s.value in (select value from {{each}}(:skills::json)))
limit 1;

-- name: colleagues_free
select a.*, (select count(*) from contact h where h.lease_agent = a.id) as hands,
    (select count(*) from contact h where h.lease_agent = a.id and h.channel = :channel::text) as held
from account a
where a.status = 'available' and not a.disabled and a.id <> :agent_id::uuid
  and (:pool::text = 'national' or a.centre = :pool::text);

-- name: pressure
select c.received_at from contact c
where c.state = 'waiting' and c.bound_to is null and c.pool = :pool::text and c.channel = :channel::text
limit :limit::int;

-- name: due_to_widen
select c.* from contact c where c.widen_at <= :now::timestamptz
order by c.widen_at limit :limit;

-- name: contacts_received
select c.* from contact c join event e on e.contact_id = c.id
where e.type = 'contact.received' and e.at >= :start::timestamptz and e.at < :until::timestamptz
order by c.received_at, c.id;

-- name: moments
select type, at, actor, contact_id, changed from event
where at >= :start::timestamptz and at < :until::timestamptz and contact_id is not null
order by at, seq;

-- name: crises
select * from crisis where until > :since::timestamptz order by opened_at, id;
