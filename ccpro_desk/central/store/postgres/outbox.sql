-- name: claim
with free as materialized (
    select reply_id from outbox
    where state = 'open' and channel = :channel::text and ready_at <= :now::timestamptz
      and (claimed_until is null or claimed_until <= :now::timestamptz)
    order by ready_at, reply_id limit :limit::int for update skip locked)
update outbox o set claim = gen_random_uuid(), claimed_until = :until::timestamptz, claims = o.claims + 1,
    claimed_by = :by::uuid
from free where o.reply_id = free.reply_id
returning o.*;

-- A seat says for ever that it may have left: whoever takes it back takes the same seat.
-- name: claim_matters
with free as materialized (
    select id from matter
    where kind = :kind::text and state = :state::text and is_open and due_at <= :now::timestamptz
      and (claimed_until is null or claimed_until <= :now::timestamptz)
    order by due_at, id limit :limit::int for update skip locked),
seats as (insert into seat (key, matter_id) select 'left/' || id, id from free on conflict do nothing)
update matter m set claim = gen_random_uuid(), claimed_until = :until::timestamptz, claimed_by = :by::uuid
from free where m.id = free.id
returning m.*;
