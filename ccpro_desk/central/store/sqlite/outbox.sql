-- name: claim
update outbox set claim = new_token(), claimed_until = :until, claims = claims + 1, claimed_by = :by
where reply_id in (
    select reply_id from outbox
    where state = 'open' and channel = :channel and ready_at <= :now
      and (claimed_until is null or claimed_until <= :now)
    order by ready_at, reply_id limit :limit)
returning *;

-- A seat says for ever that it may have left: whoever takes it back takes the same seat.
-- name: claim_matters
-- part: seats
insert into seat (key, matter_id)
select 'left/' || id, id from matter where id in (
    select id from matter
    where kind = :kind and state = :state and is_open and due_at <= :now
      and (claimed_until is null or claimed_until <= :now)
    order by due_at, id limit :limit)
on conflict do nothing
-- part: rows
update matter set claim = new_token(), claimed_until = :until, claimed_by = :by
where id in (
    select id from matter
    where kind = :kind and state = :state and is_open and due_at <= :now
      and (claimed_until is null or claimed_until <= :now)
    order by due_at, id limit :limit)
returning *;
